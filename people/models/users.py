"""The user model. No page models here, or the first migrate has circular dependencies."""

from functools import cache
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.l10n.countries import CountryField
from core.prepared import PreparedQuery
from people.normalise import fold_address


class Users(BaseUserManager["User"]):
    """Manager of users; the e-mail address is the user name, case-insensitive."""

    use_in_migrations = True

    def get(self, *args: Any, **kwargs: Any) -> "User":
        """As every manager's; by primary key alone, as each request of a signed-in user begins, the
        query is compiled once."""
        # A related manager is of a class of its own, and knows only some users.
        if args or kwargs.keys() != {"pk"} or type(self) is not Users or self._db:
            return super().get(*args, **kwargs)
        for row in _by_key.rows(kwargs["pk"]):
            return User.from_db(DEFAULT_DB_ALIAS, _columns(), row)
        raise User.DoesNotExist

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a user; one without a password logs in by a mailed code."""
        user = self.model(email=fold_address(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(
            email, password, **{**fields, "is_staff": True, "is_superuser": True}
        )


class User(AbstractBaseUser, PermissionsMixin):
    """A peer. Only the e-mail address is required."""

    email = models.EmailField(_("email address"), unique=True)
    display_name = models.CharField(
        _("display name"),
        max_length=80,
        blank=True,
        help_text=_("The name shown when you are signed in. It can be any name."),
    )
    legal_name = models.CharField(
        _("name on certificates"),
        max_length=120,
        blank=True,
        help_text=_(
            "As it should be printed. You can confirm or change it before each certificate."
        ),
    )
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    time_zone = models.CharField(_("time zone"), max_length=50, blank=True)
    country = CountryField(_("country"))
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    is_staff = models.BooleanField(_("can use the admin area"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    objects = Users()

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_user_an_address")]

    def __str__(self) -> str:
        return self.display_name or self.email

    def get_full_name(self) -> str:
        return self.legal_name or self.display_name or self.email

    def get_short_name(self) -> str:
        return self.display_name or self.email.partition("@")[0]


@cache
def _columns() -> list[str]:
    return [field.attname for field in User._meta.concrete_fields]


_by_key = PreparedQuery(
    lambda key: User.objects.filter(pk=key).values_list(*_columns()), models.BigIntegerField()
)
