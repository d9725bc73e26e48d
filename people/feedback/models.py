"""Feedback: what readers report as wrong or missing. No account is needed."""

import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Retention period that the privacy notice promises.
RETENTION = timedelta(days=365)
MAX_LENGTH = 4000


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def outdated(self) -> "FeedbackQuerySet":
        """Settled, or older than the retention period."""
        now = timezone.now()
        return self.filter(Q(created_at__lt=now - RETENTION) | Q(settled_at__lt=now))


class Feedback(models.Model):
    """A message. `key` is an idempotency key made of the form's and its words: sent twice, stored
    once."""

    class About(models.TextChoices):
        ACCESS = "access", _("Something I cannot use or read")
        FACT = "fact", _("A fact that is wrong or missing")
        TRANSLATION = "translation", _("A translation that is wrong or hard to read")
        REMOVAL = "removal", _("Something that should be removed")
        OTHER = "other", _("Something else")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    about = models.CharField(_("what it is about"), max_length=20, choices=About)
    page = models.CharField(_("page"), max_length=500, blank=True)
    words = models.TextField(_("message"), validators=[MaxLengthValidator(MAX_LENGTH)])
    email = models.EmailField(_("email address for the reply"), blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    created_at = models.DateTimeField(_("sent"), default=timezone.now, editable=False)
    settled_at = models.DateTimeField(
        _("dealt with"),
        null=True,
        blank=True,
        help_text=_("The message is deleted within a day of this time."),
    )
    note = models.TextField(_("what was done"), blank=True)

    objects: Any = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("message from a reader")
        verbose_name_plural = _("messages from readers")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["created_at"], name="feedback_by_age")]

    def __str__(self) -> str:
        return f"{self.get_about_display()} · {self.number}"

    @property
    def number(self) -> str:
        """The reference number that the reader can quote."""
        return self.key.hex[:8].upper()
