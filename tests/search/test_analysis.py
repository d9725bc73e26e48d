import time

import pytest

from search.analysis import align, all_forms, fold, index_forms, runs, suggestion_words, tokens
from search.lexicon import ASKING, ENDINGS, IRREGULAR, STOPWORDS
from search.query import clean_query, read_query
from search.transliteration import heard_forms

SAME = {
    # what is typed : what is written
    "ar": (
        "اتفاقيات/إتفاقيات اتفاقيه/اتفاقية الاردن/الأردن امراة/امرأة علي/على سوال/سؤال "
        "اتفاق/اتِّفاق اتفاقية/اتفاقـــيّة ٢٠١٩/2019 2019/۲۰۱۹ انشا/إنشاء "
        "مسؤول/مسئول شؤون/شئون هيئة/هيأة رؤوس/رءوس"
    ),
    "el": (
        "συμφωνια/συμφωνία ΣΥΜΦΩΝΙΑ/συμφωνία κοινωνικοσ/κοινωνικός ΚΟΙΝΩΝΙΚΟΣ/κοινωνικός "
        "ταιστε/ταΐστε"
    ),
    "pt": "informacao/informação cooperacao/cooperação servicos/serviços ACAO/ação avo/avô",
    "es": "ninos/niños economia/economía NINEZ/niñez linguistica/lingüística",
    "fr": "solidarite/solidarité oeuvre/œuvre ca/ça HOTEL/hôtel noel/Noël",
    "en": "cooperative/coöperative CURRENCY/currency naive/naïve",
}
KIN = {
    # what is typed / what is written, both ways
    "ar": (
        "اتفاقية/اتفاقيات الاتفاقيات/اتفاقية اتفاقات/اتفاق مشروع/المشروعات مشروع/المشاريع "
        "مدرسة/مدارس بنك/البنوك خدمة/للخدمات تعاون/والتعاون اجتماعي/الاجتماعية متطوع/المتطوعين "
        "تونس/بتونس فلسطين/لفلسطين عملة/العملات امرأة/النساء نتيجة/نتائج سؤال/أسئلة تضامن/التضامني"
    ),
    "el": (
        "συμφωνία/συμφωνίες υπηρεσία/υπηρεσίες κοινωνική/κοινωνικά τράπεζα/τράπεζες "
        "νόμισμα/νομίσματος επίσκεψη/επισκέψεις γυναίκα/γυναικών οικονομία/οικονομίας δήμος/δήμου"
    ),
    "pt": (
        "acordo/acordos informacao/informações lição/lições formação/formações social/sociais "
        "coprodução/coproduzir projecto/projetos acção/ações "
        "cidadão/cidadãos economica/económicas serviço/serviços"
    ),
    "es": (
        "acuerdo/acuerdos moneda/monedas nino/niños lección/lecciones informacion/informaciones "
        "coproducción/coproducir económico/económica mujer/mujeres"
    ),
    "fr": (
        "accord/accords monnaie/monnaies social/sociaux travail/travaux solidarite/solidarités "
        "travailleurs/travailleuses coopération/coopératif coproduction/coproduire"
    ),
    "en": (
        "agreement/agreements currency/currencies study/studies woman/women organise/organized "
        "organisation/organization co-production/coproduction co-producing/coproduction "
        "volunteer/volunteering labour/labor programme/programs"
    ),
}


def words(q):
    return read_query(q).words


def pairs(table):
    return [
        (language, *pair.split("/")) for language, text in table.items() for pair in text.split()
    ]


@pytest.mark.parametrize(("language", "typed", "written"), pairs(SAME))
def test_fold_makes_spellings_one(language, typed, written):
    assert fold(typed) == fold(written)


@pytest.mark.parametrize(("language", "one", "other"), pairs(KIN))
def test_a_word_finds_its_kin_both_ways(language, one, other):
    assert not words(one)[0].forms.isdisjoint(all_forms(other, language).split())
    assert not words(other)[0].forms.isdisjoint(all_forms(one, language).split())


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [("en", "visit", "currency"), ("ar", "بنك", "بلدية"), ("el", "δήμος", "πόλη")],
)
def test_other_words_stay_apart(language, one, other):
    assert words(one)[0].forms.isdisjoint(all_forms(other, language).split())


def test_forms_begin_with_the_folded_word():
    assert index_forms("Accords", "fr")[0] == "accords"


def test_stems_of_one_language_do_not_meet_those_of_another():
    """The French stem of "agreement" is the English one of "agree"."""
    assert words("agreement")[0].forms.isdisjoint(all_forms("We agree", "en").split())


def test_the_same_word_meets_itself_in_any_language():
    assert "social" in words("social")[0].forms
    assert all(
        index_forms("social", language)[0] == "social" for language in ("en", "fr", "es", "pt")
    )


def test_forms_of_a_language_without_a_stemmer_are_the_folded_word():
    assert index_forms("Vilaggazdasag", "hu") == ("vilaggazdasag",)


