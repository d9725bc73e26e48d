"""A wide window: beside a long text stands something of use."""

import pytest

from tests.e2e import walk

pytestmark = pytest.mark.browser
PLACES = {
    "course": walk.COURSE,
    "lesson": walk.COURSE + walk.LESSONS[0],
    "library": "library/",
    "project": "project/",
    **{
        name: walk.RECORDS[name]
        for name in (
            "case", "visit", "lesson learned", "study", "resource", "recommendation", "news item",
            "event", "course of others", "glossary", "sources", "privacy", "accessibility",
        )
    },
}  # fmt: skip
# Where, from the top of a page to the end of its text, a screen has no word and no picture in the
# outer third of what it may use.
EMPTY = """() => {
  const isRtl = document.dir === "rtl", main = document.querySelector("main");
  const edge = main.querySelector(".wrap").getBoundingClientRect();
  const third = isRtl ? edge.left + edge.width / 3 : edge.right - edge.width / 3;
  const range = document.createRange();
  const box = one => {
    if (one.nodeType === Node.ELEMENT_NODE) return one.getBoundingClientRect();
    range.selectNodeContents(one);
    return range.getBoundingClientRect();
  };
  const isThere = ({ height, top, bottom, left, right }) =>
    height && bottom > 0 && top < innerHeight && (isRtl ? left < third : right > third);
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT), drawn = [];
  while (walker.nextNode()) if (walker.currentNode.data.trim()) drawn.push(walker.currentNode);
  drawn.push(...main.querySelectorAll("img, .sea-map, .cover"));
  const last = main.getBoundingClientRect().bottom + scrollY - innerHeight, found = [];
  for (let y = 0; y <= Math.max(0, last); y += innerHeight / 2) {
    scrollTo(0, y);
    if (!drawn.some(one => isThere(box(one)))) found.push(y);
  }
  return found;
}"""


@pytest.mark.parametrize("language", walk.BOTH)
def test_the_outer_third_is_used_all_along_a_page(open_page, language):
    page = open_page()
    empty = {}
    for name, place in PLACES.items():
        page.goto(f"/{language}/{place}")
        empty[name] = page.evaluate(EMPTY)
    assert {name: where for name, where in empty.items() if where} == {}
