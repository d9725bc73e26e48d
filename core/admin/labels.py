"""Lazy translation of labels that Wagtail translates once, when the process starts, or makes
from the names of fields: they are translated when they are shown."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import choosers
from wagtail.admin.forms.workflows import WorkflowPagesFormSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic.chooser import (
    BaseChooseView,
    ChooseViewMixin,
    CreationFormMixin,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.contrib.redirects.filters import RedirectsReportFilterSet
from wagtail.models import Locale, Site
from wagtail.sites.views import IndexView as SiteList
from wagtail.snippets.views.snippets import SnippetViewSet
from wagtail_localize import models as localize
from wagtail_localize.components import BaseComponentManager
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
    WorkflowPagesFormSet.form: {"page": _("Page")},
}
FILTERS = {"source_locale": _("Source language"), "target_locale": _("Target language")}
# Models that have no name of their own, in the singular and the plural.
MODELS: dict[type[Model], tuple[Any, Any]] = {
    Locale: (_("language"), _("languages")),
    localize.Translation: (_("translation"), _("translations")),
}


class TranslationsPaginator(WagtailPaginator):
    """Counts them by a name: the model's own is English."""

    verbose_name = _("translation")
    verbose_name_plural = _("translations")


_stock_breadcrumbs = SnippetViewSet.breadcrumbs_items.fget


def breadcrumbs_items(viewset: SnippetViewSet) -> list[dict[str, Any]]:
    return [{**one, "label": _(one["label"])} for one in _stock_breadcrumbs(viewset)]


_stock_components = BaseComponentManager.__init__


def name_components(manager: BaseComponentManager, components: list[Any]) -> None:
    _stock_components(manager, components)
    for _component, _instance, form in components:
        if "enabled" in form.fields:
            form.fields["enabled"].label = _("Enabled")


def name_models() -> None:
    """In lists and forms; migrations know nothing of these names."""
    for model, (one, many) in MODELS.items():
        model._meta.verbose_name, model._meta.verbose_name_plural = one, many
    copied_from = localize.LocaleSynchronization._meta.get_field("sync_from")
    copied_from.verbose_name = _("Synchronise from")


def name_sites() -> None:
    """Columns without a label of their own: by the names of their fields."""
    for column in SiteList.columns:
        if column.name in {"port", "site_name", "root_page"}:
            column.label = capfirst(Site._meta.get_field(column.name).verbose_name)


def name_redirects() -> None:
    found = RedirectsReportFilterSet.base_filters["is_permanent"]
    found.label = _("Type")
    choices = [(True, _("Permanent")), (False, _("Temporary"))]
    found.extra |= {"choices": choices, "empty_label": _("All")}


def install() -> None:
    """Before the admin's addresses are made: its views are given these labels then."""
    name_models()
    name_sites()
    name_redirects()
    BaseComponentManager.__init__ = name_components
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
