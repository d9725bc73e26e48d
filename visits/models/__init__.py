from visits.models.pages import LessonLearnedPage, StudyVisitIndexPage, StudyVisitPage

__all__ = ["LessonLearnedPage", "StudyVisitIndexPage", "StudyVisitPage"]
