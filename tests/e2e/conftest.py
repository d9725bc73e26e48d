"""Browser fixtures: a real portal (gunicorn, worker, demonstration) in a data directory of its
own."""

import json
import re
import secrets
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from tests.e2e import walk
from tests.e2e.portal import Portal
from tests.server import BROWSERS, end, free_port, prepared, start, wait_for

# A state is waited for as long as an action is: beside other load pages come late.
TIMEOUT = 15_000
expect.set_options(timeout=TIMEOUT)


@pytest.fixture(scope="session")
def portal(tmp_path_factory) -> Iterator[Portal]:
    folder = tmp_path_factory.mktemp("portal") / "data"
    shutil.copytree(prepared(), folder)
    port = free_port()
    processes = start(folder, port)
    try:
        wait_for(f"http://127.0.0.1:{port}/readyz")
        rows = json.loads((folder / "demo-accounts.json").read_text("utf-8"))
        yield Portal(f"http://127.0.0.1:{port}", folder, {row["role"]: row for row in rows})
    finally:
        end(processes)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium(playwright) -> Iterator[Browser]:
    program = next(path for path in BROWSERS if path.exists())
    browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
    yield browser
    browser.close()


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(chromium, portal) -> Iterator[OpenPage]:
    """Opens a browser of its own: `open_page(width=390, theme="dark", scripts=False)`."""
    contexts: list[BrowserContext] = []

    def make(*, width: int = 1280, theme: str = "light", scripts: bool = True, **more) -> Page:
        context = chromium.new_context(
            base_url=portal.url,
            viewport={"width": width, "height": 844 if width < 600 else 900},
            color_scheme=theme,
            java_script_enabled=scripts,
            **more,
        )
        context.set_default_timeout(TIMEOUT)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def sign_in(portal) -> Callable[[Page, str], None]:
    """Signs a demo account in by its password, without drawing a page."""

    def make(page: Page, role: str, language: str = "en") -> None:
        account = portal.accounts[role]
        opened = page.request.get(f"/{language}/accounts/login/")
        walk.send(page, opened, login=account["email"], password=account["password"])
        assert any(one["name"] == "sessionid" for one in page.context.cookies())

    return make


@pytest.fixture
def sign_up(portal) -> Callable[..., str]:
    """Makes an account of its own by a mailed code; returns its address. `password` may be left
    out, as on the page. By hand where the page to sign up is open, else without drawing any."""

    def make(page: Page, language: str = "en", *, name: str = "", password: str = "") -> str:
        email = f"{secrets.token_hex(5)}@example.org"
        fields = {"email": email, "display_name": name, "password1": password}
        if "/accounts/signup/" in page.url:
            for field, value in fields.items():
                page.fill(f"input[name={field}]", value)
            page.click("form:has(input[name=email]) button")
            page.fill("input[name=code]", portal.code_for(email))
            page.click("form:has(input[name=code]) button")
            page.wait_for_url(re.compile(rf"/{language}/(?!accounts/)"))
        else:
            asked = walk.send(page, page.request.get(f"/{language}/accounts/signup/"), **fields)
            answer = walk.send(page, asked, code=portal.code_for(email))
            assert re.search(rf"/{language}/(?!accounts/)", answer.url), answer.url
        return email

    return make
