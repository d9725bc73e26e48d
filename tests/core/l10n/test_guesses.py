import pytest
from django.utils import translation

from core.l10n import guesses
from core.templatetags.ui import isolated


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("MedTOWN final conference in Seville, Spain: social and solidarity economy", "en"),
        ("Le projet soutient 3 projets locaux pour renforcer l'inclusion à Irbid", "fr"),
        ("Sevilla acoge el lanzamiento del proyecto europeo de cooperación", "es"),
        ("Economia Social e Solidária, parceiro preferencial da administração local", "pt"),
        ("Το νομικό πλαίσιο", "el"),
        ("ميدتاون تنطلق في الأردن", "ar"),
        ("SSE Cluster Inauguration", ""),
        ("MedTOWN", ""),
        ("", ""),
    ],
)
def test_the_language_of_a_title_or_nothing(text, language):
    assert guesses.language_of(text) == language


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        (
            "en",
            "El Correo, “La moneda y los comercios de la ciudad”",
            '“<bdi lang="es" dir="ltr">La',
        ),
        ("fr", "PHG, «\xa0The end of the line\xa0»", '«\xa0<bdi lang="en" dir="ltr">The end'),
        ("fr", "PHG, «\xa0La fin de la ligne\xa0»", "PHG, «\xa0La fin de la ligne\xa0»"),
        ("el", "PHG, «The end of the line»", '«<bdi lang="en" dir="ltr">The end of the line</bdi>'),
        ("ar", "ENI CBC Med، تقرير", "<bdi>ENI CBC Med</bdi>، تقرير"),
    ],
)
def test_titles_of_another_language_are_marked(language, text, told):
    with translation.override(language):
        assert told in isolated(text)
