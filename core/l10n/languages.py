"""Languages of the portal: names, writing directions and locales."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.utils.translation import get_language, get_language_info
from wagtail.models import Locale

from core.caching.generation import GenerationCache

_codes: GenerationCache[dict[int, str]] = GenerationCache(size=1)

CODES: list[str] = [code for code, _name in settings.LANGUAGES]
NAMES: dict[str, str] = dict(settings.LANGUAGES)
# Languages in scripts other than Latin, with the script's word in the Unicode names of letters.
SCRIPTS = {"ar": "ARABIC", "el": "GREEK"}


def direction(code: str) -> str:
    """Writing direction: "rtl" or "ltr"."""
    return "rtl" if get_language_info(code)["bidi"] else "ltr"


def active() -> str:
    """The active language, as one of our codes."""
    code = get_language() or settings.LANGUAGE_CODE
    return code if code in NAMES else settings.LANGUAGE_CODE


def code_of(locale_id: int) -> str:
    """The language code of a locale id. Raises KeyError for an unknown one."""
    return _codes.get("all", lambda: dict(Locale.objects.values_list("pk", "language_code")))[
        locale_id
    ]


_link_language: ContextVar[str | None] = ContextVar("link_language", default=None)


@contextmanager
def links_lead_to(language: str) -> Iterator[None]:
    """Context manager: links rendered inside it lead to pages in this language, whatever language
    the rendered text has."""
    token = _link_language.set(language)
    try:
        yield
    finally:
        _link_language.reset(token)


def reader_language() -> str:
    """The language that links in rendered text lead to."""
    return _link_language.get() or active()
