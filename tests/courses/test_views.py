"""Views of learning through the client: the whole path, refusals, and no access to others'
records."""

from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.test import Client
from lxml.html import document_fromstring

from core.caching import generation
from courses.certificates import actions as certificates
from courses.models import Certificate, Enrolment, LessonCompletion
from people.models import User
from tests.factories.core import translated
from tests.factories.courses import course, finish, lesson, lessons_of
from tests.rooms import language_of


def done_path(page, language: str = "en") -> str:
    return f"/{language}/learn/{page.translation_key}/done/"


@pytest.mark.database
def test_enrol_is_one_tap_and_leads_back(two_lessons, signed_in):
    answer = signed_in.post(f"/en/learn/{two_lessons.translation_key}/enrol/", follow=True)

    assert answer.redirect_chain[-1][0] == "/en/courses/co-producing/#lessons"
    assert Enrolment.objects.count() == 1


@pytest.mark.parametrize(
    ("wanted", "there"),
    [
        ("/en/courses/co-producing/understand/lesson-1/", None),
        ("lesson-1", None),
        ("//evil.example/", "/en/courses/co-producing/#lessons"),
        ("https://evil.example/", "/en/courses/co-producing/#lessons"),
    ],
)
def test_enrol_leads_on_within_the_portal_only(two_lessons, signed_in, wanted, there):
    path = f"/en/learn/{two_lessons.translation_key}/enrol/"

    answer = signed_in.post(path, {"next": wanted})

    assert (answer.status_code, answer.headers["Location"]) == (302, there or wanted)


@pytest.mark.slow
@pytest.mark.database
def test_done_from_two_languages_is_one_progress(enrolled, signed_in, roots):
    first, second = lessons_of(enrolled)
    translated(first, "fr")

    signed_in.post(done_path(first, "fr"))
    signed_in.post(done_path(first, "en"))
    signed_in.post(done_path(second, "ar"))

    assert LessonCompletion.objects.count() == 2
    assert Enrolment.objects.get().status == Enrolment.Status.COMPLETED
    assert list(LessonCompletion.objects.order_by("pk").values_list("language", flat=True)) == [
        "fr",
        "en",
    ]


def test_all_pages_agree_at_once_after_done(enrolled, signed_in):
    first, _second = lessons_of(enrolled)
    lesson_url = "/en/courses/co-producing/understand/lesson-1/"

    signed_in.post(done_path(first))

    for path in (lesson_url, "/en/courses/co-producing/", "/en/", "/en/my-learning/"):
        page = document_fromstring(signed_in.get(path).content)
        bars = [(bar.get("value"), bar.get("max")) for bar in page.iter("progress")]
        assert ("1", "2") in bars, path


def test_done_without_enrolment_says_what_to_do(two_lessons, signed_in):
    answer = signed_in.post(done_path(lessons_of(two_lessons)[0]), follow=True)

    assert "Join the course first" in answer.content.decode()
    assert LessonCompletion.objects.count() == 0


@pytest.mark.database
def test_signed_out_done_is_kept_over_signing_in(enrolled, learner):
    """Sign-in, then the same form, sent once."""
    client = Client()
    path = done_path(lessons_of(enrolled)[0])

    answer = client.post(path)
    assert "/accounts/login/" in answer.headers["Location"]
    client.force_login(learner)
    again = list(client.session["kept_posts"])
    page = client.get(f"/en/accounts/again/{again[0]}/")

    assert page.status_code == 200
    assert path in page.content.decode()
    client.post(path, {"kept_post": again[0]})
    assert LessonCompletion.objects.count() == 1


@pytest.mark.parametrize("action", ["enrol", "done", "undo"])
def test_get_does_nothing(enrolled, signed_in, action):
    key = lessons_of(enrolled)[0].translation_key

    assert signed_in.get(f"/en/learn/{key}/{action}/").status_code == 303


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "you can enrol on it there"), ("fr", "vous pouvez vous y inscrire là-bas")],
)
def test_a_course_of_others_cannot_be_taken_here(home, roots, signed_in, language, words):
    page = course("MOOC", lessons=0, elsewhere="https://example.org/mooc")
    path = f"/{language}/learn/{page.translation_key}/enrol/"

    answer = signed_in.post(path, follow=True)

    assert answer.redirect_chain == [(f"/{language}/courses/mooc/", 302)]
    assert words in answer.content.decode()
    assert Enrolment.objects.count() == 0


