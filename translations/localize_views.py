"""Views of wagtail-localize, restricted to the languages of a role.

wagtail-localize checks only one permission, whatever the page and the language: with it alone, an
Arabic translator could create French pages, and publish whatever is in sync with a source.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin.views.pages.utils import get_valid_next_url_from_request
from wagtail.models import Page
from wagtail_localize.models import Translation
from wagtail_localize.views import edit_translation
from wagtail_localize.views.submit_translations import SubmitPageTranslationView
from wagtail_localize.views.update_translations import UpdateTranslationsView

from core.http import content_disposition
from core.l10n.lists import format_enumeration
from people import roles
from people.http import SignedInRequest
from translations import po_files

MOST_SHOWN = 5


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


def edit_override(
    request: HttpRequest, translation_id: int, overridable_segment_id: int
) -> HttpResponse:
    """As upstream does it; an address that no link may have is refused with a sentence."""
    try:
        return edit_translation.edit_override(request, translation_id, overridable_segment_id)
    except ValidationError as error:
        return JsonResponse({"error": error.messages[0]}, status=400)


def download_po(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Called as the page and the language are; upstream leaves out what is not in Latin letters."""
    response: HttpResponse = edit_translation.download_pofile(request, translation_id)
    job = Translation.objects.select_related("source", "target_locale").get(pk=translation_id)
    name = f"{job.source.object_repr} {job.target_locale.language_code}"
    response["Content-Disposition"] = content_disposition(name, "po")
    return response


@require_POST
def upload_po(request: SignedInRequest, translation_id: int) -> HttpResponse:
    """Import a translator's file; whatever is wrong with it is said in a sentence."""
    translation = get_object_or_404(Translation, pk=translation_id)
    target = translation.get_target_instance()
    if not edit_translation.user_can_edit_instance(request.user, target):
        raise PermissionDenied
    try:
        file = po_files.read(request.FILES.get("file"), translation)
    except po_files.UnusableFile as error:
        messages.error(request, str(error))
    else:
        say_what_was_taken(request, po_files.take(file, translation, request.user))
    return redirect(get_valid_next_url_from_request(request) or reverse("wagtailadmin_home"))


def say_what_was_taken(request: HttpRequest, done: po_files.ImportResult) -> None:
    """How many pieces came in; both wordings where the newer one was kept; what fitted nowhere."""
    messages.success(
        request,
        ngettext(
            "%(count)s segment was imported from the file.",
            "%(count)s segments were imported from the file.",
            done.taken,
        )
        % {"count": done.taken},
    )
    if done.kept:
        pairs = [
            _("“%(file)s” in the file, “%(here)s” here") % {"file": file, "here": here}
            for file, here in done.kept[:MOST_SHOWN]
        ]
        words = ngettext(
            "%(count)s segment was changed here after the file was downloaded. The text here was "
            "kept: %(pairs)s. If the file is right, make the change here by hand.",
            "%(count)s segments were changed here after the file was downloaded. The texts here "
            "were kept: %(pairs)s. Where the file is right, make the change here by hand.",
            len(done.kept),
        )
        messages.warning(
            request, words % {"count": len(done.kept), "pairs": format_enumeration(pairs)}
        )
    if done.unknown:
        words = ngettext(
            "%(count)s segment of the file does not belong to this page and was skipped.",
            "%(count)s segments of the file do not belong to this page and were skipped.",
            done.unknown,
        )
        messages.warning(request, words % {"count": done.unknown})
