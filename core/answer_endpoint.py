"""Idempotent JSON endpoint for answers queued on a device, one at a time.

A room supplies the handler. The client is `core/js/answer-form.js`, the status line
`components/answer_state.html`. The endpoint answers with JSON, always, and never redirects: the
queue on the device decides by the status.

| status | meaning for the device |
|---|---|
| 200 | stored; `answers` is what holds now, also of other devices |
| 401 | signed out: keep it, ask to sign in |
| 403 | not this person's, or a stale CSRF token, for which a fresh one is in `token` |
| 409 | it can no longer be taken: finished, or the question has gone |
| 422 | it is no answer |
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.utils.crypto import salted_hmac
from django.utils.decorators import decorator_from_middleware
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

MOST_BYTES = 20_000


@dataclass(frozen=True)
class SentAnswer:
    """One answer as a device sends it."""

    attempt: UUID
    question: str
    value: Any
    counter: int
    idempotency_key: str


@dataclass(frozen=True)
class AnswerReceipt:
    """What holds after an answer was stored: value and counter by question."""

    kept_at: datetime
    answers: Mapping[str, tuple[Any, int]] = field(default_factory=dict)


class AnswerRefused(Exception):
    """An answer that is not stored: status, a word for programs, and a sentence for people."""

    def __init__(self, status: int, error: str, words: str) -> None:
        super().__init__(error)
        self.status, self.error, self.words = status, error, words


# Called with the request, the key, the answer, and what else the address names.
Handler = Callable[..., AnswerReceipt]


def make_answer_endpoint(handler: Handler) -> Callable[..., HttpResponseBase]:
    """The view of such an endpoint. `handler` keeps the answer of a person who is signed in, or
    raises Refused."""

    @AnswersCsrf.protect
    def answered(request: HttpRequest, key: UUID, **named: str) -> HttpResponseBase:
        try:
            if request.method != "POST":
                raise AnswerRefused(
                    405,
                    "method",
                    _(
                        "This address only accepts answers. Go back to the page that you came"
                        " from and send them from there."
                    ),
                )
            return receipt_response(handler(request, key, parse_answer(request), **named))
        except AnswerRefused as error:
            return refusal_response(request, error)

    @csrf_exempt  # checked above, where the answer is JSON
    @never_cache
    @wraps(handler)
    def endpoint(request: HttpRequest, key: UUID, **named: str) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return refusal_response(request, signed_out_response())
        if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
            return refusal_response(request, malformed_response())
        return answered(request, key, **named)

    return endpoint


def person_of(request: HttpRequest) -> str:
    """A name for this person on their devices, which tells nothing about them: what one person has
    typed is neither shown nor sent for another."""
    return salted_hmac("answers", str(request.user.pk)).hexdigest()[:16]


class AnswersCsrf(CsrfViewMiddleware):
    """Django's check; what it refuses is told as JSON, with a fresh token."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        words = _(
            "This page has been open for a long time and is being refreshed. Nothing is lost."
        )
        return refusal_response(request, AnswerRefused(403, "token", words))

    @classmethod
    def protect(cls, view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        return decorator_from_middleware(cls)(view)


def signed_out_response() -> AnswerRefused:
    return AnswerRefused(
        401, "signed-out", _("You have been signed out. Sign in to send your answers.")
    )


def parse_answer(request: HttpRequest) -> SentAnswer:
    """What was sent, as JSON or as a form. Raises Refused."""
    fields = fields_of(request)
    try:
        return SentAnswer(
            attempt=UUID(str(fields["attempt"])),
            question=str(fields["question"])[:80],
            value=fields["value"],
            counter=int(fields["counter"]),
            idempotency_key=str(fields["idempotency_key"]),
        )
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise malformed_response() from error


def fields_of(request: HttpRequest) -> Mapping[str, Any]:
    if request.content_type != "application/json":
        values = request.POST.getlist("value")
        fields = request.POST.dict()
        return {**fields, "value": values if len(values) > 1 else fields.get("value", "")}
    try:
        found = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise malformed_response() from error
    if not isinstance(found, dict):
        raise malformed_response()
    return found


def malformed_response() -> AnswerRefused:
    words = _(
        "This answer was damaged in transit and was not saved. Reload the page and answer again."
    )
    return AnswerRefused(422, "malformed", words)


def receipt_response(kept: AnswerReceipt) -> JsonResponse:
    data = {
        "state": "kept",
        "kept_at": kept.kept_at.isoformat(),
        "answers": {
            question: {"value": value, "counter": counter}
            for question, (value, counter) in kept.answers.items()
        },
    }
    return JsonResponse(data)


def refusal_response(request: HttpRequest, error: AnswerRefused) -> JsonResponse:
    """With a CSRF token only where the old one was refused: it sets a cookie."""
    is_waiting = error.status == 401 or error.error == "token"
    data = {
        "state": "waiting" if is_waiting else "refused",
        "error": error.error,
        "words": error.words,
    }
    if error.error == "token":
        data["token"] = get_token(request)
    return JsonResponse(data, status=error.status)
