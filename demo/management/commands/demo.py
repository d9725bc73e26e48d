"""`manage.py demo`: load the demonstration, print its credentials, or report on it."""

import json
from argparse import ArgumentParser
from contextlib import suppress
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from wagtail.models import Page

from core.tasks import bulk
from demo import fixtures, loader, manifest, report, stamp
from demo.manifest import ManifestItem
from demo.sources import BadSource
from demo.streams import key_of
from demo.tasks import load_work, names_to_load, resolve_pending_links
from home.topics import load_topics
from people.models import User


def has_own_content() -> bool:
    """Whether there are users or front pages that are not the demonstration's: it would replace the
    front page, and create accounts."""
    fronts = Page.objects.filter(depth=2).not_exact_type(Page)
    if fronts.filter(translation_key=key_of("home")).exists():
        return False
    return fronts.exists() or User.objects.exists()


@transaction.atomic
def place_all(works: list[ManifestItem]) -> None:
    """So that each can link to all others when it is loaded, and is loaded once. One in a language
    in which its parent is not loaded yet has no place so far."""
    for item in works:
        with suppress(Page.DoesNotExist):
            loader.place(item)


class Command(BaseCommand):
    help = "Load the demonstration; a repeat changes only what has changed in its files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--accounts", action="store_true", help="print the demo sign-ins as JSON and stop"
        )
        parser.add_argument(
            "--start",
            action="store_true",
            help="load what a first page needs, and queue the rest for the worker",
        )
        parser.add_argument(
            "--report", action="store_true", help="say what it holds and what is missing, and stop"
        )
        parser.add_argument("--only", help="load one work by its name")

    def handle(self, **options: Any) -> None:
        if options["accounts"]:
            self.stdout.write(json.dumps(fixtures.read_accounts(), ensure_ascii=False, indent=2))
            return
        if options["report"]:
            for line in report.report_lines():
                self.stdout.write(line)
            return
        if options["start"] and has_own_content():
            self.say("not loaded: this portal has content of its own (DEMO=0 says so too)")
            return
        if options["start"] and stamp.is_current() and fixtures.accounts_path().exists():
            self.say("as it was")
            return
        try:
            with bulk.load():
                fixtures.load_identity()
                load_topics()
                fixtures.load_glossary()
                self.load(options)
                fixtures.load_accounts()
        except BadSource as error:
            raise CommandError(str(error)) from error
        self.say("ready")

    def load(self, options: dict[str, Any]) -> None:
        works = manifest.works()
        if options["only"]:
            works = [item for item in works if item.name == options["only"]]
        else:
            self.lay_out(works)
        if options["start"]:
            self.begin(works)
        else:
            self.load_all(works)

    def lay_out(self, works: list[ManifestItem]) -> None:
        """The front page and those below which records stand; and a place for all others."""
        place_all(works)
        for item in works:
            if item.parent in (None, "home") and item.comes_first:
                self.load_now(item)
        place_all(works)

    def begin(self, works: list[ManifestItem]) -> None:
        """What a first page needs; the rest is queued. After an interrupted start the existing
        queue is processed, and only what is missing in it is added."""
        queued = names_to_load()
        for item in works:
            if item.comes_first:
                self.load_now(item)
            elif item.name not in queued and not loader.is_as_it_was(item):
                load_work.enqueue(item.name)
        resolve_pending_links.enqueue()

    def load_all(self, works: list[ManifestItem]) -> None:
        for item in works:
            self.load_now(item)
        for item in works:
            if loader.is_waiting(item):
                self.load_now(item)
        if works == manifest.works() and all(loader.is_settled(item) for item in works):
            stamp.save_fingerprint()

    def load_now(self, item: ManifestItem) -> None:
        if line := loader.load(item):
            self.say(line)

    def say(self, line: str) -> None:
        self.stdout.write(f"  demo {line}")
        self.stdout.flush()
