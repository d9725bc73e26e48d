"""Page form of the Wagtail admin."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm


class PageForm(WagtailAdminPageForm):
    """Makes the slug optional and generates it from the title, whatever its script: the admin's
    script does so for Latin titles only, and slow connections may not have loaded it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