def test_a_course_of_others_is_not_taken_after_signing_in_either(home, roots, learner):
    page = course("MOOC", lessons=0, elsewhere="https://example.org/mooc")
    path = f"/en/learn/{page.translation_key}/enrol/"
    client = Client()
    client.post(path)
    client.force_login(learner)

    answer = client.post(path, follow=True)

    assert "you can enrol on it there" in answer.content.decode()
    assert Enrolment.objects.count() == 0


@pytest.mark.parametrize("action", ["enrol", "done", "undo"])
def test_unknown_keys_are_not_found(home, signed_in, action):
    unknown = "00000000-0000-4000-8000-000000000000"

    assert signed_in.post(f"/en/learn/{unknown}/{action}/").status_code == 404


def test_posts_need_a_token(enrolled, learner):
    client = Client(enforce_csrf_checks=True)
    client.force_login(learner)

    assert client.post(done_path(lessons_of(enrolled)[0])).status_code == 403
    assert LessonCompletion.objects.count() == 0


@pytest.mark.slow
@pytest.mark.database
def test_name_then_certificate_with_one_number_for_ever(enrolled, learner, signed_in):
    enrolment = finish(enrolled, learner)
    path = f"/en/my-learning/certificates/{enrolment.pk}/"

    signed_in.post(path, {"name": "Inês Sá", "name_other": "إينيس"})
    signed_in.post(path, {"name": "Somebody else"})
    papers = [signed_in.get(f"{path}paper.pdf") for _time in range(2)]

    certificate = Certificate.objects.get()
    assert (certificate.name, certificate.name_other) == ("Inês Sá", "إينيس")
    assert papers[0].content[:4] == b"%PDF"
    assert papers[0].content == papers[1].content
    assert certificate.number in papers[0].headers["Content-Disposition"]


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "愛"])
def test_a_name_that_cannot_be_printed_is_told_and_kept(enrolled, learner, signed_in, name):
    enrolment = finish(enrolled, learner)

    answer = signed_in.post(f"/en/my-learning/certificates/{enrolment.pk}/", {"name": name})

    assert answer.status_code == 400
    assert 'aria-invalid="true"' in answer.content.decode()
    assert Certificate.objects.count() == 0


def test_certificate_of_an_unfinished_course_is_refused(enrolled, signed_in):
    enrolment = Enrolment.objects.get()

    answer = signed_in.post(f"/en/my-learning/certificates/{enrolment.pk}/", {"name": "Salma"})

    assert answer.status_code == 302
    assert Certificate.objects.count() == 0


def test_certificate_of_a_course_taken_offline_is_explained(enrolled, learner, signed_in):
    enrolment = finish(enrolled, learner)
    enrolled.unpublish()

    answer = signed_in.get(f"/en/my-learning/certificates/{enrolment.pk}/", follow=True)

    page = answer.content.decode()
    assert "is not available at the moment" in page
    assert "once all lessons are marked as done" not in page


def test_another_learner_gets_404(enrolled, learner):
    enrolment = finish(enrolled, learner)
    certificates.issue_certificate(enrolment=enrolment, name="Canary", language="en")
    other = Client()
    other.force_login(User.objects.create_user("other@example.org"))

    for path in ("", "paper.pdf"):
        answer = other.get(f"/en/my-learning/certificates/{enrolment.pk}/{path}")
        assert answer.status_code == 404
        assert b"Canary" not in answer.content


@pytest.fixture
def certificate(enrolled, learner) -> Certificate:
    return certificates.issue_certificate(
        enrolment=finish(enrolled, learner), name="Salma", language="ar"
    )


def test_verify_shows_what_may_be_shown(certificate, learner):
    answer = Client(headers={"Accept-Language": "fr"}).get(f"/verify/{certificate.code}/")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert '<html lang="fr"' in page
    assert certificate.name in page
    assert certificate.number in page
    assert learner.email not in page
    assert "noindex" in answer.headers["X-Robots-Tag"]


