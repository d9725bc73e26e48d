"""Sending pages to translation, within the languages that a role is given.

wagtail-localize asks only for one right, whatever the page and the language: with it alone, an
Arabic translator could make French pages, and publish whatever follows a source.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from wagtail.models import Page
from wagtail_localize.views.submit_translations import SubmitPageTranslationView
from wagtail_localize.views.update_translations import UpdateTranslationsView

from people import roles


class SubmitWithinRole(SubmitPageTranslationView):
    """Only languages below whose root this person may add pages are offered, and taken."""

    def get_form(self) -> Form:
        form = super().get_form()
        field = form.fields["locales"]
        mine = roles.writable_languages(self.request.user)
        field.queryset = field.queryset.filter(language_code__in=mine)
        return form

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not roles.writable_languages(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


def refuse_alias(request: HttpRequest, page_id: int) -> HttpResponse:
    """Nobody turns a version into an alias: the portal has none. wagtail-localize would let
    whoever may edit it, also without the right to publish, put the source's words in its place,
    live at once, and throw the translation away."""
    raise PermissionDenied


class UpdateWithinRole(UpdateTranslationsView):
    """Bringing translations up to their source changes all of them: so all must be within reach,
    for publishing with the right to publish."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        publishing = "publish_translations" in request.POST
        for page in self.targets():
            rights = page.permissions_for_user(request.user)
            if not rights.can_edit() or (publishing and not rights.can_publish()):
                raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def targets(self) -> list[Page]:
        source = self.get_object()
        locales = source.translations.filter(enabled=True).values("target_locale")
        return list(Page.objects.filter(translation_key=source.object_id, locale__in=locales))
