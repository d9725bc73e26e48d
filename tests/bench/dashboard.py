"""What the dashboard of translations costs with 300 works in six languages, read every day:

    DATA_DIR=$(mktemp -d) .venv/bin/python manage.py shell -v 0 -c \
        "from tests.bench import dashboard; dashboard.main()"
"""

import time
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, Page

from core.counts.counting import Event, store
from core.works import roots
from home.models import StandardPage
from people.models import User
from portal import preload
from portal.onboarding import initial_site
from translations.models import Freshness

WORKS, REPEATS, DAYS = 300, 5, 30
MOST_SECONDS = 2


def main() -> None:
    """Over an empty data directory."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    initial_site.begin("admin@example.org")
    with transaction.atomic():
        for number in range(WORKS):
            add_work(number, timezone.now())
    # As every process of a server has before its first request.
    preload.load()
    client, times = Client(HTTP_HOST="localhost"), []
    client.force_login(User.objects.get())
    for _turn in range(REPEATS):
        began = time.perf_counter()
        with CaptureQueriesContext(connection) as queries:
            answer = client.get("/admin/translations/")
        times.append(time.perf_counter() - began)
        assert answer.status_code == 200
    first, median = times[0], sorted(times)[REPEATS // 2]
    print(
        f"{WORKS} works, six languages, {DAYS} days of reads: first {first:.2f} s, median"
        f" {median:.2f} s, {len(queries)} queries, {len(answer.content) / 1e3:.0f} kB"
    )
    assert max(first, median) < MOST_SECONDS


def add_work(number: int, now: datetime) -> None:
    """A work in all languages; of three, two are behind."""
    key, slug = uuid.uuid4(), f"work-{number}"
    for code, root in roots().items():
        locale = Locale.objects.get(language_code=code)
        page = StandardPage(title=f"{slug} {code}", slug=slug, translation_key=key, locale=locale)
        Page.objects.get(pk=root.page_id).specific.add_child(instance=page)
    Freshness.objects.bulk_create(states(key, number, now))
    store(
        {
            Event(now.date() - timedelta(days=day), "read", code, str(key)): number + 1
            for day in range(DAYS)
            for code in roots()
        }
    )


def states(key: uuid.UUID, number: int, now: datetime) -> Iterator[Freshness]:
    for locale in Locale.objects.all():
        is_original = locale.language_code == "en"
        is_behind = bool(number % 3) and not is_original
        yield Freshness(
            translation_key=key,
            locale=locale,
            is_original=is_original,
            followed_on=now,
            behind_since=now - timedelta(days=number) if is_behind else None,
            changes={f"body.{uuid.uuid4()}": "words"} if is_behind else {},
            review="own" if is_original else "machine",
            pieces=60,
            checked=0,
        )
