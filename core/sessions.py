"""Sessions in the database, as Django's own; the query that every signed-in request begins with is
compiled once."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import CharField, DateTimeField
from django.utils import timezone

from core.prepared import PreparedQuery

_open = PreparedQuery(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now).values_list(
        "session_key", "session_data", "expire_date"
    ),
    CharField(),
    DateTimeField(),
)


class SessionStore(db.SessionStore):
    """Its name is part of what signs a session: sessions of Django's own store stay valid."""

    def _get_session_from_db(self) -> Session | None:
        for key, data, expires in _open.rows(self.session_key, timezone.now()):
            return Session(session_key=key, session_data=data, expire_date=expires)
        self._session_key = None
        return None
