"""What axe-core finds on the page that is open, by day and by night, narrow and wide."""

from collections.abc import Mapping, Sequence

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.e2e import walk

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RESULTS = {"resultTypes": ["violations", "incomplete"]}
EVERYTHING = {"runOnly": {"type": "tag", "values": TAGS}, **RESULTS}
ABOUT_COLOURS = ["color-contrast", "link-in-text-block"]
COLOURS = {"runOnly": {"type": "rule", "values": ABOUT_COLOURS}, **RESULTS}
ALL_BUT_COLOURS = {**EVERYTHING, "rules": {name: {"enabled": False} for name in ABOUT_COLOURS}}
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
# With `onlyNew` what has not been looked at yet, or not in these colours or letters.
RUN = """([options, reviewed, onlyNew]) => {
  // What fades in or unfolds is looked at as it will stay.
  for (const one of document.getAnimations())
    if (one.effect.getComputedTiming().endTime !== Infinity) one.finish();
  const look = one => {
    const style = getComputedStyle(one);
    const isLarge = parseFloat(style.fontSize) >= (style.fontWeight >= 700 ? 18.66 : 24);
    return [style.color, style.backgroundColor, style.backgroundImage, style.opacity, isLarge]
      .join();
  };
  const shown = [...document.querySelectorAll("*")].filter(one => one.checkVisibility());
  const wanted = onlyNew ? shown.filter(one => !one.axeSaw?.has(look(one))) : [document];
  if (!wanted.length) return [];
  return axe.run({include: wanted}, options).then(found => {
    if (onlyNew || !options.rules)
      for (const one of shown) (one.axeSaw ??= new Set()).add(look(one));
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
    colours: Sequence[str] = ("light", "dark"),
    as_high_as_the_page: bool = False,
) -> list[str]:
    """What axe finds on the page that is open, and whether it is wider than its window.

    All other rules are asked in each width, by day; those about colours, four fifths of the time,
    in these themes: of all that is shown in the first width, then only of what comes to be shown,
    or has other colours or letters. `as_high_as_the_page`: in a window in which nothing scrolls,
    for a form whose bar of actions lies over what is below it.
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
        for theme in dict.fromkeys(["light", *colours]):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            for options in rules_for(theme, colours, is_first=width == next(iter(widths))):
                answer = page.evaluate(RUN, [options, reviewed, options is COLOURS])
                found += [f"{width} px, {theme}: {one}" for one in answer]
    return found


def rules_for(theme: str, colours: Sequence[str], *, is_first: bool) -> list[dict[str, object]]:
    """What axe is asked in this theme, one run after the other."""
    if theme == "light" and is_first and theme in colours:
        return [EVERYTHING]
    others = [ALL_BUT_COLOURS] if theme == "light" else []
    return [*others, COLOURS] if theme in colours else others


# Colours do not depend on the language: each page is read in two, by day in one of them and by
# night in the other; texts that only a translation has stand on pages in a third.
COLOURS_IN = {"en": ["light"], "ar": ["dark"]}


def check(page: Page, language: str, reviewed: str = REVIEWED) -> None:
    """English pages are looked at wide first, those of other languages narrow first, so that what
    overlaps in either width is found by the colours of one of them."""
    walk.speaks(page, language)
    widths = WIDTHS if language == "en" else dict(reversed(WIDTHS.items()))
    colours = COLOURS_IN.get(language, ["light", "dark"])
    found = faults(page, reviewed, widths=widths, colours=colours)
    assert not found, "\n".join(found)
