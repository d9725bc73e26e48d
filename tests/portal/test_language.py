"""Language negotiation: chosen once, remembered, no geolocation."""

import pytest
from django.test import Client

from people.models import User


def test_the_redirect_to_a_language_asks_the_browser_only_on_the_first_visit(home):
    client = Client(headers={"Accept-Language": "el, en;q=0.5"})

    first = client.get("/").headers["Location"]
    client.get("/language/ar/?next=/en/")
    later = client.get("/").headers["Location"]

    assert (first, later) == ("/el/", "/ar/")


def test_profile_comes_before_the_cookie(home):
    client = Client()
    client.force_login(User.objects.create_user("ines@example.org", language="pt"))
    client.cookies["language"] = "fr"

    assert client.get("/").headers["Location"] == "/pt/"


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("/en/courses/co-producing/", "/ar/courses/co-producing/"),
        ("/en/library/?q=time+bank&kind=course", "/ar/library/?q=time+bank&kind=course"),
        ("/fr/accounts/login/?next=/fr/my-learning/", "/ar/accounts/login/?next=/fr/my-learning/"),
        ("/verify/abc/", "/verify/abc/"),
        ("https://evil.example/", "/ar/"),
        ("//evil.example/", "/ar/"),
        ("http://testserver//evil.example/", "/%2Fevil.example/"),
        ("http://testserver/en//evil.example/", "/ar//evil.example/"),
        ("/en/a%3Fb/", "/ar/a%3Fb/"),
        ("javascript:alert(1)", "/ar/"),
        ("", "/ar/"),
    ],
)
def test_switching_keeps_the_place(home, here, there):
    answer = Client().get("/language/ar/", {"next": here})

    assert answer.headers["Location"] == there
    assert answer.cookies["language"].value == "ar"


def test_switching_by_post_changes_the_profile(home):
    user = User.objects.create_user("salma@example.org", language="fr")
    client = Client()
    client.force_login(user)

    client.post("/language/ar/", {"next": "/fr/"})
    client.get("/language/el/?next=/fr/")

    user.refresh_from_db()
    assert user.language == "ar"


def test_an_address_with_a_language_never_redirects(home, roots):
    client = Client(headers={"Accept-Language": "ar"})
    client.cookies["language"] = "el"

    answer = client.get("/fr/")

    assert answer.status_code == 200
    assert '<html lang="fr"' in answer.content.decode()


@pytest.mark.parametrize("came_from", ["/ar/about/", "/el/sources/"])
def test_an_address_without_language_keeps_that_of_the_page_before(home, came_from):
    answer = Client().get(
        "/feedback/",
        headers={"referer": f"http://testserver{came_from}", "accept-language": "fr"},
    )

    assert answer.headers["Location"] == f"/{came_from[1:3]}/feedback/"


@pytest.mark.parametrize(
    "came_from",
    ["", "https://elsewhere.example/ar/", "http://testserver/x/", "http://[no/address/"],
)
def test_without_such_a_page_it_goes_by_the_browser(home, came_from):
    answer = Client().get("/feedback/", headers={"referer": came_from, "accept-language": "fr"})

    assert answer.headers["Location"] == "/fr/feedback/"
