"""modelsearch, whitenoise and Django: names that we take from inside them.

If one is gone: follow it in the module named, and mend this file.
"""

import runpy
from typing import Any

import pytest
from django.contrib.auth.base_user import BaseUserManager
from django.contrib.staticfiles.storage import HashedFilesMixin
from django.core.files.storage import FileSystemStorage
from gunicorn.config import Config
from gunicorn.http import message
from gunicorn.http.errors import LimitRequestLine
from gunicorn.http.parser import RequestParser
from modelsearch.query import MATCH_NONE, PlainText
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from wagtail.rich_text import RichText
from wagtail.search.backends import get_search_backend

from core import staticfiles
from core.admin import search, spreadsheets
from home.models import StandardPage
from people.models.users import Users
from tests.contract import missing, parameters, where
from tests.factories.core import standard_page
from tests.server import ROOT


def test_the_search_of_the_admin_compiles_queries_by_our_classes():
    names = ["query_compiler_class", "autocomplete_query_compiler_class"]
    backend = get_search_backend()

    assert missing(search.StockBackend, names) == [], where(search)
    assert backend.query_compiler_class is search.Search
    assert PlainText("words").query_string == "words", where(search.clean)
    assert search.clean("'\"") is MATCH_NONE


@pytest.mark.wagtail_indexes
def test_a_quote_is_no_syntax_in_the_search_of_the_admin(home):
    page = standard_page(home, "Time bank")

    found = StandardPage.objects.search("bank'\"")

    assert [one.pk for one in found] == [page.pk], where(search.clean)


def test_storages_save_by_this_method():
    assert parameters(FileSystemStorage._save) == ["self", "name", "content"], where(
        staticfiles.JoinedManifestStorage
    )
    assert parameters(HashedFilesMixin.post_process) == ["self", "paths", "dry_run", "options"]


def test_a_manager_of_users_knows_its_database():
    assert missing(BaseUserManager(), ["_db"]) == [], where(Users.create_user)


def test_every_spreadsheet_of_the_admin_goes_through_these():
    stock = spreadsheets.SpreadsheetExportMixin

    assert stock.preprocess_field_value is spreadsheets.format_field, where(spreadsheets.install)
    assert stock.stream_csv is spreadsheets.stream_with_bom, where(spreadsheets.install)
    assert stock.as_spreadsheet is spreadsheets.stream_named_spreadsheet, where(
        spreadsheets.install
    )
    assert parameters(spreadsheets._stock_value) == ["self", "field", "value", "export_format"]


def request_of_line(size: int, config: dict[str, Any]) -> message.Request:
    """What gunicorn makes of a request whose first line has so many bytes."""
    settings = Config()
    settings.set("limit_request_line", config["limit_request_line"])
    begin, end = b"GET /?q=", b" HTTP/1.1"
    line = begin + b"a" * (size - len(begin) - len(end)) + end
    sent = iter([line + b"\r\nHost: localhost\r\n\r\n"])
    return next(iter(RequestParser(settings, sent, ("127.0.0.1", 1))))


def test_gunicorn_lets_a_request_line_through_that_is_as_long_as_we_say():
    config = runpy.run_path(str(ROOT / "portal" / "gunicorn.py"))
    longest = config["limit_request_line"]

    assert longest == 64 * 1024 - 1
    assert request_of_line(longest, config).uri.startswith("/?q=aaa"), "portal/gunicorn.py"
    with pytest.raises(LimitRequestLine):
        request_of_line(longest + 1, config)


def test_rich_text_is_drawn_by_this_template():
    """Ours stands before Wagtail's: it cleans what it draws."""
    drawn = str(RichText('<p onclick="x">words<script>y</script></p>'))

    assert drawn.strip() == "<p>words</p>", "core/templates/wagtailcore/shared/richtext.html"


def test_openpyxl_refuses_the_control_characters_that_exports_leave_out():
    """If it refuses others: mend `NOT_IN_XML` in core/admin/spreadsheets.py."""
    signs = [chr(code) for code in range(0x300)]

    refused = [sign for sign in signs if ILLEGAL_CHARACTERS_RE.match(sign)]

    assert refused == [sign for sign in signs if spreadsheets.NOT_IN_XML.match(sign)]
    assert len(refused) == 29
