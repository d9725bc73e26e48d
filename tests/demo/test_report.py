"""The report on the demonstration: words, sources, empty fields, claims, answers."""

import pytest

from cases.models import CasePage
from demo import report
from demo.manifest import ManifestItem

RECORD = """
same:
  starts: "2023"
en:
  title: A hub
  place: Mahdia
  what: Premises for start-ups.
  results: Ten people came.
  body: |
    ```sources
    - title: A page
      url: https://example.org/a
      mark: seen
    ```
fr:
  title: Un lieu
  place: Mahdia
  what: Des locaux.
"""
REST = "implementer who_paid rule went_wrong whom_to_ask"


@pytest.fixture
def hub(tmp_path):
    path = tmp_path / "hub.yaml"
    path.write_text(RECORD, encoding="utf-8")
    return ManifestItem("cases/hub", CasePage, "cases", "hub", {"en": path, "fr": path})


def test_empty_fields_are_named_once_and_again_for_a_language_that_differs(hub):
    assert list(report.empty_fields([hub])) == [
        "Empty fields of records",
        f"  cases/hub: {REST}",
        "    fr: implementer who_paid rule results went_wrong whom_to_ask",
    ]


def test_sources_are_counted_and_versions_that_are_missing_named(hub):
    assert report.sources_of(hub) == 1
    assert "  cases/hub: es pt el ar" in list(report.versions([hub]))


def test_the_report_has_the_claims_and_the_answers_of_the_courses():
    text = "\n".join(report.report_lines())

    for heading in (
        "Words by work and language; sources",
        "Empty fields of records",
        "Claims of the courses, and their sources",
        "Right answers among their options",
        "Missing versions",
    ):
        assert heading in text
    assert "no source:" not in text
    assert "guess:" not in text
    assert "  news/call-for-sub-grants: es pt el" in text
