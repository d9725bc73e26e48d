"""Login, sign-up, profile, and replaying a stashed POST."""

from typing import Any

from allauth.account import views as account
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils import translation
from django.utils.translation import gettext as _

from people import post_replay
from people.forms import ProfileForm, RequestLoginCodeForm
from people.http import SignedInRequest
from people.models import User


class SignInView(account.LoginView):
    """Login page with both ways in: a mailed code first, then a password."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        typed = self.request.POST.get("login") or self.request.GET.get("email", "")
        context["code_form"] = RequestLoginCodeForm(auto_id="code-%s", initial={"email": typed})
        leads_to = context["redirect_field_value"] or ""
        context["is_kept"] = post_replay.is_replayed_at(self.request, leads_to)
        return context


class SignUpView(account.SignupView):
    """Sign-up: the new user and the queued e-mail are one transaction."""

    def form_valid(self, form: Form) -> HttpResponse:
        with transaction.atomic():
            return super().form_valid(form)


sign_in = SignInView.as_view()
sign_up = SignUpView.as_view()


@post_replay.replay_post_after_login(
    labels={
        "display_name": ProfileForm.base_fields["display_name"].label,
        "legal_name": ProfileForm.base_fields["legal_name"].label,
        "organisation": ProfileForm.base_fields["organisation"].label,
    }
)
def profile(request: SignedInRequest) -> HttpResponse:
    """View and change one's own profile."""
    person = get_object_or_404(User, pk=request.user.pk)
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        with translation.override(person.language):
            messages.success(request, _("Your profile is saved."))
            return redirect("profile")
    context = {
        "form": form,
        "person_kept": request.user,
        "has_second_step": is_mfa_enabled(request.user),
        "learning_url": resolve_url(settings.LOGIN_REDIRECT_URL),
    }
    return render(request, "people/profile.html", context)


@login_required
def again(request: SignedInRequest, token: str) -> HttpResponse:
    """Show a stashed POST after login, to be checked and submitted."""
    kept = post_replay.find(request, token)
    if kept is None:
        messages.info(request, _("Nothing is waiting to be sent any more."))
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "people/again.html", {"kept": kept})
