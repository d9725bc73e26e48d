"""URL configuration. Public URLs are listed in docs/architecture.md."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls

from core.media.views import media_file, private_file
from core.works.routing import serve
from courses import urls as courses_urls
from news import urls as news_urls
from people import urls as people_urls
from people.feedback import views as feedback
from portal.syndication import views as syndication
from portal.views import errors, health, language, styleguide
from research import urls as research_urls
from search import urls as search_urls
from translations import urls as translations_urls

# The single login page: Wagtail's own login URLs redirect to it.
to_sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)

urlpatterns = [
    path("", language.redirect_to_language, name="language_redirect"),
    path("language/sign-in/", language.sign_in, name="sign_in"),
    path("language/<str:code>/", language.choose, name="choose_language"),
    path("feedback/", language.redirect_within_language, {"path": "feedback/"}),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", health.robots, name="robots"),
    path("sitemap.xml", syndication.sitemap_index, name="sitemap"),
    path("sitemap-<slug:name>.xml", syndication.sitemap_of, name="sitemap_of"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("files/<uuid:file_id>/", private_file, name="file"),
    path("media/<path:name>", media_file, name="media"),
    path("verify/", include(courses_urls.verify_patterns)),
    path("admin/login/", to_sign_in),
    re_path(r"^admin/password_reset/.*$", to_sign_in),
    path("admin/", include(people_urls.admin_patterns)),
    path("admin/", include(wagtailadmin_urls)),
]

urlpatterns += i18n_patterns(
    re_path(r"^_util/.*$", errors.gone),
    path("accounts/", include(people_urls)),
    path("accounts/", include("allauth.urls")),
    path("library/feed.xml", syndication.feed_of_search, name="search_feed"),
    path("library/", include(search_urls)),
    path("feeds/<slug:kind>.xml", syndication.feed, name="feed"),
    path("feedback/", feedback.feedback_form, name="feedback"),
    path("feedback/received/", feedback.received, name="feedback_received"),
    path("glossary/", include(translations_urls)),
    path("versions/", include(translations_urls.version_patterns)),
    path("", include(courses_urls)),
    path("", include(research_urls)),
    path("events/", include(news_urls)),
    re_path(r"^((?:[\w\-]+/)*)$", serve, name="wagtail_serve"),
)

handler400 = "portal.views.errors.bad_request"
handler403 = "portal.views.errors.forbidden"
handler404 = "portal.views.errors.not_found"
handler500 = "portal.views.errors.server_error"
