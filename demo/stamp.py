"""Fingerprint of the loaded demonstration: a start where nothing has changed looks at no work.

It stands in the database, beside what it vouches for: a database that is restored brings its own.
"""

import hashlib

from demo.manifest import FOLDER
from demo.models import DemoItem
from demo.streams import key_of
from home.topics import TOPICS

# No work can have this name.
KEY = "*"
LENGTH = 40


def of_files() -> str:
    """A hash of all files that the demonstration is loaded from."""
    digest = hashlib.sha256(TOPICS.read_bytes())
    for path in sorted([*FOLDER.rglob("*.md"), *FOLDER.rglob("*.yaml")]):
        digest.update(str(path.relative_to(FOLDER)).encode() + path.read_bytes())
    return digest.hexdigest()[:LENGTH]


def is_current() -> bool:
    """Whether all of these files have been loaded."""
    return DemoItem.objects.filter(key=KEY, source_hash=of_files()).exists()


def save_fingerprint() -> None:
    """Save the fingerprint: all of these files have been loaded."""
    DemoItem.objects.update_or_create(
        key=KEY, defaults={"source_hash": of_files(), "translation_key": key_of(KEY)}
    )
