"""Middleware for every response, whatever view made it."""

from collections.abc import Callable
from dataclasses import asdict

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from portal.views import errors

Respond = Callable[[HttpRequest], HttpResponse]


class ContentSecurityPolicy(CSPMiddleware):
    """django-csp's, with the header of all responses built once: built anew for each, as there, it
    is a quarter of what a page of the page cache costs.

    A response that a decorator of django-csp has marked has a policy of its own, built there; and
    Django's pages for who develops, with scripts within them, have none.
    """

    CONFIG_ATTRIBUTES = frozenset({"_csp_config", "_csp_update", "_csp_replace", "_csp_exempt"})

    def __init__(self, get_response: Respond) -> None:
        super().__init__(get_response)
        parts = self.get_policy_parts(HttpRequest(), HttpResponse())
        self.policy = build_policy(**asdict(parts))
        self.others = tuple(settings.CONTENT_SECURITY_POLICY["EXCLUDE_URL_PREFIXES"])

    def process_request(self, request: HttpRequest) -> None:
        """No nonce: no page of ours has a script within it."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if settings.DEBUG or not self.CONFIG_ATTRIBUTES.isdisjoint(vars(response)):
            return super().process_response(request, response)
        if not request.path_info.startswith(self.others):
            response.headers.setdefault(HEADER, self.policy)
        return response


class OwnErrorPages:
    """No refusal is an empty page: a wrong method, a part of a file that there is not, and what
    else answers with a status alone get our page, in the language of the address."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code >= 400 and not response.streaming and not response.content:
            errors.fill(request, response)
        return response
