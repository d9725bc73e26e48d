"""`manage.py roles`: create the groups of our roles with their permissions. Idempotent."""

from django.core.management.base import BaseCommand

from people import roles


class Command(BaseCommand):
    help = "Make the groups of our roles and give each exactly its rights. Safe to repeat."

    def handle(self, **options: object) -> None:
        self.stdout.write(f"Roles are set: {', '.join(roles.ensure_groups())}")
