"""Spreadsheet export: formulas are defused, UTF-8 is marked, and a file is named as its list is.

Wagtail's reports, lists and histories all write through one mixin; what is done here holds for
each of them. A view of ours that writes CSV by itself uses `escape_formula` and `BOM`.
"""

import re
from collections.abc import Iterator
from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from core.http import content_disposition

# Without it Excel takes Arabic and Greek for the letters of its own country.
BOM = "\ufeff".encode()
# How a cell begins that a program may run, also in full width, also behind blanks.
_SIGNS = "=+-@" + "\uff1d\uff0b\uff0d\uff20\u2212\ufe62\ufe63\ufe66\ufe6b"
_BLANKS = r"\s\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"
# What XML 1.0 (2.2) does not allow, and openpyxl refuses with an error.
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_FORMULA = re.compile(rf"[{_BLANKS}]*[{re.escape(_SIGNS)}]|[\t\r\n]")

_stock_value = SpreadsheetExportMixin.preprocess_field_value
_stock_csv = SpreadsheetExportMixin.stream_csv
_stock_spreadsheet = SpreadsheetExportMixin.as_spreadsheet


def escape_formula(value: Any) -> Any:
    """A value that no spreadsheet takes for a formula; what is no text stays what it is."""
    if not isinstance(value, str):
        return value
    value = NOT_IN_XML.sub("", value)
    return f"'{value}" if _FORMULA.match(value) else value


def format_field(view: SpreadsheetExportMixin, field: str, value: Any, export_format: str) -> Any:
    return escape_formula(_stock_value(view, field, value, export_format))


def stream_with_bom(view: SpreadsheetExportMixin, queryset: Any) -> Iterator[bytes]:
    yield BOM
    yield from _stock_csv(view, queryset)


def stream_named_spreadsheet(view: Any, queryset: Any, export_format: str) -> Any:
    """Not `spreadsheet-export` or the name of a table, whatever the list is."""
    response = _stock_spreadsheet(view, queryset, export_format)
    name = str(view.get_page_title() or view.get_filename())
    response["Content-Disposition"] = content_disposition(name, export_format)
    return response


def install() -> None:
    """Put these in the place of Wagtail's own."""
    SpreadsheetExportMixin.as_spreadsheet = stream_named_spreadsheet
    SpreadsheetExportMixin.preprocess_field_value = format_field
    SpreadsheetExportMixin.stream_csv = stream_with_bom
