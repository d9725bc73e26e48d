"""URLs of the library."""

from django.urls import path

from search import views

app_name = "search"
urlpatterns = [
    path("", views.library, name="library"),
    path("complete/", views.complete, name="complete"),
    path("opensearch.xml", views.opensearch, name="opensearch"),
]
