"""`make check`: no catalogue and no text of the demonstration holds a wording that docs/style.md
rules out. They are listed, with reasons, in docs/forbidden-wordings.yaml."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from scripts.messages import LANGUAGES, ROOT, catalogue

LIST = ROOT / "docs" / "forbidden-wordings.yaml"
DEMO = ROOT / "demo"
ADDRESS = re.compile(r"https?://\S+")
# A ledger quotes what its sources say, in their words.
EXEMPT_FILES = {"claims.yaml"}
# The glossary finds terms by wordings that we do not use ourselves; its notes say which these are.
EXEMPT_KEYS = {("glossary.yaml", "also"), ("glossary.yaml", "note")}


@dataclass(frozen=True)
class Wording:
    """One entry of the list; `allowed` are published titles, in which it may stand."""

    language: str
    pattern: re.Pattern[str]
    instead: str
    reason: str
    allowed: tuple[str, ...] = ()

    def stands_in(self, text: str) -> str:
        """The forbidden words as they stand in the text; "" if none do."""
        for title in self.allowed:
            text = text.replace(title, "")
        found = self.pattern.search(text)
        return found.group() if found else ""


class CatalogueText(NamedTuple):
    language: str
    place: str
    words: str


def read_wordings(path: Path = LIST) -> list[Wording]:
    return [parse_wording(entry) for entry in yaml.safe_load(path.read_text(encoding="utf-8"))]


def parse_wording(entry: dict[str, Any]) -> Wording:
    pattern = entry["pattern"] if "pattern" in entry else re.escape(entry["wording"])
    return Wording(
        language=entry["language"],
        pattern=re.compile(pattern, re.IGNORECASE),
        instead=entry["instead"],
        reason=entry["reason"],
        allowed=tuple(entry.get("allowed", ())),
    )


def texts() -> Iterator[CatalogueText]:
    """All that readers are shown: messages of the catalogues, then texts of the demonstration."""
    for language in LANGUAGES:
        yield from messages(language)
    for path in sorted(DEMO.rglob("*.md")):
        language = path.name.split(".")[-2]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            yield CatalogueText(
                language, f"{path.relative_to(ROOT)}:{number}", ADDRESS.sub("", line)
            )
    for path in sorted(DEMO.rglob("*.yaml")):
        if path.name not in EXEMPT_FILES:
            record = yaml.safe_load(path.read_text(encoding="utf-8"))
            yield from values(record, "", str(path.relative_to(ROOT)))


def messages(language: str) -> Iterator[CatalogueText]:
    """English is its own catalogue: what the code says."""
    for entry in catalogue(language):
        said = (
            [entry.msgid, entry.msgid_plural]
            if language == "en"
            else [entry.msgstr, *entry.msgstr_plural.values()]
        )
        yield from (
            CatalogueText(language, f"locale/{language}: {entry.msgid[:50]}", one) for one in said
        )


def values(value: Any, language: str, place: str) -> Iterator[CatalogueText]:
    """Texts of a record by language; what stands under no language is shown to nobody as text."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if (Path(place.split(": ")[0]).name, key) not in EXEMPT_KEYS:
                here = f"{place} {key}" if ": " in place else f"{place}: {key}"
                yield from values(inner, key if key in LANGUAGES else language, here)
    elif isinstance(value, list):
        for inner in value:
            yield from values(inner, language, place)
    elif isinstance(value, str) and language:
        yield CatalogueText(language, place, ADDRESS.sub("", value))


def find_faults(ruled_out: Iterable[Wording], said: Iterable[CatalogueText]) -> Iterator[str]:
    """One line for each forbidden wording found: where, what, what instead, why."""
    listed = list(ruled_out)
    by_language = {code: [one for one in listed if one.language == code] for code in LANGUAGES}
    for text in said:
        for one in by_language[text.language]:
            if found := one.stands_in(text.words):
                yield f"{text.place}: “{found}”. Instead: {one.instead} ({one.reason})"


def main() -> int:
    found = list(find_faults(read_wordings(), texts()))
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
