from django.db import models


class AccessRule(models.Model):
    """What somebody must be, to see a work: signed in, and a member of one group of each set.

    `fingerprint` writes the rule in one canonical way ("login", "login|3,5|7"), so that equal
    rules are one row and a reader's answer is found once for all works that share it.
    """

    fingerprint = models.CharField(max_length=500, unique=True)

    def __str__(self) -> str:
        return self.fingerprint

    @property
    def group_sets(self) -> list[set[int]]:
        """Sets of group ids; a reader needs one group out of each."""
        sets = self.fingerprint.split("|")[1:]
        return [{int(pk) for pk in one.split(",")} for one in sets]


class WorkAccess(models.Model):
    """One row a restricted work: the rule in force, its ancestors' included, for all languages."""

    translation_key = models.UUIDField(unique=True)
    rule = models.ForeignKey(AccessRule, on_delete=models.PROTECT, related_name="works")

    class Meta:
        verbose_name_plural = "work access"

    def __str__(self) -> str:
        return f"{self.translation_key}: {self.rule}"


