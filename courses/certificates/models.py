"""Certificates: immutable records of a finished course."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import SiteIdentity
from courses.learning.models import Enrolment


class Certificate(models.Model):
    """Frozen on the day of issue; only `revoked_on` may change. The PDF is rendered from it."""

    enrolment = models.OneToOneField(
        Enrolment, null=True, on_delete=models.SET_NULL, related_name="certificate"
    )
    number = models.CharField(_("number"), max_length=20, unique=True)
    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_other = models.CharField(_("name in another script"), max_length=120, blank=True)
    course_key = models.UUIDField()
    course_title = models.CharField(max_length=255)
    title_language = models.CharField(max_length=10)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    lesson_languages = models.JSONField(default=list)
    lesson_count = models.PositiveSmallIntegerField()
    minutes = models.PositiveIntegerField()
    issuer = models.CharField(max_length=160)
    statement = models.TextField(blank=True)
    # Issuer and statement in all languages of the day, by language: for who checks the paper.
    issuer_words = models.JSONField(default=dict, blank=True)
    site_name = models.CharField(max_length=60)
    tagline = models.CharField(max_length=120, blank=True)
    issued_on = models.DateField()
    revoked_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")

    def __str__(self) -> str:
        return self.number

    def told_in(self, language: str) -> dict[str, str]:
        """Issuer and statement for a reader of another language than the certificate's, as they
        were on the day of issue; empty if they are the certificate's own or were not written."""
        if language == self.language:
            return {}
        if self.issuer_words:
            found: dict[str, str] = self.issuer_words.get(language, {})
            return found
        # Issued before the words of all languages were stored: those of today, if nothing changed.
        mine, theirs = SiteIdentity.of(self.language), SiteIdentity.of(language)
        as_it_was = (mine.issuer, mine.statement) == (self.issuer, self.statement)
        if not as_it_was or theirs.language != language:
            return {}
        return {"issuer": theirs.issuer, "statement": theirs.statement}
