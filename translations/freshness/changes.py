"""What changed in an original since a version was made from it, for readers and translators."""

from dataclasses import dataclass

from core.models import BasePage
from translations.freshness import comparison, derived, ledger
from translations.freshness.diff import WordRun, word_diff
from translations.freshness.pieces import Piece, block_of, pieces_of


@dataclass(frozen=True)
class ChangedPiece:
    """One piece of a version that is behind, beside the original then and now."""

    path: str
    kind: str
    before: Piece | None
    now: Piece | None
    own: Piece | None
    is_minor: bool = False
    #: The fragment identifier of its block, on the first of the block's pieces.
    fragment: str = ""

    @property
    def runs(self) -> list[WordRun]:
        """The word diff of the original; empty for what is not words."""
        pair = [self.before, self.now]
        if not any(one is not None and one.is_words for one in pair):
            return []
        return word_diff(*(one.plain if one else "" for one in pair))


def changes_of(page: BasePage, *, with_minor: bool = False) -> list[ChangedPiece]:
    """The pieces of a published version that are behind, in the order of the original."""
    key = page.translation_key
    current = derived.current_records(key).get(page.locale_id)
    original = ledger.original_now(key)
    if current is None or original is None:
        return []
    found = comparison.compare(original, current)
    wanted = {**found.changes, **(found.minor_changes if with_minor else {})}
    own = pieces_of(page)
    seen: set[str] = set()
    return [
        ChangedPiece(
            path,
            wanted[path],
            current.followed.get(path),
            original.pieces.get(path),
            own.get(path),
            is_minor=path in found.minor_changes,
            fragment=first_fragment(path, seen),
        )
        for path in {**original.pieces, **current.followed}
        if path in wanted
    ]


def first_fragment(path: str, seen: set[str]) -> str:
    """The fragment of the path's block, once; "" for all further pieces of it."""
    fragment = f"b-{block_of(path) or path}"
    if fragment in seen:
        return ""
    seen.add(fragment)
    return fragment
