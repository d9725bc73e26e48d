"""Parser of the source files: front matter, then Markdown with fenced blocks. No database.

Or one record in YAML: fields common to all languages, then each language's texts. Both formats are
described in docs/demo-content.md.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

FRONT = re.compile(r"\A---\n(?P<front>.*?)\n---\n?(?P<body>.*)\Z", re.DOTALL)
MARKDOWN = MarkdownIt("commonmark", {"html": False})


# libyaml, where PyYAML has it: ten times as fast. Both are safe loaders.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class BadSource(Exception):
    """An invalid source file; the message names the file and what to correct."""


@dataclass(frozen=True)
class ParsedBlock:
    """One block: its name, and its text (HTML or plain) or its data."""

    name: str
    value: Any


@dataclass(frozen=True)
class Source:
    """One language version of a work, as parsed."""

    path: Path
    front: dict[str, Any]
    parts: list[ParsedBlock] = field(default_factory=list)


def load_yaml(text: str) -> Any:
    """The data in a YAML text. Raises yaml.YAMLError."""
    return yaml.load(text, Loader=LOADER)  # noqa: S506 - a safe one


def read_source(path: Path) -> Source:
    """Parse the file. Raises BadSource, naming the file, for an invalid one."""
    match = FRONT.match(path.read_text(encoding="utf-8"))
    if match is None:
        raise BadSource(f"{path.name}: begin with front matter between two lines of ---")
    try:
        front = load_yaml(match["front"])
        parts = list(parts_of(MARKDOWN.parse(match["body"])))
    except yaml.YAMLError as error:
        raise BadSource(f"{path.name}: {error}") from error
    return Source(path, front, parts)


def read_record(path: Path, language: str) -> Source:
    """One language of a record: its own texts merged over the common fields."""
    record = yaml_record(path)
    words = record.get(language)
    if not isinstance(words, dict):
        raise BadSource(f"{path.name}: nothing stands under {language}")
    front = {**(record.get("same") or {}), **words}
    try:
        parts = list(parts_of(MARKDOWN.parse(front.pop("body", ""))))
    except yaml.YAMLError as error:
        raise BadSource(f"{path.name}, {language}: {error}") from error
    return Source(path, front, parts)


def languages_of(path: Path) -> list[str]:
    """The languages of a record, in its order."""
    return [name for name in yaml_record(path) if name != "same"]


@lru_cache(maxsize=8)
def yaml_record(path: Path) -> dict[str, Any]:
    try:
        found = load_yaml(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise BadSource(f"{path.name}: {error}") from error
    if not isinstance(found, dict):
        raise BadSource(f"{path.name}: begin with the languages, or with `same:`")
    return found


def parts_of(tokens: list[Token]) -> Any:
    """Split into headings, fenced blocks, and runs of text between them."""
    run: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.type in {"heading_open", "fence"}:
            if run:
                yield ParsedBlock("text", html_of(run))
                run = []
            if token.type == "fence":
                yield ParsedBlock(token.info.strip(), load_yaml(token.content))
                index += 1
            else:
                yield ParsedBlock("heading", heading(tokens[index + 1].content, token.tag[1:]))
                index += 3
            continue
        run.append(token)
        index += 1
    if run:
        yield ParsedBlock("text", html_of(run))


def heading(words: str, level: str) -> dict[str, str]:
    """`## Words {#name}`: the name is the same in all languages, so that links work."""
    text, _mark, name = words.removesuffix("}").partition("{#")
    return {"text": text.strip(), "level": level, "name": name.strip()}


def html_of(tokens: list[Token]) -> str:
    """HTML as Wagtail's editor stores it: `b` and `i`, one line."""
    html = MARKDOWN.renderer.render(tokens, MARKDOWN.options, {})
    for ours, theirs in (("strong", "b"), ("em", "i")):
        html = html.replace(f"<{ours}>", f"<{theirs}>").replace(f"</{ours}>", f"</{theirs}>")
    # Tight lists have no paragraphs; a line break inside a paragraph is a space.
    return re.sub(r"\s*\n\s*", " ", html).replace("> <", "><").strip()


def rich(text: str) -> str:
    """Markdown of a rich-text field as HTML."""
    return html_of(MARKDOWN.parse(str(text)))
