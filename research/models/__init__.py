"""Publication and recommendation pages."""

from research.models.pages import PublicationPage, ResearchIndexPage, ResourcePage, StudyPage
from research.models.recommendations import RecommendationIndexPage, RecommendationPage

__all__ = [
    "PublicationPage",
    "RecommendationIndexPage",
    "RecommendationPage",
    "ResearchIndexPage",
    "ResourcePage",
    "StudyPage",
]
