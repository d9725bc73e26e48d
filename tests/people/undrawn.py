"""Templates that say nothing: for tests of who may open a view, which is decided before any is
drawn. To draw a page of the admin costs more than all the rest of it."""

from collections.abc import Iterator

from django.template import Origin, TemplateDoesNotExist
from django.template.loaders.base import Loader

# Of this one Wagtail makes the message that somebody was refused.
DRAWN = "wagtailadmin/shared/messages.html"
BACKEND = "django.template.backends.django.DjangoTemplates"
LOADERS = [f"{__name__}.Blank", "django.template.loaders.app_directories.Loader"]
TEMPLATES = [{"BACKEND": BACKEND, "OPTIONS": {"loaders": LOADERS}}]


class Blank(Loader):
    """Finds each template, empty."""

    def get_template_sources(self, template_name: str) -> Iterator[Origin]:
        yield Origin(template_name, template_name, self)

    def get_contents(self, origin: Origin) -> str:
        if origin.name == DRAWN:
            raise TemplateDoesNotExist(origin)
        return ""
