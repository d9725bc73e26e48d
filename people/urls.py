"""Addresses below /<lang>/accounts/, before those that allauth brings."""

from django.urls import path

from people import views

urlpatterns = [
    path("login/", views.sign_in, name="account_login"),
    path("signup/", views.sign_up, name="account_signup"),
    path("profile/", views.profile, name="profile"),
    path("again/<str:token>/", views.again, name="again"),
]
