"""Optimistic locking of the privacy dialogs, of pages and collections.

There may be no row yet that the dialog is about, and its template shows three fields and no hidden
one: what was shown travels with the first of them.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.forms.collections import CollectionViewRestrictionForm
from wagtail.admin.forms.pages import PageViewRestrictionForm
from wagtail.admin.views import collection_privacy, page_privacy
from wagtail.models import BaseViewRestriction

from core import optimistic_locking
from core.l10n.lists import format_enumeration
from core.optimistic_locking import SEEN, Values

TYPE, GROUPS = "restriction_type", "groups"


class ChoicesWithSeen(forms.RadioSelect):
    """The choices, and in a hidden field what was shown with them."""

    def __init__(self, form: "SeenPrivacyMixin", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.form = form

    def render(self, *args: Any, **kwargs: Any) -> SafeString:
        hidden = flatatt({"type": "hidden", "name": SEEN, "value": self.form.token()})
        return format_html("{}<input{}>", super().render(*args, **kwargs), hidden)


class SeenPrivacyMixin:
    """For the forms of the dialogs; a post without the hidden field is taken as it is."""

    instance: Any
    fields: dict[str, Any]
    data: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = self.standing()
        self.is_told = False
        choices = self.fields[TYPE].choices
        self.fields[TYPE].widget = ChoicesWithSeen(self, choices=choices)

    def standing(self) -> Values:
        if self.instance.pk is None:
            return values_of(BaseViewRestriction.NONE, [])
        groups = self.instance.groups.values_list("pk", flat=True)
        return values_of(self.instance.restriction_type, groups)

    def token(self) -> str:
        """What this person has seen when they see this."""
        posted: str = self.data.get(SEEN, "")
        if posted and not self.is_told:
            return posted
        return optimistic_locking.sign_seen({"": self.now})

    def clean(self) -> dict[str, Any]:
        """Refuse what would overwrite unseen what somebody else has chosen; keep theirs where
        this person has changed nothing."""
        cleaned: dict[str, Any] = super().clean()  # type: ignore[misc]  # the form's
        seen = optimistic_locking.seen_by(self).get("", self.now)
        if self.now == seen or TYPE not in cleaned:
            return cleaned
        groups = [group.pk for group in cleaned.get(GROUPS) or ()]
        mine = values_of(cleaned[TYPE], groups)
        if mine == seen:
            cleaned |= self.theirs()
        elif mine != self.now:
            self.is_told = True
            words = optimistic_locking.changed_elsewhere(self.described())
            self.add_error(TYPE, words)  # type: ignore[attr-defined]  # the form's
        return cleaned

    def theirs(self) -> dict[str, Any]:
        groups = self.fields[GROUPS].queryset.filter(pk__in=self.now[GROUPS])
        return {TYPE: self.now[TYPE], GROUPS: groups}

    def described(self) -> str:
        """What stands there now, in words."""
        label = str(dict(BaseViewRestriction.RESTRICTION_CHOICES)[self.now[TYPE]])
        return format_enumeration([label, *map(str, self.theirs()[GROUPS])])


def values_of(kind: str, groups: Iterable[Any]) -> Values:
    """What counts of a choice; there are no shared passwords."""
    chosen = sorted(map(str, groups)) if kind == BaseViewRestriction.GROUPS else []
    return {TYPE: kind, GROUPS: chosen}


class PagePrivacyForm(SeenPrivacyMixin, PageViewRestrictionForm):
    """The dialog of a page."""


class CollectionPrivacyForm(SeenPrivacyMixin, CollectionViewRestrictionForm):
    """The dialog of a collection."""


def install() -> None:
    """Put these in the place of Wagtail's own."""
    page_privacy.SetPrivacyView.form_class = PagePrivacyForm
    collection_privacy.CollectionViewRestrictionForm = CollectionPrivacyForm
