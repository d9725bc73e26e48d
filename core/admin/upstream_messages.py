"""Messages of Wagtail's admin that its own catalogues lack in some of our languages.

Nothing calls them here; they are listed so that `make messages` collects them. Our catalogues take
precedence over Wagtail's.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

WORDS = (
    _("The page could not be created due to validation errors."),
    _("The page could not be saved due to validation errors."),
    _("The page could not be saved as it is locked."),
    _("Go to the first error"),
    _("Search all pages…"),
    _("Wagtail %(current_version)s editor guide"),
    _("Schedule to publish"),
    _(
        'This publishing schedule will only take effect after you select the "Schedule to'
        ' publish" option'
    ),
    _("Save changes"),
    _("Saved"),
    _("Autosave is paused"),
    _("Autosave is <span>paused</span>"),
    _("Save your changes before leaving"),
    _("A network error occurred"),
    _(
        "Troubleshoot your connection to the site before proceeding. Open the editor in a separate"
        " tab to view the last saved version."
    ),
    _("You saved a new version in another window"),
    _("%(user_name)s saved a new version"),
    _("%(user_name)s has unsaved changes"),
    _("You have unsaved changes in another window"),
    _("View latest version"),
    _("First published"),
    _("Locking: "),
    _("Anyone can edit this %(model_name)s – lock it to prevent others from editing"),
    _("Private, accessible to any logged-in users"),
    _("Privacy and access"),
    _("Checks"),
    _("Toggle checks"),
    _("Content metrics"),
    _("Reading time"),
    _("Readability"),
    _("Keyboard shortcuts"),
    _("Show keyboard shortcuts"),
    _("Filter by"),
    _("Show filters"),
    _("Page type"),
    _("Page types usage"),
    _("Has child pages"),
    _("Edited by"),
    _("Date updated"),
    _("Usage count"),
    _("There are no results."),
    _("There are no %(model_name)s to display."),
    _('There are no %(model_name)s to display. Why not <a href="%(add_url)s">add one</a>?'),
    _("Maximum filesize: %(max_upload_size)s."),
    _("The document could not be created due to errors."),
    _("Please provide an image description to comply with best practices for accessibility."),
    _("Grid layout"),
    _("List layout"),
    _("Insert or edit a link"),
    _("'%(page_title)s' has been moved successfully."),
    _("The %(model_name)s could not be saved as it is locked"),
    _("- Select an option -"),
    _("Locked by"),
    _("Anyone"),
)

COUNTS = (
    ngettext_lazy(
        '%(total)s Page <span class="w-sr-only">created in %(site_name)s</span>',
        '%(total)s Pages <span class="w-sr-only">created in %(site_name)s</span>',
    ),
    ngettext_lazy(
        '%(total)s Image <span class="w-sr-only">created in %(site_name)s</span>',
        '%(total)s Images <span class="w-sr-only">created in %(site_name)s</span>',
    ),
    ngettext_lazy(
        '%(total)s Document <span class="w-sr-only">created in %(site_name)s</span>',
        '%(total)s Documents <span class="w-sr-only">created in %(site_name)s</span>',
    ),
)
