"""Views of wagtail-localize, restricted to the languages of a role.

wagtail-localize checks only one permission, whatever the page and the language: with it alone, an
Arabic translator could create French pages, and publish whatever is in sync with a source.
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
    """Offers and accepts only languages below whose root the user may add pages."""

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
    """404 for "convert to alias": the portal has no aliases. wagtail-localize would let anybody who
    may edit a version, also without the permission to publish, replace it with the source's text,
    live at once, and delete the translation."""
    raise PermissionDenied


class UpdateWithinRole(UpdateTranslationsView):
    """Syncing translations changes all of them: so the user needs permission for all, and the
    permission to publish in order to publish."""

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
