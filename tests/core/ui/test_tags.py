"""Tags of the user interface: labels, icons that exist, form fields."""

import re
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

import core
from core.l10n import numbers
from core.templatetags import ui
from core.ui import icons
from core.works import kinds

ROOT = Path(core.__file__).parents[1]
ROOMS = ["core", "courses", "home", "people", "portal", "search", "translations"]
SPRITE = Path(core.__file__).parent / "static" / "core" / "icons" / "sprite.svg"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def symbols():
    return set(re.findall(r'id="i-([a-z]+)"', SPRITE.read_text()))


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (None, ""),
        (1, "1 minute"),
        (12, "12 minutes"),
        (60, "1 hour"),
        (110, "1 hour 50 minutes"),
        (121, "2 hours 1 minute"),
    ],
)
def test_duration_is_said_in_hours_and_minutes(minutes, words):
    assert numbers.format_duration(minutes) == words


@pytest.mark.parametrize(
    ("size", "words"),
    [(None, ""), (200, "1 kB"), (48_200, "48 kB"), (999_400, "999 kB"), (2_130_000, "2.1 MB")],
)
def test_file_size_has_a_decimal_only_in_megabytes(size, words):
    assert numbers.format_file_size(size) == words


@pytest.mark.parametrize(
    "text", ["Why put it in writing", "لماذا نكتبه؟", "Γιατί το γράφουμε", "?!"]
)
def test_anchor_is_never_empty(text):
    assert ui.anchor(text)
    assert " " not in ui.anchor(text)


def test_kind_label_has_icon_and_word():
    label = icons.kind_label("visit")

    assert "#i-visit" in label
    assert "Study visit" in label


def test_every_kind_has_an_icon():
    assert set(kinds.KINDS) <= symbols()


def test_every_icon_that_a_template_names_is_in_the_sprite():
    named = {
        name
        for room in ROOMS
        for path in (ROOT / room).rglob("*.html")
        for name in re.findall(r"""\{% icon ["'](\w+)["']""", path.read_text())
    }

    assert named - symbols() == set()


def test_icon_turns_only_where_it_means_a_direction():
    assert "icon--dir" in icons.icon("arrow", dir=True)
    assert "icon--dir" not in icons.icon("clock")


def test_language_is_named_in_itself():
    assert ui.lang_name("ar") == '<span lang="ar" dir="rtl">العربية</span>'


class Letter(forms.Form):
    name = forms.CharField()
    email = forms.EmailField(help_text="We answer here.")


def test_field_ties_label_hint_and_error():
    form = Letter({"name": "Inês", "email": "ines"})
    page = Template('{% include "components/field.html" with field=field only %}')

    html = page.render(Context({"field": form["email"]}))

    assert 'for="id_email"' in html
    assert 'aria-describedby="id_email_helptext id_email_error"' in html
    assert 'id="id_email_helptext"' in html
    assert 'id="id_email_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'dir="ltr"' in html


def test_field_for_words_takes_the_direction_of_what_is_typed():
    assert 'dir="auto"' in ui.control(Letter()["name"])
