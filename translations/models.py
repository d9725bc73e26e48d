from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale


class VersionState(models.Model):
    """Whether a person has checked one language version of a work.

    It stands beside the page, not in it: going back to an older revision must not bring an old
    label back (D9). No row: nobody said anything, and no label is shown.
    """

    class Review(models.TextChoices):
        MACHINE = "machine", _("machine draft, not checked by a person yet")
        REVIEWED = "reviewed", _("checked by a person")

    translation_key = models.UUIDField()
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    review = models.CharField(_("review"), max_length=10, choices=Review)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reviewer"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["translation_key", "locale"], name="one_state_a_version"
            ),
            models.CheckConstraint(
                condition=models.Q(review="reviewed") ^ models.Q(reviewed_at__isnull=True),
                name="reviewed_exactly_when_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.translation_key} {self.locale_id}: {self.review}"
