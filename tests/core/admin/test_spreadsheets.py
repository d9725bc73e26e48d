"""Spreadsheets from the admin: no cell is a formula, and any program reads the letters."""

import csv
from io import BytesIO, StringIO
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext
from openpyxl import load_workbook
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.admin.views.reports.base import ReportView

from core.admin.spreadsheets import BOM, escape_formula
from people.models import User
from tests.factories.core import standard_page

SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "−")
LIVE = [
    "=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "＋1", "－1",
    "＠1", "\u200f=1", "\ufeff=1", "−1",
]  # fmt: skip


@pytest.mark.parametrize("text", LIVE)
def test_a_live_cell_is_defused(text):
    assert escape_formula(text).startswith("'")


@pytest.mark.parametrize("value", ["مرحبا", "a=b", "1-2", "", -5, 3.5, None, "é@x"])
def test_other_cells_stay_as_they_are(value):
    assert escape_formula(value) == value


def test_signs_that_no_workbook_holds_are_left_out():
    assert escape_formula("a\x0bb") == "ab"


@pytest.fixture
def keeper(db):
    client = Client()
    client.force_login(User.objects.create_superuser("keeper@example.org", display_name="=1+1"))
    return client


@pytest.fixture
def hostile(home):
    for number, text in enumerate(LIVE):
        page = standard_page(home, "Page", slug=f"p{number}")
        type(page).objects.filter(pk=page.pk).update(title=f"{text}", draft_title=f"{text}\x0b")
    return standard_page(home, "عنوان")


REPORTS = ["aging-pages", "site-history", "workflow", "workflow_tasks", "locked"]


@pytest.mark.parametrize("report", REPORTS)
def test_reports_of_the_framework_are_defused_and_begin_with_a_bom(keeper, hostile, report):
    address = f"/admin/reports/{report}/"

    sheet = keeper.get(address, {"export": "csv"})
    text = sheet.getvalue()
    book = load_workbook(BytesIO(keeper.get(address, {"export": "xlsx"}).getvalue()))

    assert "spreadsheet-export" not in sheet.headers["Content-Disposition"]
    assert text.startswith(BOM)
    rows = list(csv.reader(StringIO(text.decode("utf-8-sig"), newline="")))[1:]
    assert not [cell for row in rows for cell in row if cell.lstrip().startswith(SIGNS)]
    for row in book.active.iter_rows(min_row=2):
        for cell in row:
            assert cell.data_type != "f"
            assert not str(cell.value or "").lstrip().startswith(SIGNS)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_list_is_called_as_it_is_on_the_screen(keeper, home, ending):
    person = User.objects.get()
    person.language = "ar"
    person.save()

    answer = keeper.get("/admin/redirects/", {"export": ending})

    with translation.override("ar"):
        name = quote(f"{gettext('Redirects')}.{ending}")
    assert f"filename*=UTF-8''{name}" in answer.headers["Content-Disposition"]


def test_lists_of_people_and_snippets_write_through_the_same_door():
    assert issubclass(ReportView, SpreadsheetExportMixin)
    assert SpreadsheetExportMixin.stream_csv.__module__ == "core.admin.spreadsheets"
