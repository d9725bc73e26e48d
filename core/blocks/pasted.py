"""Clipboard import: HTML pasted from Word or from a web page, converted to blocks of a text.

Headings, lists, tables, links and emphasis are kept, at the levels that a text may have; what a
text cannot hold is named, so that nobody misses it later.
"""

import re
from dataclasses import dataclass, field
from typing import Any, TypeGuard

from bs4 import BeautifulSoup, Comment
from bs4.element import NavigableString, Tag
from django.utils.html import escape
from django.utils.translation import gettext as _

from core.html import is_safe_address
from core.text import one_line

HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
LISTS = ["ul", "ol"]
BLOCKS = [
    *HEADINGS, *LISTS, "article", "blockquote", "body", "caption", "center", "dd", "div", "dl",
    "dt", "figure", "footer", "header", "html", "main", "p", "pre", "section", "table", "tbody",
    "td", "th", "thead", "tr",
]  # fmt: skip
UNSEEN = [
    "head", "link", "meta", "noscript", "o:p", "script", "style", "template", "title", "xml",
]  # fmt: skip
TAGS_OF_STYLE = {"b": "b", "strong": "b", "i": "i", "em": "i"}
# Lengths of the fields of our blocks.
HEADING, CAPTION, COLUMN, CELL = 160, 200, 80, 300
WORD_LIST = re.compile(r"mso-list:\s*l\d+\s+level(\d)", re.IGNORECASE)
DIRECTIONS = frozenset({"rtl", "ltr"})
DIRECTION = re.compile(r"direction:\s*(rtl|ltr)", re.IGNORECASE)
ORDERED = re.compile(r"^\s*\(?\w{1,4}[.)]")


@dataclass
class PastedContent:
    """Blocks, each with its type and its raw value; and what was left out, in words."""

    blocks: list[tuple[str, Any]] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)

    def drop(self, words: str) -> None:
        if words not in self.dropped:
            self.dropped.append(words)


def read(html: str, direction: str = "") -> PastedContent:
    """The blocks of a pasted piece of HTML. `direction`: of the text that it is pasted into, "rtl"
    or "ltr", where that is known."""
    soup = BeautifulSoup(html, "html.parser")
    for comment in soup.find_all(string=lambda one: isinstance(one, Comment)):
        comment.extract()
    for tag in soup.find_all(UNSEEN):
        tag.decompose()
    reader = PasteReader(highest_level(soup))
    reader.children(soup)
    reader.flush()
    if direction and any(runs_otherwise(tag, direction) for tag in soup.find_all([*BLOCKS, "li"])):
        reader.result.drop(_("the direction of paragraphs (it follows the language of the page)"))
    return reader.result


def runs_otherwise(tag: Tag, direction: str) -> bool:
    """Whether a block with words in it is said to run in the other direction."""
    said = str(tag.get("dir") or "").lower()
    styled = DIRECTION.search(str(tag.get("style") or ""))
    said = styled[1].lower() if styled else said
    return said in DIRECTIONS - {direction} and bool(tag.get_text(strip=True))


def highest_level(soup: BeautifulSoup) -> int:
    """The level of the highest heading, which becomes a section."""
    return min((int(tag.name[1]) for tag in soup.find_all(HEADINGS)), default=1)


