"""Production settings that are refused, each with a sentence that names the fix.

Checked at every start (`PortalConfig.ready`) if the settings say `REFUSE_UNSAFE`, so that an
operator's own settings module is checked as well.
"""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host

SHORTEST_KEY, FEWEST_SIGNS = 50, 5
# Caches that each process has for itself.
OF_ONE_PROCESS = ("locmem.LocMemCache", "dummy.DummyCache")
# Second labels under which countries register names, as in .org.uk.
REGISTERED_UNDER = {"ac", "co", "com", "edu", "gob", "gouv", "gov", "mil", "net", "org"}
NO_PART_OF_A_NAME = set("/:@ \t")


def refuse_unsafe(settings: Any) -> None:
    """Raises ImproperlyConfigured with a sentence for each setting that is not safe."""
    found = configuration_errors(settings)
    if found:
        raise ImproperlyConfigured("The portal does not start. " + " ".join(found))


def configuration_errors(settings: Any) -> list[str]:
    """What is wrong, and what to write instead."""
    return [
        *check_debug(settings.DEBUG),
        *check_secret_key(settings.SECRET_KEY),
        *check_hosts(settings.ALLOWED_HOSTS),
        *check_base_url(settings.WAGTAILADMIN_BASE_URL, settings.ALLOWED_HOSTS),
        *check_cache(settings.CACHES["default"]),
        *check_database(settings.DATABASES["default"]),
    ]


def check_debug(is_on: bool) -> list[str]:
    if not is_on:
        return []
    return ["DEBUG is on: it shows settings and data to strangers. Leave it out, or set DEBUG=0."]


def check_secret_key(key: str) -> list[str]:
    is_strong = len(key) >= SHORTEST_KEY and len(set(key)) >= FEWEST_SIGNS
    if is_strong and not key.startswith("django-insecure"):
        return []
    return [
        "SECRET_KEY can be guessed. Make one of at least 50 random characters:"
        ' python3 -c "import secrets; print(secrets.token_urlsafe(50))"'
    ]


def check_hosts(names: list[str]) -> list[str]:
    return [
        f"ALLOWED_HOSTS has {name!r}: {why}. Write the portal's own names, as portal.example.org."
        for name in names
        if (why := why_not_a_host(name))
    ]


def why_not_a_host(name: str) -> str:
    if "*" in name:
        return "links in mails would lead wherever a stranger's request says"
    if NO_PART_OF_A_NAME & set(name) and not name.startswith("["):
        return "a name has no scheme, port or path"
    if name.startswith(".") and is_public_suffix(name[1:]):
        return "it takes in the names of others"
    return ""


def is_public_suffix(name: str) -> bool:
    """Whether anybody may register a name below it: `org`, `org.uk`."""
    labels = name.rstrip(".").lower().split(".")
    if len(labels) < 2:
        return True
    return len(labels) == 2 and len(labels[1]) == 2 and labels[0] in REGISTERED_UNDER


def check_base_url(url: str, names: list[str]) -> list[str]:
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.path.strip("/") or parts.query:
        return [
            f"BASE_URL={url} is no address for mails and certificates."
            " Write https:// and the portal's name, as https://portal.example.org."
        ]
    if not validate_host(parts.hostname, names):
        return [f"BASE_URL names {parts.hostname}, which is missing in ALLOWED_HOSTS. Add it."]
    return []


def check_cache(config: dict[str, Any]) -> list[str]:
    backend = str(config["BACKEND"])
    if not backend.endswith(OF_ONE_PROCESS):
        return []
    return [
        f"The default cache is {backend}: each process would count tries at sign-in alone."
        " Keep the DatabaseCache of the base settings, or set REDIS_URL."
    ]


def check_database(config: dict[str, Any]) -> list[str]:
    if not str(config["ENGINE"]).endswith("sqlite3"):
        return []
    if ":memory:" in str(config["NAME"]) or "mode=memory" in str(config["NAME"]):
        return ["The database is kept in memory and lost at the end. Set DATABASE_URL or DATA_DIR."]
    if config.get("OPTIONS", {}).get("transaction_mode") != "IMMEDIATE":
        return [
            "SQLite without transaction_mode IMMEDIATE answers 'database is locked' to people who"
            " save at the same time. Keep SQLITE_OPTIONS of the base settings, or use PostgreSQL."
        ]
    return []
