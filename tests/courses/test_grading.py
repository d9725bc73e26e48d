"""Marking of each kind of question, without a database."""

from decimal import Decimal
from fractions import Fraction

import pytest

from courses.catalogue.questions import Kind
from courses.quizzes import grading
from courses.quizzes.content import KeyedOption, KeyedQuestion

OPTIONS = (KeyedOption("a", True, 2), KeyedOption("b", True, 1), KeyedOption("c", False, 3))


def asked(kind: str, **more: object) -> KeyedQuestion:
    return KeyedQuestion(id="q", kind=kind, options=OPTIONS, **more)


@pytest.mark.parametrize(
    ("ticked", "share"),
    [
        ([], 0),
        (["a"], Fraction(1, 2)),
        (["a", "b"], 1),
        (["a", "b", "c"], Fraction(1, 2)),
        (["a", "c"], 0),
        (["c"], 0),
    ],
)
def test_several_right_answers_earn_a_part(ticked, share):
    question = asked(Kind.MULTIPLE)

    assert grading.share(question, grading.parse_answer_value(question, ticked)) == share


@pytest.mark.parametrize("typed", ["Thessaloniki", " thessaloníki ", "ΘΕΣΣΑΛΟΝΙΚΗ", "Θεσσαλονίκη."])
def test_short_text_is_compared_as_search_compares(typed):
    question = asked(Kind.TEXT, accepted=("Thessaloniki", "Θεσσαλονίκη"))

    assert grading.share(question, grading.parse_answer_value(question, typed)) == 1
    assert grading.share(question, grading.parse_answer_value(question, f"not {typed}")) == 0


@pytest.mark.parametrize(
    ("typed", "share"),
    [
        ("1000", 1), ("1,000", 1), ("1.000", 1), ("1 000,4", 1), ("١٬٠٠٠", 1), ("١٠٠٠٫٥", 1),
        ("1.000,5", 1), ("1,000.5", 1), ("1000.51", 0), ("10,00", 0), ("a thousand", 0), ("", 0),
        ("-1000", 0), ("1e3", 0), ("1,,000", 0),
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it(typed, share):
    question = asked(Kind.NUMBER, number=Decimal(1000), tolerance=Decimal("0.5"))

    assert grading.share(question, grading.parse_answer_value(question, typed)) == share


def test_an_order_counts_as_a_whole():
    question = asked(Kind.ORDER)

    assert grading.share(question, ["b", "a", "c"]) == 1
    assert grading.share(question, ["a", "b", "c"]) == 0


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        (Kind.SINGLE, "elsewhere"), (Kind.SINGLE, ["a"]), (Kind.SINGLE, None), (Kind.TRUE_FALSE, 1),
        (Kind.MULTIPLE, ["a", "a"]), (Kind.MULTIPLE, ["z"]), (Kind.MULTIPLE, {"a": 1}),
        (Kind.ORDER, ["a", "b"]), (Kind.ORDER, [1, 2, 3]), (Kind.TEXT, "x" * 501), (Kind.TEXT, []),
        (Kind.NUMBER, 12),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused(kind, raw):
    with pytest.raises(grading.BadValue):
        grading.parse_answer_value(asked(kind), raw)


def test_the_result_is_rounded_down_and_never_above_all():
    three = [KeyedQuestion(id=name, kind=Kind.SINGLE, options=OPTIONS) for name in "xyz"]

    assert grading.percent(three, {"x": "a", "y": "a"}) == 66
    assert grading.percent(three, dict.fromkeys("xyz", "a")) == 100
    assert grading.percent([], {}) == 0
