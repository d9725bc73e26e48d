"""What is frozen or printed is checked before; and who holds a paper can check it."""

import io
import re
from dataclasses import replace

import pypdf
import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import translation
from wagtail.models import ModelLogEntry

from core.caching import generation
from core.models import SiteIdentity
from courses.certificates import actions, codes, pdf, printable, rendering
from courses.models import Certificate, CoursePage
from people.forms import ProfileForm
from people.models import User
from tests.factories.core import translated
from tests.factories.courses import finish

SEEDLING = "🌱"
NAMED = f"{SEEDLING} (U+1F331)"
IDENTITY_FIELDS = ["site_name", "tagline", "issuer", "statement"]


@pytest.fixture
def finished(enrolled, learner):
    return finish(enrolled, learner)


def path_of(enrolment, language="en") -> str:
    return f"/{language}/my-learning/certificates/{enrolment.pk}/"


def identity(language="en", **fields) -> None:
    """Words as they could be written before they were looked at."""
    words = {"site_name": "MedTOWN", "issuer": "Issuer", "contact": "x@example.org"}
    SiteIdentity.objects.update_or_create(
        language=language, defaults={**words, "licence": "not-stated", **fields}
    )


# When it is typed -----------------------------------------------------------------------------


@pytest.mark.parametrize("field", IDENTITY_FIELDS)
def test_each_word_of_the_issuer_is_checked_by_its_sign(home, field):
    row = SiteIdentity.objects.get(language="en")
    setattr(row, field, f"Growing {SEEDLING} together")

    with pytest.raises(ValidationError) as refused:
        row.full_clean()

    assert list(refused.value.message_dict) == [field]
    assert NAMED in refused.value.message_dict[field][0]


def test_a_courses_title_is_checked_in_every_language(two_lessons):
    french = translated(two_lessons, "fr")
    for page in (two_lessons, french):
        page.title = f"Growing {SEEDLING}"
        with pytest.raises(ValidationError) as refused:
            page.full_clean()
        assert NAMED in refused.value.message_dict["title"][0]


def test_the_name_in_the_profile_is_checked(learner):
    form = ProfileForm({"legal_name": f"Salma {SEEDLING}", "language": "en"}, instance=learner)

    assert NAMED in form.errors["legal_name"][0]


@pytest.mark.parametrize("field", ["name", "name_other"])
def test_the_name_on_the_form_is_checked(finished, signed_in, field):
    posted = {"name": "Salma", "language": "en", field: f"Salma {SEEDLING}"}

    answer = signed_in.post(path_of(finished), posted)

    assert answer.status_code == 400
    assert NAMED in answer.content.decode()
    assert not Certificate.objects.exists()


def test_what_is_called_plain_prints():
    """All that is let through without a trial; in both weights that the paper has."""
    plain = [chr(point) for point in range(0x21, 0x2070)]
    plain = [sign for sign in plain if printable.PLAIN.fullmatch(sign)]

    for start in range(0, len(plain), 60):
        words = "A " + "".join(plain[start : start + 60])
        pdf.render(replace(pdf.SPECIMEN, name=words, statement=words, issuer=words))


def test_all_signs_that_are_lacking_are_named_once():
    assert printable.missing_glyphs(f"Éa {SEEDLING} 愛 Ж {SEEDLING}") == (SEEDLING, "愛")
    with translation.override("ar"):
        assert NAMED in printable.missing_glyphs_message(SEEDLING)
    assert printable.missing_glyphs_message("Συμπαραγωγή والإنتاج، “été” – 10 %") is None


# When it is issued ----------------------------------------------------------------------------


def bad_title(page: CoursePage) -> None:
    CoursePage.objects.filter(pk=page.pk).update(title=f"Growing {SEEDLING}")
    generation.bump()


