"""The kinds of work. A kind has an accent colour, an icon and a word."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "course": _("Course"),
    "lesson": _("Lesson"),
    "study": _("Study"),
    "resource": _("Resource"),
    "visit": _("Study visit"),
    "insight": _("Lesson learned"),
    "case": _("Case"),
    "recommendation": _("Recommendation"),
    "news": _("News"),
    "event": _("Event"),
    "page": _("Page"),
}
KINDS = tuple(LABELS)


def name(kind: str) -> str:
    """The kind's word in the active language; an unknown kind is returned as it is."""
    return str(LABELS.get(kind, kind))
