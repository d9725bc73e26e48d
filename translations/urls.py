"""URLs of the glossary, and of what readers are told about language versions."""

from django.urls import path

from translations import version_views, views
from translations.checking import answers
from translations.checking import views as checking

app_name = "translations"
urlpatterns = [path("", views.glossary, name="glossary")]

versions = [
    path("<uuid:key>/ask/", version_views.ask, name="ask"),
    path("<uuid:key>/<str:code>/check/", checking.check, name="check"),
    path("<uuid:key>/<str:code>/check/answers/", answers.passage_answer, name="answers"),
    path("<uuid:key>/<str:code>/", version_views.changes, name="changes"),
]
version_patterns = (versions, "versions")
