"""System checks for login security."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

OF_ONE_PROCESS = ("locmem.LocMemCache", "dummy.DummyCache")


@register(Tags.security, deploy=True)
def limits_are_shared(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Rate limits are counted in the cache, so all server processes must share it."""
    backend = str(settings.CACHES["default"]["BACKEND"])
    if not backend.endswith(OF_ONE_PROCESS):
        return []
    return [
        Error(
            f"The default cache is {backend}: each worker would count tries at sign-in alone.",
            hint="Keep the DatabaseCache of the base settings, or set REDIS_URL.",
            id="people.E001",
        )
    ]
