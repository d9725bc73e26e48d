"""Logging: what is no fault of the code is one line, not a traceback."""

import logging

from django.core.exceptions import DisallowedHost

from core.db import is_disk_full, is_unavailable


class OneLine(logging.Filter):
    """Drops the traceback of a stranger's Host header, and of a database or a disk that is not
    there: an hour of it would fill the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return True
        if isinstance(error, DisallowedHost):
            record.exc_info = record.exc_text = None
        elif is_unavailable(error) or is_disk_full(error):
            record.msg = f"{record.getMessage()} ({type(error).__name__}: {first_line(error)})"
            record.args = record.exc_info = record.exc_text = None
        return True


def first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [""])[0]
