"""Middleware for every response, whatever view made it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from portal.views import errors

Respond = Callable[[HttpRequest], HttpResponse]


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
