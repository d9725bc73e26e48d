from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.dateformat import format as formatted

from core.l10n import dates


@pytest.mark.parametrize("text", ["2022", "2022-03", "2022-03-14", "2024-02-29"])
def test_a_year_a_month_or_a_day(text):
    dates.validate(text)


@pytest.mark.parametrize(
    "text", ["22", "2022-3", "2022-13", "2022-02-30", "March 2022", "2022-03-14T10:00", "0000"]
)
def test_what_is_no_day_is_refused(text):
    with pytest.raises(ValidationError):
        dates.validate(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [("", ""), ("2022", "2022"), ("2022-03", "March 2022"), ("2022-03-14", "14 March 2022")],
)
def test_told_as_exactly_as_it_is_known(text, told):
    with translation.override("en"):
        assert dates.format_date(text) == told


@pytest.mark.parametrize(
    ("language", "told"),
    [("fr", "mars 2022"), ("es", "marzo de 2022"), ("pt", "março de 2022"),
     ("el", "Μάρτιος 2022"), ("ar", "آذار/مارس 2022")],
)  # fmt: skip
def test_told_in_the_readers_language(language, told):
    with translation.override(language):
        assert dates.format_date("2022-03") == told


@pytest.mark.parametrize("pattern", ["F", "E", "M", "b", "N"])
@pytest.mark.parametrize(("language", "told"), [("ar", "شباط/فبراير"), ("pt", "fev")])
def test_months_of_the_framework_are_ours(pattern, language, told):
    with translation.override(language):
        assert formatted(date(2022, 2, 14), pattern).casefold().startswith(told)


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("2022-03-14", "2022-03-16", "14 March 2022 to 16 March 2022"),
        ("2022-03-14", "2022-03-14", "14 March 2022"),
        ("2022-03", "", "March 2022"),
        ("", "2022-03", "until March 2022"),
        ("", "", ""),
    ],
)
def test_a_span(start, end, told):
    with translation.override("en"):
        assert dates.format_range(start, end) == told


def test_the_first_day_that_it_can_be():
    assert dates.first_day("2022") == date(2022, 1, 1)
    assert dates.first_day("2022-03") == date(2022, 3, 1)
    assert dates.first_day("") is None
    assert dates.year_of("2022-03") == 2022


@pytest.mark.parametrize(
    ("start", "end"),
    [("", ""), ("", "2022"), ("2022", ""), ("2022-03-14", "2022"), ("2022-03", "2022-03-01"),
     ("2022-03-14", "2022-03-14"), ("2021-12-31", "2022")],
)  # fmt: skip
def test_days_in_order_as_far_as_they_are_known(start, end):
    dates.validate_order(start, end)


@pytest.mark.parametrize(
    ("start", "end"),
    [("2022-03-14", "2022-03-13"), ("2022-03-14", "2021"), ("2022-03", "2022-02-28")],
)
def test_a_last_day_before_the_first_is_refused(start, end):
    with pytest.raises(ValidationError) as refused:
        dates.validate_order(start, end)

    assert "ends" in refused.value.message_dict
