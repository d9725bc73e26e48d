"""Models of language versions: what each followed of its original, and who has checked it.

All of it is stored outside the pages, by work and language: reverting a page to an older revision
must not bring back an old label. `Freshness` alone is derived, and rebuilt from the others.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale


def person_field(**named: Any) -> "models.ForeignKey[Any, Any]":
    """Whoever did it; the record outlives the account."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        **named,
    )


class OfVersion(models.Model):
    """A row about one language version of a work."""

    translation_key = models.UUIDField()
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True


def one_a_version(name: str, *more: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=["translation_key", "locale", *more], name=name)


class VersionState(OfVersion):
    """Review state of one language version of a work.

    It is stored outside the page: reverting to an older revision must not restore an old label. No
    row: nobody said anything, and no label is shown.
    """

    class Review(models.TextChoices):
        MACHINE = "machine", _("machine draft, not checked by a person yet")
        REVIEWED = "reviewed", _("checked by a person")

    review = models.CharField(_("review"), max_length=10, choices=Review)
    reviewer = person_field(verbose_name=_("reviewer"))
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, blank=True)
    #: The reviewer's name as readers see it; empty unless the reviewer wished it.
    shown_name = models.CharField(max_length=150, blank=True, default="")

    class Meta:
        constraints = [
            one_a_version("one_state_a_version"),
            models.CheckConstraint(
                condition=models.Q(review="reviewed") ^ models.Q(reviewed_at__isnull=True),
                name="reviewed_exactly_when_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.translation_key} {self.locale_id}: {self.review}"


class PublishedOriginal(models.Model):
    """What the original of a work says now, as published; one row a work."""

    translation_key = models.UUIDField(unique=True)
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    published_at = models.DateTimeField()
    #: When this language became the original, or the first publish that we know of.
    began_at = models.DateTimeField()
    pieces = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.translation_key} {self.published_at:%Y-%m-%d}"


class OriginalChange(models.Model):
    """What one publish of an original changed: a log, from which "behind since" is read."""

    translation_key = models.UUIDField(db_index=True)
    at = models.DateTimeField()
    person = person_field()
    #: Path to the hashes before and after; "" where there was, or is, nothing.
    changes = models.JSONField()
    #: Paths among them that were declared minor, and not taken back since.
    minor = models.JSONField(default=list)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.translation_key} {self.at:%Y-%m-%d}: {len(self.changes)}"


class Following(OfVersion):
    """What a version followed of its original, from a publish or a confirmation on: a log."""

    class How(models.TextChoices):
        PUBLISHED = "published"
        CONFIRMED = "confirmed"

    at = models.DateTimeField()
    how = models.CharField(max_length=10, choices=How)
    person = person_field()
    #: Path to hash and kind of the version's own pieces.
    own = models.BinaryField()
    #: The original's pieces that these were made from, with their text.
    followed = models.BinaryField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["translation_key", "locale"], name="following_of_version")]

    def __str__(self) -> str:
        return f"{self.translation_key} {self.locale_id}: {self.how} {self.at:%Y-%m-%d}"


class PieceCheck(OfVersion):
    """What was last said of one piece of a version: by a person, or that a machine wrote it."""

    class Verdict(models.TextChoices):
        RIGHT = "right"
        MENDED = "mended"
        MACHINE = "machine"

    path = models.CharField(max_length=500)
    #: Hash of the words that were judged: of others nothing is said.
    own = models.CharField(max_length=16)
    verdict = models.CharField(max_length=10, choices=Verdict)
    #: No longer read: notes belong to doubts. The release after this one drops the column.
    note = models.CharField(max_length=500, blank=True, default="")
    person = person_field()
    at = models.DateTimeField()

    class Meta:
        constraints = [one_a_version("one_check_a_piece", "path")]

    def __str__(self) -> str:
        return f"{self.translation_key} {self.locale_id} {self.path}: {self.verdict}"


class Doubt(OfVersion):
    """A person is not sure of one piece of a version. It is open until they or an editor decide, or
    until other words are published there; what others say of the piece does not end it."""

    path = models.CharField(max_length=500)
    #: Hash of the words that are in doubt.
    own = models.CharField(max_length=16)
    note = models.CharField(max_length=500, blank=True, default="")
    person = person_field()
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [one_a_version("one_doubt_a_piece_and_person", "path", "person")]

    def __str__(self) -> str:
        return f"{self.translation_key} {self.locale_id} {self.path}: {self.note[:50]}"


class Freshness(OfVersion):
    """The state of one published version: derived, rebuilt by `manage.py freshness --rebuild`."""

    class Review(models.TextChoices):
        OWN = "own"
        MACHINE = "machine"
        PARTLY = "partly"
        CHECKED = "checked"

    is_original = models.BooleanField()
    followed_on = models.DateTimeField()
    behind_since = models.DateTimeField(null=True, blank=True, db_index=True)
    #: Path to what changed: words, values, added, removed.
    changes = models.JSONField(default=dict)
    #: The same of changes that an editor declared minor: for translators only.
    minor_changes = models.JSONField(default=dict)
    review = models.CharField(max_length=10, choices=Review)
    pieces = models.PositiveIntegerField()
    checked = models.PositiveIntegerField()
    #: Pieces of which somebody is not sure.
    doubts = models.PositiveIntegerField(default=0)
    checked_by = models.CharField(max_length=150, blank=True, default="")
    checked_on = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            one_a_version("one_freshness_a_version"),
            models.CheckConstraint(
                condition=models.Q(is_original=False) | models.Q(behind_since=None),
                name="an_original_is_never_behind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.translation_key} {self.locale_id}: {self.review}"


class Wish(OfVersion):
    """A reader asks for a work in a language: once a person, work and language."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [one_a_version("one_wish_a_person", "person")]

    def __str__(self) -> str:
        return f"{self.translation_key} {self.locale_id}"


class Assignment(OfVersion):
    """A translator is asked to bring one version up to date, or to make it."""

    translator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    note = models.CharField(_("note"), max_length=500, blank=True, default="")
    assigned_by = person_field()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [one_a_version("one_assignment_a_version")]

    def __str__(self) -> str:
        return f"{self.translation_key} {self.locale_id}: {self.translator_id}"


class OldWords(OfVersion):
    """What a translator saved once, before others were saved in its place."""

    path = models.CharField(max_length=500)
    source = models.TextField()
    words = models.TextField()
    person = person_field()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["translation_key", "locale"], name="old_words_of_version")]

    def __str__(self) -> str:
        return self.words[:50]
