"""Lazy translation of labels that Wagtail translates once, when the process starts, or makes
from the names of fields: they are translated when they are shown."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import choosers
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic.chooser import (
    BaseChooseView,
    ChooseViewMixin,
    CreationFormMixin,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet
from wagtail_localize import models as localize
from wagtail_localize.views.report import TranslationsReportFilterSet, TranslationsReportView

# Class attributes that hold the English words.
TRANSLATED_AT_START: dict[type, Iterable[str]] = {
    ChooserViewSet: (
        "choose_one_text", "choose_another_text", "edit_item_text", "search_tab_label",
        "create_action_label",
    ),
    BaseChooseView: ("page_title",),
    ChooseViewMixin: ("search_tab_label",),
    CreationFormMixin: ("create_action_label",),
}  # fmt: skip
# Fields that have no label of their own.
LINK_TEXT = _("Link text")
FIELDS: dict[type[forms.Form], dict[str, Any]] = {
    choosers.ExternalLinkChooserForm: {"link_text": LINK_TEXT},
    choosers.AnchorLinkChooserForm: {"link_text": LINK_TEXT},
    choosers.EmailLinkChooserForm: {
        "email_address": _("Email address"),
        "link_text": LINK_TEXT,
        "subject": _("Subject"),
        "body": _("Text of the email"),
    },
    choosers.PhoneLinkChooserForm: {"phone_number": _("Phone number"), "link_text": LINK_TEXT},
}
FILTERS = {"source_locale": _("Source language"), "target_locale": _("Target language")}


class TranslationsPaginator(WagtailPaginator):
    """Counts them by a name: the model's own is English."""

    verbose_name = _("translation")
    verbose_name_plural = _("translations")


_stock_breadcrumbs = SnippetViewSet.breadcrumbs_items.fget


def breadcrumbs_items(viewset: SnippetViewSet) -> list[dict[str, Any]]:
    return [{**one, "label": _(one["label"])} for one in _stock_breadcrumbs(viewset)]


def install() -> None:
    """Before the admin's addresses are made: its views are given these labels then."""
    for owner, names in TRANSLATED_AT_START.items():
        for name in names:
            setattr(owner, name, _(getattr(owner, name)))
    for form, labels in FIELDS.items():
        for name, label in labels.items():
            form.base_fields[name].label = label
    for name, label in FILTERS.items():
        TranslationsReportFilterSet.base_filters[name].label = label
    TranslationsReportView.paginator_class = TranslationsPaginator
    # In figures: it names months in English.
    localize.DATE_FORMAT = "%d/%m/%Y"
    SnippetViewSet.breadcrumbs_items = property(breadcrumbs_items)
