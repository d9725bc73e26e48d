"""`manage.py freshness`: how true each language version still is; and the rows of that anew."""

import json
from typing import Any, NotRequired, TypedDict
from urllib.parse import urlsplit
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import works
from core.l10n import languages
from core.works import routing
from translations import review
from translations.freshness import derived, ledger


class Command(BaseCommand):
    help = (
        "Print the state of every version of the work at an address; or, with --rebuild, derive"
        " the states of all works anew. Safe to run at any time."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", nargs="?", help="of any version, as /fr/courses/…/")
        parser.add_argument("--json", action="store_true", help="for programs")
        parser.add_argument("--rebuild", action="store_true", help="derive all states anew")

    def handle(self, **options: Any) -> None:
        if options["rebuild"]:
            keys = derived.all_keys()
            for key in keys:
                ledger.catch_up(key)
            self.stdout.write(f"{len(keys)} works")
        elif not options["address"]:
            raise CommandError("Give the address of a page, as /fr/courses/…/, or --rebuild.")
        else:
            self.show(options["address"], is_json=options["json"])

    def show(self, address: str, *, is_json: bool) -> None:
        found = states(address)
        if is_json:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
            return
        for code, one in found["versions"].items():
            since = f" since {one['behind_since']}" if one.get("behind_since") else ""
            checked = f", {one['review']}" if "review" in one else ""
            self.stdout.write(f"{code}: {one['freshness']}{since}{checked}")


class VersionSummary(TypedDict):
    """One language of a work; where nothing is published in it, no more than that."""

    freshness: str
    review: NotRequired[str]
    followed_on: NotRequired[str]
    behind_since: NotRequired[str | None]
    behind: NotRequired[dict[str, str]]
    minor: NotRequired[dict[str, str]]
    pieces: NotRequired[int]
    checked: NotRequired[int]


class States(TypedDict):
    work: str
    original: str | None
    versions: dict[str, VersionSummary]


def states(address: str) -> States:
    """The state of every published version of the work at that address.

    Raises CommandError where there is none.
    """
    language, _slash, path = urlsplit(address).path.strip("/").partition("/")
    page = routing.find(f"{path}/" if path else "", language)
    if page is None:
        raise CommandError(f"There is no published page at {address}.")
    key = page.translation_key
    return {
        "work": str(key),
        "original": works.original_language(key),
        "versions": versions(key),
    }


def versions(key: UUID) -> dict[str, VersionSummary]:
    """Every language of the portal: one without a published version is a draft, or missing."""
    states = review.of_work(key)
    drafts = derived.languages_of(key)
    return {
        code: as_data(states[code])
        if code in states
        else {"freshness": "draft" if code in drafts else "missing"}
        for code in languages.CODES
    }


def as_data(state: review.PublicState) -> VersionSummary:
    return {
        "freshness": state.freshness,
        "review": state.review,
        "followed_on": state.followed_on.date().isoformat(),
        "behind_since": state.behind_since.isoformat() if state.behind_since else None,
        "behind": dict(state.changes),
        "minor": dict(state.minor_changes),
        "pieces": state.pieces,
        "checked": state.checked,
    }
