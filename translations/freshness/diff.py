"""Word diff of two texts in one language."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

WORD = re.compile(r"\S+\s*")
SAME, GONE, NEW = "same", "gone", "new"


class WordRun(NamedTuple):
    """Words in a row that are the same in both texts, or only in the older or the newer one."""

    kind: str
    text: str


def word_diff(before: str, after: str) -> list[WordRun]:
    """The two texts as one, with what was taken out and what was put in."""
    return list(_runs(WORD.findall(before), WORD.findall(after)))


def _runs(old: list[str], new: list[str]) -> Iterator[WordRun]:
    matcher = SequenceMatcher(
        None, [one.strip() for one in old], [one.strip() for one in new], autojunk=False
    )
    for _tag, start, end, new_start, new_end in matcher.get_opcodes():
        if _tag == "equal":
            yield WordRun(SAME, "".join(new[new_start:new_end]))
            continue
        if end > start:
            yield WordRun(GONE, "".join(old[start:end]))
        if new_end > new_start:
            yield WordRun(NEW, "".join(new[new_start:new_end]))
