"""The index of a cluster: fed, made anew, compared and repaired; what is private stays so."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db.models import F
from django.test import Client
from wagtail.models import PageViewRestriction

from core.access.models import AccessRule, WorkAccess
from core.access.visibility import met_rule_ids
from search import cluster, outbox
from search.engines import database_engine, engine
from search.engines.base import TITLE, EngineBusy, EngineUnavailable, SearchQuestion
from search.engines.elasticsearch import client as connection
from search.engines.elasticsearch import engine as elastic_engine
from search.engines.elasticsearch import indexes
from search.models import SearchDocument, SearchFacet, SearchWork, WorkChange
from tests.factories.people import UserFactory
from tests.search.cluster_index import fed

pytestmark = pytest.mark.cluster

MANY = 1100


def keys(pages):
    return {page.translation_key for page in pages}


def test_a_work_is_sent_as_the_database_has_it_however_often(make, titles):
    page = make("Time banks", fr="Banques de temps")
    fed()
    ((key, version),) = outbox.current_versions([page.translation_key]).items()
    change = cluster.IndexChange(key, version)

    again = cluster.send([change, change])

    assert again.done == keys([page])
    assert (again.again, again.refused) == (frozenset(), {})
    assert titles("banques") == ["Time banks"]


def test_an_older_change_that_comes_late_undoes_nothing(make, titles):
    page = make("Time banks")
    fed()
    page.delete()
    fed()
    assert titles() == []

    late = cluster.IndexChange(page.translation_key, 1)

    assert cluster.send([late]).done == keys([page])
    assert titles() == []


def test_the_cluster_refuses_a_document_and_takes_the_others(make):
    good, bad = make("Time banks"), make("Agreements")
    work = SearchWork.objects.get(translation_key=bad.translation_key)
    # The index knows no facet of this name, and learns none.
    SearchFacet.objects.create(work=work, name="colour", value="green")

    sent = cluster.send([cluster.IndexChange(one.translation_key, 100) for one in (good, bad)])

    assert sent.done == keys([good])
    assert set(sent.refused) == keys([bad])
    assert "[colour] within [facets] is not allowed" in sent.refused[bad.translation_key]


def test_who_may_see_a_work_is_one_clause_however_many_rules_there_are(make, ask, client):
    pages = [make(f"Study {number}") for number in range(3)]
    groups = Group.objects.bulk_create(Group(name=f"group {number}") for number in range(MANY))
    rules = AccessRule.objects.bulk_create(
        AccessRule(fingerprint=f"login|{group.pk}") for group in groups
    )
    for page, rule in zip(pages[:2], rules[:2], strict=True):
        WorkAccess.objects.create(translation_key=page.translation_key, rule=rule)
    outbox.note(*keys(pages))
    member = UserFactory()
    member.groups.set(groups[1:])
    assert len(met_rule_ids(member)) == MANY - 1

    assert ask("study").counts.total == 1
    client.force_login(member)
    answer = ask("study")

    assert answer.counts.total == answer.counts.facets["kind"]["page"] == 2
    assert [hit.version.title for hit in answer.hits] == ["Study 2", "Study 1"]


def test_a_restriction_reaches_the_cluster(make, ask, titles):
    page = make("Time banks")
    assert titles() == ["Time banks"]

    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    assert ask("banks").counts.unfiltered == 0


def asked_before_it_is_sent(q="banks", user=None):
    """The library's answer to a browser that does not wait for the worker."""
    browser = Client()
    if user:
        browser.force_login(user)
    answer = browser.get("/en/library/", {"q": q})
    named = browser.get("/en/library/complete/", {"q": q}).json()
    return answer.headers["X-Search"], answer.context["answer"], [one["title"] for one in named]


def test_what_is_hidden_and_not_yet_sent_is_neither_named_nor_counted(make):
    kept, gone, hidden = (make(f"Time banks {number}", countries=["JO"]) for number in range(3))
    fed()
    gone.delete()
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)

    engine_name, answer, named = asked_before_it_is_sent()

    assert engine_name == "elasticsearch"
    assert [hit.version.title for hit in answer.hits] == named == [kept.title]
    assert answer.counts.total == answer.counts.unfiltered == 1
    assert answer.counts.facets["country"] == {"JO": 1}
    # Who may see it is answered by the database until it is sent.
    engine_name, answer, named = asked_before_it_is_sent(user=UserFactory())
    assert (engine_name, answer.counts.total) == ("database", 2)
    fed()
    engine_name, answer, named = asked_before_it_is_sent(user=UserFactory())
    assert (engine_name, answer.counts.total) == ("elasticsearch", 2)


def test_until_it_is_sent_that_one_language_is_gone_the_database_answers(make):
    page = make("Time banks", fr="Banques de temps")
    fed()

    page.get_translations().get().unpublish()

    assert asked_before_it_is_sent("banques")[0] == "database"
    fed()
    engine_name, answer, _named = asked_before_it_is_sent("banques")
    assert (engine_name, answer.counts.total) == ("elasticsearch", 0)


def test_a_cluster_that_names_what_is_gone_is_not_believed(make, caplog):
    """Its counts are wrong, too."""
    make("Time banks 1")
    gone = make("Time banks 2")
    fed()
    gone.delete()
    lose(gone)

    engine_name, answer, _named = asked_before_it_is_sent()

    assert (engine_name, answer.counts.total) == ("database", 1)
    assert "names works that are not there" in caplog.text


