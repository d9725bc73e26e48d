"""The one style sheet: joined, minified without a change of meaning, hashed, compressed; scripts
without comments."""

import brotli
import pytest
from django.core.files.storage import FileSystemStorage

from core.staticfiles import SCRIPT, JoinedManifestStorage, minify_script
from tests.server import ROOT

ORDER = '@layer base, blocks;\n@import url("base.css") layer(base);\n'
BASE = """/* A comment */
a::before { content: "a ,  b /* no comment */ c" ; }
b { width: calc(1px  +  2px); color : red; }
p > q { color: blue }
"""
JOINED = (
    "@layer base,blocks;@layer base{"
    'a::before{content:"a ,  b /* no comment */ c"}'
    "b{width:calc(1px + 2px);color:red}"
    "p>q{color:blue}}"
)


@pytest.fixture
def sources(tmp_path):
    """Sources as an app has them, and the folder that they are collected into."""
    app, collected = tmp_path / "app", tmp_path / "static"
    for folder in (app, collected):
        (folder / "core" / "css").mkdir(parents=True)
        (folder / "core" / "css" / "main.css").write_text(ORDER)
        (folder / "core" / "css" / "base.css").write_text(BASE)
    return app, collected


def collect(app, collected):
    """What collectstatic does after copying; the address of the sheet."""
    storage = JoinedManifestStorage(location=str(collected))
    source = FileSystemStorage(location=str(app))
    names = ["core/css/main.css", "core/css/base.css"]
    done = list(storage.post_process({name: (source, name) for name in names}))
    assert [fault for _name, _hashed, fault in done if isinstance(fault, Exception)] == []
    return collected / storage.stored_name("core/css/main.css")


def test_layers_stand_inside_the_sheet_and_strings_are_kept_as_written(sources):
    sheet = collect(*sources)

    assert sheet.read_text() == JOINED
    assert len(sheet.name.split(".")) == 3


def test_a_browser_that_takes_brotli_gets_the_same_sheet(sources):
    sheet = collect(*sources)
    compressed = sheet.with_name(f"{sheet.name}.br").read_bytes()

    assert brotli.decompress(compressed).decode() == JOINED


def test_collecting_again_changes_nothing(sources):
    first = collect(*sources)

    again = collect(*sources)

    assert again == first
    assert again.read_text() == JOINED


def test_another_rule_gets_another_address(sources):
    app, collected = sources
    first = collect(app, collected)
    for folder in sources:
        (folder / "core" / "css" / "base.css").write_text(BASE.replace("red", "green"))

    assert collect(app, collected) != first


SOURCE = """/*
 * What it is for.
 */
const a = "// no comment", b = /\\/*x/;

function f() {
  // Why.
  return `/* ${a} */`; // stays
}
"""
BARE = """const a = "// no comment", b = /\\/*x/;
function f() {
return `/* ${a} */`; // stays
}
"""


def test_a_script_loses_its_comments_and_its_indentation_and_nothing_else():
    assert minify_script(SOURCE) == BARE


def test_modules_that_a_script_imports_are_joined_each_in_a_block(tmp_path):
    app, collected = tmp_path / "app", tmp_path / "static"
    files = {
        "core/js/a.js": "const name = 1;\n",
        "search/js/b.js": "// Why.\nconst name = 2;\n",
        "search/js/both.js": 'import "../../core/js/a.js";\nimport "./b.js";\n',
    }
    for folder in (app, collected):
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
    storage = JoinedManifestStorage(location=str(collected))
    source = FileSystemStorage(location=str(app))

    done = list(storage.post_process({name: (source, name) for name in files}))

    assert [fault for _name, _hashed, fault in done if isinstance(fault, Exception)] == []
    joined = (collected / storage.stored_name("search/js/both.js")).read_text()
    assert joined == "{\nconst name = 1;\n}\n{\nconst name = 2;\n}\n"


def test_no_script_for_readers_has_a_text_of_several_lines():
    """It would lose its indentation."""
    found = [path for path in ROOT.glob("*/static/*/js/*.js") if "var" not in path.parts]

    assert [path for path in found if not SCRIPT.fullmatch("/".join(path.parts[-3:]))] == []
    assert [
        path for path in found for line in path.read_text().splitlines() if line.count("`") % 2
    ] == []
