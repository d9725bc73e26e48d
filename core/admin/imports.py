"""Import of redirects, with validation: a row that does not match its table is a message, not a
server error.

Wagtail expects each row to be as long as the first; a shorter one makes it answer 500, with the
rows above it imported already.
"""

import csv
from zipfile import BadZipFile

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.contrib.redirects import views

UNREADABLE = (csv.Error, BadZipFile, IndexError, KeyError, OSError, TypeError, ValueError)


def process_import(request: HttpRequest) -> HttpResponse:
    """Import all rows, or none and say why."""
    try:
        with transaction.atomic():
            return views.process_import(request)
    except UNREADABLE:
        messages.error(
            request,
            _(
                "Nothing was imported: a row of the table does not match its columns. Open the "
                "file, check that each row has both addresses, then upload it again."
            ),
        )
        return redirect("wagtailredirects:start_import")
