"""Languages of the portal: names, directions, and the locales behind them."""

from django.conf import settings
from django.utils.translation import get_language, get_language_info
from wagtail.models import Locale

from core.generation import Kept

_codes: Kept[dict[int, str]] = Kept(size=1)

CODES: list[str] = [code for code, _name in settings.LANGUAGES]
NAMES: dict[str, str] = dict(settings.LANGUAGES)
# Languages that are not written in Latin letters, with the word in Unicode's names of theirs.
SCRIPTS = {"ar": "ARABIC", "el": "GREEK"}


def direction(code: str) -> str:
    """The writing direction: rtl or ltr."""
    return "rtl" if get_language_info(code)["bidi"] else "ltr"


def active() -> str:
    """The reader's language: one of our codes."""
    code = get_language() or settings.LANGUAGE_CODE
    return code if code in NAMES else settings.LANGUAGE_CODE


def code_of(locale_id: int) -> str:
    """The language code of a locale's id. Raises KeyError for a locale that there is not."""
    return _codes.get("all", lambda: dict(Locale.objects.values_list("pk", "language_code")))[
        locale_id
    ]
