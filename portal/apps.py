from django.apps import AppConfig
from django.conf import settings


class PortalConfig(AppConfig):
    name = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from portal import safety  # noqa: PLC0415 - settings are complete now

        if getattr(settings, "REFUSE_UNSAFE", False):
            safety.refuse_unsafe(settings)
