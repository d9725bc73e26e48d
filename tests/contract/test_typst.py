"""typst: how the compiler is called, and the words of the error for a sign without a glyph.

If the words have changed: change them in the certificates' drawing, or a name that cannot be
printed answers a fault instead of a sentence.
"""

import inspect

import pytest
import typst

from courses.certificates import pdf
from tests.contract import where


def test_the_compiler_takes_what_we_hand_over():
    wanted = {"format", "pdf_standards", "sys_inputs", "timestamp"}

    assert wanted <= set(inspect.signature(typst.Compiler.compile).parameters), where(pdf.render)


def test_a_sign_that_no_font_has_is_refused_in_these_words(tmp_path):
    source = tmp_path / "a.typ"
    source.write_text('#set document(title: "A")\n#set text(lang: "en")\n\U00013000')
    compiler = typst.Compiler(
        input=str(source), root=str(tmp_path), font_paths=pdf.FONTS, ignore_system_fonts=True
    )

    with pytest.raises(typst.TypstError) as refused:
        compiler.compile(format="pdf", pdf_standards=["ua-1"])

    assert "could not be displayed" in refused.value.message, where(pdf.render)