def test_tokens_know_where_they_stand_in_the_text_as_written():
    text = "L’économie, اتِّفاقـية (2019)"

    found = [(text[token.start : token.end], token.text) for token in tokens(text)]

    assert [place for place, _text in found] == ["économie", "اتِّفاقـية", "2019"]
    assert all(place == word for place, word in found)


def test_runs_join_words_with_hyphens_and_no_others():
    found = [[token.text for token in run] for run in runs("co-production and time - bank")]

    assert found == [["co", "production"], ["and"], ["time"], ["bank"]]


def test_tokens_leave_out_the_possessive_s_and_elided_words():
    assert [token.text for token in tokens("women's d'échange qu’il")] == ["women", "échange", "il"]


def test_read_query_leaves_out_small_words_beside_others():
    assert [word.text for word in words("les monnaies de la solidarité")] == [
        "monnaies",
        "solidarité",
    ]


def test_read_query_keeps_small_words_that_stand_alone():
    assert [word.text for word in words("the")] == ["the"]


def test_read_query_takes_the_last_word_as_perhaps_unfinished():
    first, last = words("social curr")

    assert first.beginnings == ()
    assert last.beginnings == ("curr",)


def test_read_query_takes_two_letters_as_a_whole_word():
    assert words("co")[0].beginnings == ()


def test_read_query_reads_twenty_words_at_most():
    assert len(words("-".join(f"w{number}" for number in range(60)))) == 20


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  social   currency ", "social currency"),
        ("a\x00b\u202ec", "a bc"),
        ("\ufeffword\u200b", "word"),
        ('"quoted" AND (x OR y)*', '"quoted" AND (x OR y)*'),
        ("", ""),
        ("  \t\n", ""),
        ("\x00\x01", ""),
        ("\u202e\u2066", ""),
        ("\ud800", ""),
        ("?!*\"'()", ""),
        ("___", ""),
        ("ـــ", ""),
        ("💶", ""),
    ],
)
def test_clean_query(raw, clean):
    assert clean_query(raw) == clean


def test_clean_query_is_short():
    assert len(clean_query("é" * 3000)) == 200
    assert len(clean_query("word " * 3000).split()) == 20


def test_clean_query_composes_what_was_typed_in_pieces():
    assert clean_query("e\u0301tude") == "étude"


@pytest.mark.parametrize("piece", ["a-", "l'", "a'", "_", "ـ", "\u0301", "اَ", "-", "é ", "1."])
def test_analysis_takes_time_in_proportion_to_the_text(piece):
    started = time.process_time()

    all_forms(piece * 50_000, "fr")
    read_query(clean_query(piece * 50_000))

    assert time.process_time() - started < 5


def test_words_are_written_as_analysis_folds_them():
    irregular = [word for table in IRREGULAR.values() for pair in table.items() for word in pair]
    endings = [ending for table in ENDINGS.values() for ending, _other in table]

    for word in [*STOPWORDS, *ASKING, *irregular, *endings]:
        assert fold(word) == word


def test_suggestable_words_are_written_as_people_write_them():
    assert suggestion_words("Les Monnaies, l’été, 2019, اتِّفاقـية Άδεια") == {
        "monnaies",
        "اتفاقية",
        "άδεια",
    }


def test_a_text_has_one_word_and_one_stem_at_each_place():
    text = "Co-production: women’s time banks, 2019"

    found = align(text, "en")

    assert found.words == ("coproduction", "women", "time", "banks", "2019")
    assert len(found.stems) == len(found.spans) == len(found.words)
    assert [text[start:end] for start, end in found.spans][:2] == ["Co-production", "women"]
    assert {"co", "production"} <= set(found.more)
    assert set(found.more).isdisjoint(found.words)


@pytest.mark.parametrize("sign", ["'", "’", "´", "`", "′", "‘"])
def test_whatever_is_typed_for_an_apostrophe(sign):
    assert [word.text for word in words(f"l{sign}économie")] == ["économie"]


def test_quotation_marks_hold_words_together():
    phrase, other = words('"time bank" Lisbon')

    assert phrase.phrases == (("time", "bank"),)
    assert other.text == "Lisbon"
    assert [word.text for word in words('"time bank')] == ["time", "bank"]


def test_a_small_word_behind_a_hyphen_is_a_word_of_its_own():
    assert [word.text for word in words("gardez-vous des données")] == ["gardez", "données"]


def test_a_question_is_known_by_its_words():
    assert read_query("how do I pay volunteers without losing benefits").is_sentence
    assert not read_query("time bank").is_sentence


@pytest.mark.parametrize(
    ("typed", "written", "language"),
    [
        ("symparagogi", "συμπαραγωγή", "el"),
        ("koinoniki", "κοινωνικές", "el"),
        ("trapeza", "τράπεζες", "el"),
        ("xronou", "χρόνου", "el"),
        ("Irbid", "إربد", "ar"),
        ("بيتللو", "Beitillo", "en"),
        ("Ίρμπιντ", "Irbid", "fr"),
    ],
)
def test_a_word_is_heard_in_another_script(typed, written, language):
    assert set(heard_forms(fold(typed))) & set(align(written, language).more)
