"""modelsearch, whitenoise and Django: names that we take from inside them.

If one is gone: follow it in the module named, and mend this file.
"""

import inspect
import runpy

import pytest
from django.contrib.auth.base_user import BaseUserManager
from django.contrib.staticfiles.storage import HashedFilesMixin
from django.core.files.storage import FileSystemStorage
from gunicorn.http import message
from modelsearch.query import MATCH_NONE, PlainText
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

    assert stock.preprocess_field_value is spreadsheets.defused_field, where(spreadsheets.install)
    assert stock.stream_csv is spreadsheets.stream_with_bom, where(spreadsheets.install)
    assert stock.as_spreadsheet is spreadsheets.named_spreadsheet, where(spreadsheets.install)
    assert parameters(spreadsheets._stock_value) == ["self", "field", "value", "export_format"]


def test_gunicorn_reads_the_longest_request_line_from_this_name():
    config = runpy.run_path(str(ROOT / "portal" / "gunicorn.py"))

    assert config["limit_request_line"] < message.MAX_REQUEST_LINE, "portal/gunicorn.py"
    request = inspect.getsource(message.Request.__init__)
    assert "MAX_REQUEST_LINE" in request, "portal/gunicorn.py"


def test_rich_text_is_drawn_by_this_template():
    """Ours stands before Wagtail's: it cleans what it draws."""
    drawn = str(RichText('<p onclick="x">words<script>y</script></p>'))

    assert drawn.strip() == "<p>words</p>", "core/templates/wagtailcore/shared/richtext.html"
