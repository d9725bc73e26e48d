"""What a translator stores is harmless whatever road it comes by, and is drawn harmless."""

import json
from urllib.parse import quote, urlencode

import polib
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)

from people import roles
from tests.factories.core import standard_page, translated
from tests.factories.people import UserFactory, signed_in
from translations import po_files
from translations.sanitise import check_override, clean_words
from translations.segments import OriginalSegments, translate_strings

REFRESH = '<!--><meta http-equiv="refresh" content="0;url=https://evil.example/">-->'
HOSTILE = [
    REFRESH,
    '<img src=x onerror="alert(1)">Words',
    "<!-- a --!><script>alert(1)</script>Words",
    '<svg><a xlink:href="javascript:alert(1)">x</a></svg>',
    "<b onclick=alert(1)>Words</b>",
    '<a href="javascript:alert(1)">Words</a>',
    "<?xml <iframe src=//evil.example>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 on=1&gt;">',
]
LIVE = ("<meta", "<img", "<script", "<svg", "<iframe", "<style", "<b on", "<a href", "<!--")


@pytest.fixture
def page(home, roots):
    body = [
        {"type": "text", "value": '<p>Read <a href="https://example.org/">the guide</a> now.</p>'},
        {"type": "links", "value": {"heading": "", "items": []}},
        {"type": "sources", "value": {"items": [
            {"title": "Charter", "url": "https://example.org/charter", "mark": "seen"},
        ]}},
    ]  # fmt: skip
    page = standard_page(home, "A page")
    page.body = json.dumps(body)
    page.save_revision().publish()
    translated(page, "ar")
    return page


@pytest.fixture
def translation(page):
    return Translation.objects.get(
        source__object_id=page.translation_key, target_locale__language_code="ar"
    )


@pytest.fixture
def nour(client, page):
    user = UserFactory(language="ar")
    roles.give(user, ["translator-ar"])
    client.force_login(user)
    return user


def segment(translation, holding: str) -> StringSegment:
    return translation.source.stringsegment_set.get(string__data__contains=holding)


def stored(segment: StringSegment) -> str:
    return StringTranslation.objects.get(
        translation_of=segment.string, context=segment.context, locale__language_code="ar"
    ).data


def put(client, address: str, value: str):
    return client.put(
        address, urlencode({"value": value}), content_type="application/x-www-form-urlencoded"
    )


@pytest.mark.parametrize("words", HOSTILE)
def test_nothing_live_is_left_of_hostile_words(words):
    kept = clean_words(words)

    assert not any(live in kept.lower() for live in LIVE), kept
    assert clean_words(kept) == kept


@pytest.mark.parametrize(
    "words",
    [
        'اقرأ <a id="a1">الدليل</a> الآن', "<b>Un</b> mot, <i>puis</i><br/>un autre", "5 &lt; 6",
        "l’ami &amp; « moi »", "a\u00a0b", "",
    ],
)  # fmt: skip
def test_honest_words_stay_as_they_are(words):
    assert clean_words(words) == words


@pytest.mark.parametrize("words", HOSTILE)
def test_the_side_by_side_editor_stores_harmless_words(client, nour, translation, words):
    piece = segment(translation, "the guide")

    answer = put(
        client, f"/admin/localize/translate/{translation.pk}/strings/{piece.pk}/edit/", words
    )

    assert answer.status_code == 201
    assert not any(live in stored(piece).lower() for live in LIVE)
    assert answer.json()["data"] == stored(piece)


def po_of(translation, **changes: str) -> polib.POFile:
    file = translation.export_po()
    for entry in file:
        for holding, words in changes.items():
            if holding in entry.msgid:
                entry.msgstr = words
    return file


def upload(client, translation, content: bytes):
    return client.post(
        f"/admin/localize/translate/{translation.pk}/pofile/upload/",
        {"file": SimpleUploadedFile("words.po", content), "next": "/admin/"},
        follow=True,
    )


def test_a_po_file_is_called_as_its_page_is(client, nour, translation):
    type(translation.source).objects.update(object_repr="دليل")

    answer = client.get(f"/admin/localize/translate/{translation.pk}/pofile/download/")

    assert answer.status_code == 200
    assert f"filename*=UTF-8''{quote('دليل ar.po')}" in answer.headers["Content-Disposition"]


def test_a_po_file_brings_harmless_words(client, nour, translation):
    file = po_of(translation, guide=REFRESH + "كلمات")

    upload(client, translation, str(file).encode())

    assert "meta" not in stored(segment(translation, "the guide"))


def test_another_languages_translator_sends_no_po_file(translation):
    """A file that is taken from who translates into this one."""
    file = po_of(translation, guide="دليلها")
    _user, client = signed_in("translator-fr")

    answer = upload(client, translation, str(file).encode())

    assert "permission" in told(answer)
    assert not StringTranslation.objects.filter(data="دليلها").exists()


