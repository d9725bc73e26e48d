"""Onboarding checklist of an administrator. Whether a step is done is read from the database."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, Group
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from core.l10n import languages
from core.models import SiteIdentity, WorkerHeartbeat
from home.models import HomePage
from people import roles
from people.models import User
from portal import health
from portal.onboarding import initial_site
from portal.onboarding.content_steps import first_course, glossary, index_pages, rights, topics
from portal.onboarding.step import Step, list_of, names_of
from translations.index_pages import original_front

MAIL_TAKEN = "portal.mail_taken"
BACKUP_ARRANGED = "portal.backup_arranged"
# Domains reserved for examples (RFC 2606): nobody reads mail there.
EXAMPLES = ("example.org", "example.com", "example.net")
# Mail backends that send nothing.
KEPT_HERE = ("core.mail.ReadableFileBackend", "django.core.mail.backends.console.EmailBackend")


def is_for(user: User | AnonymousUser) -> bool:
    """Whether the user may see the checklist: who may name the portal and create accounts."""
    return bool(user.has_perm("core.change_siteidentity") and user.has_perm("people.add_user"))


def all_steps(user: User) -> list[Step]:
    """All steps in the recommended order."""
    makers: list[Callable[[User], Step]] = [
        own_account, identity, front_page, index_pages, first_course, people, rights, topics,
        glossary, mail, worker, backup,
    ]  # fmt: skip
    return [make(user) for make in makers]


def is_example(address: str) -> bool:
    return address.rsplit("@", 1)[-1] in EXAMPLES


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