class PasteReader:
    """Walks over the pasted document, and gathers paragraphs until another block begins."""

    def __init__(self, top: int) -> None:
        self.top = top
        self.result = PastedContent()
        self.text: list[str] = []

    def flush(self) -> None:
        """End the block of text that is being gathered."""
        html = join_lists("".join(self.text))
        self.text = []
        if html:
            self.result.blocks.append(("text", html))

    def children(self, node: Tag) -> None:
        """Blocks among the children; what stands loosely between them is a paragraph."""
        loose: list[Any] = []
        for child in node.children:
            if isinstance(child, Tag) and holds_blocks(child):
                self.paragraph(loose)
                loose = []
                self.block(child)
            else:
                loose.append(child)
        self.paragraph(loose)

    def block(self, tag: Tag) -> None:
        classes = " ".join(tag.get("class") or [])
        if tag.name in HEADINGS:
            self.heading(tag, int(tag.name[1]) - self.top)
        elif "MsoTitle" in classes:
            self.heading(tag, 0)
        elif tag.name == "table" and is_grid(tag):
            self.table(tag)
        elif tag.name in LISTS:
            self.text.append(self.whole_list(tag))
        elif WORD_LIST.search(str(tag.get("style") or "")):
            self.word_item(tag)
        else:
            self.children(tag)

    def heading(self, tag: Tag, depth: int) -> None:
        words = one_line(tag.get_text(" "))
        if not words:
            return
        self.flush()
        level = "2" if depth <= 0 else "3"
        value = {"text": self.cut(words, HEADING), "level": level, "name": ""}
        self.result.blocks.append(("heading", value))

    def table(self, tag: Tag) -> None:
        self.flush()
        rows = [
            [one_line(cell.get_text(" ")) for cell in row.find_all(["td", "th"])]
            for row in tag.find_all("tr")
        ]
        rows = [row for row in rows if any(row)]
        width = max(map(len, rows))
        header, *rest = [[*row, *[""] * (width - len(row))] for row in rows]
        caption = one_line(tag.caption.get_text(" ")) if tag.caption else ""
        value = {
            "caption": self.cut(caption, CAPTION),
            "header": [self.cut(cell, COLUMN) for cell in header],
            "rows": [[self.cut(cell, CELL) for cell in row] for row in rest],
        }
        self.result.blocks.append(("table", value))
        if tag.find(["td", "th"], attrs={"colspan": True}) or tag.find("img"):
            self.result.drop(_("merged cells and images in tables"))

    def whole_list(self, tag: Tag) -> str:
        """A list with those inside it."""
        items = []
        for item in tag.find_all("li", recursive=False):
            inner = [one for one in item.children if not is_list(one)]
            below = "".join(self.whole_list(one) for one in item.children if is_list(one))
            items.append(f"<li>{self.inline(inner)}{below}</li>")
        return f"<{tag.name}>{''.join(items)}</{tag.name}>" if items else ""

    def word_item(self, tag: Tag) -> None:
        """An item of a list as Word writes it: a paragraph with its bullet in the text."""
        bullet = ""
        for span in tag.find_all(style=re.compile("mso-list:\\s*Ignore", re.IGNORECASE)):
            bullet += span.get_text()
            span.decompose()
        kind = "ol" if ORDERED.match(bullet) else "ul"
        self.text.append(f"<{kind}><li>{self.inline(tag.children)}</li></{kind}>")

    def paragraph(self, nodes: list[Any]) -> None:
        html = self.inline(nodes)
        if html:
            self.text.append(f"<p>{html}</p>")

    def inline(self, nodes: Any) -> str:
        """Words with links and emphasis."""
        html = "".join(self.piece(node) for node in nodes)
        return re.sub(r"\s+", " ", html).strip().removesuffix("<br/>")

    def piece(self, node: Any) -> str:
        if isinstance(node, NavigableString):
            return str(escape(str(node)))
        if node.name == "img":
            self.result.drop(_("images (add them as image blocks)"))
            return ""
        if node.name in {"iframe", "video", "audio", "object", "embed"}:
            self.result.drop(_("embedded media"))
            return ""
        if node.name == "br":
            return "<br/>"
        inner = "".join(self.piece(child) for child in node.children)
        if not inner.strip():
            return inner
        address = str(node.get("href") or "")
        if node.name == "a" and address and not address.startswith("#"):
            if is_safe_address(address):
                return f'<a href="{escape(address)}">{inner}</a>'
            self.result.drop(_("links without a valid web address"))
        return keep_emphasis(node, inner)

    def cut(self, words: str, most: int) -> str:
        if len(words) > most:
            self.result.drop(_("text beyond the length limit of headings and table cells"))
        return words[:most]


def keep_emphasis(node: Tag, inner: str) -> str:
    """With bold and italics, whether by a tag or, as from Google Docs, by a style."""
    style = str(node.get("style") or "").replace(" ", "").lower()
    mark = TAGS_OF_STYLE.get(node.name, "")
    if mark == "b" and "font-weight:normal" in style:
        mark = ""
    if not mark and re.search(r"font-weight:(bold|[6-9]00)", style):
        mark = "b"
    if not mark and "font-style:italic" in style:
        mark = "i"
    return f"<{mark}>{inner}</{mark}>" if mark else inner


def holds_blocks(tag: Tag) -> bool:
    return tag.name in BLOCKS or tag.find(BLOCKS) is not None


def is_list(node: Any) -> TypeGuard[Tag]:
    return isinstance(node, Tag) and node.name in LISTS


def is_grid(table: Tag) -> bool:
    """Whether it has columns; what has one, or tables inside, is there for the layout of a page."""
    widths = [len(row.find_all(["td", "th"])) for row in table.find_all("tr")]
    return not table.find("table") and max(widths, default=0) > 1


def join_lists(html: str) -> str:
    """Neighbouring items of Word are one list."""
    return html.replace("</ul><ul>", "").replace("</ol><ol>", "")
