"""Gathers the models of courses' packages for Django."""

from courses.catalogue.models import CatalogueIndexPage, CoursePage, LessonPage, ModulePage
from courses.certificates.models import Certificate
from courses.learning.models import Enrolment, LessonCompletion

__all__ = [
    "CatalogueIndexPage",
    "Certificate",
    "CoursePage",
    "Enrolment",
    "LessonCompletion",
    "LessonPage",
    "ModulePage",
]
