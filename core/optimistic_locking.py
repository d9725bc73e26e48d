"""Optimistic locking: two tabs or two people at one form, and nobody's words vanish unsaid.

A form says, in a hidden field, what stood there when it was shown. What somebody else has changed
since then is kept where this form leaves it alone; where both changed the same field, the form is
shown again with both wordings, and saving it once more decides. Where several may be chosen, each
choice is a fact of its own, and both people's are kept.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.core import signing
from django.db import models
from django.forms.models import InlineForeignKeyField
from django.template.defaultfilters import yesno
from django.utils.translation import gettext as _

from core.l10n.lists import format_enumeration

SEEN = "seen_version"
SALT = "portal.seen"
# The key under which a part beside the form keeps its rows.
ROWS = "rows"
NOTHING = "–"

Value = str | list[str]
Values = dict[str, Any]
# A form, or a formset, that is saved together with a form but is not within it.
Part = Any


class SeenField(forms.CharField):
    """What was shown; it is never a change of the form."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class SeenVersionMixin:
    """For forms of one row that exists; a post without the hidden field is taken as it is."""

    instance: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        watch(self)

    def full_clean(self) -> None:
        """Clean, and refuse what would overwrite unseen what somebody else has written."""
        super().full_clean()  # type: ignore[misc]  # the form's
        settle(self)


class LeftAlone:
    """In the place of a part that somebody else has saved meanwhile, and this person did not
    touch."""

    def save(self) -> None:
        pass


def no_parts() -> Mapping[str, Part]:
    return {}


def watch(form: Any, beside: Callable[[], Mapping[str, Part]] = no_parts) -> None:
    """Let a form say what it shows, if it is of a row that exists. `beside` makes the parts that
    are saved with it, as they stand in the database now."""
    if form.instance.pk is not None:
        form.seen_beside = beside
        # Asked for when it is drawn: a view may change the form until then.
        form.fields[SEEN] = SeenField(required=False, label="", initial=lambda: token_of(form))


def settle(form: Any) -> bool:
    """Keep in a form that was cleaned what others have changed since it was shown; False, with the
    words in its errors, where both changed the same."""
    if not form.is_bound or SEEN not in form.fields:
        return True
    seen = seen_by(form)
    conflicts = {"": merge(form, seen.get("", {}))}
    for key, child in children(form):
        conflicts[key] = merge(child, seen.get(key, {}))
    for key, told in conflicts.items():
        renew(form, key, told)
    return not any(conflicts.values())


def settle_beside(form: Any, parts: dict[str, Part]) -> list[str]:
    """The same for parts that are valid: words for each that both changed. What this person left
    alone is replaced in `parts`."""
    words = []
    now = form.seen_beside()
    seen = seen_by(form)
    for name, part in parts.items():
        theirs, mine = rows_of(now[name]), rows_of(part)
        shown = seen.get(name, {}).get(ROWS, theirs)
        if theirs == shown or mine == theirs:
            continue
        if mine == shown:
            parts[name] = LeftAlone()
        else:
            words.append(changed_elsewhere(describe_part(now[name])))
            renew(form, name, {ROWS: theirs})
    return words


# What was seen ------------------------------------------------------------------------------------


def token_of(form: Any) -> str:
    """What stands in the database now, for the hidden field."""
    found = {"": values_of(form, stored_row(form.instance))}
    for key, child in children(form):
        found[key] = values_of(child, stored_row(child.instance))
    for name, part in form.seen_beside().items():
        found[name] = {ROWS: rows_of(part)}
    return sign_seen(found)


def sign_seen(seen: dict[str, Values]) -> str:
    return signing.dumps(seen, salt=SALT, compress=True)


def seen_by(form: Any) -> dict[str, Values]:
    """What this person was shown; nothing where the post does not say."""
    try:
        return dict(signing.loads(form.data.get(form.add_prefix(SEEN), ""), salt=SALT))
    except signing.BadSignature:
        return {}


def renew(form: Any, key: str, told: Values) -> None:
    """What was told now is seen: the next save decides. All else is as it was shown before."""
    if told:
        seen = seen_by(form)
        seen[key] = {**seen.get(key, {}), **told}
        form.data = form.data.copy()
        form.data[form.add_prefix(SEEN)] = sign_seen(seen)


def children(form: Any) -> Iterable[tuple[str, Any]]:
    """The forms of rows that belong to this one, with the keys of what was seen of them."""
    for name, formset in getattr(form, "formsets", {}).items():
        for child in formset.initial_forms:
            yield f"{name}.{child.instance.pk}", child


# What stands there --------------------------------------------------------------------------------


def stored_row(row: Any) -> Any | None:
    return type(row)._base_manager.filter(pk=row.pk).first()


def values_of(form: Any, row: models.Model | None) -> Values:
    """Field to text, of all that the form shows but files."""
    if row is None:
        return {}
    return {
        name: text_of(field, value_of(form, row, name))
        for name, field in form.fields.items()
        if name != SEEN and not isinstance(field, forms.FileField)
    }