def test_verify_speaks_the_certificates_language_where_nobody_says(certificate):
    page = Client().get(f"/verify/{certificate.code}/").content.decode()

    assert language_of(page) == ("ar", "rtl")


def test_a_code_may_be_copied_by_hand(certificate):
    by_hand = certificate.code.upper().replace("0", "O").replace("1", "I")

    assert Client().get(f"/verify/{by_hand}/").status_code == 200


@pytest.mark.database
def test_wrong_codes_all_get_one_answer(certificate):
    codes = ["nothing", certificate.code[:-1], f"{certificate.code}0", certificate.number]
    answers = [Client().get(f"/verify/{code}/") for code in codes]

    assert {answer.status_code for answer in answers} == {404}
    pages = [answer.content.decode() for answer in answers]
    assert len({page.replace(code, "") for page, code in zip(pages, codes, strict=True)}) == 1
    assert certificate.name not in pages[0]


@pytest.mark.database
def test_codes_cannot_be_tried_without_end(home):
    client = Client()

    with time_machine.travel("2026-11-23 10:00:00+00:00", tick=False):  # within one minute
        statuses = [client.get(f"/verify/{number}/").status_code for number in range(35)]

    assert statuses.count(404) == 30
    assert statuses[-1] == 429


@pytest.mark.database
def test_erased_learner_leaves_the_certificate(certificate, learner):
    learner.delete()

    assert Client().get(f"/verify/{certificate.code}/").status_code == 200
    assert mail.outbox == []


def test_a_lesson_that_was_undone_is_not_called_added_since(enrolled, learner, signed_in):
    """Only what a finished learner never did was added."""
    finish(enrolled, learner)
    first, *_rest = lessons_of(enrolled)
    signed_in.post(done_path(first).replace("done", "undo"))
    before = signed_in.get("/en/my-learning/").content.decode()

    lesson(first.get_parent().specific, "Added in the middle")
    after = signed_in.get("/en/my-learning/").content.decode()

    assert "added since" not in before
    assert "1 lesson has been added since" in after


def test_a_text_in_another_languages_shell_marks_which_words_are_whose(two_lessons):
    """In an Arabic shell, the outline's and the facts' own words are marked as Arabic."""
    page = Client().get("/ar/courses/co-producing/").content.decode()

    assert language_of(page, "main") == ("en", "ltr")
    for part in ('id="messages"', 'id="lessons"', '<aside aria-label="'):
        tag = page[page.index(part) :].partition(">")[0]
        assert 'lang="ar" dir="rtl"' in tag


def test_course_taken_offline_is_explained(enrolled, signed_in):
    enrolled.unpublish()

    page = signed_in.get("/en/my-learning/").content.decode()

    assert "is not available at the moment" in page
    assert signed_in.get("/en/").status_code == 200


@pytest.mark.parametrize("action", ["done", "undo", "enrol"])
def test_who_opens_the_address_of_a_button_is_led_to_where_it_is(
    enrolled, signed_in, action, roots
):
    first, _second = lessons_of(enrolled)
    key = enrolled.translation_key if action == "enrol" else first.translation_key

    answer = signed_in.get(f"/en/learn/{key}/{action}/")

    assert answer.status_code == 303
    led = {"enrol": "/en/courses/co-producing/#lessons"}.get(
        action, "/en/courses/co-producing/understand/lesson-1/#done"
    )
    assert answer.headers["Location"] == led
    assert signed_in.get(f"/fr/learn/{key}/{action}/").status_code == 303
    assert LessonCompletion.objects.count() == 0


@pytest.mark.slow
@pytest.mark.database
def test_made_up_keys_fill_no_cache(home, signed_in):
    def kept() -> int:
        return sum(len(one._items) for one in generation.all_caches())

    client = Client()
    paths = ["/en/research/{}/cite.bib", "/en/events/{}/calendar.ics", "/en/learn/{}/done/"]
    for path in paths:
        client.get(path.format(uuid4()))
        signed_in.get(path.format(uuid4()))
    before = kept()

    for _time in range(5):
        for path in paths:
            client.get(path.format(uuid4()))
            signed_in.get(path.format(uuid4()))

    assert kept() == before
