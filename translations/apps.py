from django.apps import AppConfig


class TranslationsConfig(AppConfig):
    name = "translations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models must be loaded first.
        from core import body  # noqa: PLC0415
        from core import checklist as core_checklist  # noqa: PLC0415
        from translations import checklist, receivers, terms  # noqa: F401, PLC0415

        if terms.link not in body.finishers:
            body.finishers.append(terms.link)
        core_checklist.register(checklist.points)