def value_of(form: Any, row: models.Model, name: str) -> Any:
    """What the row has; what the form begins with, for a field that is no column of it."""
    for column in row._meta.concrete_fields:
        if column.name == name:
            return column.value_from_object(row)
    if name in {field.name for field in row._meta.many_to_many}:
        return list(getattr(row, name).all())
    return form.get_initial_for_field(form.fields[name], name)


def text_of(field: forms.Field, value: Any) -> Value:
    prepared = field.prepare_value(value)
    if isinstance(field, forms.ModelMultipleChoiceField):
        return sorted(map(str, prepared or ()))
    return "" if prepared is None else str(prepared).replace("\r\n", "\n")


def rows_of(part: Part) -> list[Values]:
    """What a part shows; what was posted, where it is bound and valid."""
    rows = [
        {name: text_of(form.fields[name], value) for name, value in shown.items()}
        for form, shown in shown_rows(part)
    ]
    return sorted(rows, key=str)


def shown_rows(part: Part) -> Iterable[tuple[Any, Values]]:
    """Its forms, each with the values of the fields that a person fills in."""
    if part.is_bound:
        deleted = getattr(part, "deleted_forms", ())
        shown = [form for form in getattr(part, "forms", [part]) if form not in deleted]
    else:
        shown = getattr(part, "initial_forms", [part])
    for form in shown:
        names = [name for name, field in form.fields.items() if is_filled_in(name, field)]
        if not part.is_bound:
            yield form, {n: form.get_initial_for_field(form.fields[n], n) for n in names}
        elif form.cleaned_data:
            yield form, {name: form.cleaned_data[name] for name in names}


def is_filled_in(name: str, field: forms.Field) -> bool:
    return name not in {"id", "DELETE", "ORDER"} and not isinstance(field, InlineForeignKeyField)


# Both together ------------------------------------------------------------------------------------


def merge(form: Any, seen: Values) -> Values:
    """Take over what was changed elsewhere only; what was changed in both places is told, and
    returned."""
    conflicts: Values = {}
    if not seen or not hasattr(form, "cleaned_data"):
        return conflicts
    row = stored_row(form.instance)
    for name, theirs in values_of(form, row).items():
        if theirs == seen.get(name, theirs) or name not in form.cleaned_data:
            continue
        mine = text_of(form.fields[name], form.cleaned_data[name])
        if isinstance(theirs, list):
            keep_both(form, name, merge_choices(set(seen[name]), set(theirs), set(mine)))
        elif mine == seen[name]:
            take_over(form, row, name)
        elif mine != theirs:
            conflicts[name] = theirs
            form.add_error(name, changed_elsewhere(label_of(form.fields[name], theirs)))
    return conflicts


def merge_choices(seen: set[str], theirs: set[str], mine: set[str]) -> set[str]:
    """Mine, with what they have added, without what they have taken away."""
    return (mine | (theirs - seen)) - (seen - theirs)


def keep_both(form: Any, name: str, keys: set[str]) -> None:
    field = form.fields[name]
    form.cleaned_data[name] = field.queryset.filter(**{f"{field.to_field_name or 'pk'}__in": keys})


def take_over(form: Any, row: Any, name: str) -> None:
    if name in {column.name for column in row._meta.concrete_fields}:
        form.cleaned_data[name] = getattr(row, name)
        setattr(form.instance, name, getattr(row, name))
    else:
        field = form.fields[name]
        form.cleaned_data[name] = field.to_python(form.get_initial_for_field(field, name))


def changed_elsewhere(theirs: str) -> str:
    """Both wordings in one place: what was saved meanwhile, above what was typed here."""
    return _(
        "This was changed elsewhere while you were writing. It now says: “%(theirs)s”. Save again "
        "to replace it with what you wrote."
    ) % {"theirs": theirs or NOTHING}


def describe_part(part: Part) -> str:
    """A part in words."""
    labels = [
        label_of(form.fields[name], text_of(form.fields[name], value))
        for form, shown in shown_rows(part)
        for name, value in shown.items()
    ]
    return format_enumeration([label for label in labels if label])


def label_of(field: Any, text: Value) -> str:
    """What a person reads for a value of the field."""
    keys = text if isinstance(text, list) else [text]
    if isinstance(field, forms.ModelChoiceField):
        return format_enumeration(labels_of_rows(field, [key for key in keys if key]))
    if isinstance(field, forms.BooleanField):
        return str(yesno(text == str(True)))
    labels = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    return format_enumeration([labels.get(key, key) for key in keys])


def labels_of_rows(field: Any, keys: list[str]) -> list[str]:
    rows = field.queryset.filter(**{f"{field.to_field_name or 'pk'}__in": keys})
    return [str(field.label_from_instance(row)) for row in rows]
