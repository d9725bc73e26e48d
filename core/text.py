"""Plain text for exports: control characters and line breaks removed."""

import re

# Not allowed in XML, iCalendar or citation files, not even escaped: control characters but tab and
# line breaks, surrogates, noncharacters.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def without_controls(text: str) -> str:
    """The text without control characters; escaping is left to the writer of the format."""
    return CONTROLS.sub("", text)


def one_line(text: str) -> str:
    """Collapse white space and line breaks of any kind, and drop control characters: each of them
    ends a field in some format."""
    return " ".join(filter(None, map(without_controls, text.split())))
