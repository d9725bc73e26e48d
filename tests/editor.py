"""Submits the page editor's forms as a browser would."""

from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Page


def fields_of(html: str) -> dict[str, object]:
    """The page editor's form as a browser would send it back untouched."""
    form = BeautifulSoup(html, "html.parser").select_one("#page-edit-form, form[data-edit-form]")
    assert form is not None, "the page editor shows its form"
    found: dict[str, object] = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        name, kind = field["name"], field.get("type", "")
        if "__prefix__" in name or kind in {"submit", "file"}:
            continue
        if kind in {"checkbox", "radio"}:
            if field.has_attr("checked"):
                found[name] = field.get("value", "on")
        elif field.name == "select":
            found[name] = [one.get("value", "") for one in field.select("option[selected]")]
        elif field.name == "textarea":
            found[name] = field.text.removeprefix("\n")
        else:
            found[name] = field.get("value", "")
    # Streams are drawn by a script: with nothing in them, all they send is how many they have.
    for stream in form.select("[data-block]"):
        found[f"{stream['id']}-count"] = "0"
    return found


def send(client, url: str, **changed: object):
    """Open a form of the page editor, change these fields, and send it."""
    opened = client.get(url)
    assert opened.status_code == 200
    answer = client.post(url, {**fields_of(opened.content.decode()), **changed})
    assert answer.status_code == 302, answer.context["form"].errors
    return answer


def edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
