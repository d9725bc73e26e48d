"""Rules of freshness: what a version follows of its original after each event.

Plain functions over plain values, without a database: `translations.freshness.ledger` reads and
stores. A version follows its original piece by piece; where it is behind, says
`translations.freshness.comparison`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from translations.freshness.pieces import LINK, Marks, Piece, Pieces

NOTHING = ""
# Behind a path: the original has no such piece any more, and it was confirmed that it may stay.
GONE = "#gone"
NO_PIECE = Piece("", False)


@dataclass(frozen=True)
class PublishedChange:
    """One publish of the original: path to hashes before and after, and which of it was minor."""

    at: datetime
    changes: Mapping[str, tuple[str, str]]
    minor: frozenset[str] = frozenset()


@dataclass(frozen=True)
class OriginalHistory:
    """What the original says now, and how it came to that."""

    pieces: Pieces
    began_at: datetime
    log: Sequence[PublishedChange] = ()


@dataclass(frozen=True)
class FollowedPieces:
    """A version's own pieces at some moment, and what of the original they were made from."""

    own: Marks
    followed: Pieces


@dataclass(frozen=True)
class OfferedVersion:
    """What the translators' tool would publish now, and from which original.

    `source` is the original that the translators saw, `shown` the words that they saw: others, if
    they translate from a translation. Paths in `incomplete` lack words.
    """

    source: Pieces
    shown: Marks
    expected: Marks
    incomplete: frozenset[str] = frozenset()


def differences(before: Pieces, after: Pieces) -> dict[str, tuple[str, str]]:
    """Path to hashes before and after, of what is not the same; "" for nothing."""
    return {
        path: (digest(before, path), digest(after, path))
        for path in {**before, **after}
        if digest(before, path) != digest(after, path)
    }


def digest(pieces: Pieces | Marks, path: str) -> str:
    return pieces[path].digest if path in pieces else NOTHING


def undone_minor_edits(
    log: Sequence[PublishedChange], new: Mapping[str, tuple[str, str]]
) -> dict[int, set[str]]:
    """Minor edits that a new publish undoes: index in the log to paths. A revert takes the word
    "minor" back along with the edit."""
    found: dict[int, set[str]] = {}
    for index, change in enumerate(log):
        for path in change.minor:
            before, after = change.changes[path]
            if new.get(path) == (after, before):
                found.setdefault(index, set()).add(path)
    return found


def followed_after_publish(
    own: Marks,
    original: OriginalHistory,
    history: Sequence[FollowedPieces],
    offered: OfferedVersion | None,
) -> dict[str, Piece]:
    """What a version follows that is published with these pieces. `history`: newest first."""
    followed: dict[str, Piece] = {}
    for path in own:
        piece = _followed_piece(path, own, original, history, offered)
        if piece is not None:
            followed[path] = piece
    if history:
        followed.update(still_confirmed(own, original, history[0]))
    return followed


def still_confirmed(
    own: Marks, original: OriginalHistory, previous: FollowedPieces
) -> dict[str, Piece]:
    """What was confirmed where the version has no piece of its own, because nothing is to be said
    there in its language; or where the original has none."""
    return {
        path: piece
        for path, piece in previous.followed.items()
        if (path.endswith(GONE) and path.removesuffix(GONE) not in original.pieces)
        or (not path.endswith(GONE) and path not in own and path not in previous.own)
    }


def _followed_piece(
    path: str,
    own: Marks,
    original: OriginalHistory,
    history: Sequence[FollowedPieces],
    offered: OfferedVersion | None,
) -> Piece | None:
    """None where it follows nothing of the original."""
    candidates = []
    if offered and is_offered(path, own, offered) and is_news(path, own, history, offered):
        candidates.append(offered.source[path])
    known = newest_with(path, own[path].digest, history)
    if known and path in known.followed:
        candidates.append(known.followed[path])
    if candidates:
        return max(candidates, key=lambda one: age(path, one, original))
    if known or (offered and is_copied(path, own, offered)):
        return None
    before = next((one for one in history if path in one.own), None)
    if before is not None:
        # Its words are new, but not from the translators' tool: a slip mended, and no more.
        return before.followed.get(path)
    if offered and path in offered.shown:
        return offered.source.get(path)
    return original.pieces.get(path)


def is_news(
    path: str, own: Marks, history: Sequence[FollowedPieces], offered: OfferedVersion
) -> bool:
    """Whether these words were not known before to be made from what the tool shows: if they were,
    what was confirmed since counts."""
    return not any(
        digest(one.own, path) == own[path].digest
        and digest(one.followed, path) == offered.source[path].digest
        for one in history
    )


