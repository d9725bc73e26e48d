from research.models.pages import ResearchIndexPage, ResourcePage, StudyPage
from research.models.recommendations import RecommendationIndexPage, RecommendationPage

__all__ = [
    "RecommendationIndexPage",
    "RecommendationPage",
    "ResearchIndexPage",
    "ResourcePage",
    "StudyPage",
]
