"""Validation of text that is printed later, in fonts that lack some letters."""

from django.core.exceptions import ValidationError

from core import extensions


def check_printable(text: str) -> None:
    """Raise ValidationError, naming the sign, where a room that prints the text could not."""
    for complaint in extensions.call(extensions.PRINTED_TEXT, text):
        if complaint:
            raise ValidationError(complaint)


def complaints(**texts: str) -> dict[str, ValidationError]:
    """The same for the fields of a model: errors by the field's name."""
    found = {}
    for name, text in texts.items():
        try:
            check_printable(text)
        except ValidationError as error:
            found[name] = error
    return found