def newest_with(path: str, words: str, history: Sequence[FollowedPieces]) -> FollowedPieces | None:
    """The newest record in which these very words stood at that place."""
    return next((one for one in history if digest(one.own, path) == words), None)


def age(path: str, piece: Piece, original: OriginalHistory) -> int:
    """How late the original said this: the later, the higher; what it says now is the latest."""
    if digest(original.pieces, path) == piece.digest:
        return len(original.log)
    places = [
        index
        for index, one in enumerate(original.log)
        if one.changes.get(path, ("", ""))[1] == piece.digest
    ]
    return max(places, default=-1)


def is_copied(path: str, own: Marks, offered: OfferedVersion) -> bool:
    """Whether the tool put there what it was given, for want of words."""
    return path in offered.incomplete and own[path].digest == digest(offered.shown, path)


def is_offered(path: str, own: Marks, offered: OfferedVersion) -> bool:
    """Whether what was published here is what the tool made from its source, with all words."""
    return (
        path in offered.source
        and path not in offered.incomplete
        and digest(offered.expected, path) == own[path].digest
    )


def in_terms_of_original(
    shown: Pieces, history: Sequence[FollowedPieces], original: Pieces
) -> dict[str, Piece]:
    """The original's pieces that the pieces of a translation follow, by its own history, or
    because they are the original's own words; those whose origin is unknown are left out."""
    found = {}
    for path, piece in shown.items():
        known = newest_with(path, piece.digest, history)
        if known is not None and path in known.followed:
            found[path] = known.followed[path]
        elif digest(original, path) == piece.digest:
            found[path] = piece
    return found


def confirm_paths(
    current: FollowedPieces, original: Pieces, paths: Iterable[str] | None = None
) -> FollowedPieces:
    """The record after "checked, still right": of these paths, or of all."""
    wanted = set(paths) if paths is not None else {*original, *current.followed}
    followed = dict(current.followed)
    for path in wanted:
        if path in original:
            followed[path] = original[path]
            followed.pop(path + GONE, None)
        elif path in current.own and path in followed:
            followed[path + GONE] = NO_PIECE
    return FollowedPieces(current.own, followed)


def with_values(
    current: FollowedPieces, own: Marks, original: Pieces, linked: Collection[str] = ()
) -> FollowedPieces:
    """The record of a version that took over from the original what is not words. `own`: its pieces
    since; `linked`: paths of texts that have the original's links."""
    followed = {
        path: piece
        for path, piece in current.followed.items()
        if path in own or path not in current.own
    }
    for path in own.keys() & original.keys():
        said = original[path]
        if own[path].is_words:
            is_followed = path in linked and path in followed and same_words(followed[path], said)
        else:
            is_followed = own[path].digest == said.digest
        if is_followed:
            followed[path] = said
    return FollowedPieces(own, followed)


def same_words(before: Piece, now: Piece) -> bool:
    """Whether two texts of the original differ in nothing but where their links lead."""
    return LINK.sub("<a>", before.text) == LINK.sub("<a>", now.text)


def returned_paths(log: Sequence[PublishedChange], new: Mapping[str, tuple[str, str]]) -> set[str]:
    """Paths at which a new publish says what the original has said before."""
    return {
        path
        for path, (_before, after) in new.items()
        if any(after in one.changes.get(path, ()) for one in log)
    }


def follows_again(
    history: Sequence[FollowedPieces], now: Pieces, paths: Iterable[str]
) -> dict[str, Piece]:
    """Where the words of a version, made from what the original says once more, or held to be right
    for it, follow that again. `history`: newest first."""
    current = history[0]
    return {
        path: now[path]
        for path in paths
        if path in now
        and path in current.own
        and digest(current.followed, path) != digest(now, path)
        and any(
            digest(one.own, path) == digest(current.own, path)
            and digest(one.followed, path) == digest(now, path)
            for one in history
        )
    }


def with_another_original(
    before: Pieces,
    new: FollowedPieces,
    now: Pieces,
    others: Mapping[str, FollowedPieces],
    old: str,
    old_own: Marks,
) -> dict[str, FollowedPieces]:
    """Records by language after another version became the original.

    `before`: what the old original said; `new`: the record of the version that becomes the
    original, `now`: what it says. A version that followed what that one followed is as fresh as
    it was; where the two differ it is behind, and so is the old original.
    """
    found = {}
    everybody = {**others, old: FollowedPieces(old_own, before)}
    for language, record in everybody.items():
        followed = {}
        for path in record.own:
            mine, theirs = record.followed.get(path), new.followed.get(path)
            if mine is None:
                continue
            is_same = theirs is not None and path in now and mine.digest == theirs.digest
            followed[path] = now[path] if is_same else mine
        found[language] = FollowedPieces(record.own, followed)
    return found
