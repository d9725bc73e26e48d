"""Passages of a version that a native speaker checks one by one, each beside its original."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from wagtail_localize.models import StringSegment, Translation

from core.models import BasePage
from translations.freshness import derived
from translations.freshness.localize import translation_of
from translations.freshness.pieces import Piece, pieces_of
from translations.models import Doubt, PieceCheck

SHORT = 8
DOUBT = "doubt"


@dataclass(frozen=True)
class Editable:
    """One string of a passage, as the translators' tool holds it."""

    segment_id: int
    source: str
    words: str

    @property
    def seen(self) -> str:
        """A hash of the words: whoever saves others tells by it which they have seen."""
        return blake2b(self.words.encode(), digest_size=SHORT).hexdigest()


@dataclass(frozen=True)
class Passage:
    """A piece of the version, what it was made from, and what was said of it."""

    number: int
    path: str
    own: Piece
    source: Piece | None
    check: PieceCheck | None = None
    doubts: list[Doubt] = field(default_factory=list)
    editables: list[Editable] = field(default_factory=list)

    @property
    def id(self) -> str:
        """A short name of its path, for devices."""
        return blake2b(self.path.encode(), digest_size=SHORT).hexdigest()

    @property
    def verdict(self) -> str:
        """What was said of these very words, or of their mended ones; "" for nothing. While
        anybody is not sure of them, they are in doubt."""
        if self.doubts:
            return DOUBT
        if self.check is None or self.check.own not in {self.own.digest, ""}:
            return ""
        return str(self.check.verdict)

    @property
    def is_done(self) -> bool:
        return self.verdict in derived.RIGHT


def passages_of(page: BasePage) -> list[Passage]:
    """All passages of a published version in the order of the page."""
    key, locale_id = page.translation_key, page.locale_id
    record = derived.current_records(key).get(locale_id)
    checks = {
        one.path: one for one in PieceCheck.objects.filter(translation_key=key, locale_id=locale_id)
    }
    words = [(path, piece) for path, piece in pieces_of(page).items() if piece.is_words]
    editables = editables_by_path(translation_of(page))
    doubts = doubts_by_words(page)
    return [
        Passage(
            number,
            path,
            piece,
            record.followed.get(path) if record else None,
            checks.get(path),
            doubts[path, piece.digest],
            editables.get(path, []),
        )
        for number, (path, piece) in enumerate(words, start=1)
    ]


def doubts_by_words(page: BasePage) -> Mapping[tuple[str, str], list[Doubt]]:
    """Open doubts by path and hash of the words."""
    found: dict[tuple[str, str], list[Doubt]] = defaultdict(list)
    of_version = {"translation_key": page.translation_key, "locale_id": page.locale_id}
    for one in Doubt.objects.filter(**of_version).select_related("person"):
        found[one.path, one.own].append(one)
    return found


def editables_by_path(translation: Translation | None) -> Mapping[str, list[Editable]]:
    """Strings of the tool by path; empty for a version that is edited in its own form."""
    found: dict[str, list[Editable]] = defaultdict(list)
    if translation is None:
        return found
    segments = StringSegment.objects.filter(source=translation.source).select_related(
        "context", "string"
    )
    for one in segments.annotate_translation(translation.target_locale).order_by("order"):
        found[one.context.path].append(Editable(one.pk, one.string.data, one.translation or ""))
    return found
