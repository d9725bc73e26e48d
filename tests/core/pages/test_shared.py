"""Pages rendered once for many readers: nothing of one of them is shown to another."""

import pytest
from django.template import TemplateSyntaxError, engines
from django.template.response import TemplateResponse
from django.test import Client, RequestFactory
from wagtail.models import PageViewRestriction

from core.access.audiences import EVERYBODY, Audience, PersonalDataInSharedPage, audience_of
from core.caching.donut import Donut, PersonalInDonut, record
from courses.learning import actions
from people.models import User
from tests.factories.core import standard_page
from tests.factories.courses import course, lessons_of, line_of, url_of

MEMBER = Audience(is_authenticated=True, is_active=True, is_superuser=False)


def reader(name: str) -> tuple[User, Client]:
    user = User.objects.create_user(f"{name}@example.org", display_name=name)
    client = Client()
    client.force_login(user)
    return user, client


def html_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def donut_of(source: str, audience: Audience = MEMBER, **context: object) -> Donut:
    template = engines["django"].from_string("{% load donut %}" + source)
    response = TemplateResponse(RequestFactory().get("/en/"), template, context)
    return record(response, is_personal=audience.is_authenticated, user=audience)


def test_each_learner_sees_their_own_progress(home, roots):
    page = course("Course", lessons=3)
    first, *_rest = lessons_of(page)
    salma, hers = reader("Salma")
    _nobody, others = reader("Bruno")
    actions.enrol(learner=salma, course_key=page.translation_key)

    before = html_of(hers, url_of(first))
    actions.complete_lesson(learner=salma, lesson=line_of(first))

    assert "0 of 3 lessons done" in before
    assert "1 of 3 lessons done" in html_of(hers, url_of(first))
    assert "lessons done" not in html_of(others, url_of(first))
    assert "Join this course" in html_of(others, url_of(first))
    assert "Sign in to save your progress" in html_of(Client(), url_of(first))


def test_the_front_page_goes_on_where_each_left_off(home, roots):
    page = course("Course", lessons=3)
    readers = [reader(name) for name in ("Salma", "Bruno")]
    for user, _client in readers:
        actions.enrol(learner=user, course_key=page.translation_key)
    actions.complete_lesson(learner=readers[0][0], lesson=line_of(lessons_of(page)[0]))

    hers, his = (html_of(client, "/en/") for _user, client in readers)

    assert "Continue with lesson 2" in hers
    assert "Continue with lesson 1" in his
    assert "Continue with lesson" not in html_of(Client(), "/en/")


def test_each_form_has_the_token_of_its_reader(home, roots):
    _salma, hers = reader("Salma")
    _bruno, his = reader("Bruno")

    assert "csrfmiddlewaretoken" in html_of(hers, "/en/")
    tokens = [
        html_of(one, "/en/").split('csrfmiddlewaretoken" value="')[1][:64] for one in (hers, his)
    ]

    assert tokens[0] != tokens[1]
    assert "csrfmiddlewaretoken" not in html_of(Client(), "/en/")


def test_the_languages_lead_back_to_the_address_that_was_asked_for(home, roots):
    html_of(Client(), "/en/?page=1")

    html = html_of(Client(), "/en/?page=2&x=%22")

    assert "?next=/en/%3Fpage%3D2%26x%3D%2522" in html
    assert "page%3D1" not in html
    assert '<meta name="robots" content="noindex">' in html


def test_a_publish_is_seen_at_once(home, roots):
    page = standard_page(home, "A page", summary="As it was")
    url = page.get_url()
    _salma, hers = reader("Salma")
    html_of(hers, url)

    page.summary = "As it is"
    page.save_revision().publish()

    assert "As it is" in html_of(hers, url)
    assert "As it is" in html_of(Client(), f"{url}?x=1")


def test_who_is_let_out_of_a_group_sees_its_page_no_longer(home, roots):
    page = standard_page(home, "For members")
    rule = PageViewRestriction.objects.create(page=page, restriction_type="login")
    _salma, hers = reader("Salma")

    assert "For members" in html_of(hers, page.get_url())
    assert Client().get(page.get_url()).status_code == 302
    rule.delete()
    assert "For members" in html_of(Client(), page.get_url())


def test_an_audience_has_the_groups_that_a_rule_names_and_no_others(home, roots):
    from django.contrib.auth.models import Group  # noqa: PLC0415

    user, _client = reader("Salma")
    named, other = (Group.objects.create(name=name) for name in ("named", "other"))
    user.groups.set([named, other])
    page = standard_page(home, "For some")
    rule = PageViewRestriction.objects.create(page=page, restriction_type="groups")
    rule.groups.add(named)

    found = audience_of(User.objects.get(pk=user.pk))

    assert found == Audience(True, True, False, frozenset([named.pk]))
    assert audience_of(None) == EVERYBODY


def test_nothing_personal_gets_into_what_is_shared():
    with pytest.raises(PersonalDataInSharedPage):
        donut_of("{{ user.pk }}")
    for source in ("{% csrf_token %}", "{% for one in messages %}{% endfor %}", "{{ perms }}"):
        with pytest.raises(PersonalInDonut):
            donut_of(source)


def test_a_hole_sees_the_request_and_its_values_alone():
    donut = donut_of(
        "{{ told }} {% uncached %}{{ request.path }} {{ told }}{{ given }}{% enduncached %}.",
        told="once",
    )
    request = RequestFactory().get("/en/another/")
    request.user = EVERYBODY

    assert donut.fill(request, {"given": "<b>"}) == b"once /en/another/ &lt;b&gt;."


def test_what_is_personal_is_no_hole_for_who_is_signed_out():
    source = "{% personal %}{{ told }}{% endpersonal %}"

    assert donut_of(source, EVERYBODY, told="the same").parts == (b"the same",)
    assert len(donut_of(source, MEMBER, told="the same").parts) == 3


def test_a_block_inside_a_hole_is_refused():
    with pytest.raises(TemplateSyntaxError):
        donut_of("{% uncached %}{% block inside %}{% endblock %}{% enduncached %}")
