"""Tables of redirects that administrators load: a row that does not fit is told, not a fault.

Wagtail takes each row for as long as the first; with one that is shorter it answers 500, having
taken over the rows above it.
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
    """All of the table, or nothing of it and a sentence."""
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