def test_nothing_is_frozen_that_cannot_be_rendered(enrolled, finished, signed_in):
    bad_title(enrolled)

    answer = signed_in.post(path_of(finished), {"name": "Salma", "language": "en"})
    signed_in.post(path_of(finished), {"name": "Salma", "language": "en"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Nothing has been issued, and your course stays completed" in page
    assert 'value="Salma"' in page
    assert not Certificate.objects.exists()
    # Who answers for the portal is told, once.
    assert [message.to for message in mail.outbox] == [["portal@example.org"]]
    assert "/admin/reports/certificates/" in mail.outbox[0].body


@pytest.mark.parametrize("field", IDENTITY_FIELDS)
def test_an_issuer_that_cannot_be_rendered_stops_the_issue(finished, field):
    identity(**{field: SEEDLING})

    with pytest.raises(actions.NotRendered):
        actions.issue_certificate(enrolment=finished, name="Salma", language="en")

    assert not Certificate.objects.exists()


def test_the_profiles_language_is_offered_and_another_can_be_chosen(finished, learner, signed_in):
    learner.language = "pt"
    learner.save()

    page = signed_in.get(path_of(finished, "el")).content.decode()
    assert re.search(r'<select name="language"[^>]*id="id_language"', page)
    assert '<option value="pt" selected>' in page

    signed_in.post(path_of(finished, "el"), {"name": "Inês", "language": "fr"})
    assert Certificate.objects.get().language == "fr"


def test_a_form_without_a_language_takes_the_profiles(finished, learner, signed_in):
    learner.language = "pt"
    learner.save()

    signed_in.post(path_of(finished, "el"), {"name": "Inês"})

    assert Certificate.objects.get().language == "pt"


def test_a_language_that_there_is_not_is_refused(finished, signed_in):
    answer = signed_in.post(path_of(finished), {"name": "Inês", "language": "de"})

    assert answer.status_code == 400
    assert not Certificate.objects.exists()


# What was frozen before -----------------------------------------------------------------------


@pytest.fixture
def stuck(enrolled, finished):
    """A certificate as it could be issued before: its title cannot be printed."""
    certificate = actions.issue_certificate(enrolment=finished, name="Salma", language="en")
    Certificate.objects.filter(pk=certificate.pk).update(course_title=f"Growing {SEEDLING}")
    certificate.refresh_from_db()
    return certificate


@pytest.fixture
def administrator(db) -> Client:
    user = User.objects.create_user("admin@example.org", is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["access_admin", "change_certificate"])
    )
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture(autouse=True)
def no_second_step(settings):
    settings.STAFF_NEED_SECOND_FACTOR = False


def test_a_paper_that_cannot_be_rendered_says_so(stuck, signed_in):
    answer = signed_in.get(f"{path_of(stuck.enrolment)}paper.pdf")

    assert answer.status_code == 503
    assert "cannot be printed at the moment" in answer.content.decode()
    assert len(mail.outbox) == 1


def test_the_administrator_sees_what_is_stuck_and_issues_it_anew(stuck, enrolled, administrator):
    bad_title(enrolled)
    place = "/admin/reports/certificates/"
    page = administrator.get(place).content.decode()
    assert stuck.number in page
    assert page.count(NAMED) == 2, "the record, and the course as it stands"

    # With the title unmended it stays as it is.
    administrator.post(place, {"certificate": stuck.pk})
    stuck.refresh_from_db()
    assert SEEDLING in stuck.course_title

    enrolled.title = "Growing together"
    enrolled.save_revision().publish()
    answer = administrator.post(place, {"certificate": stuck.pk}, follow=True)

    anew = Certificate.objects.get()
    assert (anew.number, anew.code, anew.name) == (stuck.number, stuck.code, "Salma")
    assert anew.course_title == "Growing together"
    assert "nothing prevents new ones" in answer.content.decode()
    entry = ModelLogEntry.objects.get(action=actions.REISSUED)
    assert entry.object_id == str(stuck.pk)
    assert entry.user.email == "admin@example.org"


def test_a_certificate_that_prints_is_never_issued_anew(enrolled, finished):
    certificate = actions.issue_certificate(enrolment=finished, name="Salma", language="en")

    with pytest.raises(actions.StillRenders):
        actions.reissue(certificate=certificate, user=None)


def test_the_list_is_the_administrators(stuck, signed_in):
    user = User.objects.create_user("editor@example.org", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="access_admin"))
    editor = Client()
    editor.force_login(user)

    assert (
        stuck.number not in editor.get("/admin/reports/certificates/", follow=True).content.decode()
    )
    assert signed_in.get("/admin/reports/certificates/").status_code == 403


