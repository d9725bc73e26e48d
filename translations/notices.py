"""Notices of the state of a language version, and marks on the blocks that are behind."""

from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from core import works
from core.l10n import languages
from core.models import BasePage
from core.pages.rendering import RenderedBlock
from core.ui.icons import icon
from translations import parallel_text, review
from translations.freshness import comparison
from translations.freshness.pieces import block_of

# What is said of a block, the most telling first.
MARKS = {
    comparison.REMOVED: gettext_lazy("No longer in the original"),
    comparison.ADDED: gettext_lazy("Not translated yet"),
    comparison.WORDS: gettext_lazy("The original has changed here"),
    comparison.VALUES: gettext_lazy("A detail of this has changed in the original"),
}


def version_notices(page: BasePage, *, is_beside: bool = False) -> SafeString:
    """Notices above a text: machine draft, not up to date, or only in another language; and the way
    to its original beside it, or back."""
    state = review.of_work(page.translation_key).get(page.language)
    is_behind = state is not None and state.freshness == review.BEHIND
    is_said = is_behind or (state and (state.is_draft or state.checked_by))
    follows = parallel_text.original_language(page)
    if not is_said and not page.in_other_language and not follows:
        return SafeString("")
    work = works.public(page.translation_key)
    original = work.versions.get(work.original) if work else None
    reader = languages.active()
    context = {
        "language_name": languages.NAMES[page.language],
        "reader": reader,
        "reader_name": languages.NAMES[reader],
        "reader_dir": languages.direction(reader),
        "is_other": page.in_other_language,
        "state": state,
        "is_behind": is_behind,
        "is_partly": state is not None and state.review == review.Review.PARTLY,
        "key": page.translation_key,
        "changes_url": changes_url(page.translation_key, page.language) if is_behind else "",
        "changed": changed_blocks(state) if state else 0,
        "original": original if original and original.language != page.language else None,
        "original_name": languages.NAMES[original.language] if original else "",
        "offers_original": bool(follows) and not is_beside,
        "beside": parallel_text.head(page) if is_beside else "",
    }
    return render_to_string("translations/notices.html", context)


def changes_url(key: UUID, language: str) -> str:
    """Where a reader sees what changed in the original of a version."""
    return reverse("versions:changes", args=[key, language])


def changed_blocks(state: review.PublicState) -> int:
    """How many places of the page are behind; a block counts once, and so does a field."""
    return len({block_of(path) or path for path in state.changes})


def mark_blocks(blocks: list[RenderedBlock], page: BasePage, reader: str) -> list[RenderedBlock]:
    """The rendered blocks of a version, with a mark and words on those that are behind."""
    state = review.of_work(page.translation_key).get(page.language)
    if state is None or not state.changes:
        return blocks
    kinds = kinds_by_block(state)
    with translation.override(reader):
        return [
            one._replace(html=marked_html(one, kinds[one.id], page, reader))
            if one.id in kinds
            else one
            for one in blocks
        ]


def kinds_by_block(state: review.PublicState) -> dict[str, str]:
    """Block id to what is said of it."""
    found: dict[str, str] = {}
    for kind in reversed(MARKS):
        for path, changed in state.changes.items():
            if changed == kind and (block := block_of(path)):
                found[block] = kind
    return found


def marked_html(one: RenderedBlock, kind: str, page: BasePage, reader: str) -> SafeString:
    url = f"{changes_url(page.translation_key, page.language)}#b-{one.id}"
    return format_html(
        '<div class="behind" data-behind="{}"><p class="behind__mark"{}>{}'
        '<a href="{}" rel="nofollow">{}</a></p>{}</div>',
        kind,
        shell_attributes(page, reader),
        icon("behind", small=True),
        url,
        MARKS[kind],
        SafeString(one.html),
    )


def shell_attributes(page: BasePage, reader: str) -> SafeString:
    """`lang` and `dir` of our words inside a text of another language."""
    if page.language == reader:
        return SafeString("")
    return format_html(' lang="{}" dir="{}"', reader, languages.direction(reader))


def main_attributes(page: BasePage) -> dict[str, str]:
    """What programs may count on at the element that holds the text of a version."""
    state = review.of_work(page.translation_key).get(page.language)
    if state is None:
        return {}
    return {**state.attributes, "data-followed-on": f"{state.followed_on:%Y-%m-%d}"}
