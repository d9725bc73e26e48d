"""Extension points (Wagtail hooks): how a higher room adds to what a lower one does.

The room registers a function under one of these names in its `wagtail_hooks.py`, with `order=`
where the order matters. The lower room calls `call`, or folds over `functions`, and knows none of
them.
"""

from collections.abc import Callable
from typing import Any

from wagtail import hooks

# (page) -> Iterable[Point]: items of the checklist that editors see before publishing.
PAGE_CHECKLIST = "portal_page_checklist"
# (pieces, page, reader's language) -> pieces: a rendered body, before it is cached.
POST_PROCESS_BODY = "portal_post_process_body"
# (pieces, page) -> pieces: the same for a reader who asks for the original beside the text; not
# cached.
ORIGINAL_BESIDE = "portal_original_beside"
# (page) -> None: derived data of a page that was just published, in the same transaction. The
# order is stated in `core.publishing`.
PAGE_PUBLISHED = "portal_page_published"
# (keys of works) -> None: other people may see these works than before; in the same transaction.
ACCESS_CHANGED = "portal_access_changed"
# (page, whether the original is asked for beside the text) -> safe HTML: what a reader must know
# before the text, or nothing.
PAGE_NOTICES = "portal_page_notices"
# (page) -> Mapping[str, str]: attributes, for programs, of the element that holds a text.
MAIN_ATTRIBUTES = "portal_main_attributes"
# (keys of works) -> Mapping[UUID, Mapping[str, VersionSaid]]: what lists say of versions.
VERSION_STATES = "portal_version_states"
# (work) -> Mapping[str, str]: a word or two about language versions, by language.
LANGUAGE_NOTES = "portal_language_notes"
# () -> None: deletes what is older than the privacy notice promises; safe to repeat.
DAILY_CLEANUP = "portal_daily_cleanup"
# (text) -> str | None: why text that goes on paper could not be printed, for who types it.
PRINTED_TEXT = "portal_printed_text"
# () -> str: "ok" (and what else there is to say), or what is wrong with the thing that the function
# is named after: something that readers can do without. Asked by `/readyz`, in a thread of its own.
HEALTH_CHECK = "portal_health_check"
# (text) -> Container[str]: slugs of the glossary terms that hold all words of the text, in any
# language and in any of their forms.
FIND_TERMS = "portal_find_terms"
# () -> Mapping[str, type[Page]]: roles whose rights over pages begin at pages of that type, not at
# the roots of languages.
ROLE_PLACES = "portal_role_places"
# () -> Iterable[str]: codes of countries that forms list before all others.
FIRST_COUNTRIES = "portal_first_countries"
# (request) -> str | None: a sentence for staff, on top of every page and on the admin's first one.
STAFF_NOTICE = "portal_staff_notice"
# () -> bool: whether the front page belongs to a demonstration, and every page has to say so.
IS_DEMONSTRATION = "portal_is_demonstration"

# () -> Iterable[people.personal_data.PersonalData]: what the room stores about people.
PERSONAL_DATA = "portal_personal_data"


def functions(name: str) -> list[Callable[..., Any]]:
    """The functions registered under `name`, in their order."""
    found: list[Callable[..., Any]] = hooks.get_hooks(name)
    return found


def call(name: str, *args: Any) -> list[Any]:
    """Call every function registered under `name`; returns their results in order."""
    return [function(*args) for function in functions(name)]
