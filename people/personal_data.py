"""The register of personal data: which model holds what about a person, why, for how long, and what
becomes of it with the account.

Rooms register theirs under `PERSONAL_DATA`. A test refuses a field of a person that is not in the
register; the privacy notice says the same in words.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from django.apps import apps
from django.db.models import Model

from core import extensions
from people.models import User

# All fields of a model that is not ours.
ALL = "*"
ACCOUNT, STAFF_WORK = "for as long as the account", "for as long as the content"


@dataclass(frozen=True)
class PersonalData:
    """One model. `owner` is the look-up from it to the person, "" where no account is named.

    `fields` says of each field what it is kept for; `with_account` what becomes of the rows when
    the account is deleted: deleted with it, kept without the name, or not tied to an account.
    """

    model: str
    owner: str
    fields: Mapping[str, str]
    keep: str | timedelta
    with_account: Literal["deleted", "unnamed", "independent"]
    is_exported: bool = True
    # Never handed out, not even to their owner: proofs, not facts.
    secret: frozenset[str] = frozenset()

    @property
    def model_class(self) -> type[Model]:
        return apps.get_model(self.model)

    def names(self) -> set[str]:
        """The fields it speaks of."""
        meta = self.model_class._meta
        every = {one.name for one in [*meta.concrete_fields, *meta.many_to_many]}
        return every if ALL in self.fields else set(self.fields)


def register() -> list[PersonalData]:
    """What all rooms have registered."""
    return [one for found in extensions.call(extensions.PERSONAL_DATA) for one in found]


def export(user: User) -> dict[str, list[dict[str, Any]]]:
    """All that the register says is a person's own, by model: rows of values by field."""
    return {
        one.model: list(rows_of(one, user)) for one in register() if one.is_exported and one.owner
    }


def rows_of(one: PersonalData, user: User) -> Iterable[dict[str, Any]]:
    """The person's rows; a related row is named by its key."""
    columns = {field.name for field in one.model_class._meta.concrete_fields}
    names = sorted((one.names() & columns) - one.secret)
    rows = one.model_class._default_manager.filter(**{one.owner: user.pk}).order_by("pk")
    return rows.values(*names)


def of_people() -> Iterable[PersonalData]:
    """What this room and the packages for signing in hold."""
    yield PersonalData(
        "people.User",
        "pk",
        {
            "id": "account", "email": "signing in, notices", "password": "signing in",
            "last_login": "safety of the account", "is_superuser": "rights", "is_staff": "rights",
            "is_active": "rights", "groups": "rights", "user_permissions": "rights",
            "display_name": "greeting", "legal_name": "certificates",
            "language": "language of pages and mails", "time_zone": "times shown",
            "country": "given freely", "organisation": "given freely", "joined_at": "account",
        },
        ACCOUNT, "deleted", secret=frozenset({"password"}),
    )  # fmt: skip
    rights = {ALL: "rights"}
    yield PersonalData("people.User_groups", "user", rights, ACCOUNT, "deleted")
    yield PersonalData("people.User_user_permissions", "user", rights, ACCOUNT, "deleted")
    yield PersonalData("account.EmailAddress", "user", {ALL: "signing in"}, ACCOUNT, "deleted")
    proof = {ALL: "proof of the address"}
    yield PersonalData(
        "account.EmailConfirmation", "email_address__user", proof, ACCOUNT, "deleted",
        is_exported=False,
    )  # fmt: skip
    yield PersonalData(
        "mfa.Authenticator", "user", {ALL: "two-step verification"}, ACCOUNT, "deleted",
        secret=frozenset({"data"}),
    )  # fmt: skip
    yield PersonalData(
        "people.Feedback",
        "",
        {
            "id": "reply", "key": "kept once", "about": "reply", "page": "reply", "words": "reply",
            "email": "reply, given freely", "language": "reply", "created_at": "deletion in time",
            "settled_at": "deletion in time", "note": "what was done",
        },
        timedelta(days=365), "independent",
    )  # fmt: skip
    yield from of_the_admin()


def of_the_admin() -> Iterable[PersonalData]:
    """What Wagtail and wagtail-localize note of people who work on the content."""
    for model, purpose in (
        ("wagtailusers.UserProfile", "settings of the admin"),
        ("wagtailadmin.EditingSession", "who is editing"),
        ("wagtailadmin.FormState", "settings of the admin"),
        ("wagtailcore.APIToken", "access for programs"),
        ("wagtailcore.Comment", "talk about drafts"),
        ("wagtailcore.CommentReply", "talk about drafts"),
        ("wagtailcore.PageSubscription", "notices about drafts"),
    ):
        secret = frozenset({"key_hash", "prefix"} if model.endswith("Token") else ())
        yield PersonalData(model, "user", {ALL: purpose}, ACCOUNT, "deleted", secret=secret)
    for model, names in (
        ("wagtailcore.Page", ("owner", "locked_by")),
        ("wagtailcore.Revision", ("user",)),
        ("wagtailcore.PageLogEntry", ("user",)),
        ("wagtailcore.ModelLogEntry", ("user",)),
        ("wagtailcore.WorkflowState", ("requested_by",)),
        ("wagtailcore.TaskState", ("finished_by",)),
        ("wagtailcore.UploadedFile", ("uploaded_by_user",)),
        ("wagtailcore.Comment", ("resolved_by",)),
        ("wagtailimages.Image", ("uploaded_by_user",)),
        ("wagtaildocs.Document", ("uploaded_by_user",)),
        ("core.PortalImage", ("uploaded_by_user",)),
        ("core.PortalDocument", ("uploaded_by_user",)),
        ("wagtail_localize.StringTranslation", ("last_translated_by",)),
        ("wagtail_localize.SegmentOverride", ("last_translated_by",)),
    ):
        for name in names:
            yield PersonalData(
                model, name, {name: "who did it"}, STAFF_WORK, "unnamed", is_exported=False
            )
