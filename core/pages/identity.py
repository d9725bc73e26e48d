"""Site identity by language."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet

from core.caching.generation import GenerationCache
from core.printing import complaints

_identities: GenerationCache["SiteIdentity"] = GenerationCache(size=20)

# What a certificate says of who issued it.
PRINTED = ("site_name", "tagline", "issuer", "statement")


@register_snippet
class SiteIdentity(models.Model):
    """The site in one language: its name, the issuer of certificates, contact, licence."""

    language = models.CharField(
        _("language"), max_length=10, unique=True, choices=settings.LANGUAGES
    )
    site_name = models.CharField(_("site name"), max_length=60)
    tagline = models.CharField(_("tagline"), max_length=120, blank=True)
    issuer = models.CharField(
        _("issuer of certificates"),
        max_length=160,
        help_text=_(
            "Printed on every certificate. It must be the body that takes responsibility for it."
        ),
    )
    statement = models.TextField(
        _("statement on certificates"),
        blank=True,
        help_text=_(
            "One sentence on every certificate, saying what it proves and what it does not."
        ),
    )
    contact = models.EmailField(_("contact email address"))
    licence = models.CharField(_("licence for our texts"), max_length=30, choices=settings.LICENCES)

    panels = [
        FieldPanel("language"),
        FieldPanel("site_name"),
        FieldPanel("tagline"),
        FieldPanel("issuer"),
        FieldPanel("statement"),
        FieldPanel("contact"),
        FieldPanel("licence"),
    ]

    class Meta:
        verbose_name = _("site identity")
        verbose_name_plural = _("site identity")
        ordering = ["language"]

    def __str__(self) -> str:
        return f"{self.site_name} ({self.get_language_display()})"

    def clean(self) -> None:
        """All that is frozen on certificates can be printed."""
        super().clean()
        printed = {name: getattr(self, name) for name in PRINTED}
        if found := complaints(**printed):
            raise ValidationError(dict(found))

    @classmethod
    def of(cls, language: str) -> "SiteIdentity":
        """The identity in that language, else in the first language that has one."""
        return _identities.get(language, lambda: cls._find(language))

    @classmethod
    def _find(cls, language: str) -> "SiteIdentity":
        rows = {row.language: row for row in cls.objects.all()}
        fallback = rows.get(settings.LANGUAGE_CODE) or next(iter(rows.values()), None)
        return (
            rows.get(language)
            or fallback
            or cls(
                language=language,
                site_name=settings.WAGTAIL_SITE_NAME,
                issuer=settings.WAGTAIL_SITE_NAME,
                contact=settings.DEFAULT_FROM_EMAIL,
                licence="not-stated",
            )
        )
