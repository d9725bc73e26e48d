"""What may answer a query: the words of the texts, and what the glossary knows of them.

A source is a function that gives works with a score and a label. Another one, such as nearness of
meaning, is one more function in `SOURCES`; one that finds works by itself gives their keys and
scores (`Evidence.works`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from core.caching.generation import GenerationCache
from search.analysis import AlignedText, align, fold_word, index_forms, languages_of, tokens
from search.bilingual import pairs_of
from search.engines.base import Engine, Evidence, WeightedWord
from search.models import Promotion
from search.query import NO_WORD, Query, Word
from search.weights import weigh
from translations.glossary import lookup
from translations.glossary.lookup import GlossaryEntry

WORDS, GLOSSARY, TITLES, EDITORS = "words", "glossary", "titles", "editors"
# Whole queries must be met as well as they can be; of a sentence, the best part.
STRICT, LOOSE = 0.999, 0.6
# Above all that words can reach.
PINNED = 10.0
# Another wording says nearly the same, and must carry half of the query.
OTHER_WORDING, OTHER_TITLE, LEAST_CARRIED = 0.75, 0.6, 0.5


@dataclass(frozen=True)
class CarriedTerm:
    """A glossary term in a query: what was typed, and its wordings by language.

    `synonyms`: its other wordings in the language of the query, which are as good as what is typed.
    """

    typed: str
    slug: str
    wordings: Mapping[str, tuple[str, ...]]
    synonyms: Word = NO_WORD

    def into(self, language: str) -> str:
        """The term in that language; empty where it has no other wording there."""
        return next((one for one in self.wordings.get(language, ())), "")


@dataclass(frozen=True)
class WeighedQuery:
    """A query with what is known of its words."""

    text: str
    query: Query
    wanted: tuple[WeightedWord, ...] = ()
    reader: str = ""
    #: Folded words that no text holds.
    unknown: tuple[str, ...] = ()
    carried: tuple[CarriedTerm, ...] = ()
    #: Other words that titles pair with words of other languages.
    paired: tuple[CarriedTerm, ...] = ()


Source = Callable[[WeighedQuery], Evidence | None]


def weigh_query(text: str, query: Query, engine: Engine, reader: str) -> WeighedQuery:
    """The query with the weight of its words, and the glossary terms in it; one query."""
    wanted, unknown = weigh(query, engine)
    has_quotation = any(word.phrases and not word.forms for word in query.words)
    carried = () if has_quotation else terms_in(text)
    paired = () if has_quotation else paired_by_titles(wanted, carried, engine)
    also = tuple(with_synonyms(one, carried) for one in wanted)
    return WeighedQuery(text, query, also, reader, unknown, carried, paired)


def by_words(asked: WeighedQuery) -> Evidence:
    """Texts that hold the words."""
    cut = LOOSE if asked.query.is_sentence else STRICT
    return Evidence(WORDS, asked.wanted, asked.query.exact, cut=cut)


def by_glossary(asked: WeighedQuery) -> Evidence | None:
    """Texts that hold other wordings of the terms: in the same language or in another."""
    return carried_over(GLOSSARY, asked, asked.carried, OTHER_WORDING)


def by_titles(asked: WeighedQuery) -> Evidence | None:
    """Texts that hold what titles call the words in another language."""
    if not asked.paired:
        return None
    return carried_over(TITLES, asked, (*asked.carried, *asked.paired), OTHER_TITLE)


def carried_over(
    source: str, asked: WeighedQuery, carried: Sequence[CarriedTerm], scale: float
) -> Evidence | None:
    """Texts that hold one of these other wordings, and of the other words as much as can be."""
    if not carried:
        return None
    wanted, other = list(asked.wanted), list[WeightedWord]()
    for one in carried:
        inside = {fold_word(token.text) for token in tokens(one.typed)}
        gone = [each for each in wanted if fold_word(each.word.text) in inside]
        wanted = [each for each in wanted if each not in gone]
        other.append(WeightedWord(other_wordings(one), sum(each.weight for each in gone) or 1.0))
        wanted.insert(0, other[-1])
    return Evidence(
        source,
        tuple(wanted),
        needed=tuple(place for place, each in enumerate(wanted) if each in other),
        cut=LOOSE if asked.query.is_sentence else STRICT,
        least=LEAST_CARRIED * sum(one.weight for one in wanted),
        scale=scale,
    )


def by_editors(asked: WeighedQuery) -> Evidence | None:
    """Works that editors put first for these words."""
    keys = promoted_keys(asked.query, asked.reader)
    return Evidence(EDITORS, works=tuple((key, PINNED) for key in keys)) if keys else None


SOURCES: tuple[Source, ...] = (by_words, by_glossary, by_titles, by_editors)


def evidence(asked: WeighedQuery) -> tuple[Evidence, ...]:
    """What all sources know of a query."""
    return tuple(one for source in SOURCES if (one := source(asked)))


_promotions: GenerationCache[dict[str, list[tuple[str, UUID]]]] = GenerationCache(size=1)


def promoted_keys(query: Query, reader: str) -> list[UUID]:
    """Keys of the works that editors recommend for exactly these words."""
    words = " ".join(fold_word(word.text) for word in query.words)
    rows = _promotions.get("all", _read_promotions).get(words, [])
    return [key for language, key in rows if language in {"", reader}]


def _read_promotions() -> dict[str, list[tuple[str, UUID]]]:
    found: dict[str, list[tuple[str, UUID]]] = {}
    rows = Promotion.objects.values_list("normal", "language", "page__translation_key")
    for words, language, key in rows:
        found.setdefault(words, []).append((language, key))
    return found


def with_synonyms(one: WeightedWord, carried: Sequence[CarriedTerm]) -> WeightedWord:
    """A word of a term, met by the other wordings of that term in the same language, too."""
    word = one.word
    for each in carried:
        inside = {fold_word(token.text) for token in tokens(each.typed)}
        if each.synonyms and fold_word(word.text) in inside:
            forms_ = word.forms | each.synonyms.forms
            word = replace(word, forms=forms_, phrases=(*word.phrases, *each.synonyms.phrases))
    return replace(one, word=word)


def paired_by_titles(
    wanted: Sequence[WeightedWord], carried: Sequence[CarriedTerm], engine: Engine
) -> tuple[CarriedTerm, ...]:
    """The words outside of glossary terms that titles know in another language."""
    inside = {fold_word(token.text) for one in carried for token in tokens(one.typed)}
    words = [one.word for one in wanted if fold_word(one.word.text) not in inside]
    return tuple(
        CarriedTerm(
            text, "", {language: (written,) for language, (written, _stem) in found.items()}
        )
        for text, found in pairs_of(words, engine).items()
    )


def other_wordings(carried: CarriedTerm) -> Word:
    """The wordings of a term in other languages as one word of a query."""
    return word_of(carried.typed, carried.wordings)


def word_of(typed: str, wordings: Mapping[str, Iterable[str]]) -> Word:
    """Wordings by language as one word of a query."""
    found: set[str] = set()
    phrases: set[tuple[str, ...]] = set()
    for language, texts in wordings.items():
        for text in texts:
            read = align(text, language)
            if len(read.words) == 1:
                found |= set(index_forms(read.words[0], language)) | set(read.stems)
            elif read.words:
                phrases.add(read.stems)
    return Word(typed, frozenset(found), phrases=tuple(sorted(phrases)))


@dataclass(frozen=True)
class StemmedWording:
    """A wording of a term as its stems."""

    stems: tuple[str, ...]
    language: str
    text: str
    entry: GlossaryEntry


_wordings: GenerationCache[dict[str, list[StemmedWording]]] = GenerationCache(size=1)


def all_wordings() -> dict[str, list[StemmedWording]]:
    """All wordings of all terms by their first stem, the longest first; read once a generation."""
    return _wordings.get("all", _read)


def _read() -> dict[str, list[StemmedWording]]:
    found: dict[str, list[StemmedWording]] = {}
    for entry in lookup.all_terms():
        for language, row in entry.wordings.items():
            for text in (row.text, *row.others):
                if stems := align(text, language).stems:
                    one = StemmedWording(stems, language, text, entry)
                    found.setdefault(stems[0], []).append(one)
    for rows in found.values():
        rows.sort(key=lambda one: -len(one.stems))
    return found


def terms_in(text: str) -> tuple[CarriedTerm, ...]:
    """The glossary terms in a query, in any language of its script; the longest wording counts."""
    known = all_wordings()
    found: dict[str, CarriedTerm] = {}
    for language in languages_of(text):
        for match, typed in matches(text, align(text, language), language, known):
            carried = carry(match, typed)
            longer = [one for one in found.values() if typed in one.typed]
            if not longer and (carried.wordings or carried.synonyms):
                found = {slug: one for slug, one in found.items() if one.typed not in typed}
                found[match.entry.slug] = merge_terms(found.get(match.entry.slug), carried)
    return tuple(found.values())


def term_of(text: str) -> GlossaryEntry | None:
    """The glossary term that the whole query is."""
    for language in languages_of(text):
        stems = align(text, language).stems
        for one in all_wordings().get(stems[0], ()) if stems else ():
            if one.language == language and one.stems == stems:
                return one.entry
    return None


def matches(
    text: str, read: AlignedText, language: str, known: Mapping[str, list[StemmedWording]]
) -> Iterable[tuple[StemmedWording, str]]:
    """Wordings whose stems follow each other in the text, with what is typed for them."""
    for place, stem in enumerate(read.stems):
        for one in known.get(stem, ()):
            end = place + len(one.stems)
            if one.language == language and read.stems[place:end] == one.stems:
                yield one, text[read.spans[place][0] : read.spans[end - 1][1]]
                break


def merge_terms(one: CarriedTerm | None, other: CarriedTerm) -> CarriedTerm:
    """One term that two languages call the same: "cooperativa"."""
    if one is None:
        return other
    synonyms = replace(
        other.synonyms,
        forms=other.synonyms.forms | one.synonyms.forms,
        phrases=(*other.synonyms.phrases, *one.synonyms.phrases),
    )
    same = one.wordings.keys() & other.wordings.keys()
    return replace(other, synonyms=synonyms, wordings={code: other.wordings[code] for code in same})


def carry(match: StemmedWording, typed: str) -> CarriedTerm:
    """A term with all its wordings but the one that is typed."""
    here = align(typed, match.language).stems
    others = {
        language: tuple(
            text for text in (row.text, *row.others) if align(text, language).stems != here
        )
        for language, row in match.entry.wordings.items()
    }
    mine = {match.language: others.pop(match.language)}
    kept = {language: texts for language, texts in others.items() if texts}
    return CarriedTerm(typed, match.entry.slug, kept, word_of(typed, mine))
