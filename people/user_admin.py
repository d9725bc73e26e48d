"""User administration: accounts, their language and their roles.

No password is typed here and none is mailed: the new user gets an invitation by e-mail and logs in
by a mailed code.
"""

from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from django import forms
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import account
from wagtail.users import forms as wagtail_forms
from wagtail.users.views import users as wagtail_users

from core import mail
from core.l10n.lists import format_enumeration
from core.optimistic_locking import SeenVersionMixin
from people import emails, roles
from people.fields import AddressField, NameField
from people.models import User

LEFT_OUT = (account.NameEmailSettingsPanel, account.AvatarSettingsPanel)


class RolesField(forms.ModelMultipleChoiceField):
    """Groups, labelled with the names of their roles in the active language."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, group: Group) -> str:
        return roles.label(group.name)


class UserForm(wagtail_forms.UserForm):
    """A user, as administrators see them."""

    password_enabled = False
    error_messages: ClassVar[dict[str, Any]] = {
        **wagtail_forms.UserForm.error_messages,
        "duplicate_username": _("There is already an account with this email address."),
    }
    first_name = last_name = is_superuser = None
    email = AddressField(
        help_text=_("Sign-in codes are sent to this address. It also identifies the account.")
    )
    groups = RolesField(
        queryset=Group.objects.order_by("name"),
        required=False,
        label=_("Roles"),
        help_text=_("Learners do not need a role."),
    )
    invite = forms.BooleanField(
        required=False,
        initial=True,
        label=_("Email them sign-in instructions"),
        help_text=_("In their language, explaining how to ask for a sign-in code."),
    )

    class Meta:
        model = User
        fields: ClassVar[list[str]] = ["email", "display_name", "language", "groups"]
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {"display_name": NameField}

    @transaction.atomic
    def save(self, commit: bool = True) -> User:
        """Save the user, and the address that a code can verify."""
        if self.instance.pk is None:
            self.instance.set_unusable_password()
        user = super().save(commit)
        if commit:
            sync_email_address(user)
            if self.cleaned_data.get("invite"):
                invite(user)
        return user


class UserCreationForm(UserForm):
    pass


class UserEditForm(UserForm):
    def __init__(self, *args: Any, editing_self: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if editing_self:
            del self.fields["is_active"]
        if self.instance.last_login:
            # They have logged in already.
            del self.fields["invite"]
        else:
            self.fields["invite"].initial = False

    class Meta(UserForm.Meta):
        fields: ClassVar[list[str]] = [*UserForm.Meta.fields, "is_active"]


def invite(user: User) -> None:
    """E-mail a user, in their language, that they have an account and how to log in."""
    with translation.override(user.language):
        message = emails.compose("people/email/invitation", {"roles": roles_of(user)})
        if message:
            mail.enqueue(
                to=user.email, subject=message.subject, text=message.text, html=message.html
            )


def sync_email_address(user: User) -> None:
    """Sync allauth's address row with the user's address. A new one is unverified: the first code
    mailed there verifies it."""
    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
    EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"primary": True, "verified": False}
    )


class IndexView(wagtail_users.IndexView):
    """Users are searchable by any part of their names, in any script."""

    search_fields = ("email", "display_name", "legal_name")

    @cached_property
    def columns(self) -> list[Column]:
        kept = [column for column in super().columns if column.name != "is_superuser"]
        for column in kept:
            if column.name == User.USERNAME_FIELD:
                column.label = _("Email address")
        return [*kept[:-2], Column("roles", label=_("Roles"), accessor=roles_of), *kept[-2:]]

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().prefetch_related("groups")


def roles_of(user: User) -> str:
    """The names of a user's roles, in one line."""
    return format_enumeration(sorted(roles.label(group.name) for group in user.groups.all()))


class UserViewSet(wagtail_users.UserViewSet):
    index_view_class = IndexView
    create_template_name = "wagtailadmin/generic/form.html"
    edit_template_name = "wagtailadmin/generic/edit.html"

    def get_form_class(self, for_update: bool = False) -> type[forms.Form]:
        return UserEditForm if for_update else UserCreationForm


class AccountView(account.AccountView):
    """A user's own settings in the admin. First and last names are left out: we store none; nor is
    a picture, which Wagtail would store with its metadata, publicly readable."""

    def get_panels(self) -> list[account.BaseSettingsPanel]:
        panels = [panel for panel in super().get_panels() if not isinstance(panel, LEFT_OUT)]
        for panel in panels:
            if issubclass(panel.form_class, forms.ModelForm):
                panel.form_class = with_seen_version(panel.form_class)
        return panels


def with_seen_version(form_class: type[forms.ModelForm]) -> type[forms.ModelForm]:
    """The same form, which keeps what another window has saved meanwhile."""
    return type(form_class.__name__, (SeenVersionMixin, form_class), {})
