"""Onboarding checklist of an administrator. Whether a step is done is read from the database."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, Group
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Page

from core.l10n import languages
from core.l10n.lists import enumerated
from core.models import SiteIdentity, Topic, WorkerHeartbeat
from home.models import HomePage, StandardPage
from people import roles
from people.models import User
from people.normalise import isolated
from portal import health
from portal.onboarding import initial_site
from portal.onboarding.index_pages import INDEX_PAGES, original_front
from translations.models import Term

MAIL_TAKEN = "portal.mail_taken"
BACKUP_ARRANGED = "portal.backup_arranged"
# Domains reserved for examples (RFC 2606): nobody reads mail there.
EXAMPLES = ("example.org", "example.com", "example.net")
# Slugs of the legal pages that the footer links to.
RIGHTS = ("privacy", "terms", "cookies", "accessibility", "sources")
# Mail backends that send nothing.
KEPT_HERE = ("core.mail.ReadableFileBackend", "django.core.mail.backends.console.EmailBackend")


@dataclass(frozen=True)
class Step:
    """A step: its state, and the one place where to do it."""

    name: str
    title: str
    words: str
    state: str
    is_done: bool
    url: str = ""
    link: str = ""
    has_more: bool = False


def is_for(user: User | AnonymousUser) -> bool:
    """Whether the user may see the checklist: who may name the portal and create accounts."""
    return bool(user.has_perm("core.change_siteidentity") and user.has_perm("people.add_user"))


def steps(user: User) -> list[Step]:
    """All steps in the recommended order."""
    makers: list[Callable[[User], Step]] = [
        own_account, identity, front_page, people, index_pages, rights, topics, glossary, mail,
        worker,
        backup,
    ]  # fmt: skip
    return [make(user) for make in makers]


def is_example(address: str) -> bool:
    return address.rsplit("@", 1)[-1] in EXAMPLES


def list_of(model: Any) -> str:
    """The admin URL where these snippets are listed."""
    return str(reverse(model.snippet_viewset.get_url_name("list")))


def names_of(codes: Iterable[str]) -> str:
    """Names of languages, joined in one line."""
    wanted = set(codes)
    return one_line(languages.NAMES[code] for code in languages.CODES if code in wanted)


def one_line(names: Iterable[str]) -> str:
    """Names of any script, isolated within a sentence of any other."""
    return enumerated([isolated(name) for name in names])


def own_account(user: User) -> Step:
    is_done = not is_example(user.email)
    return Step(
        name="account",
        title=_("Make the account your own"),
        words=_("Give it an email address that you check, then choose your own password."),
        state=_("Your email address is %(address)s.") % {"address": user.email}
        if is_done
        else _("%(address)s is an example address: no email arrives there.")
        % {"address": user.email},
        is_done=is_done,
        url=reverse("account_email"),
        link=_("Change email address"),
    )


def identity(user: User) -> Step:
    rows = {row.language: row for row in SiteIdentity.objects.all()}
    first = initial_site.words()
    open_ones = [
        code
        for code in languages.CODES
        if code not in rows
        or rows[code].site_name == first[code]["site_name"]
        or rows[code].issuer == first[code]["issuer"]
        or is_example(rows[code].contact)
    ]
    return Step(
        name="identity",
        title=_("Name the portal in each language"),
        words=_(
            "Its name, who issues certificates, and the email address at which people can reach"
            " you."
        ),
        state=_("Name, issuer or contact still missing in: %(languages)s.")
        % {"languages": names_of(open_ones)}
        if open_ones
        else _("Complete in all languages."),
        is_done=not open_ones,
        url=list_of(SiteIdentity),
        link=_("Portal names"),
    )


def front_page(user: User) -> Step:
    fronts = {
        page.locale.language_code: page
        for page in HomePage.objects.filter(depth=2).select_related("locale")
    }
    first = initial_site.words()
    open_ones = [
        code
        for code in languages.CODES
        if code not in fronts
        or not fronts[code].live
        or fronts[code].headline == first[code]["headline"]
    ]
    page = original_front()
    return Step(
        name="front-page",
        title=_("Write the home page"),
        words=_("Write it in one language, publish it, and then translate it."),
        state=_("Still to be written in: %(languages)s.") % {"languages": names_of(open_ones)}
        if open_ones
        else _("Complete in all languages."),
        is_done=not open_ones,
        url=reverse("wagtailadmin_pages:edit", args=[page.pk]) if page else "",
        link=_("Edit the home page") if page else "",
    )


def people(user: User) -> Step:
    groups = Group.objects.filter(user__is_active=True).values_list("name", flat=True)
    names = set(groups)
    editors = User.objects.filter(is_active=True, groups__name="editor").count()
    into = [code for code in languages.CODES if roles.translator(code) in names]
    counted = ngettext("%(count)s editor.", "%(count)s editors.", editors) % {"count": editors}
    translators = (
        _("Translators into: %(languages)s.") % {"languages": names_of(into)}
        if into
        else _("No translators.")
    )
    return Step(
        name="people",
        title=_("Create accounts for editors and translators"),
        words=_(
            "Enter their email address and choose their language and role. They receive an email"
            " explaining how to sign in; you do not need a password for them."
        ),
        state=f"{counted} {translators}",
        is_done=bool(editors and into),
        url=reverse("wagtailusers_users:add"),
        link=_("Create an account"),
    )


def index_pages(user: User) -> Step:
    live: list[str] = []
    drafts: list[str] = []
    missing: list[str] = []
    for entry in INDEX_PAGES:
        found = entry.model.objects.values_list("live", flat=True)
        place = live if True in found else drafts if found else missing
        place.append(str(entry.label))
    lines = [
        words % {"names": one_line(names)}
        for words, names in (
            (_("Published: %(names)s."), live),
            (_("Drafts: %(names)s."), drafts),
            (_("Missing: %(names)s."), missing),
        )
        if names
    ]
    page = original_front()
    return Step(
        name="index-pages",
        title=_("Create the main sections"),
        words=_(
            "Courses, cases, study visits, research, news and events each have a page of their"
            " own, directly below the home page. Leave out what you do not need."
        ),
        state=" ".join(lines),
        # News is optional.
        is_done=bool(live) and not drafts,
        has_more=bool(missing),
        url=reverse("wagtailadmin_explore", args=[page.pk]) if page else "",
        link=_("See the pages") if page else "",
    )


def rights(user: User) -> Step:
    live = Page.objects.filter(depth=3, live=True, slug__in=RIGHTS).values_list("slug", flat=True)
    missing = [slug for slug in RIGHTS if slug not in set(live)]
    page = original_front()
    target = [StandardPage._meta.app_label, StandardPage._meta.model_name]
    return Step(
        name="rights",
        title=_("Write the legal pages"),
        words=_(
            "Privacy, terms, cookies, accessibility and sources. The footer links to each one as"
            " soon as a page with its slug is published: %(slugs)s."
        )
        % {"slugs": one_line(RIGHTS)},
        state=_("Missing: %(names)s.") % {"names": one_line(missing)}
        if missing
        else _("All of them are published."),
        is_done=not missing,
        url=reverse("wagtailadmin_pages:add", args=[*target, page.pk]) if page else "",
        link=_("Add a page") if page else "",
    )


def topics(user: User) -> Step:
    count = Topic.objects.count()
    return Step(
        name="topics",
        title=_("Review the topics"),
        words=_("Readers find content by topic. Each topic has a label in every language."),
        state=ngettext("%(count)s topic.", "%(count)s topics.", count) % {"count": count},
        is_done=count > 0,
        url=list_of(Topic),
        link=_("Topics"),
    )


def glossary(user: User) -> Step:
    count = Term.objects.count()
    return Step(
        name="glossary",
        title=_("Start the glossary"),
        words=_("The terms of your field and what they mean, explained to readers in the texts."),
        state=ngettext("%(count)s term.", "%(count)s terms.", count) % {"count": count},
        is_done=count > 0,
        url=list_of(Term),
        link=_("Glossary"),
    )


def mail(user: User) -> Step:
    taken = ModelLogEntry.objects.filter(action=MAIL_TAKEN).order_by("-timestamp").first()
    if is_mail_kept_here():
        state = _(
            "This portal is a trial installation: emails are stored on this machine and none are"
            " sent."
        )
    elif is_example(settings.DEFAULT_FROM_EMAIL):
        state = _("The sender is %(address)s, an example address. Set MAIL_FROM.") % {
            "address": settings.DEFAULT_FROM_EMAIL
        }
    elif taken:
        state = _("Test email accepted by the mail server: %(day)s.") % {
            "day": date_format(timezone.localtime(taken.timestamp), "DATE_FORMAT")
        }
    else:
        state = _("The mail server has not accepted a test email yet.")
    is_ready = not is_mail_kept_here() and not is_example(settings.DEFAULT_FROM_EMAIL)
    return Step(
        name="mail",
        title=_("Test email delivery"),
        words=_("People sign in with codes sent by email: without email, nobody new can sign in."),
        state=state,
        is_done=bool(is_ready and taken),
    )


def worker(user: User) -> Step:
    is_alive = WorkerHeartbeat.was_seen_within(health.WORKER_SEEN_WITHIN)
    return Step(
        name="worker",
        title=_("Check that the worker is running"),
        words=_("It sends emails, publishes scheduled pages and keeps the search up to date."),
        state=_("Seen in the last 90 seconds.")
        if is_alive
        else _("Not seen in the last 90 seconds. Start it: manage.py worker"),
        is_done=is_alive,
        url=reverse("operate_guide"),
        link=_("Services that must be running"),
    )


def backup(user: User) -> Step:
    said = ModelLogEntry.objects.filter(action=BACKUP_ARRANGED).select_related("user")
    latest = said.order_by("-timestamp").first()
    return Step(
        name="backup",
        title=_("Arrange backups"),
        words=_(
            "The database, the files and the secret key. The portal cannot tell whether backups"
            " are made: confirm here once you have tested a restore."
        ),
        state=_("Restore test confirmed: %(name)s, %(day)s.")
        % {
            "name": latest.user_display_name,
            "day": date_format(timezone.localtime(latest.timestamp), "DATE_FORMAT"),
        }
        if latest
        else _("Nobody has confirmed a restore test yet."),
        is_done=latest is not None,
        url=reverse("operate_guide"),
        link=_("How to make backups"),
    )


# Actions of the buttons ------------------------------------------------------------------------


def is_mail_kept_here() -> bool:
    return settings.EMAIL_BACKEND in KEPT_HERE


def send_test_mail(user: User) -> None:
    """Send a test e-mail now, not by the worker, so that the mail server's answer is shown.

    Raises what the mail server raises.
    """
    name = SiteIdentity.of(languages.active()).site_name
    EmailMessage(
        subject=_("Test email from %s") % name,
        body=_("If you can read this, email from the portal is arriving."),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[user.email],
    ).send()
    if not is_mail_kept_here():
        log(instance=user, action=MAIL_TAKEN, user=user)
