"""URLs of calendar files."""

from django.urls import path

from news import views

app_name = "news"
urlpatterns = [
    path("calendar.ics", views.all_events, name="calendar"),
    path("<uuid:key>/calendar.ics", views.one_event, name="event_calendar"),
]
