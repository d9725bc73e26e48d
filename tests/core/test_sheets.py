"""Style sheets that only some pages link: what needs one of them is on pages that have it."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from wagtail.blocks import Block, ListBlock, StreamBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.models import Page

from tests.core.sheets import CSS, RULE, order_of, plain
from tests.server import ROOT

PARTIAL = ("learner", "apart")
ROOTS = sorted(path for path in ROOT.glob("*/templates") if path.is_dir())
NAMES = sorted(
    str(path.relative_to(root))
    for root in ROOTS
    for path in root.rglob("*.html")
    if "tests" not in path.parts
)
QUOTED = re.compile(r'"([\w/]+\.html)"')
CLASSES = re.compile(r'class="([^"]*)"')
CODE = re.compile(r"{[{%#].*?[}%#]}", re.DOTALL)
LINK = re.compile(r"'core/css/(\w+)\.css'")
# What a template has in one place only: the outline beside a lesson, an order in a quiz.
ELSEWHERE = {
    "components/outline.html": {"outline--slim"},
    "courses/question_controls.html": {"order", "order__text"},
}
TAG = re.compile(r'inclusion_tag\("([\w/]+\.html)".*?\ndef (\w+)', re.DOTALL)


def selectors(files: list[str]) -> str:
    return " ".join(one for name in files for one, _body in RULE.findall(plain(CSS / name)))


@cache
def owned(sheet: str) -> frozenset[str]:
    """The classes that no other sheet has rules for."""
    named = {
        one: set(re.findall(r"\.(-?[a-z_][\w-]*)", selectors(order_of(one)[1])))
        for one in ("main", *PARTIAL)
    }
    return frozenset(named.pop(sheet) - set.union(*named.values()))


@cache
def source(name: str) -> str:
    return next(root / name for root in ROOTS if (root / name).exists()).read_text("utf-8")


@cache
def tags() -> dict[str, str]:
    """Tags that draw a template, by their names."""
    texts = [path.read_text("utf-8") for path in ROOT.glob("*/templatetags/*.py")]
    return {tag: name for text in texts for name, tag in TAG.findall(text)}


@cache
def parts(name: str) -> frozenset[str]:
    """The templates that this one extends, includes, or draws by a tag."""
    text = source(name)
    drawn = {tags()[tag] for tag in re.findall(r"{% (\w+)", text) if tag in tags()}
    return frozenset(one for one in {*QUOTED.findall(text), *drawn} - {name} if one in NAMES)


@cache
def linked(name: str) -> frozenset[str]:
    """The sheets in the head of this page, or beside this part of a page."""
    text = source(name)
    parent = re.search(r'{% extends "([^"]+)" %}', text)
    is_head_kept = "{% block head %}" not in text or "{{ block.super }}" in text
    is_ours = parent and parent[1] in NAMES and parent[1] != name
    above = linked(parent[1]) if is_ours and is_head_kept else frozenset()
    return above | set(LINK.findall(text))


@cache
def lacking(name: str) -> frozenset[tuple[str, str]]:
    """Sheet and template, for what is on this page or part of a page and has no link there."""
    words = " ".join(CLASSES.findall(CODE.sub(" ", source(name))))
    classes = set(words.split()) - ELSEWHERE.get(name, set())
    own = {(sheet, name) for sheet in PARTIAL if classes & owned(sheet)}
    below = {one for part in parts(name) for one in lacking(part)}
    return frozenset(one for one in own | below if one[0] not in linked(name))


def drawn_by(block: Block) -> Iterator[str]:
    """The templates of a block and of all blocks within it."""
    if template := getattr(block.meta, "template", None):
        yield template
    children = [block.child_block] if isinstance(block, ListBlock) else []
    if isinstance(block, StreamBlock | StructBlock):
        children = list(block.child_blocks.values())
    for child in children:
        yield from drawn_by(child)


PAGES = [one for one in apps.get_models() if issubclass(one, Page) and (one.template in NAMES)]


def test_each_partial_sheet_has_classes_of_its_own():
    assert "certificate__name" in owned("apart")
    assert {"donebar", "quiz", "resume__body"} <= owned("learner")
    assert not {"outline", "button"} & (owned("learner") | owned("apart"))


def test_a_part_that_needs_a_sheet_is_only_on_pages_that_link_it():
    within = {part for name in NAMES for part in parts(name)}
    wholes = [one for one in NAMES if one not in within and "blocks" not in Path(one).parts]
    wholes += [one.template for one in PAGES]

    assert len(wholes) > 50
    assert {one: sorted(lacking(one)) for one in wholes if lacking(one)} == {}


@pytest.mark.parametrize("model", PAGES, ids=lambda model: model.__name__)
def test_a_block_that_needs_a_sheet_is_only_in_pages_that_link_it(model):
    streams = [one for one in model._meta.get_fields() if isinstance(one, StreamField)]
    templates = {name for one in streams for name in drawn_by(one.stream_block)}
    needed = {one for name in templates if name in NAMES for one in lacking(name)}

    assert {one for one in needed if one[0] not in linked(model.template)} == set()


def test_the_editors_preview_of_blocks_links_what_any_of_them_needs():
    blocks = [one for one in NAMES if "blocks" in Path(one).parts]
    needed = {sheet for one in blocks for sheet, _part in lacking(one)}

    assert needed <= linked("wagtailcore/shared/block_preview.html")
