"""A single login page: no other URL accepts a password."""

import re
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from tests.factories.people import PASSWORD, UserFactory

# A converter or a group, in which groups may lie.
VARIABLE = re.compile(r"\(\?P<\w+>(?:[^()]|\([^()]*\))*\)|<[^>]+>|\((?:[^()]|\([^()]*\))*\)")
LOOKS_LIKE_A_DOOR = re.compile("log.?in|sign.?in|auth|password|session|token", re.IGNORECASE)


@pytest.fixture
def guarded(home):
    """An administrator with a second step: a password alone never signs them in."""
    user = UserFactory(email="admin@example.org", is_superuser=True, is_staff=True)
    TOTP.activate(user, generate_totp_secret())
    assert Authenticator.objects.filter(user=user).exists()
    return user


def walk(patterns, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from walk(one.url_patterns, prefix + str(one.pattern))
        else:
            yield prefix + str(one.pattern), one


def address(pattern: str) -> str:
    """An address that the pattern would match: converters and groups filled with a 1."""
    path = re.sub(
        r"\(\?P<\w+>(?:[^()]|\([^()]*\))*\)|<[^>]+>|\((?:[^()]|\([^()]*\))*\)", "1", pattern
    )
    return "/" + re.sub(r"[\^$\\?*+]|\.\*", "", path).lstrip("/")


def doors() -> list[str]:
    with translation.override("en"):
        found = []
        for pattern, view in walk(get_resolver().url_patterns):
            names = f"{pattern} {view.name} {view.callback.__module__} {view.callback.__qualname__}"
            if LOOKS_LIKE_A_DOOR.search(names):
                found.append(address(pattern))
        return sorted(set(found))


def test_the_walk_finds_the_doors_we_know_of():
    assert {"/en/accounts/login/", "/admin/login/", "/admin/password_reset/"} <= set(doors())
    assert len(doors()) > 15


def test_no_other_page_takes_a_password_alone(guarded):
    fields = {
        "username": guarded.email, "login": guarded.email, "email": guarded.email,
        "password": PASSWORD, "next": "/admin/",
    }  # fmt: skip
    let_in = []
    for path in doors():
        client = Client()
        client.raise_request_exception = False
        answer = client.post(path, fields)
        if "_auth_user_id" in client.session or answer.status_code >= 500:
            let_in.append((path, answer.status_code))

    assert let_in == []


@pytest.mark.parametrize(
    "path",
    [
        "/admin/login/",
        "/admin/password_reset/",
        "/admin/password_reset/done/",
        "/admin/",
        "/admin/pages/",
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_doors_of_the_admin_lead_to_ours(guarded, path, method):
    answer = getattr(Client(), method)(path, {"username": guarded.email, "password": PASSWORD})

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/en/accounts/login/")


@pytest.mark.parametrize(
    "path",
    [
        "/en/_util/login/",
        "/ar/_util/login/",
        "/en/_util/authenticate_with_password/1/1/",
        "/django-admin/login/",
        "/django-admin/",
        "/_allauth/browser/v1/auth/login",
        "/api/v3/",
    ],
)
def test_other_doors_are_not_there(guarded, path):
    client = Client()

    assert client.post(path, {"username": guarded.email, "password": PASSWORD}).status_code == 404
    assert "_auth_user_id" not in client.session
