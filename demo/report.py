"""`manage.py demo --report`: word counts by work and language, and missing versions."""

import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings

from courses.models import LessonPage
from demo import manifest
from demo.manifest import Item

CODES = [code for code, _name in settings.LANGUAGES]
TAGS = re.compile(r"<[^>]+>")
# Keys that are not shown as text.
SILENT = {"url", "mark", "href", "icon", "shape", "tone", "name", "level", "work", "evidence"}


def lines() -> Iterator[str]:
    """The report, line by line."""
    works = manifest.works()
    yield "Words by lesson and language"
    yield head()
    for item in works:
        if item.model is LessonPage:
            yield row(item)
    yield ""
    yield "Words by kind, all works together"
    yield head()
    for kind in dict.fromkeys(item.model.__name__ for item in works):
        yield total(kind, [item for item in works if item.model.__name__ == kind])
    yield ""
    yield "Missing versions"
    missing = [item for item in works if set(CODES) - set(item.files)]
    for item in missing:
        yield f"  {item.name}: {' '.join(code for code in CODES if code not in item.files)}"
    versions = sum(len(item.files) for item in works)
    yield ""
    yield (
        f"{len(works)} works, {versions} versions; {len(works) - len(missing)} works are whole in"
        f" {len(CODES)} languages"
    )


def head() -> str:
    return f"  {'':52}" + "".join(f"{code:>7}" for code in CODES)


def row(item: Item) -> str:
    name = item.name.removeprefix("courses/")
    counts = [str(words(item, code)) if code in item.files else "-" for code in CODES]
    return f"  {name[-50:]:52}" + "".join(f"{count:>7}" for count in counts)


def total(kind: str, items: list[Item]) -> str:
    sums = [sum(words(item, code) for item in items if code in item.files) for code in CODES]
    name = f"{kind} ({len(items)})"
    return f"  {name:52}" + "".join(f"{count:>7}" for count in sums)


def words(item: Item, language: str) -> int:
    """Number of words shown to readers of that language, without URLs and markup."""
    source = item.read(language)
    said = {key: text for key, text in source.front.items() if isinstance(text, str)}
    texts = [*said.values(), *(text for part in source.parts for text in read(part.value))]
    return sum(len(TAGS.sub(" ", text).split()) for text in texts)


def read(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in SILENT:
                yield from read(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from read(inner)
