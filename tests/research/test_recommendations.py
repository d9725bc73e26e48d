"""Pages of policy recommendations."""

from tests.factories.research import (
    recommendation,
    recommendation_list,
    resource,
)
from tests.research.seen import builds_on, html, words


def test_a_recommendation_with_its_publication_and_page(roots):
    source = resource("Recommendations document", document_type="recommendations")
    recommendation(
        "Reserve contracts",
        text="Reserve contracts for social enterprises.",
        addressee="City councils",
        source_page="12-13",
        countries=["ES"],
        builds_on=builds_on(source),
    )

    own = words(html("/en/research/recommendations/reserve-contracts/"))
    listed = words(html("/en/research/recommendations/"))

    assert "Addressed to City councils" in own
    assert "Publication Recommendations document Page 12-13" in own
    assert "City councils Spain Recommendations document page 12-13" in listed


def test_a_recommendation_of_which_little_is_known(roots):
    recommendation("Do")

    own = words(html("/en/research/recommendations/do/"))
    listed = words(html("/en/research/recommendations/"))

    for text in (own, listed):
        assert "publication not recorded" in text
        assert "page not recorded" in text
    assert "addressee not recorded" in listed


def test_an_idea_that_was_voiced(roots):
    recommendation_list(announced=42)
    recommendation("Idea", voiced_at="Final conference, Seville", voiced_on="2023-03")

    own = words(html("/en/research/recommendations/idea/"))
    listed = words(html("/en/research/recommendations/"))

    assert "Where it was made Final conference, Seville When it was made March 2023" in own
    assert "0 recommendations are recorded here one by one; 42 were announced." in listed
    assert "Final conference, Seville March 2023" in listed
    assert "publication not recorded" not in own
