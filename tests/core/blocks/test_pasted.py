"""What is pasted from Word and from the web becomes blocks; what cannot is named."""

import json

import pytest

from core.blocks import StoryBlock, pasted
from core.blocks.blank import is_blank
from courses.catalogue.blocks import LessonStoryBlock
from people.models import User

WORD = """
<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p {color:red}</style></head>
<body><!--StartFragment-->
<p class=MsoTitle>Pagar la ayuda<o:p></o:p></p>
<h1>Antes de empezar</h1>
<p class=MsoNormal>Quien firma es <b>la asociación</b>, véase
<a href="https://example.org/a">el texto</a>.</p>
<h2>Dos reglas</h2>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><span
style='mso-list:Ignore'>·<span>&nbsp;&nbsp;</span></span>La primera</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span
style='mso-list:Ignore'>·</span>La segunda</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span
style='mso-list:Ignore'>1.</span>Uno</p>
<table class=MsoTableGrid><tr><td><p>Ayuda</p></td><td><p>Importe</p></td></tr>
<tr><td><p>Vale</p></td><td><p>20</p></td></tr></table>
<p><img src="file:///c:/a.png"></p>
<!--EndFragment--></body></html>
"""
GOOGLE = """
<b style="font-weight:normal;" id="docs-internal-guid-1"><h3 dir="rtl">الاتفاق</h3>
<p dir="rtl"><span style="font-weight:700">مهم</span>
و<span style="font-style:italic">مائل</span></p>
<ol><li dir="rtl"><p>أول</p><ul><li><p>داخل</p></li></ul></li></ol></b>
"""


def test_a_document_of_word_keeps_its_structure():
    found = pasted.read(WORD)

    assert [name for name, _value in found.blocks] == [
        "heading", "heading", "text", "heading", "text", "table",
    ]  # fmt: skip
    values = [value for _name, value in found.blocks]
    assert [values[i]["text"] for i in (0, 1, 3)] == [
        "Pagar la ayuda", "Antes de empezar", "Dos reglas",
    ]  # fmt: skip
    assert [values[i]["level"] for i in (0, 1, 3)] == ["2", "2", "3"]
    assert values[2] == (
        "<p>Quien firma es <b>la asociación</b>, véase"
        ' <a href="https://example.org/a">el texto</a>.</p>'
    )
    assert values[4] == "<ul><li>La primera</li><li>La segunda</li></ul><ol><li>Uno</li></ol>"
    assert values[5] == {"caption": "", "header": ["Ayuda", "Importe"], "rows": [["Vale", "20"]]}
    assert found.dropped == ["images (add them as image blocks)"]


def test_a_document_of_google_keeps_emphasis_and_lists_in_lists():
    found = pasted.read(GOOGLE)

    (_heading, heading), (_text, text) = found.blocks
    assert (heading["text"], heading["level"]) == ("الاتفاق", "2")
    assert text == ("<p><b>مهم</b> و<i>مائل</i></p><ol><li>أول<ul><li>داخل</li></ul></li></ol>")


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("", []),
        ("<script>alert(1)</script><p onclick=x>Hi<br></p>", [("text", "<p>Hi</p>")]),
        ('<p><a href="javascript:x">here</a></p>', [("text", "<p>here</p>")]),
        ("<table><tr><td>one</td></tr><tr><td>two</td></tr></table>",
         [("text", "<p>one</p><p>two</p>")]),
        ("loose <b>words</b>", [("text", "<p>loose <b>words</b></p>")]),
        ("<h2>  </h2><p>a &lt;b&gt;</p>", [("text", "<p>a &lt;b&gt;</p>")]),
    ],
)  # fmt: skip
def test_nothing_comes_in_that_a_text_may_not_hold(html, blocks):
    assert pasted.read(html).blocks == blocks


@pytest.mark.parametrize(
    ("html", "direction", "lost"),
    [
        (GOOGLE, "rtl", 0),
        (GOOGLE, "ltr", 1),
        ("<p style='direction: rtl'>سلام</p>", "ltr", 1),
        ("<p dir=LTR>Hello</p>", "rtl", 1),
        ("<p dir=rtl>  </p><p>Hello</p>", "ltr", 0),
        ("<p>Hello, <span dir=rtl>سلام</span></p>", "ltr", 0),
        ("<p dir=rtl>سلام</p>", "", 0),
    ],
)
def test_a_direction_that_the_page_has_not_is_told(html, direction, lost):
    said = "the direction of paragraphs (it follows the language of the page)"

    assert pasted.read(html, direction).dropped == [said] * lost


def test_a_table_of_uneven_rows_and_long_cells_is_made_even():
    found = pasted.read(
        f"<table><tr><th>A</th><th>B</th></tr><tr><td>{'x' * 400}</td></tr></table>"
    )

    ((_name, value),) = found.blocks
    assert value["rows"] == [["x" * 300, ""]]
    assert len(found.dropped) == 1


def test_the_form_is_given_states_of_blocks(client, home):
    client.force_login(User.objects.create_superuser("keeper@example.org", language="en"))

    found = client.post("/admin/pasted-blocks/", {"html": WORD}).json()

    names = [one["type"] for one in found["blocks"]]
    assert names == ["heading", "heading", "text", "heading", "text", "table"]
    assert "unordered-list-item" in found["blocks"][4]["value"]
    assert found["dropped"] == "Left out: images (add them as image blocks)."
    arabic = {"html": "<p dir=rtl>سلام</p>", "page": home.pk}
    assert "direction" in client.post("/admin/pasted-blocks/", arabic).json()["dropped"]


def test_a_table_keeps_the_ids_that_translations_are_stored_by():
    block = StoryBlock().child_blocks["table"]
    state = {
        "caption": "Aid",
        "header": [{"id": "h1", "value": "Way"}, {"id": "h2", "value": " Where "}],
        "rows": [
            {"id": "r1", "value": [{"id": "c1", "value": "Cash"}, {"id": "c2", "value": ""}]},
            {"id": "r2", "value": [{"value": ""}, {"value": ""}]},
        ],
    }

    value = block.value_from_datadict({"t-grid": json.dumps(state)}, {}, "t")

    assert block.get_form_state(value)["header"][0] == {"id": "h1", "value": "Way"}
    assert list(value["header"]) == ["Way", "Where"]
    assert [list(row) for row in value["rows"]] == [["Cash", ""]]
    assert value["rows"].bound_blocks[0].id == "r1"
    assert block.value_from_datadict({"t-grid": "no JSON"}, {}, "t")["caption"] == ""


def test_new_blocks_begin_without_an_error_and_blank_ones_are_left_out():
    story = StoryBlock()
    figure = story.child_blocks["figure"]
    assert len(figure.get_default()["items"]) == 2

    blank = [(name, block.get_default()) for name, block in story.child_blocks.items()]
    value = story.normalize([*blank, ("heading", {"text": "Written", "level": "2", "name": ""})])

    assert [child.block_type for child in story.clean(value)] == ["heading"]
    question = LessonStoryBlock().child_blocks["question"]
    # As the form sends a question that nobody has touched.
    untouched = {"text": "", "options": [{"text": "", "right": False, "why": ""}] * 2}
    assert is_blank(question, question.normalize(untouched))
