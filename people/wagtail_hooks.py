"""Where the admin learns of our rules."""

from django.urls import URLPattern, path
from wagtail import hooks

from people.translating import SubmitWithinRole, UpdateWithinRole, no_alias


@hooks.register("register_admin_urls", order=-10)
def translation_within_role() -> list[URLPattern]:
    """Addresses of wagtail-localize, answered by views that know languages: they come first."""
    return [
        path("localize/submit/page/<int:page_id>/", SubmitWithinRole.as_view()),
        path("localize/update/<int:translation_source_id>/", UpdateWithinRole.as_view()),
        path("localize/page/<int:page_id>/convert_to_alias/", no_alias),
    ]
