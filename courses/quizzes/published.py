"""The published questions of a lesson: the key from the original, the words of every language.

One answer key: flags, places, points, accepted answers and numbers are those of the original's
published version, by block id, whatever stands in a translation.
"""

from decimal import Decimal
from typing import Any
from uuid import UUID

from core import works
from core.caching.generation import GenerationCache
from courses.catalogue.models import LessonPage
from courses.quizzes.content import KeyedOption, KeyedQuestion, OptionWords, QuestionWords, Quiz

_all: GenerationCache[Quiz] = GenerationCache(size=600)
_quizzes: GenerationCache[Quiz] = GenerationCache(size=600)


def quiz_of(lesson_key: UUID) -> Quiz:
    """The questions that count; none where the lesson has no quiz or its original is not
    published."""
    return _quizzes.get(lesson_key, lambda: _read(lesson_key, only_counting=True))


def questions_of(lesson_key: UUID) -> Quiz:
    """All questions of the lesson, self-checks among them."""
    return _all.get(lesson_key, lambda: _read(lesson_key, only_counting=False))


def _read(lesson_key: UUID, *, only_counting: bool) -> Quiz:
    rows = LessonPage.objects.filter(translation_key=lesson_key, live=True)
    pages = {page.language: page for page in rows}
    source = pages.get(works.original_language(lesson_key) or "")
    if source is None:
        return Quiz()
    blocks = [one for one in source.body if one.block_type == "question"]
    counted = [one for one in blocks if one.value.get("counts") or not only_counting]
    questions = tuple(question_from(str(one.id), one.value) for one in counted)
    if not questions:
        return Quiz()
    ids = {one.id for one in questions}
    words = {language: words_in(page, language, ids) for language, page in pages.items()}
    return Quiz(questions, words, source.language, source.live_revision_id or 0)


def draft_quiz(page: LessonPage) -> Quiz:
    """The quiz as this very version has it, for its preview."""
    found = [one for one in page.body if one.block_type == "question" and one.value.get("counts")]
    questions = tuple(question_from(str(one.id), one.value) for one in found)
    words = words_in(page, page.language, {one.id for one in questions})
    return Quiz(questions, {page.language: words}, page.language)


def question_from(question_id: str, value: Any) -> KeyedQuestion:
    """The key of one question block."""
    return KeyedQuestion(
        id=question_id,
        kind=str(value.get("kind")),
        points=value.get("points") or 1,
        options=tuple(
            KeyedOption(str(one.id), bool(one.value.get("right")), one.value.get("place") or 0)
            for one in value["options"].bound_blocks
        ),
        accepted=tuple(str(one) for one in value.get("accepted") or [] if str(one).strip()),
        number=value.get("number"),
        tolerance=value.get("tolerance") or Decimal(0),
    )


def words_in(page: LessonPage, language: str, ids: set[str]) -> dict[str, QuestionWords]:
    """The words of these questions in one version."""
    return {
        str(child.id): words_from(child.value, language)
        for child in page.body
        if child.block_type == "question" and str(child.id) in ids
    }


def words_from(value: Any, language: str) -> QuestionWords:
    options = {
        str(one.id): OptionWords(str(one.value["text"]), str(one.value["why"]))
        for one in value["options"].bound_blocks
    }
    return QuestionWords(language, str(value["text"]), str(value.get("feedback") or ""), options)
