"""Bootstrap of an empty site: a front page in each language, names, topics, and one administrator.
Existing content is never touched."""

import json
import secrets
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import Translation, TranslationSource

from core.caching import generation
from core.http import own_host
from core.models import SiteIdentity
from home.models import HomePage
from home.topics import load_topics
from people import roles
from people.accounts import create_account
from people.models import User
from translations.segments import OriginalSegments, translate_strings

WORDS = Path(__file__).resolve().parent / "initial_site.yaml"
ACCOUNT_FILE = "first-account.json"
ON_THE_PAGE = ("title", "headline", "lead")


@cache
def words() -> dict[str, dict[str, str]]:
    """Language to the texts of a new portal."""
    found: dict[str, dict[str, str]] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return found


def is_untouched() -> bool:
    """Whether the database is empty of content: no front page of any kind, and no users."""
    fronts = Page.objects.filter(depth=2).not_exact_type(Page)
    return not fronts.exists() and not User.objects.exists()


def begin(email: str) -> None:
    """Create all of it or nothing; only where `is_untouched`. `email` is the administrator's."""
    with transaction.atomic():
        load_identity()
        load_topics()
        load_fronts()
        roles.ensure_groups()
        load_account(email)
        generation.bump()


def load_identity() -> None:
    """Create a site identity in each language that has none."""
    for language, said in words().items():
        SiteIdentity.objects.get_or_create(
            language=language,
            defaults={
                "site_name": said["site_name"],
                "issuer": said["issuer"],
                "contact": settings.DEFAULT_FROM_EMAIL,
                "licence": "not-stated",
            },
        )


def load_fronts() -> None:
    """Create a front page, and its translations as wagtail-localize stores them."""
    first = settings.LANGUAGE_CODE
    for welcome in Page.objects.filter(depth=2).exact_type(Page):
        welcome.delete()
    page = front(first, slug="home")
    Page.objects.get(depth=1).add_child(instance=page)
    page.save_revision(log_action=True).publish()
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={**own_host(), "root_page": page},
    )
    page = HomePage.objects.get(pk=page.pk)
    source, _made = TranslationSource.get_or_create_from_instance(page)
    original = OriginalSegments.of(source, page)
    for language in words():
        if language == first:
            continue
        version = front(language, slug="home", translation_key=page.translation_key)
        translation = Translation.objects.create(source=source, target_locale=version.locale)
        translate_strings(original=original, version=version, locale=version.locale)
        # wagtail-localize would publish only after the commit: here it is all or nothing.
        translation.save_target(publish=False)
        translation.get_target_instance().get_latest_revision().publish()


def front(language: str, **fields: Any) -> HomePage:
    """An unsaved front page with the initial texts of its language."""
    said = {name: words()[language][name] for name in ON_THE_PAGE}
    return HomePage(locale=Locale.objects.get(language_code=language), **said, **fields)


def account_path() -> Path:
    return Path(settings.DATA_DIR) / ACCOUNT_FILE


def read_account() -> dict[str, str] | None:
    """The administrator's initial credentials, while they are stored."""
    path = account_path()
    rows = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    return rows[0] if rows else None


def load_account(email: str) -> None:
    """Create the administrator. The random password is stored in DATA_DIR, readable by its owner
    only; it is on disk before the account exists."""
    row = {
        "role": "administrator",
        "email": email,
        "password": secrets.token_urlsafe(12),
        "language": settings.LANGUAGE_CODE,
    }
    path = account_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(json.dumps([row], indent=2), encoding="utf-8")
    create_account(
        email=email,
        password=row["password"],
        display_name="Admin",
        language=row["language"],
        groups=["administrator"],
    )


def delete_used_sign_in() -> bool:
    """Delete the stored credentials when they no longer work; returns whether it did."""
    row = read_account()
    if row is None:
        return False
    user = User.objects.filter(email__iexact=row["email"], is_active=True).first()
    if user and user.check_password(row["password"]):
        return False
    account_path().unlink()
    return True
