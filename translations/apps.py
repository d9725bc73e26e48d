from django.apps import AppConfig


class TranslationsConfig(AppConfig):
    name = "translations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models must be loaded first.
        from translations import (  # noqa: PLC0415
            extraction,
            receivers,  # noqa: F401
        )

        extraction.install()
