"""Marks of an example account, so that a version of the demonstration is partly checked.

Nobody has read what it marks: it marks passages only of the page that says so in its own text.
"""

from typing import Any
from uuid import UUID

from django.db import transaction

from core.models import BasePage
from demo import later_edits
from people.models import User
from translations.checking import actions
from translations.checking.passages import DOUBT, passages_of
from translations.freshness import ledger

EMAIL, NAME = "example.reviewer@example.org", "Example reviewer"


def reviewer() -> User:
    """The example account. Nobody can sign in to it, and no mail is sent to it."""
    account = User.objects.filter(email=EMAIL).first()
    return account or User.objects.create_user(EMAIL, display_name=NAME, is_active=False)


@transaction.atomic
def mark(name: str, key: UUID) -> None:
    """Mark the passages that are planned for a work. What was said of one before stays as it is.
    Idempotent."""
    for row in later_edits.plan()["checked"]:
        page = ledger.live_version(key, row["language"]) if row["work"] == name else None
        if page is not None:
            mark_version(page, row)


def mark_version(page: BasePage, row: dict[str, Any]) -> None:
    verdicts: dict[int, str] = dict.fromkeys(row["right"], actions.Verdict.RIGHT.value)
    if "doubt" in row:
        verdicts[row["doubt"]] = DOUBT
    for passage in passages_of(page):
        if passage.number in verdicts and not passage.verdict:
            actions.judge(
                page=page,
                passage=passage,
                verdict=verdicts[passage.number],
                person=reviewer(),
                note=row.get("note", ""),
                own=passage.own.digest,
            )
