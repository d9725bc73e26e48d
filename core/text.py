"""Plain text for the formats of others: no control characters, and line breaks only where told."""

import re

# What no XML, calendar or citation file may hold, escaped or not: control characters but tab and
# line breaks, halves of surrogates, and what Unicode says is no character.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def without_controls(text: str) -> str:
    """The text without control characters; escaping is the writer's part."""
    return CONTROLS.sub("", text)


def one_line(text: str) -> str:
    """Without line breaks of any kind, needless space and control characters: each of them ends
    a field in some format."""
    return " ".join(filter(None, map(without_controls, text.split())))
