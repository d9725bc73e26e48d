"""Background task: bulk publishing of a large branch."""

from django.contrib.auth import get_user_model
from django_tasks import task
from wagtail.models import Page

from translations.branch import publication, tree


@task()
def publish_branch(page_id: int, version_ids: list[int], user_id: str) -> int:
    """Publish these versions of the branch in their order; returns how many it published.

    Idempotent: what is live as it stands is left alone.
    """
    user = get_user_model().objects.get(pk=user_id)
    top = Page.objects.get(pk=page_id)
    wanted = set(version_ids)
    items = publication.items_of(tree.rows_of(top), user)
    chosen = [one.version for one in items if not one.obstacle and one.version.page.pk in wanted]
    return len(publication.publish(chosen, user).published)
