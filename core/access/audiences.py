"""Cache keys by permission: readers who may see the same content."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from core.access import visibility
from core.access.rules import Rule
from core.caching.generation import GenerationCache
from core.http import Reader

_deciding: GenerationCache[frozenset[int]] = GenerationCache(size=1)


@dataclass(frozen=True)
class Audience:
    """A reader without the person: all that `core.access.visibility` asks of a user, and nothing
    else. What is rendered for an audience may be shown to each of its members."""

    is_authenticated: bool
    is_active: bool
    is_superuser: bool
    _group_ids: frozenset[int] = frozenset()

    @property
    def pk(self) -> Any:
        raise PersonalDataInSharedPage(
            "An audience has no id: what is personal belongs in {% personal %}."
        )

    @property
    def groups(self) -> Any:
        raise PersonalDataInSharedPage("The groups of an audience are known by their ids alone.")


class PersonalDataInSharedPage(Exception):
    """A page for many readers asked for something of one of them."""


EVERYBODY = Audience(is_authenticated=False, is_active=False, is_superuser=False)


def audience_of(user: Reader | None) -> Audience:
    """The audience this user belongs to. Their groups are read only where a rule names one."""
    if user is None or not user.is_authenticated:
        return EVERYBODY
    deciding = _deciding.get("all", lambda: frozenset(named_groups(visibility.all_rules())))
    mine = visibility.group_ids(user) & deciding if deciding else frozenset()
    return Audience(True, user.is_active, user.is_superuser, frozenset(mine))


def named_groups(rules: Iterable[Rule]) -> set[int]:
    """Ids of the groups that any of these rules names."""
    return {group for rule in rules for one in rule.sets for group in one}