# Checked by who holds the paper ---------------------------------------------------------------


@pytest.fixture
def certificate(finished):
    identity("en", issuer="The demonstration", statement="No diploma of any official body.")
    identity("ar", issuer="النسخة التجريبية", statement="ليست شهادة من هيئة رسمية.")
    return actions.issue_certificate(enrolment=finished, name="Salma", language="ar")


def test_the_paper_says_where_it_is_checked_with_which_code(certificate):
    english = replace(rendering.paper_of(certificate), language="en", issuer="", statement="")
    text = pypdf.PdfReader(io.BytesIO(pdf.render(english))).pages[0].extract_text()

    assert f"with the code {codes.format_code(certificate.code)}" in text
    assert "Number, for correspondence only" in text
    assert re.search("Check this certificate at \\S+/verify/\\n", text)


@pytest.mark.parametrize(
    "written",
    [
        lambda code: code,
        lambda code: code.upper(),
        lambda code: codes.format_code(code),
        lambda code: f" {' '.join(code)} ",
        lambda code: codes.format_code(code).replace("-", " – "),
        lambda code: code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
        lambda code: code.replace("0", "O").replace("1", "I"),
        lambda code: f"https://portal.example/verify/{code}/",
    ],
)
def test_the_code_may_be_typed_as_people_type(certificate, written):
    answer = Client().get("/verify/", {"code": written(certificate.code)}, follow=True)

    assert answer.redirect_chain == [(f"/verify/{certificate.code}/", 302)]
    assert answer.status_code == 200


def test_the_field_stands_without_scripts_and_says_what_the_number_is(home):
    answer = Client(headers={"Accept-Language": "en"}).get("/verify/")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert re.search(r'<form[^>]*method="get"[^>]*action="/verify/"', page)
    assert 'name="code"' in page
    assert "for correspondence only" in page
    assert answer.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("typed", ["愛", "7F3K-2M9Q", "a" * 500, "../admin/"])
def test_a_code_that_there_is_not_is_told_beside_the_field(home, typed):
    answer = Client(headers={"Accept-Language": "en"}).get("/verify/", {"code": typed}, follow=True)

    assert answer.status_code == 404
    assert "No certificate has this code" in answer.content.decode()
    assert 'name="code"' in answer.content.decode()


def test_issuer_and_statement_stand_in_the_readers_language_beside_the_papers(certificate):
    page = Client(headers={"Accept-Language": "en"}).get(f"/verify/{certificate.code}/")

    words = page.content.decode()
    assert "The demonstration" in words
    assert "No diploma of any official body." in words
    assert '<bdi lang="ar">النسخة التجريبية</bdi>' in words
    assert '<bdi lang="ar">ليست شهادة من هيئة رسمية.</bdi>' in words
    assert "It is not an official qualification." in words


def test_words_of_the_issuer_are_those_of_the_day(certificate):
    identity("en", issuer="Somebody else", statement="Other words.")

    words = Client(headers={"Accept-Language": "en"}).get(f"/verify/{certificate.code}/").content
    assert b"The demonstration" in words
    assert b"Somebody else" not in words


def test_an_older_certificate_is_told_in_todays_words_only_if_they_are_the_same(certificate):
    Certificate.objects.update(issuer_words={})
    certificate.refresh_from_db()
    assert certificate.told_in("en")["issuer"] == "The demonstration"
    assert certificate.told_in("fr") == {}

    Certificate.objects.update(issuer="غيره")
    certificate.refresh_from_db()
    assert certificate.told_in("en") == {}


def test_search_engines_may_read_that_it_is_not_for_them(home):
    robots = Client().get("/robots.txt").content.decode()

    assert "/verify/" not in robots
