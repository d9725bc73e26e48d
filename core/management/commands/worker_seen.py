"""`manage.py worker_seen`: whether a worker is alive, for the health check of its container."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.models import WorkerHeartbeat
from core.tasks.models import LEASE


class Command(BaseCommand):
    help = "Succeeds if some worker has sent a heartbeat within the time of a lease."

    def handle(self, **options: Any) -> None:
        if not WorkerHeartbeat.was_seen_within(LEASE):
            raise CommandError(f"no worker has sent a heartbeat for {LEASE.seconds} seconds")
        self.stdout.write("a worker is alive")
