"""Versions of a work in other languages, written by hand."""

from typing import Any

from home.models import StandardPage
from tests.factories.core import go_live, root_for


def version(page: StandardPage, language: str, **fields: Any) -> StandardPage:
    """A live version of the page in another language, made by hand."""
    root = root_for(language)
    copy = page.copy_for_translation(root.locale)
    for name, value in {"summary": "", **streamed(fields)}.items():
        setattr(copy, name, value)
    copy.save()
    go_live(copy)
    return StandardPage.objects.get(pk=copy.pk)


def streamed(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of a page, its body given as plain text."""
    if "body" in fields:
        return {**fields, "body": [("text", f"<p>{fields['body']}</p>")]}
    return fields
