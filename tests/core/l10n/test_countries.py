"""Countries: every one can be chosen, named in the reader's language, in its alphabet."""

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.forms import modelform_factory
from django.utils import translation

from core.blocks.countries import CountryBlock
from core.l10n import collation, countries
from core.l10n.languages import CODES
from core.widgets import LongSelect
from people.models import User
from tests.factories.people import UserFactory

# Whether a demonstration stands here, and so its countries first, is read from the tree.
pytestmark = pytest.mark.usefixtures("db")

PROJECT = ("ES", "PT", "GR", "TN", "JO", "PS")
NAMES = {
    "en": ["Spain", "Portugal", "Greece", "Tunisia", "Jordan", "State of Palestine"],
    "fr": ["Espagne", "Portugal", "Grèce", "Tunisie", "Jordanie", "État de Palestine"],
    "es": ["España", "Portugal", "Grecia", "Túnez", "Jordania", "Estado de Palestina"],
    "pt": ["Espanha", "Portugal", "Grécia", "Tunísia", "Jordânia", "Estado da Palestina"],
    "el": ["Ισπανία", "Πορτογαλία", "Ελλάδα", "Τυνησία", "Ιορδανία", "Κράτος της Παλαιστίνης"],
    "ar": ["إسبانيا", "البرتغال", "اليونان", "تونس", "الأردن", "دولة فلسطين"],
}  # fmt: skip


@pytest.mark.parametrize("language", CODES)
def test_the_countries_of_the_project_are_named(language):
    with translation.override(language):
        assert countries.names(PROJECT) == NAMES[language]


def test_the_portuguese_is_that_of_portugal():
    with translation.override("pt"):
        assert countries.names(["KE", "YE", "VN"]) == ["Quénia", "Iémen", "Vietname"]


@pytest.mark.parametrize("language", CODES)
def test_every_country_of_iso_has_a_name(language):
    """ISO 3166-1 had 249 in 2026. Where Babel brings one more code, see `NOT_IN_ISO`."""
    named = countries.in_alphabet(language)

    assert len(named) == 249
    assert all(len(code) == 2 and text and text != code for code, text in named.items())
    assert {"EG", "MA", "DZ", "TR", "CY", "MT"} <= named.keys()
    assert not {"XK", "EU", "UN", "ZZ", "IC"} & named.keys()


@pytest.mark.parametrize(
    ("language", "codes"),
    [
        ("en", ["AF", "AX", "AL", "DZ"]),
        ("fr", ["DM", "EG", "AE", "EC", "ER", "ES"]),
        ("es", ["BH", "BE", "BZ"]),
        ("pt", ["ZA", "AL"]),
        ("el", ["AZ", "EG", "ET", "HT"]),
        ("ar", ["AR", "JO", "ES", "AL", "DE", "BE", "PS", "CH", "YE"]),
    ],
)
def test_they_stand_in_the_order_of_the_alphabet(language, codes):
    known = list(countries.in_alphabet(language))
    places = [known.index(code) for code in codes]

    assert places == sorted(places)


def test_nothing_but_a_country_is_known():
    assert countries.is_known("JO")
    assert not any(map(countries.is_known, ["XX", "jo", "", "150", "EU"]))
    assert countries.name("XX") == "XX"


def test_no_country_comes_first_unless_a_portal_says_so():
    assert countries.project_first() == countries.choices()
    assert countries.in_two_groups() == [("All countries", countries.choices())]


def test_editors_find_the_countries_of_the_project_first(settings):
    settings.COUNTRIES = list(PROJECT)
    with translation.override("ar"):
        codes = [code for code, _name in countries.project_first()]
        first, others = countries.in_two_groups()

    assert set(codes[:6]) == set(PROJECT)
    assert len(codes) == len(set(codes)) == 249
    assert [len(first[1]), len(others[1])] == [6, 243]


def test_a_profile_offers_every_country_in_the_language_of_who_reads(client, home):
    client.force_login(UserFactory())

    english = client.get("/en/accounts/profile/").content.decode()
    greek = client.get("/el/accounts/profile/").content.decode()

    assert '<option value="EG">Egypt</option>' in english
    assert '<option value="EG">Αίγυπτος</option>' in greek
    assert greek.index('value="EG"') < greek.index('value="GR"') < greek.index('value="CY"')


@pytest.mark.parametrize(("sent", "kept"), [("EG", "EG"), ("XX", "TN"), ("", "")])
def test_a_profile_keeps_the_code_of_a_country_and_nothing_else(client, home, sent, kept):
    user = UserFactory(country="TN")
    client.force_login(user)

    client.post("/en/accounts/profile/", {"language": "en", "country": sent})

    user.refresh_from_db()
    assert user.country == kept


def test_a_page_may_speak_of_any_country_and_shows_those_chosen(settings):
    settings.COUNTRIES = list(PROJECT)
    field = countries.CountriesField().formfield()

    assert field.clean(["EG", "ES"]) == ["EG", "ES"]
    assert not opened(field.widget.render("countries", ["ES"]))[1]
    assert opened(field.widget.render("countries", ["EG", "ES"])) == [True, True]


def opened(html: str) -> list[bool]:
    """Which groups of checkboxes stand open."""
    return [part.startswith(" open>") for part in html.split("<details")[1:]]


def test_a_block_takes_any_country():
    block = CountryBlock(required=False)

    assert block.clean("EG") == "EG"
    assert block.normalize("EG") == "EG"
    with pytest.raises(Exception, match="XX"):
        block.clean("XX")


def test_migrations_list_no_countries():
    _name, path, _args, kwargs = User._meta.get_field("country").deconstruct()

    assert path == "django.db.models.CharField"
    assert "choices" not in kwargs
    assert CountryBlock(required=False).deconstruct() == (
        "wagtail.blocks.CharBlock", [], {"required": False},
    )  # fmt: skip
    assert "choices" not in countries.CountriesField().deconstruct()[3]


def test_any_form_of_a_person_offers_the_countries():
    form = modelform_factory(User, fields=["country"])

    with translation.override("fr"):
        offered = list(form().fields["country"].choices)

    assert len(offered) == 250
    assert offered[0][0] == ""
    names = [text for _code, text in offered[1:]]
    assert names == sorted(names, key=lambda text: collation.sort_key(text, "fr"))


def drawn(html: str) -> list[tuple[str, dict, str]]:
    """Tags with their attributes, and the words of those that hold nothing else."""
    tags = BeautifulSoup(html, "lxml").find_all(["select", "optgroup", "option", "input"])
    return [(tag.name, tag.attrs, (tag.string or "").strip()) for tag in tags]


@pytest.mark.parametrize(
    ("ours", "django"),
    [(LongSelect, forms.Select), (countries.CountriesWidget, forms.CheckboxSelectMultiple)],
)
def test_long_lists_are_what_django_would_draw(ours, django):
    choices = [("", "None"), ("<A>", [("x", 'Say "x" & <y>'), ("ES", "Spain")])]

    html, wanted = (one(choices=choices).render("c", ["ES"], {"id": "c"}) for one in (ours, django))

    assert drawn(html) == drawn(wanted)
    assert "<y>" not in html
