import json
import pytest
from django.test import Client
from django.urls import reverse
from core import generation
from people.models import User
from tests.factories.core import standard_page
from tests.factories.courses import course, lesson, lessons_of


def test_preview_poison(home):
    page = standard_page(home, "Minutes", body=json.dumps([{"type": "text", "value": "<p>LIVE words</p>"}]))
    keeper = Client(); keeper.force_login(User.objects.create_superuser("k@example.org"))
    page.body = json.dumps([{"type": "text", "value": "<p>DRAFT words</p>"}])
    page.save_revision()
    generation.bump()
    a = keeper.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert a.status_code == 200
    print("draft shown:", "DRAFT words" in a.content.decode())
    b = Client().get("/en/minutes/").content.decode()
    print("public sees draft:", "DRAFT words" in b, "live:", "LIVE words" in b)


@pytest.mark.parametrize("nxt", ["http://testserver//evil.example/", "http://testserver/\\evil.example/", "/en//evil.example/", "/%2Fevil.example/", "/en/library/%3Fq=a", "///evil.example", "/\t/evil.example"])
def test_open_redirect(home, nxt):
    a = Client().get("/language/ar/", {"next": nxt})
    print(repr(nxt), "->", a.headers["Location"])


def test_enrol_next(home, roots):
    page = course("Course", lessons=1)
    c = Client(raise_request_exception=False); c.force_login(User.objects.create_user("a@example.org"))
    for nxt in ("foo", "http://testserver//evil.example/", "//evil.example/", "my_learning"):
        a = c.post(f"/en/learn/{page.translation_key}/enrol/", {"next": nxt})
        print(nxt, a.status_code, a.headers.get("Location"))


def test_csrf_oldpassword(home):
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create_user("a@example.org", "x" * 12))
    a = client.post("/en/accounts/password/change/", {"oldpassword": "secret words", "password1": "n"}, headers={"Origin": "http://testserver"})
    print(a.status_code, "secret words" in a.content.decode())


def test_kept_headers(home):
    standard_page(home, "Minutes")
    one, two = Client().get("/en/minutes/"), Client().get("/en/minutes/")
    print(sorted(set(one.headers.items()) ^ set(two.headers.items())))
    h = Client().head("/en/library/")
    g = Client().get("/en/library/")
    print("head then get", g.headers.get("X-Kept"), len(g.content))


def test_outline_here(home, roots):
    page = course("Course", lessons=4)
    from courses import actions
    u = User.objects.create_user("a@example.org")
    c = Client(); c.force_login(u)
    actions.enrol(learner=u, course_key=page.translation_key)
    ls = lessons_of(page)
    html = c.get("/en/courses/course/understand/lesson-3/").content.decode()
    print("you are here:", html.count("you are here"), "aria-current=page", html.count('aria-current="page"'))


def test_added_since_after_undo(home, roots):
    from courses import actions
    page = course("Course", lessons=2)
    u = User.objects.create_user("a@example.org")
    c = Client(); c.force_login(u)
    actions.enrol(learner=u, course_key=page.translation_key)
    for one in lessons_of(page):
        actions.complete_lesson(learner=u, lesson_key=one.translation_key)
    actions.undo_lesson(learner=u, lesson_key=lessons_of(page)[0].translation_key)
    html = c.get("/en/courses/course/").content.decode()
    print("added since:", "was added since" in html)


def test_healthz_queries(home, django_assert_num_queries):
    with django_assert_num_queries(0):
        Client().get("/healthz")


def test_certificate_when_gone(home, roots):
    from courses import actions
    from courses.models import Enrolment
    page = course("Course", lessons=1)
    u = User.objects.create_user("a@example.org")
    c = Client(); c.force_login(u)
    actions.enrol(learner=u, course_key=page.translation_key)
    for one in lessons_of(page):
        actions.complete_lesson(learner=u, lesson_key=one.translation_key)
    page.unpublish()
    a = c.get(f"/en/my-learning/certificates/{Enrolment.objects.get().pk}/", follow=True)
    print(a.redirect_chain, "when all lessons are done" in a.content.decode())

def test_my_learning_cold(home, roots):
    from courses import actions
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    u = User.objects.create_user("a@example.org")
    c = Client(); c.force_login(u)
    for n in range(3):
        page = course(f"Course {n}", lessons=1)
        actions.enrol(learner=u, course_key=page.translation_key)
        c.get("/en/my-learning/")
        generation.bump()
        with CaptureQueriesContext(connection) as q:
            c.get("/en/my-learning/")
        print(n + 1, "courses cold:", len(q))
