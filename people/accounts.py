"""Creating accounts that can sign in at once: whose address is known to be theirs."""

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
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


def create_proved(*, email: str, language: str) -> User:
    """Get or create the account of somebody who has just proved that the address is theirs, without
    a password. Idempotent."""
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, None, language=language)
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    except IntegrityError:
        user = User.objects.get(email=email)
    return user
