"""Login, sign-up, profile, and replaying a stashed POST."""

from typing import Any
from urllib.parse import urlencode

from allauth.account import views as account
from allauth.account.adapter import get_adapter
from allauth.account.internal.decorators import login_stage_required
from allauth.account.stages import EmailVerificationStage, LoginByCodeStage, LoginStageController
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.forms import Form
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from core.http import content_disposition
from people import personal_data, post_replay
from people.forms import ConfirmLoginCodeForm, ProfileForm, RequestLoginCodeForm, SignupForm
from people.http import SignedInRequest
from people.models import User
from people.sign_in import CodeProcess, KnownAddressProcess, address_from_proof


class RequestCodeView(account.RequestLoginCodeView):
    """A code to sign in with, mailed to any address: see `people.sign_in`."""

    def get_form_kwargs(self) -> dict[str, Any]:
        """The sign-in page calls the address by another name."""
        kwargs: dict[str, Any] = super().get_form_kwargs()
        if "login" in self.request.POST:
            kwargs["data"] = {"email": self.request.POST["login"]}
        return kwargs

    def form_valid(self, form: RequestLoginCodeForm) -> HttpResponse:
        email = form.cleaned_data["email"]
        CodeProcess.begin(request=self.request, user=form._user, email=email)
        return HttpResponseRedirect(self.get_success_url())


@method_decorator(
    login_stage_required(stage=LoginByCodeStage.key, redirect_urlname="account_request_login_code"),
    name="dispatch",
)
class ConfirmCodeView(account.ConfirmLoginCodeView):
    """Where the mailed code is typed."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.stage = request._login_stage  # type: ignore[attr-defined]  # set by the decorator
        self._process = CodeProcess.resume(self.stage)
        if self._process is None:
            return redirect("account_request_login_code")
        return FormView.dispatch(self, request, *args, **kwargs)


class ConfirmAddressView(account.ConfirmEmailVerificationCodeView):
    """Where a new address is confirmed, and one that has an account signs in."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        known = KnownAddressProcess.resume(request)
        if known is None or request.user.is_authenticated:
            return super().dispatch(request, *args, **kwargs)
        self.stage = LoginStageController.enter(request, EmailVerificationStage.key)
        self._process = known
        return FormView.dispatch(self, request, *args, **kwargs)

    @property
    def is_known(self) -> bool:
        return isinstance(self._process, KnownAddressProcess)

    def _get_verify_form_class(self) -> type[Form]:
        return ConfirmLoginCodeForm if self.is_known else super()._get_verify_form_class()

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()
        if self.is_known:
            kwargs = {name: kwargs[name] for name in kwargs if name not in ("user", "email")}
        return kwargs

    def _verify_form_valid(self, form: Form) -> HttpResponse:
        if not self.is_known:
            return super()._verify_form_valid(form)
        place = self.stage.login.redirect_url if self.stage else None
        return self._process.sign_in(self.get_next_url() or place)


request_code = RequestCodeView.as_view()
confirm_address = ConfirmAddressView.as_view()
confirm_code = ConfirmCodeView.as_view()


class SignInView(account.LoginView):
    """One address, and both ways in: a mailed code first, then a password."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.POST.get("password"):
            return request_code(request)
        return super().post(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "login": self.request.GET.get("email", "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        leads_to = context["redirect_field_value"] or ""
        context["is_kept"] = post_replay.is_replayed_at(self.request, leads_to)
        context["reading_url"] = post_replay.readable_place(self.request, leads_to)
        return context


class SignUpView(account.SignupView):
    """Sign-up: the new user and the queued e-mail are one transaction."""

    @cached_property
    def proved(self) -> str:
        """The address that a link from our mail has proved, or ""."""
        return address_from_proof(
            self.request.POST.get("proof") or self.request.GET.get("proof", "")
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.proved and User.objects.filter(email=self.proved).exists():
            # The link was used before. Who has it may know: the address is theirs.
            query = {"email": self.proved, "next": self.get_next_url() or ""}
            return redirect(f"{reverse('account_login')}?{urlencode(query)}")
        return super().get(request, *args, **kwargs)

    def get_form(self, form_class: Any = None) -> Form:
        form = super().get_form(form_class)
        if self.proved:
            form.initial["proof"] = self.request.GET.get("proof", "")
            form.keep_address(self.proved)
        return form

    def form_valid(self, form: SignupForm) -> HttpResponse:
        if form.account_already_exists:
            return KnownAddressProcess.begin(
                request=self.request,
                email=form.cleaned_data["email"],
                redirect_url=self.get_success_url(),
            )
        if self.proved:
            get_adapter().stash_verified_email(self.request, self.proved)
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
            messages.success(request, _("Your profile has been saved."))
            return redirect("profile")
    context = {
        "form": form,
        "person_kept": request.user,
        "has_second_step": is_mfa_enabled(request.user),
        "learning_url": resolve_url(settings.LOGIN_REDIRECT_URL),
    }
    status = 400 if form.errors else 200
    return render(request, "people/profile.html", context, status=status)


@login_required
@never_cache
def my_data(request: SignedInRequest) -> HttpResponse:
    """All that is stored about this person, as a file."""
    return JsonResponse(
        personal_data.export(request.user),
        json_dumps_params={"ensure_ascii": False, "indent": 1},
        headers={"Content-Disposition": content_disposition("my-data", "json")},
    )


@login_required
def stashed_post(request: SignedInRequest, token: str) -> HttpResponse:
    """Show a stashed POST after login, to be checked and submitted."""
    kept = post_replay.find(request, token)
    if kept is None:
        messages.info(request, _("There is nothing left to send."))
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "people/again.html", {"kept": kept})
