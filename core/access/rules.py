"""Who may see something, as a value: rules are joined, compared and written down here."""

from collections.abc import Iterable
from dataclasses import dataclass

from wagtail.models.view_restrictions import BaseViewRestriction

Sets = frozenset[frozenset[int]]


@dataclass(frozen=True)
class Rule:
    """What somebody must be: signed in, and a member of one group out of each set.

    A set without a group can be met by nobody but a superuser. What is open to all has no rule.
    Rules are made by `joined`, so that equal demands are equal values.
    """

    sets: Sets = frozenset()

    def covers(self, other: "Rule") -> bool:
        """Whether all who meet this rule meet the other one too."""
        return all(any(mine <= one for mine in self.sets) for one in other.sets)

    @property
    def parts(self) -> list["Rule"]:
        """The rule as single demands, each of which one view restriction can state."""
        if not self.sets:
            return [LOGIN]
        return [Rule(frozenset([one])) for one in sorted(self.sets, key=sorted)]

    @property
    def fingerprint(self) -> str:
        """The rule in one canonical way: "login", "login|3,5|7", "nobody"."""
        if self == NOBODY:
            return "nobody"
        sets = sorted(sorted(one) for one in self.sets)
        return "|".join(["login", *(",".join(map(str, one)) for one in sets)])


LOGIN = Rule()
NOBODY = Rule(frozenset([frozenset()]))


def parse(fingerprint: str) -> Rule:
    """The rule that a fingerprint was written for."""
    if fingerprint == "nobody":
        return NOBODY
    sets = fingerprint.split("|")[1:]
    return Rule(frozenset(frozenset(map(int, one.split(","))) for one in sets))


def joined(rules: Iterable[Rule | None]) -> Rule | None:
    """All these rules at once; None where none of them asks for anything."""
    found = [rule for rule in rules if rule is not None]
    if not found:
        return None
    sets = frozenset().union(*(rule.sets for rule in found))
    # Who is in one of two groups is in one of three: the wider set asks for nothing more.
    return Rule(frozenset(one for one in sets if not any(other < one for other in sets)))


def missing(before: Rule | None, after: Rule | None) -> list[Rule]:
    """The single demands of `before` that `after` makes no longer."""
    if before is None:
        return []
    if after is None:
        return before.parts
    return [part for part in before.parts if not after.covers(part)]


def of_restriction(kind: str, groups: Iterable[int]) -> Rule | None:
    """What one view restriction asks for. A shared password is not a way in: nobody has it."""
    if kind == BaseViewRestriction.NONE:
        return None
    if kind == BaseViewRestriction.LOGIN:
        return LOGIN
    if kind == BaseViewRestriction.GROUPS:
        return Rule(frozenset([frozenset(groups)]))
    return NOBODY
