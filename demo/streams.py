"""Builds StreamField data from parsed sources. No database but for links between works.

Block ids are derived from the work and the position, never from the language: so all versions share
them, as wagtail-localize expects.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from demo.sources import BadSource, ParsedBlock, rich

PageId = Callable[[str], int | None]
WORK_LINK = re.compile(r'<a href="work:(?P<key>[^"]+)">(?P<text>.*?)</a>')


class Builder:
    """Builds the streams of one work. `page_id` resolves a work's name to its original page."""

    def __init__(self, name: str, page_id: PageId) -> None:
        self.name = name
        self.page_id = page_id

    def stream(self, parts: Iterable[ParsedBlock]) -> list[dict[str, Any]]:
        """Raw stream data. Raises BadSource for an unknown block."""
        return [
            {"type": kind, "value": value, "id": self.uid(f"{index}")}
            for index, part in enumerate(parts)
            for kind, value in [self.block(part, f"{index}")]
        ]

    def words(self, kind: str, texts: Iterable[str]) -> list[dict[str, Any]]:
        """A stream of plain lines."""
        return [
            {"type": kind, "value": text, "id": self.uid(f"{kind}-{index}")}
            for index, text in enumerate(texts)
        ]

    def pages(self, names: Iterable[str]) -> list[dict[str, Any]]:
        """A stream of page choosers; works that are not loaded yet are left out."""
        found = [(name, self.page_id(name)) for name in names]
        return [
            {"type": "work", "value": page, "id": self.uid(f"builds-on-{name}")}
            for name, page in found
            if page is not None
        ]

    def structs(self, kind: str, values: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """A stream of StructBlocks of one type; a list inside one is a list of plain lines."""
        return [
            {
                "type": kind,
                "value": {
                    name: self.items(value, f"{kind}-{index}-{name}")
                    if isinstance(value, list)
                    else value
                    for name, value in without_blanks(row).items()
                },
                "id": self.uid(f"{kind}-{index}"),
            }
            for index, row in enumerate(values)
        ]

    def uid(self, place: str) -> str:
        return str(uuid5(NAMESPACE_URL, f"demo:{self.name}#{place}"))

    def block(self, part: ParsedBlock, place: str) -> tuple[str, Any]:
        make = getattr(self, f"make_{part.name}", None)
        if make is None:
            raise BadSource(f"{self.name}: there is no block called {part.name}")
        return part.name, make(part.value, place)

    def items(self, values: Iterable[Any], place: str) -> list[dict[str, Any]]:
        """Raw data of a ListBlock."""
        return [
            {"type": "item", "value": without_blanks(value), "id": self.uid(f"{place}-{index}")}
            for index, value in enumerate(values)
        ]

    def linked(self, html: str) -> str:
        """Turn links to works into page links; an unresolved one becomes plain text."""

        def link(match: re.Match[str]) -> str:
            page = self.page_id(match["key"])
            if page is None:
                return match["text"]
            return f'<a linktype="page" id="{page}">{match["text"]}</a>'

        return WORK_LINK.sub(link, html)

    def make_heading(self, value: Any, place: str) -> Any:
        return value

    def make_text(self, value: Any, place: str) -> Any:
        return self.linked(value)

    def make_callout(self, value: Any, place: str) -> Any:
        return {**value, "text": self.linked(rich(value["text"]))}

    def make_project(self, value: Any, place: str) -> Any:
        return {**value, "text": self.linked(rich(value["text"]))}

    def make_quotation(self, value: Any, place: str) -> Any:
        return value

    def make_case(self, value: Any, place: str) -> Any:
        facts = [{**fact, "text": self.linked(rich(fact["text"]))} for fact in value["facts"]]
        return {**value, "facts": self.items(facts, place)}

    def make_figure(self, value: Any, place: str) -> Any:
        return {**value, "items": self.items(value["items"], place)}

    def make_numbers(self, value: Any, place: str) -> Any:
        rows = [
            {**row, "value": str(row.get("value", "")), "of": str(row.get("of", ""))}
            for row in value["items"]
        ]
        return {**value, "items": self.items(rows, place)}

    def make_counted(self, value: Any, place: str) -> Any:
        return self.make_numbers(value, place)

    def make_question(self, value: Any, place: str) -> Any:
        options = [
            {**option, "right": bool(option.get("right"))} for option in value.get("options", [])
        ]
        accepted = [str(one) for one in value.get("accepted", [])]
        numbers = {name: str(value[name]) for name in ("number", "tolerance") if name in value}
        return {
            **value,
            **numbers,
            "options": self.items(options, place),
            "accepted": self.items(accepted, f"{place}-accepted"),
        }

    def make_terms(self, value: Any, place: str) -> Any:
        return {"items": self.items(value, place)}

    def make_table(self, value: Any, place: str) -> Any:
        rows = [
            {"type": "item", "value": self.items(map(str, row), f"{place}-{index}"),
             "id": self.uid(f"{place}-row-{index}")}
            for index, row in enumerate(value["rows"])
        ]  # fmt: skip
        return {
            "caption": value["caption"],
            "header": self.items(map(str, value["header"]), f"{place}-head"),
            "rows": rows,
        }

    def make_links(self, value: Any, place: str) -> Any:
        return self.make_tasks(value, place)

    def make_sources(self, value: Any, place: str) -> Any:
        return {"items": self.items(value, place)}

    def make_partners(self, value: Any, place: str) -> Any:
        rows = value["items"] if isinstance(value, dict) else value
        return {"items": self.items(rows, place)}

    def make_tasks(self, value: Any, place: str) -> Any:
        rows = []
        for row in value["items"]:
            page = self.page_id(row["work"]) if "work" in row else None
            plain = {key: text for key, text in row.items() if key not in {"work", "url"}}
            rows.append({**plain, "page": page, "href": row.get("url", "")})
        return {**value, "items": self.items(rows, place)}

    def make_places(self, value: Any, place: str) -> Any:
        rows = []
        for row in value["items"]:
            page = self.page_id(row["work"]) if "work" in row else None
            rows.append({**{k: v for k, v in row.items() if k != "work"}, "page": page})
        return {**value, "items": self.items(rows, place)}


def without_blanks(value: Any) -> Any:
    """Drop empty values: an empty line in YAML is no value."""
    return {k: v for k, v in value.items() if v is not None} if isinstance(value, dict) else value


def key_of(name: str) -> UUID:
    """The work's translation key: the same on every installation."""
    return uuid5(NAMESPACE_URL, f"demo-work:{name}")
