"""Restrictions as editors set them, and the rules that follow from them."""

from django.conf import settings
from wagtail.models import PageViewRestriction

from core.access import rules, visibility
from core.access.rules import Rule
from tests.factories.core import translated

CODES = [code for code, _name in settings.LANGUAGES]


def restrict(page, *groups, kind=None):
    """What an editor does in the privacy window."""
    kind = kind or (PageViewRestriction.GROUPS if groups else PageViewRestriction.LOGIN)
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind)
    if groups:
        restriction.groups.set(groups)
    return restriction


def needs(*groups):
    return Rule(frozenset([frozenset(group.pk for group in groups)]))


def rule(page):
    return visibility.rule_of(page.translation_key)


def own_rules(page):
    """What the restrictions of this very page ask for, in order."""
    found = PageViewRestriction.objects.filter(page_id=page.pk).order_by("pk")
    return [
        rules.of_restriction(one.restriction_type, [group.pk for group in one.groups.all()])
        for one in found
    ]


def in_all_languages(page):
    return [page, *(translated(page, code) for code in CODES if code != page.language)]


def fresh(page):
    return type(page).objects.get(pk=page.pk)
