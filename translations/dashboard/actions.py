"""Assigning a version to a translator, who is told by mail in their own language."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Locale

from core import mail
from core.l10n import languages
from people import roles
from people.models import User
from translations.dashboard.matrix import MatrixRow
from translations.models import Assignment
from translations.permissions import languages_of


def translators_of(code: str) -> list[User]:
    """Who translates into a language; editors are not asked one by one."""
    people = User.objects.filter(is_active=True, groups__name=roles.translator(code)).distinct()
    return [user for user in people.order_by("display_name", "email") if code in languages_of(user)]


@transaction.atomic
def assign(*, row: MatrixRow, code: str, translator: User, note: str, by: User) -> Assignment:
    """Assign a translator for one version, and tell them. Asked again with the same note, nobody is
    told twice."""
    locale = Locale.objects.get(language_code=code)
    known = Assignment.objects.filter(translation_key=row.key, locale=locale).first()
    if known and known.translator_id == translator.pk and known.note == note:
        return known
    made: Assignment
    made, _new = Assignment.objects.update_or_create(
        translation_key=row.key,
        locale=locale,
        defaults={"translator": translator, "note": note, "assigned_by": by},
    )
    with translation.override(translator.language):
        mail.enqueue(
            to=translator.email,
            subject=_("A translation is waiting for you"),
            text=mail_text(row, code, note, by),
        )
    return made


def mail_text(row: MatrixRow, code: str, note: str, by: User) -> str:
    # Whatever host the request named.
    address = settings.WAGTAILADMIN_BASE_URL + reverse("translation_of_work", args=[row.key, code])
    lines = [
        _("You have been asked to write a translation, or to bring it up to date."),
        f"{row.title} ({languages.NAMES[code]})",
        _("Assigned by: %(name)s") % {"name": by.get_short_name()} if by else "",
        note,
        address,
    ]
    return "\n\n".join(line for line in lines if line)


def unassign(*, row: MatrixRow, code: str) -> None:
    Assignment.objects.filter(translation_key=row.key, locale__language_code=code).delete()
