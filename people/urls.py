"""URLs below /<lang>/accounts/, before allauth's, and one below /admin/."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from people import page_access, views
from people.user_admin import AccountView

urlpatterns = [
    path("login/", views.sign_in, name="account_login"),
    path("login/code/", views.request_code, name="account_request_login_code"),
    path("login/code/confirm/", views.confirm_code, name="account_confirm_login_code"),
    path("signup/", views.sign_up, name="account_signup"),
    path("confirm-email/", views.confirm_address, name="account_email_verification_sent"),
    path("profile/", views.profile, name="profile"),
    path("my-data.json", views.my_data, name="my_data"),
    path("again/<str:token>/", views.stashed_post, name="again"),
]

# Below /admin/, before Wagtail's own.
admin_patterns = [
    path(address, require_admin_access(view.as_view()))
    for address, view in (
        ("account/", AccountView),
        ("choose-page/<int:parent_page_id>/", page_access.BrowseReadable),
        ("choose-page/chosen-multiple/", page_access.ChosenReadable),
    )
]
