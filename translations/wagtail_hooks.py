"""Wagtail hooks of translations: post-processing, checklist, localize views, glossary admin."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets import Button
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from core import extensions
from core.models import BasePage
from core.pages.checklist import Point
from core.pages.rendering import RenderedBlock
from core.works import Work
from people.http import SignedInRequest
from people.models import User
from people.personal_data import PersonalData
from translations import (
    checklist,
    edit_conflicts,
    following,
    notices,
    parallel_text,
    personal_data,
    review,
    views,
)
from translations.branch import messages as branch_messages
from translations.branch import views as branch_views
from translations.dashboard import views as dashboard
from translations.dashboard.panels import MinorEditItem, WaitingPanel, is_translated_original
from translations.freshness import ledger
from translations.glossary import linking
from translations.localize_views import (
    SubmitWithinRole,
    UpdateWithinRole,
    download_po,
    edit_override,
    refuse_alias,
    upload_po,
)
from translations.models import Term, TermWording
from translations.permissions import WordingPolicy, languages_of


@hooks.register(extensions.PAGE_PUBLISHED, order=5)
def note_what_is_followed(page: Page) -> None:
    """In the transaction of the publish: a version's state is never older than its text."""
    ledger.note_publication(page)


@hooks.register(extensions.PAGE_PUBLISHED, order=30)
def translations_follow(page: Page) -> None:
    """What is not words follows the original, in every language, in the same transaction."""
    if isinstance(page, BasePage) and page.alias_of_id is None:
        following.follow(page)


# Of a front page: the whole portal is never published in one go.
HOME_DEPTH = 2


@hooks.register(extensions.POST_PROCESS_BODY)
def link_terms(
    blocks: list[RenderedBlock], page: BasePage, reader_language: str
) -> list[RenderedBlock]:
    """Auto-link the first mention of each glossary term."""
    return linking.link(blocks, page.language, reader_language)


@hooks.register(extensions.POST_PROCESS_BODY, order=10)
def mark_what_is_behind(
    blocks: list[RenderedBlock], page: BasePage, reader_language: str
) -> list[RenderedBlock]:
    return notices.mark_blocks(blocks, page, reader_language)


@hooks.register(extensions.ORIGINAL_BESIDE)
def original_beside(blocks: list[RenderedBlock], page: BasePage) -> list[RenderedBlock]:
    return parallel_text.with_originals(blocks, page)


@hooks.register(extensions.MAIN_ATTRIBUTES)
def state_of_version(page: BasePage) -> dict[str, str]:
    return notices.main_attributes(page)


@hooks.register(extensions.PAGE_CHECKLIST, order=20)
def checklist_of_translations(page: BasePage) -> Iterator[Point]:
    return checklist.points(page)


@hooks.register(extensions.PERSONAL_DATA)
def data_of_translators() -> Iterable[PersonalData]:
    return personal_data.of_translators()


@hooks.register(extensions.PAGE_NOTICES)
def notices_of_version(page: BasePage, is_beside: bool) -> SafeString:
    return notices.version_notices(page, is_beside=is_beside)


@hooks.register(extensions.VERSION_STATES)
def states_of_versions(keys: list[UUID]) -> dict[UUID, dict[str, review.PublicState]]:
    return review.of_works(keys)


@hooks.register(extensions.LANGUAGE_NOTES)
def notes_of_languages(work: Work) -> dict[str, str]:
    """Which is the original, and which are machine drafts."""
    return review.notes_of(work, review.of_work(work.key))


@hooks.register("register_admin_urls", order=-10)
def translation_within_role() -> list[URLPattern]:
    """URLs of wagtail-localize, handled by language-aware views: registered first."""
    return [
        path("localize/submit/page/<int:page_id>/", SubmitWithinRole.as_view()),
        path("localize/update/<int:translation_source_id>/", UpdateWithinRole.as_view()),
        path("localize/page/<int:page_id>/convert_to_alias/", refuse_alias),
        path(
            "localize/translate/<int:translation_id>/overrides/<int:overridable_segment_id>/edit/",
            edit_override,
        ),
        path("localize/translate/<int:translation_id>/pofile/upload/", upload_po),
        path("localize/translate/<int:translation_id>/pofile/download/", download_po),
        path(
            "localize/translate/<int:translation_id>/strings/<int:string_segment_id>/edit/",
            edit_conflicts.edit_string,
        ),
    ]


@hooks.register("before_edit_page", order=-10)
def note_opened(request: HttpRequest, page: Page) -> None:
    """Before wagtail-localize answers with its editor."""
    if request.method == "GET":
        edit_conflicts.note_opened(request, page)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("translations/", dashboard.dashboard, name="translation_dashboard"),
        path("translations/<uuid:key>/<str:code>/", dashboard.version, name="translation_of_work"),
        path("translations/checked/<int:page_id>/", views.mark_checked, name="version_checked"),
        *branch_views.urls(),
    ]


