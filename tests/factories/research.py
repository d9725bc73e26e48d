"""Factories of publications and recommendations."""

import json
from typing import Any

from research.models import (
    RecommendationIndexPage,
    RecommendationPage,
    ResearchIndexPage,
    ResourcePage,
    StudyPage,
)
from tests.factories.core import add, root_for


def research(language: str = "en", **fields: Any) -> ResearchIndexPage:
    root = root_for(language)
    found = ResearchIndexPage.objects.child_of(root).first()
    return found or add(root, ResearchIndexPage(title="Research", slug="research"), **fields)


def study(title: str = "A study", **fields: Any) -> StudyPage:
    return add(research(), StudyPage(title=title), **streams(fields))


def resource(title: str = "A guide", **fields: Any) -> ResourcePage:
    return add(research(), ResourcePage(title=title), **streams(fields))


def streams(fields: dict[str, Any]) -> dict[str, Any]:
    """Creators and files may be given as plain dictionaries."""
    made = dict(fields)
    if "creators" in made:
        rows = [{"type": "creator", "value": creator(**one)} for one in made["creators"]]
        made["creators"] = json.dumps(rows)
    if "files" in made:
        made["files"] = json.dumps(made["files"])
    return made


def creator(**known: str) -> dict[str, str]:
    empty = dict.fromkeys(["name", "given", "family", "orcid", "organisation"], "")
    return {**empty, **known}


def link(url: str, language: str = "", pages: int | None = None) -> dict[str, Any]:
    return {"type": "link", "value": {"url": url, "language": language, "pages": pages}}


def file(document: Any, language: str = "en", pages: int | None = None) -> dict[str, Any]:
    value = {"document": document.pk, "language": language, "pages": pages}
    return {"type": "file", "value": value}


def recommendation_list(**fields: Any) -> RecommendationIndexPage:
    found = RecommendationIndexPage.objects.child_of(research()).first()
    made = RecommendationIndexPage(title="Recommendations", slug="recommendations")
    return found or add(research(), made, **fields)


def recommendation(title: str = "Do this", **fields: Any) -> RecommendationPage:
    return add(recommendation_list(), RecommendationPage(title=title), **fields)
