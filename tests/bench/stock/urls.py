"""Addresses of the stock site: its pages, and one bare view."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpResponse
from django.urls import include, path
from stock.urls import urlpatterns as stock_urls
from wagtail import urls as wagtail_urls


def bare(request):
    """What Django itself costs: a session, its user, and a sentence."""
    return HttpResponse(f"<p>{request.user.username}, {request.session.get('seen', 0)}</p>")


urlpatterns = [
    path("bare/", bare),
    *stock_urls[:-1],
    *i18n_patterns(path("", include(wagtail_urls))),
]
