"""Study visit and lesson-learned pages."""

from visits.models.pages import LessonLearnedPage, StudyVisitIndexPage, StudyVisitPage

__all__ = ["LessonLearnedPage", "StudyVisitIndexPage", "StudyVisitPage"]
