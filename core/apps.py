from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models must be loaded first.
        from wagtail_localize.models import TranslationSource  # noqa: PLC0415

        from core import publishing  # noqa: F401, PLC0415
        from core.access import receivers as access_receivers  # noqa: F401, PLC0415
        from core.access import sync  # noqa: PLC0415
        from core.admin import edit_conflicts, labels, privacy, spreadsheets  # noqa: PLC0415
        from core.media import receivers as media_receivers  # noqa: F401, PLC0415

        labels.install()
        spreadsheets.install()
        edit_conflicts.install()
        privacy.install()
        TranslationSource.sync_view_restrictions = sync.sync_view_restrictions
