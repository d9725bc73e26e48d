"""Marking: what counts as an answer, and what part of the points it earns. No database.

Several right answers: each right one that is ticked counts, each wrong one takes one away, never
below nothing. All other kinds are right or not.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from core.text import fold, one_line
from courses.catalogue.questions import Kind
from courses.quizzes.content import KeyedQuestion, is_chosen

# What is stored of an answer: an option's id, some of them, or what was typed.
Value = str | list[str]
LONGEST_TEXT = 500
# What stands between thousands and is no decimal sign: white space, apostrophes, the Arabic sign.
APART = re.compile("[\\s'\u2019\u066c]")
# The Arabic decimal sign, and the minus of typographers.
SIGNS = str.maketrans({"\u066b": ",", "\u2212": "-"})
NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)")
IN_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:(?:,\d{3})+(?:\.\d+)?|(?:\.\d{3})+(?:,\d+)?)")


class BadValue(Exception):
    """This is no answer to this question."""


def parse_answer_value(question: KeyedQuestion, raw: Any) -> Value:
    """The answer as it is stored; "" or [] for none. Raises BadValue."""
    if question.kind in {Kind.TEXT, Kind.NUMBER}:
        return parse_text(raw)
    if is_chosen(question.kind):
        return one_of(question, raw)
    return some_of(question, raw)


def parse_text(raw: Any) -> str:
    if not isinstance(raw, str) or len(raw) > LONGEST_TEXT:
        raise BadValue
    return one_line(raw)


def one_of(question: KeyedQuestion, raw: Any) -> str:
    if not isinstance(raw, str) or (raw and raw not in question.option_ids):
        raise BadValue
    return raw


def some_of(question: KeyedQuestion, raw: Any) -> list[str]:
    """Option ids: in the quiz's order, or in the reader's where the order is the answer."""
    given = raw.split(",") if isinstance(raw, str) else raw
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise BadValue
    wanted = [one for one in given if one]
    if len(set(wanted)) != len(wanted) or not set(wanted) <= set(question.option_ids):
        raise BadValue
    if question.kind == Kind.ORDER:
        if wanted and len(wanted) != len(question.options):
            raise BadValue
        return wanted
    return [one for one in question.option_ids if one in wanted]


def numbers_of(text: str) -> set[Decimal]:
    """What the text may mean as a number: digits of any script, a point or a comma before the
    decimals. 1,000 may be one or a thousand; nothing where it is no number."""
    plain = fold(APART.sub("", text.translate(SIGNS)))
    found = set()
    if NUMBER.fullmatch(plain):
        found.add(plain.replace(",", "."))
    if IN_THOUSANDS.fullmatch(plain):
        apart = min(plain.find(sign) for sign in ",." if sign in plain)
        found.add(plain.replace(plain[apart], "").replace(",", "."))
    return {Decimal(one) for one in found}


def share(question: KeyedQuestion, value: Value) -> Fraction:
    """The part of the question's points that the answer earns, from 0 to 1."""
    if not value:
        return Fraction(0)
    if question.kind == Kind.MULTIPLE:
        return share_of_several(question, value)
    return Fraction(1 if is_right(question, value) else 0)


def share_of_several(question: KeyedQuestion, ticked: Iterable[str]) -> Fraction:
    right, given = question.right_ids, set(ticked)
    earned = len(given & right) - len(given - right)
    return Fraction(max(earned, 0), max(len(right), 1))


def is_right(question: KeyedQuestion, value: Value) -> bool:
    if question.kind == Kind.ORDER:
        return value == question.right_order
    if question.kind == Kind.TEXT:
        return fold_answer(str(value)) in {fold_answer(one) for one in question.accepted}
    if question.kind == Kind.NUMBER:
        wanted = question.number
        return wanted is not None and any(
            abs(given - wanted) <= question.tolerance for given in numbers_of(str(value))
        )
    return value in question.right_ids


def fold_answer(text: str) -> str:
    """As search folds, and without what stands between words."""
    return " ".join(re.findall(r"\w+", fold(text)))


def percent(questions: Iterable[KeyedQuestion], answers: dict[str, Value]) -> int:
    """The result in per cent, rounded down; 0 for a quiz without points."""
    rows = list(questions)
    total = sum(one.points for one in rows)
    earned = sum(one.points * share(one, answers.get(one.id, "")) for one in rows)
    return int(100 * earned / total) if total else 0
