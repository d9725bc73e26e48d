"""Gathers the models of courses' packages for Django."""

from courses.catalogue.models import CatalogueIndexPage, CoursePage, LessonPage, ModulePage
from courses.certificates.models import Certificate
from courses.learning.models import Enrolment, LessonCompletion
from courses.quizzes.models import Answer, Attempt, QuizSnapshot

__all__ = [
    "Answer",
    "Attempt",
    "CatalogueIndexPage",
    "Certificate",
    "CoursePage",
    "Enrolment",
    "LessonCompletion",
    "LessonPage",
    "ModulePage",
    "QuizSnapshot",
]