def lose(*pages):
    """Note the changes of these works as sent, though they were not."""
    WorkChange.objects.filter(key__in=keys(pages)).update(sent_version=F("version"))


def check_library():
    said = StringIO()
    call_command("check_library", stdout=said)
    return said.getvalue()


def test_check_library_lists_and_mends_what_differs(make, titles):
    gone, other = make("Gone"), make("Other")
    make("Same")
    fed()
    missing = make("Missing")
    gone.delete()
    lose(missing, gone)
    SearchWork.objects.filter(translation_key=other.translation_key).update(weight=0.5)

    said = check_library()

    assert f"not in the cluster: {missing.translation_key}" in said
    assert f"in the cluster, but gone or hidden: {gone.translation_key}" in said
    assert f"another state in the cluster: {other.translation_key}" in said
    assert check_library() == "the index is as the database says\n"
    assert sorted(titles()) == ["Missing", "Other", "Same"]


def test_a_database_from_a_backup_is_believed(make, titles):
    page = make("Time banks")
    outbox.note(page.translation_key)
    outbox.note(page.translation_key)
    fed()
    WorkChange.objects.update(version=1, sent_version=1)
    SearchWork.objects.update(weight=0.5)

    assert "another state in the cluster" in check_library()

    assert check_library() == "the index is as the database says\n"


def test_check_library_says_that_there_is_nothing_to_compare_with(make):
    make("Time banks")
    fed()
    indexes.remove_all()

    with pytest.raises(CommandError, match="there is no index in the cluster"):
        check_library()


def test_a_page_far_down_is_not_waited_for_longer_than_any_other(make):
    make("Time banks")
    fed()
    body = {"query": {"match_all": {}}, "post_filter": {"match_all": {}}, "sort": ["_doc"]}
    body["docvalue_fields"] = []
    assert len(elastic_engine.hits_beyond_window(body, 0, 1)) == 1

    with connection.time_limit(connection.SHORTEST / 2), pytest.raises(EngineUnavailable):
        elastic_engine.hits_beyond_window(body, 0, 1)


def test_check_library_mends_the_index_of_the_database(make, titles):
    unknown, wordless, _newest = make("Unknown"), make("Wordless"), make("Newest")
    SearchWork.objects.filter(translation_key=unknown.translation_key).delete()
    document = SearchDocument.objects.get(page_id=wordless.pk)
    database_engine().drop([document.pk])

    said = check_library()

    assert f"not in the index: page {unknown.pk}\n" in said
    assert f"not in the index: page {wordless.pk}\n" in said
    assert check_library() == "the index is as the database says\n"


def test_an_index_is_filled_beside_the_one_in_use_and_swapped(make, titles):
    make("Time banks")
    fed()
    before = indexes.existing_indexes().current
    indexes.begin_next()
    outbox.note_all()
    indexes.mark_noted(indexes.existing_indexes().next)
    page = make("Agreements")
    assert sorted(titles()) == ["Agreements", "Time banks"]

    said = StringIO()
    call_command("rebuild_library", stdout=said)

    assert "going on with that" in said.getvalue()
    after = indexes.existing_indexes()
    assert (after.next, after.is_noted) == ("", False)
    assert after.current != before
    assert sorted(titles()) == ["Agreements", "Time banks"]
    assert titles("agreement") == [page.title]


@pytest.mark.parametrize("step", ["iter_works", "swap"])
def test_a_rebuild_gives_a_busy_cluster_time_at_its_end_too(make, titles, monkeypatch, step):
    """When it compares, and when it swaps."""
    monkeypatch.setattr(outbox, "PAUSES", (0, 0))
    make("Time banks")
    asked, real = [], getattr(indexes, step)

    def busy_at_first(*args):
        asked.append(step)
        if len(asked) == 1:
            raise EngineBusy("no room")
        return real(*args)

    monkeypatch.setattr(indexes, step, busy_at_first)

    call_command("rebuild_library", stdout=StringIO())

    assert len(asked) == 2
    assert titles("banks") == ["Time banks"]
    assert not indexes.existing_indexes().next


def test_a_rebuild_makes_both_indexes_anew(make, titles):
    make("Time banks")
    indexes.remove_all()

    call_command("rebuild_library", stdout=StringIO())

    assert titles("banks") == ["Time banks"]


def test_a_page_far_down_is_counted_off_from_a_point_in_time(make, ask, monkeypatch):
    monkeypatch.setattr(elastic_engine, "WINDOW", 4)
    monkeypatch.setattr(indexes, "BATCH", 3)
    for number in range(7):
        make(f"Study {number}")
    question = SearchQuestion({}, "en", None, sort=TITLE)
    fed()

    _counts, first = engine().search(question, start=0, size=7)
    _counts, last = engine().search(question, start=5, size=4)
    counts, none = engine().search(question, start=9, size=4)

    assert last == first[5:]
    assert (counts.total, none) == (7, [])


def test_a_cluster_that_is_not_there_is_said_in_a_sentence(make, settings):
    indexes.remove_all()

    assert not connection.is_alive()
    with pytest.raises(EngineUnavailable, match="index_not_found"):
        engine().frequencies([])
    with pytest.raises(EngineUnavailable, match="rebuild_library"):
        cluster.send([cluster.IndexChange(make("x").translation_key, 1)])


def test_all_that_is_asked_inside_a_limit_shares_its_seconds(make):
    with connection.time_limit(0.01), pytest.raises(EngineUnavailable, match="took too long"):
        engine().frequencies([])