def test_the_models_themselves_store_harmless_words(translation):
    piece = segment(translation, "the guide")
    StringTranslation.objects.create(
        translation_of=piece.string, context=piece.context, locale=translation.target_locale,
        data=REFRESH, translation_type="machine",
    )  # fmt: skip

    assert "meta" not in stored(piece)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", " java\tscript:alert(1)", "JAVASCRIPT:alert(1)", "\x01javascript:1",
        "data:text/html,x", "vbscript:x", "file:///etc/passwd", "java\u200bscript:alert(1)",
    ],
)  # fmt: skip
def test_an_override_with_no_honest_address_is_refused(client, nour, translation, address):
    overridable = OverridableSegment.objects.filter(source=translation.source)
    assert overridable.exists()

    for one in overridable:
        place = f"/admin/localize/translate/{translation.pk}/overrides/{one.pk}/edit/"
        answer = put(client, place, address)
        assert answer.status_code == 400
        assert "https://" in answer.json()["error"]
        assert put(client, place, "https://example.org/ar/").status_code == 201

    assert not SegmentOverride.objects.filter(data_json__contains="script").exists()
    with pytest.raises(ValidationError):
        check_override({"url": address})


def test_what_got_in_before_is_drawn_harmless(client, page):
    """Rows of older days, of a restored backup, of another program."""
    arabic = page.get_translation(Locale.objects.get(language_code="ar"))
    arabic.body = json.dumps(
        [
            {"type": "text", "value": f'<p>{REFRESH}<a href="javascript:alert(1)">x</a></p>'},
            {"type": "callout", "value": {
                "tone": "note", "title": "T", "text": "<p><img src=x onerror=alert(1)>kept</p>",
            }},
            {"type": "sources", "value": {"items": [
                {"title": "Charter", "url": "javascript:alert(1)", "mark": "seen"},
            ]}},
            {"type": "partners", "value": {"items": [
                {"name": "Us", "url": "data:text/html,x", "country": None},
            ]}},
        ]
    )  # fmt: skip
    arabic.save_revision().publish()

    html = Client().get(arabic.get_url()).content.decode()

    assert "kept" in html
    assert "evil.example" not in html.replace("&lt;", "<").split("<main")[1].split("--&gt;")[0]
    for live in ("<meta http-equiv", "<img src=x", "onerror", 'href="javascript', 'href="data:'):
        assert live not in html


# PO files ------------------------------------------------------------------------------------


def told(answer) -> str:
    return " ".join(str(one) for one in answer.context["messages"])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b'msgid "a"\nmsgstr "b"\n', "first lines"),
        ("msgid \"a\"\nmsgstr \"b\"\n".encode("utf-16"), "UTF-8"),
        ('msgid ""\nmsgstr ""\n"X: y"\n\nmsgid "é"'.encode("latin-1"), "UTF-8"),
        (b"\x00\x01\x02", "PO file"),
        (b"no po at all", "PO file"),
        (b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=nonsense"\n', "first lines"),
        (b"/etc/hostname", "PO file"),
        pytest.param(b"#" * (po_files.MOST_BYTES + 1), "far too large", id="large"),
    ],
)  # fmt: skip
def test_a_bad_po_file_is_answered_with_a_sentence(client, nour, translation, content, said):
    nour.language = "en"
    nour.save()

    answer = upload(client, translation, content)

    assert answer.status_code == 200
    assert said in told(answer)


def test_no_file_and_another_translation_s_file_are_told_too(client, nour, translation):
    nour.language = "en"
    nour.save()
    address = f"/admin/localize/translate/{translation.pk}/pofile/upload/"
    file = translation.export_po()
    file.metadata["X-WagtailLocalize-TranslationID"] = "another"

    assert "empty" in told(client.post(address, {"next": "/admin/"}, follow=True))
    assert "another translation" in told(upload(client, translation, str(file).encode()))


def test_an_older_po_file_keeps_newer_words_and_shows_both(client, nour, translation):
    nour.language = "en"
    nour.save()
    title, piece = segment(translation, "A page"), segment(translation, "the guide")
    file = po_of(translation, **{"A page": "قديم", "guide": "نص"})
    StringTranslation.objects.create(
        translation_of=title.string, context=title.context, locale=translation.target_locale,
        data="جديد", translation_type="manual", updated_at=timezone.now(),
    )  # fmt: skip

    answer = upload(client, translation, str(file).encode())

    assert stored(title) == "جديد"
    assert stored(piece) == "نص"
    assert "قديم" in told(answer)
    assert "جديد" in told(answer)


def test_one_s_own_file_may_be_sent_again(client, nour, translation):
    piece = segment(translation, "the guide")
    file = po_of(translation, guide="أول")
    upload(client, translation, str(file).encode())
    for entry in file:
        entry.msgstr = "ثان" if "guide" in entry.msgid else ""

    upload(client, translation, str(file).encode())

    assert stored(piece) == "ثان"


def test_words_that_a_load_brings_are_clean_too(page):
    """A whole version at once, as the demonstration loads it."""
    original = type(page).objects.get(pk=page.pk)
    version = type(page).objects.get(pk=page.pk)
    version.body = json.dumps(
        [{**one, "value": f"<p>{REFRESH}Lisez <a href=\"https://example.org/\">le guide</a>.</p>"}
         if one["type"] == "text" else one for one in original.body.raw_data]
    )  # fmt: skip

    source = TranslationSource.objects.get(object_id=page.translation_key)
    translate_strings(
        original=OriginalSegments.of(source, original),
        version=version,
        locale=Locale.objects.get(language_code="fr"),
    )

    kept = StringTranslation.objects.filter(locale__language_code="fr").values_list(
        "data", flat=True
    )
    assert any("le guide" in one for one in kept)
    assert not any("meta" in one for one in kept)
