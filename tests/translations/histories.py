"""A small world of one work: an original, translators' tool, versions; and a slow reference.

The world drives the portal's own rules with texts that say where they come from. The reference
knows nothing of those rules: it keeps, for every text that ever stood in a version, which text of
the original it was made from, and reads the state out of the whole history.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from translations.freshness import comparison, rules
from translations.freshness.pieces import Mark, Piece, marks_of

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
VALUE = "="  # Texts that begin so are values.


def piece(text: str) -> Piece:
    return Piece(text, not text.startswith(VALUE))


def pieces(texts: dict[str, str]) -> dict[str, Piece]:
    return {path: piece(text) for path, text in texts.items()}


def marks(texts: dict[str, str]) -> dict[str, Mark]:
    return marks_of(pieces(texts))


@dataclass
class Version:
    """One translation, as published, and what the tool holds of it."""

    live: dict[str, str] = field(default_factory=dict)
    history: list[rules.FollowedPieces] = field(default_factory=list)
    confirmations: list[bool] = field(default_factory=list)
    earlier: list[dict[str, str]] = field(default_factory=list)
    # The tool: the original as last synchronised, and words by place and original text.
    source: dict[str, str] = field(default_factory=dict)
    words: dict[tuple[str, str], str] = field(default_factory=dict)
    pivot: "Version | None" = None
    # The reference: by place and text, what it was made from; and what that was before.
    origin: dict[tuple[str, str], str] = field(default_factory=dict)
    told: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    undo: list[Any] = field(default_factory=list)


class World:
    """One original and two versions: `v`, and `p`, which is made from `v`."""

    def __init__(self) -> None:
        self.now = BEGAN
        self.counter = 0
        self.live: dict[str, str] = {}
        self.log: list[rules.PublishedChange] = []
        # The reference's own history of the original: time, all texts, and whether it was minor.
        self.said: list[tuple[datetime, dict[str, str], bool]] = []
        self.v = Version()
        self.p = Version(pivot=self.v)
        self.publish({"a": self.new("o"), "b": self.new("o"), "k": self.new(VALUE)})

    def new(self, kind: str) -> str:
        self.counter += 1
        return f"{kind}{self.counter}"

    def tick(self) -> datetime:
        self.now += timedelta(hours=1)
        return self.now

    def do(self, step: str) -> None:
        """A step in a few words, as "edit a"; of a version, the first one."""
        name, _space, rest = step.partition(" ")
        steps: dict[str, Callable[[], object]] = {
            "edit": lambda: self.edit(rest),
            "minor": lambda: self.edit(rest, minor=True),
            "remove": lambda: self.remove(rest),
            "move": self.move,
            "split": lambda: self.split(rest),
            "revert": lambda: self.revert(int(rest)),
            "redo": lambda: self.publish(self.said[int(rest)][1]),
            "publish": lambda: self.publish(self.live),
            "sync": lambda: self.sync(self.v),
            "translate": lambda: self.translate(self.v, rest),
            "again": lambda: self.translate(self.v, rest, again=True),
            "fill": lambda: self.fill(self.v),
            "release": lambda: self.publish_version(self.v),
            "renew": lambda: self.renew(self.v),
            "slip": lambda: self.slip(self.v, rest),
            "back": lambda: self.go_back(self.v, int(rest)),
            "confirm": lambda: self.confirm(self.v, rest or None),
            "undo": lambda: self.undo_confirmation(self.v),
        }
        steps[name]()

    # The original ---------------------------------------------------------------------------

    def publish(self, texts: dict[str, str], *, minor: bool = False) -> None:
        moment = self.tick() if self.said else BEGAN
        changes = rules.differences(pieces(self.live), pieces(texts))
        if self.said and changes:
            for index, paths in rules.undone_minor_edits(self.log, changes).items():
                old = self.log[index]
                self.log[index] = rules.PublishedChange(old.at, old.changes, old.minor - paths)
            minor_paths = frozenset(changes) if minor else frozenset()
            self.log.append(rules.PublishedChange(moment, changes, minor_paths))
        if changes or not self.said:
            self.said.append((moment, dict(texts), minor))
        before, self.live = self.live, dict(texts)
        for one in (self.v, self.p):
            if one.history and changes:
                self.follow_again(one, before)

    def follow_again(self, one: Version, before: dict[str, str]) -> None:
        """The original says once more what it said before."""
        paths = rules.returned_paths(self.log[:-1], self.log[-1].changes)
        again = rules.follows_again(one.history, pieces(self.live), paths)
        if again:
            followed = {**one.history[0].followed, **again}
            one.history.insert(0, rules.FollowedPieces(one.history[0].own, followed))
            one.confirmations.insert(0, False)
            one.undo.clear()
        for path, text in one.live.items():
            now = self.live.get(path)
            if now and now != before.get(path) and now in one.told.get((path, text), ()):
                one.origin[(path, text)] = now

    def edit(self, path: str, *, minor: bool = False) -> None:
        kind = VALUE if self.live.get(path, "").startswith(VALUE) or path[0] == "k" else "o"
        self.publish({**self.live, path: self.new(kind)}, minor=minor)

    def remove(self, path: str) -> None:
        self.publish({key: text for key, text in self.live.items() if key != path})

    def move(self) -> None:
        self.publish(dict(reversed(self.live.items())))

    def split(self, path: str) -> None:
        rest = {key: text for key, text in self.live.items() if key != path}
        self.publish({**rest, f"{path}1": self.new("o"), f"{path}2": self.new("o")})

    def revert(self, steps: int) -> None:
        self.publish(self.said[max(-steps - 1, -len(self.said))][1])

    @property
    def original(self) -> rules.OriginalHistory:
        return rules.OriginalHistory(pieces(self.live), BEGAN, list(self.log))

    # The versions ---------------------------------------------------------------------------

    def sync(self, one: Version) -> None:
        one.source = dict(one.pivot.live if one.pivot else self.live)

    def translate(self, one: Version, path: str, *, again: bool = False) -> None:
        """Words for a place; `again`: the same words as stand there, held to be right still."""
        text = one.source.get(path)
        if text is not None and not text.startswith(VALUE):
            kept = one.live.get(path) if again else None
            one.words[(path, text)] = kept or self.new("t")

    def renew(self, one: Version) -> None:
        """Synchronised, translated, published."""
        self.sync(one)
        self.fill(one)
        self.publish_version(one)

    def fill(self, one: Version) -> None:
        """A machine run: words for whatever lacks them."""
        for path, text in one.source.items():
            if (path, text) not in one.words:
                self.translate(one, path)

    def offered(self, one: Version) -> rules.OfferedVersion:
        shown = pieces(one.source)
        source = shown
        if one.pivot:
            source = rules.in_terms_of_original(shown, one.pivot.history, pieces(self.live))
        return rules.OfferedVersion(
            source, marks_of(shown), marks(self.made(one)), frozenset(self.incomplete(one))
        )

    def made(self, one: Version) -> dict[str, str]:
        return {path: one.words.get((path, text), text) for path, text in one.source.items()}

    def incomplete(self, one: Version) -> Iterator[str]:
        for path, text in one.source.items():
            if not text.startswith(VALUE) and (path, text) not in one.words:
                yield path

    def publish_version(self, one: Version) -> None:
        """From the translators' tool."""
        if one.source and (one.pivot is None or one.pivot.live):
            self.show(one, self.made(one))

    def slip(self, one: Version, path: str) -> None:
        """A slip mended in the page's own form."""
        if path in one.live and not one.live[path].startswith(VALUE):
            new = self.new("t")
            if (origin := self.origin_of(one, path)) is not None:
                self.refer(one, path, new, origin)
            self.show(one, {**one.live, path: new})

    def go_back(self, one: Version, steps: int) -> None:
        if one.earlier:
            self.show(one, one.earlier[max(-steps - 1, -len(one.earlier))])

    def show(self, one: Version, texts: dict[str, str]) -> None:
        self.tick()
        self.refer_to_tool(one, texts)
        own = marks(texts)
        record = rules.FollowedPieces(
            own, rules.followed_after_publish(own, self.original, one.history, self.offered(one))
        )
        for path in [path for path in one.absent if path in texts]:
            del one.absent[path]
        one.live = dict(texts)
        one.gone -= set(self.live)
        one.earlier.append(dict(texts))
        if not one.history or one.history[0] != record:
            one.history.insert(0, record)
            one.confirmations.insert(0, False)
            one.undo.clear()

    def confirm(self, one: Version, path: str | None = None) -> None:
        if not one.history:
            return
        paths = None if path is None else [path]
        record = rules.confirm_paths(one.history[0], pieces(self.live), paths)
        if record != one.history[0]:
            one.history.insert(0, record)
            one.confirmations.insert(0, True)
            self.refer_to_confirmation(one, path)

    def undo_confirmation(self, one: Version) -> None:
        if one.confirmations and one.confirmations[0] and one.undo:
            one.history.pop(0)
            one.confirmations.pop(0)
            one.origin, one.absent, one.gone, one.told = one.undo.pop()

    def state(self, one: Version) -> comparison.Comparison:
        return comparison.compare(self.original, one.history[0])

    # The slow reference -----------------------------------------------------------------------

    def refer_to_tool(self, one: Version, texts: dict[str, str]) -> None:
        """Of what is published: whatever is just what the tool made."""
        for path, text in self.made(one).items():
            given = one.source[path]
            is_copy = text == given and not given.startswith(VALUE)
            if texts.get(path) != text or (is_copy and (path, given) not in one.words):
                continue
            made_from = self.made_from(one, path, given)
            if not made_from and (path, text) not in one.origin:
                self.refer(one, path, text, self.origin_of(one, path) or "")
            if made_from and made_from not in one.told.get((path, text), ()):
                known = one.origin.get((path, text))
                if known is None or self.age(path, made_from) >= self.age(path, known):
                    self.refer(one, path, text, made_from)

    def made_from(self, one: Version, path: str, given: str) -> str | None:
        """What of the original a translator saw: through a translation, if it was that."""
        if one.pivot is None:
            return given
        own_words = given if given == self.live.get(path) else None
        return one.pivot.origin.get((path, given)) or own_words

    def refer(self, one: Version, path: str, text: str, origin: str) -> None:
        one.origin[(path, text)] = origin
        one.told.setdefault((path, text), set()).add(origin)

    def age(self, path: str, text: str) -> int:
        """The last moment at which the original said this."""
        moments = [
            at for at, (_when, texts, _minor) in enumerate(self.said) if texts.get(path) == text
        ]
        return max(moments, default=-1)

    def refer_to_confirmation(self, one: Version, path: str | None) -> None:
        one.undo.append(deepcopy((one.origin, one.absent, one.gone, one.told)))
        for place in {*self.live, *one.live, *one.absent} if path is None else {path}:
            if place not in self.live:
                if place in one.live and self.origin_of(one, place):
                    one.gone.add(place)
                continue
            one.gone.discard(place)
            if place in one.live:
                self.refer(one, place, one.live[place], self.live[place])
            else:
                one.absent[place] = self.live[place]

    def origin_of(self, one: Version, path: str) -> str | None:
        return one.origin.get((path, one.live.get(path, "")))

    def slow_state(self, one: Version) -> tuple[set[str], set[str], datetime | None]:
        """Places that are behind, places of minor edits, and since when, from the whole history."""
        behind, quiet, since = set(), set(), []
        for path in {*self.live, *one.live}:
            origin = self.origin_of(one, path) if path in one.live else one.absent.get(path)
            if path not in self.live and (not origin or path in one.gone or path not in one.live):
                continue
            texts = [texts.get(path, "") for _when, texts, _minor in self.said]
            steps = self.steps(texts)
            fits = [self.leads(origin or "", text, steps) for text in texts]
            if fits[-1]:
                if texts[-1] != (origin or ""):
                    quiet.add(path)
                continue
            behind.add(path)
            first = len(fits) - next((i for i, fit in enumerate(reversed(fits)) if fit), len(fits))
            since.append(self.said[first][0])
        return behind, quiet, min(since, default=None)

    def steps(self, texts: list[str]) -> list[tuple[str, str]]:
        """Minor edits of one place, but for those that were taken back."""
        steps: list[tuple[str, str]] = []
        for index in range(1, len(texts)):
            before, after = texts[index - 1], texts[index]
            if before == after:
                continue
            steps = [one for one in steps if one != (after, before)]
            if self.said[index][2]:
                steps.append((before, after))
        return steps

    def leads(self, start: str, goal: str, steps: list[tuple[str, str]]) -> bool:
        reached = {start}
        for _round in range(len(steps) + 1):
            reached |= {after for before, after in steps if before in reached}
        return goal in reached
