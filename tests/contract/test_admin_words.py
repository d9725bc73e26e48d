"""Words of Wagtail's admin that our catalogues translate in its place.

A message that Wagtail has reworded is translated for nobody: take it out of
`core.admin.upstream_messages`,
put the new wording in if its own catalogues lack it in one of our languages, and collect.
"""

import importlib.util
from pathlib import Path

import polib

from core.admin import upstream_messages
from tests.contract import where

PACKAGES = ["wagtail", "wagtail_localize"]


def messages() -> set[str]:
    """Every message of Wagtail's English catalogues."""
    found = set()
    for name in PACKAGES:
        spec = importlib.util.find_spec(name)
        folder = Path(spec.submodule_search_locations[0])
        for path in folder.rglob("locale/en/LC_MESSAGES/django*.po"):
            found |= {entry.msgid for entry in polib.pofile(str(path))}
    return found


def test_every_word_is_still_one_of_wagtails():
    known = messages()
    ours = [
        *upstream_messages.WORDS,
        *(words._kw["singular"] for words in upstream_messages.COUNTS),
    ]

    assert [words for words in ours if words not in known] == [], where(upstream_messages)
