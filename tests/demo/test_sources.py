"""Parser of the source files: front matter, Markdown, fenced blocks."""

import pytest

from demo.sources import BadSource, ParsedBlock, read_source
from demo.streams import Builder

pytestmark = pytest.mark.demo


def written(tmp_path, text: str):
    path = tmp_path / "work.en.md"
    path.write_text(text, encoding="utf-8")
    return path


def test_read_cuts_a_file_into_parts(tmp_path):
    source = read_source(
        written(
            tmp_path,
            "---\ntitle: A title\n---\nFirst **words**.\n\n## A heading {#name}\n\n- one\n- two\n\n"
            "```callout\ntone: watch\ntitle: Mind\ntext: |\n  Some *words*.\n```\n",
        )
    )

    assert source.front == {"title": "A title"}
    assert source.parts == [
        ParsedBlock("text", "<p>First <b>words</b>.</p>"),
        ParsedBlock("heading", {"text": "A heading", "level": "2", "name": "name"}),
        ParsedBlock("text", "<ul><li>one</li><li>two</li></ul>"),
        ParsedBlock("callout", {"tone": "watch", "title": "Mind", "text": "Some *words*.\n"}),
    ]


@pytest.mark.parametrize("text", ["no front matter", "---\ntitle: [\n---\n", "---\na: 1\n"])
def test_a_bad_file_is_named(tmp_path, text):
    with pytest.raises(BadSource, match=r"work\.en\.md"):
        read_source(written(tmp_path, text))


def test_html_in_a_source_is_text(tmp_path):
    source = read_source(written(tmp_path, "---\ntitle: x\n---\n<script>alert(1)</script>\n"))

    assert source.parts == [ParsedBlock("text", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>")]


def test_block_ids_depend_on_work_and_place_only():
    parts = [
        ParsedBlock("text", "<p>one</p>"),
        ParsedBlock("terms", [{"term": "a", "meaning": "b"}]),
    ]
    other = [
        ParsedBlock("text", "<p>un</p>"),
        ParsedBlock("terms", [{"term": "c", "meaning": "d"}]),
    ]

    english = Builder("work", lambda _link: None).stream(parts)
    french = Builder("work", lambda _link: None).stream(other)
    elsewhere = Builder("another", lambda _link: None).stream(parts)

    assert [block["id"] for block in english] == [block["id"] for block in french]
    assert english[1]["value"]["items"][0]["id"] == french[1]["value"]["items"][0]["id"]
    assert english[0]["id"] != elsewhere[0]["id"]


def test_unknown_blocks_are_refused():
    with pytest.raises(BadSource, match="no block called nonsense"):
        Builder("work", lambda _link: None).stream([ParsedBlock("nonsense", {})])


def test_links_to_works_become_links_to_pages():
    builder = Builder("work", {"there": 7}.get)

    stream = builder.stream(
        [ParsedBlock("text", '<p><a href="work:there">a</a> <a href="work:gone">b</a></p>')]
    )

    assert stream[0]["value"] == '<p><a linktype="page" id="7">a</a> b</p>'
