"""Access rules as values: combined, compared and serialised."""

from collections.abc import Iterable
from dataclasses import dataclass

from wagtail.models.view_restrictions import BaseViewRestriction

Sets = frozenset[frozenset[int]]


@dataclass(frozen=True)
class Rule:
    """What a user must be: signed in, and a member of one group out of each set.

    An empty set can be met by nobody but a superuser. What is public has no rule (None). Rules are
    built by `joined`, so that equal requirements are equal values.
    """

    sets: Sets = frozenset()

    def covers(self, other: "Rule") -> bool:
        """Whether everybody who meets this rule meets the other one too."""
        return all(any(mine <= one for mine in self.sets) for one in other.sets)

    @property
    def parts(self) -> list["Rule"]:
        """The rule split into single requirements, each of which one view restriction can
        express."""
        if not self.sets:
            return [LOGIN]
        return [Rule(frozenset([one])) for one in sorted(self.sets, key=sorted)]

    @property
    def fingerprint(self) -> str:
        """Canonical serialisation: "login", "login|3,5|7", "nobody"."""
        if self == NOBODY:
            return "nobody"
        sets = sorted(sorted(one) for one in self.sets)
        return "|".join(["login", *(",".join(map(str, one)) for one in sets)])


LOGIN = Rule()
NOBODY = Rule(frozenset([frozenset()]))


def parse(fingerprint: str) -> Rule:
    """The inverse of `fingerprint`."""
    if fingerprint == "nobody":
        return NOBODY
    sets = fingerprint.split("|")[1:]
    return Rule(frozenset(frozenset(map(int, one.split(","))) for one in sets))


def combine(rules: Iterable[Rule | None]) -> Rule | None:
    """The conjunction of these rules; None where none of them requires anything."""
    found = [rule for rule in rules if rule is not None]
    if not found:
        return None
    sets = frozenset().union(*(rule.sets for rule in found))
    # A member of one of two groups is a member of one of three: the wider set is redundant.
    return Rule(frozenset(one for one in sets if not any(other < one for other in sets)))


def dropped_requirements(before: Rule | None, after: Rule | None) -> list[Rule]:
    """The single requirements of `before` that `after` drops."""
    if before is None:
        return []
    if after is None:
        return before.parts
    return [part for part in before.parts if not after.covers(part)]


def of_restriction(kind: str, groups: Iterable[int]) -> Rule | None:
    """The rule of one view restriction. A shared password denies everybody."""
    if kind == BaseViewRestriction.NONE:
        return None
    if kind == BaseViewRestriction.LOGIN:
        return LOGIN
    if kind == BaseViewRestriction.GROUPS:
        return Rule(frozenset([frozenset(groups)]))
    return NOBODY
