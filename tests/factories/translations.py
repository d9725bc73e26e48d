"""Factories of terms with their wordings."""

from translations.models import Term, TermWording


def term(slug: str, **words: str | dict) -> Term:
    """A term with wordings, given by language: a text, or fields of the wording."""
    made = Term.objects.create(slug=slug)
    for language, fields in words.items():
        fields = fields if isinstance(fields, dict) else {"text": fields}
        about = {"meaning": f"{fields['text']}: what it means", **fields}
        TermWording.objects.create(term=made, language=language, **about)
    return made
