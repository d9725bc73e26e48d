"""Optimistic locking: two tabs or two people at one form, and nobody's words vanish unsaid.

A form says, in a hidden field, what stood there when it was shown. What somebody else has changed
since then is kept where this form leaves it alone; where both changed the same field, the form is
shown again with both wordings, and saving it once more decides.
"""

from typing import Any

from django import forms
from django.core import signing
from django.db import models
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

SEEN = "seen_version"
SALT = "portal.seen"
Values = dict[str, str]


class SeenField(forms.CharField):
    """What was shown; it is never a change of the form."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class SeenVersionMixin:
    """For forms of one row that exists; a post without the hidden field is taken as it is."""

    fields: dict[str, Any]
    instance: Any
    data: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            self.fields[SEEN] = SeenField(required=False, initial=self.token())

    def token(self) -> str:
        """What stands in the database now, for the hidden field."""
        row = stored(self.instance)
        found: dict[str, Any] = {"": values_of(self, row)}
        for name, formset in getattr(self, "formsets", {}).items():
            for form in formset.initial_forms:
                child = stored(form.instance)
                found[f"{name}.{form.instance.pk}"] = values_of(form, child)
        return signing.dumps(found, salt=SALT, compress=True)

    def seen(self) -> dict[str, Values]:
        """What this person was shown; nothing where the post does not say."""
        try:
            return dict(signing.loads(self.data.get(self.add_prefix(SEEN), ""), salt=SALT))  # type: ignore[attr-defined]
        except signing.BadSignature:
            return {}

    def is_valid(self) -> bool:
        """Valid, and nothing in it would overwrite unseen what somebody else has written."""
        valid = super().is_valid()  # type: ignore[misc]
        if SEEN not in self.fields or not self.is_bound:  # type: ignore[attr-defined]
            return bool(valid)
        seen = self.seen()
        conflicts = merge(self, seen.get("", {}))
        for name, formset in getattr(self, "formsets", {}).items():
            for form in formset.initial_forms:
                conflicts += merge(form, seen.get(f"{name}.{form.instance.pk}", {}))
        if conflicts:
            # Shown again, it is seen: the next save decides.
            self.data = self.data.copy()
            self.data[self.add_prefix(SEEN)] = self.token()  # type: ignore[attr-defined]
        return bool(valid) and not conflicts


class SeenModelForm(SeenVersionMixin, WagtailAdminModelForm):
    """The base of the admin's forms for rows that have no revisions."""


def stored(row: Any) -> Any | None:
    return type(row).objects.filter(pk=row.pk).first()


def values_of(form: Any, row: models.Model | None) -> Values:
    """Field to text, of the plain columns that the form changes."""
    if row is None:
        return {}
    columns = {column.name: column for column in row._meta.concrete_fields}
    return {
        name: text_of(form, name, columns[name].value_from_object(row))
        for name in form.fields
        if name in columns and not isinstance(columns[name], models.FileField)
    }


def text_of(form: Any, name: str, value: Any) -> str:
    prepared = form.fields[name].prepare_value(value)
    return "" if prepared is None else str(prepared).replace("\r\n", "\n")


def merge(form: Any, seen: Values) -> int:
    """Take over what was changed elsewhere only; tell of what was changed in both places."""
    if not seen or not hasattr(form, "cleaned_data"):
        return 0
    row = stored(form.instance)
    now = values_of(form, row)
    conflicts = 0
    for name, theirs in now.items():
        if theirs == seen.get(name, theirs) or name not in form.cleaned_data:
            continue
        mine = text_of(form, name, form.cleaned_data[name])
        if mine == seen[name]:
            form.cleaned_data[name] = getattr(row, name)
            setattr(form.instance, name, getattr(row, name))
        elif mine != theirs:
            conflicts += 1
            form.add_error(name, told(form, name, theirs))
    return conflicts


def told(form: Any, name: str, theirs: str) -> str:
    """Both wordings in one place: what was saved meanwhile, above what was typed here."""
    choices = {str(key): label for key, label in getattr(form.fields[name], "choices", ())}
    return _(
        "This was changed elsewhere while you were writing. It now says: “%(theirs)s”. Save again "
        "to replace it with what you wrote."
    ) % {"theirs": choices.get(theirs, theirs)}
