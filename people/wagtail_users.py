"""Wagtail's user app with our forms. Listed in INSTALLED_APPS in place of wagtail.users."""

from wagtail.users import apps


class UsersConfig(apps.WagtailUsersAppConfig):
    group_viewset = "people.group_admin.GroupViewSet"
    user_viewset = "people.user_admin.UserViewSet"
