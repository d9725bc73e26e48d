"""What axe-core finds on the page that is open, by day and by night, narrow and wide."""

from collections.abc import Mapping

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.e2e import walk

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RESULTS = {"resultTypes": ["violations", "incomplete"]}
EVERYTHING = {"runOnly": {"type": "tag", "values": TAGS}, **RESULTS}
# By night nothing but colours differs.
COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    **RESULTS,
}
THEMES = {"light": EVERYTHING, "dark": COLOURS}
WIDTHS = {1280: 900, 320: 640}
# What a form may still grow by, as its last parts are laid out.
ROOM = 600
# Reviewed by eye where axe cannot tell: one digit, large digits near words, numbers of steps.
# Cells of a table that lie outside the part scrolled into view have nothing behind them for axe.
# Their colours are pairs of tests/core/test_css.py.
REVIEWED = (
    ".sea-map text, .pinned__number, .numbers dt, .figure__list *, .scroll th, .scroll td,"
    " .scroll td *"
)
# Of colours alone only what has come to be shown since they were looked at, or has others now.
RUN = """([options, reviewed, coloursAlone]) => {
  // What fades in or unfolds is looked at as it will stay.
  for (const one of document.getAnimations())
    if (one.effect.getComputedTiming().endTime !== Infinity) one.finish();
  const colours = one => {
    const style = getComputedStyle(one);
    return [style.color, style.backgroundColor, style.backgroundImage].join();
  };
  const shown = [...document.querySelectorAll("*")].filter(one => one.checkVisibility());
  const wanted = coloursAlone ? shown.filter(one => one.axeSaw !== colours(one)) : [document];
  if (!wanted.length) return [];
  return axe.run({include: wanted}, options).then(found => {
    if (coloursAlone) for (const one of shown) one.axeSaw = colours(one);
    const open = found.incomplete.flatMap(one => one.nodes.map(node => [one.id, node]))
      .filter(([, node]) => !document.querySelector(node.target)?.matches(reviewed));
    const wrong = found.violations.flatMap(one => one.nodes.map(node => [one.id, node]));
    return [...wrong, ...open].map(([id, node]) =>
      `${id}: ${node.target} ${node.html.slice(0, 120)} ${node.failureSummary}`);
  });
}"""


def faults(
    page: Page,
    reviewed: str = REVIEWED,
    *,
    widths: Mapping[int, int] = WIDTHS,
    themes: Mapping[str, object] = THEMES,
    as_high_as_the_page: bool = False,
) -> list[str]:
    """What axe finds on the page that is open, and whether it is wider than its window.

    By night the colours of what has been looked at in one width are not measured again in the
    next: only of what comes to be shown there, or changes its colours. `as_high_as_the_page`: in a
    window in which nothing scrolls, for a form whose bar of actions lies over what is below it.
    """
    page.evaluate(AXE_SCRIPT)
    found = []
    for width, height in widths.items():
        page.set_viewport_size({"width": width, "height": height})
        if as_high_as_the_page:
            height = page.evaluate("document.documentElement.scrollHeight")
            page.set_viewport_size({"width": width, "height": height + ROOM})
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            found.append(f"{width} px: {wide} px too wide")
        for theme, options in themes.items():
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            answer = page.evaluate(RUN, [options, reviewed, options is COLOURS])
            found += [f"{width} px, {theme}: {one}" for one in answer]
    return found


def check(page: Page, language: str, reviewed: str = REVIEWED) -> None:
    walk.speaks(page, language)
    found = faults(page, reviewed)
    assert not found, "\n".join(found)
