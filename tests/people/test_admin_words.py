"""No word of the admin stays English, whatever the language of the account.

Each page of the admin is asked for in a language whose catalogue says the numbers of the messages.
What stands in no message is data, or stays English in every language; and each message that was met
must be said in all of them. Somebody who reads English has opened the same pages before, in this
process: what is put together once, for all who follow, is English, too.
"""

import re
import sys
from collections.abc import Iterator
from typing import Any

import polib
import pytest
from django.contrib.auth.models import Group
from django.db.models import CharField
from django.test import Client, override_settings
from django.utils.translation.trans_real import DjangoTranslation
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Page, Site, Task, Workflow, get_page_models

from core.models import BasePage, PortalDocument, PortalImage, SiteIdentity, TopicLabel
from home.models import HomePage
from people import roles
from people.models import User
from tests.factories.core import add
from tests.factories.people import UserFactory
from tests.layers import APPS
from tests.people.admin_addresses import address_of, admin_addresses
from tests.people.admin_views import ALLOWED, names
from tests.people.numbered_words import NUMBER, all_messages, outside, texts, write_catalogue
from translations.models import Term, TermWording

pytestmark = [
    pytest.mark.slow,
    # wagtail-localize's own report.
    pytest.mark.filterwarnings("ignore:Pagination may yield inconsistent results"),
]
LANGUAGE = "el"
LATIN = re.compile(r"[A-Za-z]{2,}")
# Not a page of words, or a page that readers see, in its own language.
NOT_READ = re.compile(
    r"results$|^wagtailadmin_api:|chosen|preview|view_draft|revisions_view|sprite"
)
# Forms and windows to choose in, which keep what was put together for them.
FORMS = re.compile(r"/(add|edit|choose|chooser|create|upload)\b|/groups/|/account/")
# What stays as it is in every language.
EVERYWHERE = {
    r"(Ctrl|Shift|Alt|Esc|Tab|Enter)( \+ \S+)*": "keys",
    r"English|Français|Español|Português|français|español|português": "languages, in themselves",
    r"CC0?[ -][A-Z0-9. -]+": "licences",
    r"DOI|ISBN|ORCID|URL|PDF|CSV|XLSX|ID|HTML|RSS|Wagtail": "standards and products",
    r"[A-Z]\w+/[\w/+-]+|GMT[+-]?[\d:]*|UTC": "time zones",
    r"\w+\.\w+page": "models, in a report",
    r"Actions|Search": "spoken labels, which core/admin/labels.js says",
    r"[0-9A-F]{8}": "numbers of messages from readers",
    r"</?\w+>": "tags, in what scripts are given",
    r"None": "Wagtail's cell for nobody, where a program has published",
    r"https?://\S*|\S+@\S+|\S+\.(txt|png)": "addresses and files",
}
WRITTEN_BY_PEOPLE = (
    Page, Collection, Group, Workflow, Task, Site, User, PortalDocument, PortalImage, SiteIdentity,
    TopicLabel, Term, TermWording, Redirect,
)  # fmt: skip


def place_for(model: type[BasePage], home: HomePage) -> Page:
    """A page below which one of this type may stand, made where there is none."""
    above = model.allowed_parent_page_models()
    if HomePage in above:
        return home
    found = above[0].objects.first()
    return found or add(place_for(above[0], home), above[0](title="Above"))


def addresses(things: dict[str, Any], home: HomePage) -> Iterator[str]:
    read = set().union(*(names(ALLOWED[letters]) for letters in ALLOWED))
    for route, name in admin_addresses():
        if name in read and not NOT_READ.search(name):
            yield address_of(route, name, things)
    # The translators' editor of the page's French version.
    version = Page.objects.get(pk=things["page_id"]).get_translations().first()
    yield f"/admin/pages/{version.pk}/edit/"
    for model in get_page_models():
        if issubclass(model, BasePage) and model is not HomePage and model.is_creatable:
            meta, above = model._meta, place_for(model, home)
            yield f"/admin/pages/add/{meta.app_label}/{meta.model_name}/{above.pk}/"


def data() -> re.Pattern[str]:
    """Words of people, which no catalogue translates; the longest first."""
    found: set[str] = set()
    for model in WRITTEN_BY_PEOPLE:
        fields = [field.name for field in model._meta.fields if isinstance(field, CharField)]
        found |= {value for row in model.objects.values_list(*fields) for value in row if value}
    longest_first = sorted(found, key=len, reverse=True)
    return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})(?!\w)")


def left_over(text: str, known: re.Pattern[str]) -> Iterator[str]:
    """Lines with words of Latin letters that are neither a message nor data."""
    for line in outside(text).splitlines():
        if not LATIN.search(line):
            continue
        for pattern in EVERYWHERE:
            line = re.sub(rf"(?<!\w)({pattern})(?!\w)", "", line)
        line = known.sub("", line)
        if LATIN.search(line):
            yield line.strip()


@pytest.fixture
def nothing_remembered():
    """Names that the portal remembers for as long as it runs are read anew: here they are numbers,
    and true for no other test."""
    yield
    for name in list(sys.modules):
        if name.partition(".")[0] in APPS:
            for one in list(vars(sys.modules[name]).values()):
                if callable(getattr(one, "cache_clear", None)):
                    one.cache_clear()


def browser_of(language: str) -> Client:
    """Of an administrator who reads this language."""
    user = UserFactory(language=language, display_name="99")
    roles.give(user, ["administrator"])
    client = Client()
    client.force_login(user)
    return client


def test_no_page_of_the_admin_stays_english(things, home, tmp_path, nothing_remembered):
    client = browser_of(LANGUAGE)
    messages = all_messages()
    write_catalogue(messages, tmp_path, LANGUAGE)
    asked = list(addresses(things, home))
    first = browser_of("en")
    for address in asked:
        if FORMS.search(address):
            first.get(address)
    known = data()
    used: set[int] = set()
    english: dict[str, str] = {}
    read = 0

    with override_settings(LOCALE_PATHS=[tmp_path]):
        for address in asked:
            answer = client.get(address)
            if answer.status_code != 200 or "html" not in answer.headers["Content-Type"]:
                continue
            read += 1
            for text in texts(answer.content.decode()):
                used |= {int(number) for number in NUMBER.findall(text)}
                english |= dict.fromkeys(left_over(text, known), address)

    assert read > 80
    assert english == {}
    assert len(used) > 700
    for language in ("fr", "es", "pt", "el", "ar"):
        assert list(unsaid(language, [messages[number] for number in used])) == [], language


def unsaid(language: str, wanted: list[polib.POEntry]) -> Iterator[str]:
    """Those of the messages that neither a package's catalogue nor ours says."""
    said: set[str] = set()
    for one in DjangoTranslation(language)._catalog._catalogs:
        said |= {key if isinstance(key, str) else key[0] for key in one if one[key]}
    for one in wanted:
        if (
            LATIN.search(one.msgid)
            and (f"{one.msgctxt}\x04{one.msgid}" if one.msgctxt else one.msgid) not in said
        ):
            yield one.msgid
