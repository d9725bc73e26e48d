"""Fixtures of the demonstration: site identity, glossary, demo accounts."""

import json
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from core.l10n import languages
from core.models import SiteIdentity
from demo.manifest import FOLDER
from demo.sources import load_yaml
from people import roles
from people.accounts import create_account
from translations.models import Term, TermWording

ACCOUNTS_FILE = "demo-accounts.json"
# Role, address, display name, language, groups; addresses of a reserved domain (RFC 2606).
ACCOUNTS = [
    ("learner", "salma@example.org", "Salma", "ar", []),
    ("second learner", "ines@example.org", "Inês", "pt", []),
    ("coordinator", "lucia@example.org", "Lucía", "es", ["coordinator"]),
    ("researcher", "haddad@example.org", "Dr Haddad", "ar", ["researcher"]),
    ("editor", "carmen@example.org", "Carmen", "es", ["editor"]),
    ("Arabic translator", "nour@example.org", "Nour", "ar", ["translator-ar"]),
    ("administrator", "admin@example.org", "Admin", "en", ["administrator"]),
]


def yaml_of(name: str) -> Any:
    return load_yaml((FOLDER / name).read_text(encoding="utf-8"))


@transaction.atomic
def load_identity() -> None:
    """Create site identities where there are none."""
    for language, words in yaml_of("site.yaml").items():
        SiteIdentity.objects.get_or_create(language=language, defaults=words)


@transaction.atomic
def load_glossary() -> None:
    """Load terms with their wordings; wordings that a person changed stay."""
    for row in yaml_of("glossary.yaml"):
        term, _made = Term.objects.get_or_create(
            slug=row["slug"], defaults={"in_texts": row.get("in_texts", True)}
        )
        for language in languages.CODES:
            if words := row.get(language):
                TermWording.objects.get_or_create(
                    term=term, language=language, defaults=wording_of(words)
                )


def wording_of(words: dict[str, Any]) -> dict[str, Any]:
    """A wording's fields, from glossary.yaml."""
    return {
        "text": words["text"],
        "also": "\n".join(words.get("also") or []),
        "meaning": words.get("meaning") or "",
        "note": words.get("note") or "",
        "state": words["state"],
        "source_url": words.get("source") or "",
    }


def accounts_path() -> Path:
    return Path(settings.DATA_DIR) / ACCOUNTS_FILE


def read_accounts() -> list[dict[str, str]]:
    """Demo credentials: role, email, password, language. Empty before loading."""
    path = accounts_path()
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else []


def load_accounts() -> list[dict[str, str]]:
    """Create the demo accounts. Random passwords are made on the first load and stored in DATA_DIR,
    readable by its owner only. Idempotent."""
    known = {row["email"]: row for row in read_accounts()}
    roles.ensure_groups()
    rows = []
    for role, email, name, language, groups in ACCOUNTS:
        row = known.get(email) or {
            "role": role,
            "email": email,
            "password": secrets.token_urlsafe(9),
            "language": language,
        }
        create_account(
            email=email,
            password=row["password"],
            display_name=name,
            language=language,
            groups=groups,
        )
        rows.append(row)
    path = accounts_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(json.dumps(rows, indent=2, ensure_ascii=False), encoding="utf-8")
    return rows
