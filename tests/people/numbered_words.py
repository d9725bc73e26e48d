"""A catalogue that says the number of each message in brackets, and what a page says outside them:
words that no catalogue can translate."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import django
import polib
from bs4 import BeautifulSoup, Tag
from django.apps import apps

from tests.server import ROOT

NUMBER = re.compile(r"⟦(\d+):")
INNERMOST = re.compile(r"⟦[^⟦⟧]*⟧")
# Attributes that are read aloud or shown.
SHOWN = {"title", "aria-label", "aria-description", "placeholder", "alt", "label"}
# Others that begin with a bracket are selectors.
JSON = re.compile(r'[\[{]\s*["\[{]')
CONSISTS_OF_WORDS = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}|[A-Z][a-z]+$")


def all_messages() -> list[polib.POEntry]:
    """Each message of ours and of all packages, once."""
    folders = [Path(django.__file__).parent / "conf" / "locale", ROOT / "locale"]
    folders += [Path(app.path) / "locale" for app in apps.get_app_configs()]
    # Some packages have no catalogue of English.
    paths = [
        folder / language / "LC_MESSAGES" / "django.po"
        for folder in folders
        for language in ("en", "fr")
    ]
    entries = [entry for path in paths if path.exists() for entry in polib.pofile(str(path))]
    return list({(one.msgctxt, one.msgid): one for one in entries if not one.obsolete}.values())


def write_catalogue(known: list[polib.POEntry], folder: Path, language: str) -> None:
    words = polib.POFile()
    words.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for number, one in enumerate(known):
        said = [f"⟦{number}:{text}⟧" for text in (one.msgid, one.msgid_plural) if text]
        counted = {"msgstr_plural": dict(enumerate(said))} if one.msgid_plural else {}
        words.append(
            polib.POEntry(
                msgctxt=one.msgctxt,
                msgid=one.msgid,
                msgid_plural=one.msgid_plural,
                msgstr="" if counted else said[0],
                **counted,
            )
        )
    place = folder / language / "LC_MESSAGES"
    place.mkdir(parents=True)
    words.save_as_mofile(str(place / "django.mo"))


def outside(text: str) -> str:
    """What stands in no brackets; messages may hold others."""
    while (shorter := INNERMOST.sub("", text)) != text:
        text = shorter
    return text


def texts(html: str) -> Iterator[str]:
    """What a page shows or says aloud, also by scripts: its text, then attributes and data."""
    soup = BeautifulSoup(html, "lxml")
    for counter in soup.select("[data-side-panel-toggle-counter]"):
        counter.extract()  # hidden until a script has counted
    for element in soup.find_all(True):
        yield from of_attributes(element)
    for element in soup.find_all(["script", "style", "template"]):
        if element.name == "script" and "json" in element.get("type", ""):
            yield from of_data(json.loads(element.string))
        elif element.name == "template":
            yield from texts(element.decode_contents())
        element.extract()
    yield soup.get_text("\n")


def of_attributes(element: Tag) -> Iterator[str]:
    is_button = element.name == "input" and element.get("type") in {"submit", "button"}
    for name, value in element.attrs.items():
        if not isinstance(value, str):
            continue
        if name in SHOWN or (name == "value" and is_button):
            yield value
        elif name.startswith("data-") and JSON.match(value):
            yield from of_data(json.loads(value))


def of_data(data: object) -> Iterator[str]:
    if isinstance(data, dict):
        data = list(data.values())
    if isinstance(data, list):
        for one in data:
            yield from of_data(one)
    elif isinstance(data, str) and "<" in data:
        yield from texts(data)
    elif isinstance(data, str) and ("⟦" in data or CONSISTS_OF_WORDS.match(data)):
        yield data
