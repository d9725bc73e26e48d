"""URLs of citation files, below the language prefix."""

from django.urls import path

from research import views
from research.export.formats import FORMATS

urlpatterns = [
    path(
        f"research/<uuid:key>/cite.{ending}", views.cite, {"ending": ending}, name=f"cite_{ending}"
    )
    for ending in FORMATS
]
