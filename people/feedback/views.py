"""Public feedback form."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.http import referring_path
from core.l10n import languages
from people.feedback.actions import record_feedback
from people.feedback.forms import FeedbackForm
from people.limits import consume_rate_limit

LONGEST_PAGE = 500
MESSAGES_PER_MINUTE, MESSAGES_PER_DAY = 10, 100


@never_cache
def feedback_form(request: HttpRequest) -> HttpResponse:
    """The form; works without an account and without scripts."""
    asked = request.GET
    page = asked.get("page", "")[:LONGEST_PAGE] or referring_page(request)
    known = {"page": page, "about": asked.get("about")}
    form = FeedbackForm(request.POST or None, initial=known)
    status = 400 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        if consume_rate_limit(
            request, "feedback", per_minute=MESSAGES_PER_MINUTE, per_day=MESSAGES_PER_DAY
        ):
            return handle_submission(form)
        form.add_error(
            None,
            _("Too many messages have been sent from your connection. Please try again later."),
        )
        status = 429
    return render(request, "people/feedback.html", {"form": form}, status=status)


def handle_submission(form: FeedbackForm) -> HttpResponse:
    """Store it, then redirect to a page that may be reloaded (Post/Redirect/Get). A bot gets the
    same."""
    data = form.cleaned_data
    number = str(data["key"].hex[:8]).upper()
    if not form.is_from_machine:
        number = record_feedback(
            key=data["key"],
            language=languages.active(),
            about=data["about"],
            page=data["page"],
            words=data["words"],
            email=data["email"],
        )
    return redirect(f"{reverse('feedback_received')}?number={number}")


@require_safe
def received(request: HttpRequest) -> HttpResponse:
    """Confirmation page: what happens to the message now."""
    number = request.GET.get("number", "")
    shown = number if number.isalnum() and len(number) == 8 else ""
    return render(request, "people/feedback_received.html", {"number": shown})


def referring_page(request: HttpRequest) -> str:
    """The internal page that the reader comes from; "" for none."""
    path = referring_path(request)
    return "" if path == request.path else path
