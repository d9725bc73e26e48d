from courses.models.catalogue import CatalogueIndexPage, CoursePage, LessonPage, ModulePage
from courses.models.records import Certificate, Enrolment, LessonCompletion

__all__ = [
    "CatalogueIndexPage",
    "Certificate",
    "CoursePage",
    "Enrolment",
    "LessonCompletion",
    "LessonPage",
    "ModulePage",
]
