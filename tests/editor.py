"""Submits the page editor's forms as a browser would."""

from django.urls import reverse
from lxml.html import document_fromstring
from wagtail.models import Page

FORM = "//form[@id='page-edit-form' or @data-edit-form]"


def fields_of(html: str) -> dict[str, object]:
    """The page editor's form as a browser would send it back untouched."""
    forms = document_fromstring(html).xpath(FORM)
    assert forms, "the page editor shows its form"
    found: dict[str, object] = {}
    for field in forms[0].xpath(".//*[self::input or self::textarea or self::select][@name]"):
        name, kind = field.get("name"), field.get("type", "")
        if "__prefix__" in name or kind in {"submit", "file"}:
            continue
        if kind in {"checkbox", "radio"}:
            if "checked" in field.attrib:
                found[name] = field.get("value", "on")
        elif field.tag == "select":
            found[name] = [one.get("value", "") for one in field.xpath(".//option[@selected]")]
        elif field.tag == "textarea":
            found[name] = field.text_content().removeprefix("\n")
        else:
            found[name] = field.get("value", "")
    # Streams are drawn by a script: with nothing in them, all they send is how many they have.
    for stream in forms[0].xpath(".//*[@data-block]"):
        found[f"{stream.get('id')}-count"] = "0"
    return found


def opened(client, url: str) -> dict[str, object]:
    """A form of the page editor that somebody opens."""
    answer = client.get(url)
    assert answer.status_code == 200
    return fields_of(answer.content.decode())


def send(client, url: str, form: dict[str, object] | None = None, **changed: object):
    """Change these fields of a form of the page editor, opened now or before, and send it."""
    answer = client.post(url, {**(form or opened(client, url)), **changed})
    assert answer.status_code == 302, answer.context["form"].errors
    return answer


def edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
