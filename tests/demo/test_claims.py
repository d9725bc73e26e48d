"""Claims of a course: their sources and places."""

import pytest

from demo import claims
from demo.sources import BadSource

LESSON = """---
title: A lesson
---
Words.

## A heading {#one}

More words.

```callout
tone: note
title: A box
text: Its words.
```

```sources
- title: A page
  url: https://example.org/a
  mark: seen
- title: Another page
  url: https://example.org/b
  mark: claimed
```
"""

CLAIMS = """
- claim: Said by a page
  where: {lesson: 1-1-first, place: A heading}
  sources: [{title: A page, url: "https://example.org/a"}]
  checked_on: 2026-11-30
  sure: high
- claim: Said by nobody
  where: {lesson: 1-1-first, place: A box}
  sources: []
  checked_on: 2026-11-30
  sure: medium
- claim: Known to all
  where: {lesson: 1-1-first, place: A heading that has gone}
  sources: []
  checked_on: 2026-11-30
  sure: general-knowledge
"""


@pytest.fixture
def course(tmp_path):
    folder = tmp_path / "a-course"
    folder.mkdir()
    (folder / "1-1-first.en.md").write_text(LESSON, encoding="utf-8")
    (folder / "claims.yaml").write_text(CLAIMS, encoding="utf-8")
    return folder


def test_the_report_says_what_the_claims_lack(course):
    assert list(claims.report_lines(course.parent)) == [
        "Claims of the courses, and their sources",
        "  a-course: 3 claims (1 high, 1 medium, 0 low, 1 general-knowledge)",
        "    no source: 1-1-first, A box: Said by nobody",
        "    no such place: 1-1-first, A heading that has gone: Known to all",
        "    no claim: 1-1-first, Another page",
    ]


def test_a_course_without_claims_is_named(tmp_path):
    (tmp_path / "a-course").mkdir()

    assert "  a-course: no claims.yaml" in list(claims.report_lines(tmp_path))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("sure: high", "sure: very"),
        ("checked_on: 2026-11-30", "checked_on:"),
        ("claim: Said by a page", "said: by a page"),
        ("sure: high", "sure: [high"),
    ],
)
def test_an_entry_that_is_not_whole_is_named(course, old, new):
    path = course / "claims.yaml"
    path.write_text(CLAIMS.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(BadSource, match=r"a-course/claims\.yaml"):
        claims.read_claims(path)


def test_every_claim_of_our_courses_has_a_source_and_every_source_a_claim():
    found = list(claims.report_lines())

    assert len(found) == 3, "\n".join(found)
    assert all(": " in line and "claims (" in line for line in found[1:])
