"""Terms of the glossary: their page, their rows, and who may change them."""

import json
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from people import roles
from tests.factories.people import UserFactory
from tests.factories.translations import term
from translations import permissions
from translations.models import Term, TermWording

# The page --------------------------------------------------------------------------------------


def test_a_term_with_all_that_is_known_of_it(home):
    term(
        "sse",
        en={
            "text": "solidarity economy", "also": "SSE\nSocial economy",
            "note": "Also without and.", "state": "seen", "source_url": "https://www.example.org/page",
        },
        fr={"text": "économie sociale", "state": "check"},
    )  # fmt: skip

    html = Client().get("/en/glossary/").content.decode()

    assert "solidarity economy: what it means" in html
    assert "<bdi>SSE</bdi>" in html
    assert "Also without and." in html
    assert 'href="https://www.example.org/page"' in html
    assert "seen on a published page" in html
    assert '<span lang="fr" dir="ltr">économie sociale</span>' in html
    assert "needs checking by a native speaker" in html
    assert html.count("not written yet") == 4


def test_a_term_without_words_in_the_readers_language_stands_last_in_its_own(home):
    term("b", fr="banque")
    term("z", en="zebra")

    html = Client().get("/en/glossary/").content.decode()

    assert html.index('id="z"') < html.index('id="b"')
    assert 'lang="fr" dir="ltr">' in html


def test_markup_in_a_wording_is_words(home):
    term("x", en={"text": "<b>x</b>", "note": "<script>", "meaning": "</script><script>alert(1)"})

    html = Client().get("/en/glossary/").content.decode()

    assert "<b>x" not in html
    assert "<script>alert" not in html


@pytest.mark.database
def test_search_folds_accents_and_looks_in_every_language(home):
    term("sse", en="solidarity economy", fr="économie sociale", ar="الاقتصاد الاجتماعي")
    term("time-bank", en="time bank")
    client = Client()

    def found(words: str) -> list[str]:
        html = client.get("/en/glossary/", {"q": words}).content.decode()
        return re.findall(r'<article class="entry" id="([^"]+)"', html)

    assert found("economie") == ["sse"]
    assert found("الإقتصاد") == ["sse"]
    assert found("BANK time") == ["time-bank"]
    assert found("<b>\x01") == []
    assert "noindex" in client.get("/en/glossary/", {"q": "x"}).content.decode()


def test_it_is_told_to_machines(home):
    term("sse", en={"text": "solidarity economy", "also": "SSE"}, fr="économie sociale")

    html = Client().get("/fr/glossary/").content.decode()
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1])

    assert data["@type"] == "DefinedTermSet"
    assert data["inLanguage"] == "fr"
    [row] = data["hasDefinedTerm"]
    assert row["name"] == "économie sociale"
    assert row["url"] == "http://testserver/fr/glossary/#sse"


# Rows and rights -------------------------------------------------------------------------------


@pytest.mark.database
def test_one_wording_a_language(db):
    made = term("x", en="x")

    with pytest.raises(IntegrityError), transaction.atomic():
        TermWording.objects.create(term=made, language="en", text="y")


@pytest.mark.database
def test_reviewed_exactly_when_dated(db):
    wording = term("x", en="x").wordings.get()
    rows = TermWording.objects.filter(pk=wording.pk)

    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state="reviewed")
    wording.state = "reviewed"
    wording.save()
    assert rows.get().reviewed_at
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state="check")
    wording.state = "check"
    wording.save()
    assert rows.get().reviewed_at is None


@pytest.mark.database
def test_the_slug_is_a_word_of_addresses(db):
    with pytest.raises(ValidationError):
        Term(slug='x"><b>').full_clean()


def person(role: str, roots):
    user = UserFactory()
    roles.give(user, [role])
    return type(user).objects.get(pk=user.pk)


def edit(wording: TermWording, user, **changed: str):
    client = Client()
    client.force_login(user)
    fields = ["text", "also", "meaning", "note", "state", "source_url"]
    data = {name: getattr(wording, name) for name in fields} | changed
    url = reverse("wagtailsnippets_translations_termwording:edit", args=[wording.pk])
    return client.post(url, data)


@pytest.mark.database
@pytest.mark.parametrize(
    ("role", "language", "allowed"),
    [
        ("editor", "fr", True),
        ("administrator", "fr", True),
        ("translator-ar", "ar", True),
        ("translator-ar", "fr", False),
        ("researcher", "fr", False),
        ("coordinator", "fr", False),
    ],
)
def test_who_may_change_a_wording(roots, role, language, allowed):
    made = term("x", fr="x", ar="س")
    wording = made.wordings.get(language=language)
    user = person(role, roots)

    answer = edit(wording, user, text="changed", language="el", state="reviewed")

    wording.refresh_from_db()
    assert (wording.text == "changed") == allowed, answer.content.decode()[:500]
    assert wording.language == language
    if allowed:
        assert wording.reviewer == user
    assert (
        permissions.WordingPolicy(TermWording)
        .instances_user_has_permission_for(user, "change")
        .filter(pk=wording.pk)
        .exists()
        == allowed
    )


@pytest.mark.database
def test_wordings_come_and_go_with_their_term(roots):
    wording = term("x", ar="س").wordings.get()
    policy = permissions.WordingPolicy(TermWording)

    for user in [person("translator-ar", roots), person("editor", roots), AnonymousUser()]:
        assert not policy.user_has_permission(user, "add")
        assert not policy.user_has_permission_for_instance(user, "delete", wording)


@pytest.mark.database
def test_editors_write_a_term_with_its_wordings(roots, client):
    user = person("editor", roots)
    client.force_login(user)
    data = {"slug": "time-bank", "in_texts": "on"}
    data |= {f"wordings-{name}_FORMS": number for name, number in
             {"TOTAL": 1, "INITIAL": 0, "MIN_NUM": 0, "MAX_NUM": 6}.items()}  # fmt: skip
    words = {"language": "en", "text": "time bank", "meaning": "Hours.", "state": "reviewed"}
    data |= {f"wordings-0-{name}": value for name, value in words.items()}

    assert client.get(reverse("wagtailsnippets_translations_term:add")).status_code == 200
    answer = client.post(reverse("wagtailsnippets_translations_term:add"), data)

    assert answer.status_code == 302
    wording = TermWording.objects.get()
    assert (wording.text, wording.reviewer) == ("time bank", user)
    assert client.get(reverse("wagtailsnippets_translations_term:list")).status_code == 200
    assert client.get(reverse("wagtailsnippets_translations_termwording:list")).status_code == 200


def test_a_translator_sees_the_wordings_of_their_language(roots, client):
    term("x", fr="xfr", ar="xar")
    client.force_login(person("translator-ar", roots))

    html = client.get(reverse("wagtailsnippets_translations_termwording:list")).content.decode()

    assert "xar" in html
    assert "xfr" not in html
    assert client.get(reverse("wagtailsnippets_translations_term:list")).status_code != 200
