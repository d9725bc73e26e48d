"""Creating accounts that can sign in at once, for commands that set up a portal."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from people import roles
from people.models import User


@transaction.atomic
def create_account(
    *, email: str, password: str, display_name: str, language: str, groups: list[str]
) -> None:
    """Create a user with a verified e-mail address and these roles; an existing one is left
    unchanged."""
    if User.objects.filter(email__iexact=email).exists():
        return
    user = User.objects.create_user(
        email,
        password,
        display_name=display_name,
        language=language,
        is_staff=bool(groups),
        is_superuser="administrator" in groups,
        last_login=timezone.now(),
    )
    roles.give(user, groups)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
