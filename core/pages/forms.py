"""The admin's form for pages."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm


class PageForm(WagtailAdminPageForm):
    """A page without an address word gets one from its title, whatever its script: a script
    of the browser fills it in for Latin titles only, and slow lines may not have loaded it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
