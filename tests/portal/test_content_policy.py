"""The Content-Security-Policy header: the same for all pages, built once."""

import pytest
from csp.decorators import csp_update
from django.http import HttpResponse
from django.test import RequestFactory

from portal import middleware
from portal.middleware import ContentSecurityPolicy
from tests.factories.core import standard_page

HEADER = "Content-Security-Policy"


@pytest.fixture
def policy():
    return ContentSecurityPolicy(lambda _request: HttpResponse()).policy


def test_it_lets_in_what_is_ours_and_no_script_within_a_page(policy):
    assert {"default-src 'none'", "script-src 'self'"} <= set(policy.split("; "))
    assert "unsafe" not in policy
    assert "nonce" not in policy


@pytest.mark.parametrize(
    ("address", "status"),
    [("/en/a-page/", 200), ("/en/nothing/", 404), ("/en/my-learning/", 302), ("/healthz", 200)],
)
def test_every_answer_carries_it(client, home, policy, address, status):
    standard_page(home)

    for _time in ("rendered", "kept"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers[HEADER]) == (status, policy)


def test_the_admin_has_its_own(client, db, policy):
    said = client.get("/admin/login/").headers[HEADER]

    assert said != policy
    assert "default-src 'self'" in said


def test_it_is_not_built_for_each_answer(monkeypatch):
    answering = ContentSecurityPolicy(lambda _request: HttpResponse())
    monkeypatch.setattr(middleware, "build_policy", None)

    assert answering(RequestFactory().get("/")).headers[HEADER] == answering.policy


@pytest.mark.parametrize(("status", "has_one"), [(200, True), (404, False), (500, False)])
def test_djangos_pages_for_who_develops_keep_their_scripts(settings, policy, status, has_one):
    settings.DEBUG = True
    answering = ContentSecurityPolicy(lambda _request: HttpResponse(status=status))

    said = answering(RequestFactory().get("/")).headers.get(HEADER, "")

    assert set(said.split("; ")) == (set(policy.split("; ")) if has_one else {""})


def test_a_view_may_have_another():
    view = csp_update({"img-src": "https://pictures.example"})(lambda _request: HttpResponse())

    said = ContentSecurityPolicy(view)(RequestFactory().get("/")).headers[HEADER]

    assert "https://pictures.example" in said
    assert "default-src 'none'" in said
