"""Page form of the Wagtail admin."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

# Set by the form's script where it saves by itself.
AUTOMATIC = "is_automatic"


class PageForm(WagtailAdminPageForm):
    """Makes the slug optional and generates it from the title, whatever its script: the admin's
    script does so for Latin titles only, and slow connections may not have loaded it.

    An automatic save never overwrites what was saved or published while it was on its way, and no
    save takes off what was published meanwhile.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def save(self, commit: bool = True) -> Any:
        """Raises PermissionDenied, which the page editor tells in words, where an automatic save
        has been overtaken by another."""
        now = lock_stored_page(self.instance)
        if now is None:
            return super().save(commit)
        if AUTOMATIC in self.data and page_versions(now) != page_versions(self.instance):
            raise PermissionDenied(_("A newer version has been saved in the meantime."))
        # The view read the page before that; of a live page only the revision changes.
        self.instance.live = now.live
        return super().save(commit and not now.live)


def lock_stored_page(page: Page) -> Page | None:
    """The row of the page as it is now, locked until the transaction ends, if there is one."""
    rows = Page.objects.filter(pk=page.pk)
    if connection.in_atomic_block:
        rows = rows.select_for_update()
    return rows.first()


def page_versions(page: Page) -> tuple[Any, ...]:
    return page.latest_revision_id, page.latest_revision_created_at, page.live
