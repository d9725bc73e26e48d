"""What of the demonstration is loaded while the portal already runs."""

from django_tasks import task

from home.demo import loader, plan


@task()
def load_work(name: str) -> str:
    """Load one work of the demonstration. Safe to repeat."""
    return loader.load(plan.by_name()[name])