class TranslationsItem(MenuItem):
    """The dashboard in the menu: for who translates."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(languages_of(request.user))


@hooks.register("register_admin_menu_item")
def dashboard_in_menu() -> MenuItem:
    return TranslationsItem(
        gettext_lazy("Translations"),
        reverse_lazy("translation_dashboard"),
        name="translations",
        icon_name="globe",
        order=340,
    )


@hooks.register("construct_reports_menu")
def name_the_translations_report(request: HttpRequest, items: list[MenuItem]) -> None:
    """The tool names its report once a process, in the language of whoever came first."""
    for item in items:
        if item.url == reverse("wagtail_localize:translations_report"):
            item.label = gettext_lazy("Translations")


@hooks.register("construct_homepage_panels")
def waiting_translations(request: SignedInRequest, panels: list[Any]) -> None:
    panel = WaitingPanel(request)
    if panel.count:
        panels.append(panel)


@hooks.register("register_page_action_menu_item")
def publish_as_minor_edit() -> MinorEditItem:
    return MinorEditItem(order=15)


@hooks.register("after_publish_page")
def declare_minor_edit(request: HttpRequest, page: Page) -> None:
    """Readers are not told of the change that was just published from the editor."""
    is_minor = request.POST.get("action-publish") == "minor" and is_translated_original(page)
    if is_minor and ledger.declare_minor(page.translation_key) is not None:
        log(instance=page, action="translations.minor")


@hooks.register("after_publish_page")
def report_unseen(request: HttpRequest, page: Page) -> None:
    branch_messages.report_unseen(request, page)
    branch_messages.report_private_files(request, page)


@hooks.register(extensions.PAGE_CHECKLIST, order=25)
def checklist_of_files(page: BasePage) -> Iterator[Point]:
    return branch_messages.private_files(page)


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def branch_button(
    page: Page, user: User, next_url: str | None = None, view_name: str = "", **kwargs: Any
) -> Iterator[Button]:
    """Publish a page together with all below it and with its translations."""
    if page.depth > HOME_DEPTH and page.permissions_for_user(user).can_publish():
        yield Button(
            _("Publish with everything below it"),
            reverse("branch_publish", args=[page.pk]),
            icon_name="upload",
            priority=75,
        )


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def checked_button(
    page: Page, user: User, next_url: str | None = None, view_name: str = "", **kwargs: Any
) -> Iterator[Button]:
    """Buttons: the state of a version; and on a machine draft, mark it as checked."""
    language = page.locale.language_code
    if view_name and page.live and language in languages_of(user):
        yield Button(
            _("State of this translation"),
            reverse("translation_of_work", args=[page.translation_key, language]),
            icon_name="globe",
            priority=81,
        )
    if not review.is_machine_draft(page.translation_key, language):
        return
    if page.permissions_for_user(user).can_publish():
        yield Button(
            _("Mark as checked by a person"),
            reverse("version_checked", args=[page.pk]),
            icon_name="check",
            priority=80,
        )


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action(
        "translations.checked", _("Translation checked"), _("Marked as checked by a person")
    )
    actions.register_action(
        "translations.original", _("Original changed"), _("Became the original of its translations")
    )
    actions.register_action("translations.minor", _("Minor edit"), _("Published as a minor edit"))
    actions.register_action(
        "translations.confirmed", _("Still right"), _("Checked, still right after a change")
    )
    actions.register_action(
        "translations.unconfirmed",
        _("Confirmation withdrawn"),
        _("Withdrew “checked, still right”"),
    )
    actions.register_action(
        following.FOLLOWED,
        _("Values of the original"),
        _("Published with the values of the original (links, dates, pictures and the like)"),
    )


# The glossary --------------------------------------------------------------------------------

wording_policy = WordingPolicy(TermWording)
register_permission_policy(TermWording, wording_policy, exact_class=True)


class TermViewSet(SnippetViewSet):
    """Snippet views of terms with their six wordings: for editors."""

    model = Term
    icon = "list-ul"
    menu_label = gettext_lazy("Terms")

    def get_queryset(self, request: HttpRequest) -> Any:
        return Term.objects.prefetch_related("wordings")


class WordingViewSet(SnippetViewSet):
    """Snippet views of one language's wordings: for its translators."""

    model = TermWording
    icon = "globe"
    menu_label = gettext_lazy("Wordings")
    list_display = [
        "text",
        Column("get_language_display", label=gettext_lazy("Language")),
        Column("get_state_display", label=gettext_lazy("State")),
    ]
    list_filter = ["language", "state"]
    copy_view_enabled = False
    panels = [
        FieldPanel("term", heading=gettext_lazy("Term in the glossary"), read_only=True),
        FieldPanel("language", read_only=True),
        *TermWording.panels[1:],
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return wording_policy.instances_user_has_any_permission_for(request.user, ["change"])


class GlossaryGroup(SnippetViewSetGroup):
    items = (TermViewSet, WordingViewSet)
    menu_icon = "list-ul"
    menu_label = gettext_lazy("Glossary")
    menu_order = 350


register_snippet(GlossaryGroup)


@hooks.register("before_edit_snippet")
def of_their_language(request: HttpRequest, instance: Any) -> None:
    """Wagtail's view checks the permission for the model only: check the wording's language
    here."""
    if isinstance(instance, TermWording) and not wording_policy.user_has_permission_for_instance(
        request.user, "change", instance
    ):
        raise PermissionDenied
