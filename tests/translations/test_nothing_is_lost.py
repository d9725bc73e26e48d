"""Every word that a translator ever saved is reachable: in the translators' editor, or among
earlier wordings."""

import json
import random
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from wagtail_localize.models import StringSegment, Translation

from tests.factories.people import signed_in
from tests.translations.versions import FIRST, SECOND, french_of, original, paragraph, synchronise
from translations import po_files
from translations.checking import actions
from translations.checking.passages import passages_of
from translations.freshness import ledger
from translations.freshness.earlier_wordings import kept_words

pytestmark = pytest.mark.database
THIRD, FOURTH = "33333333-3333-4333-8333-333333333333", "44444444-4444-4444-8444-444444444444"


class Desk:
    """Three translators who save by every road there is, while the original changes under them."""

    def __init__(self, page, seed: int) -> None:
        self.page, self.dice, self.saved = page, random.Random(seed), set[str]()
        self.french = french_of(page)
        self.translation = Translation.objects.get(source__object_id=page.translation_key)
        self.people = [signed_in("translator-fr") for _one in range(3)]
        self.files = [str(self.translation.export_po())]
        self.first = [paragraph(FIRST, "We meet on Monday."), paragraph(SECOND, "Bring bread.")]

    def words(self) -> str:
        found = f"mots {len(self.saved)}"
        self.saved.add(found)
        return found

    def segments(self) -> list[StringSegment]:
        rows = StringSegment.objects.filter(source=self.translation.source)
        return list(rows.exclude(context__path="slug").order_by("pk"))

    def address(self) -> str:
        segment = self.dice.choice(self.segments())
        return f"/admin/localize/translate/{self.translation.pk}/strings/{segment.pk}/edit/"

    def act(self) -> str:
        acts: list[Callable[[], object]] = [
            self.open, self.save, self.save, self.save, self.delete, self.download, self.upload,
            self.mend, self.publish, self.change, self.change,
        ]  # fmt: skip
        act = self.dice.choice(acts)
        with TestCase.captureOnCommitCallbacks(execute=True):
            act()
        return act.__name__

    def open(self) -> None:
        _user, client = self.dice.choice(self.people)
        assert client.get(f"/admin/pages/{self.french.pk}/edit/").status_code == 200

    def save(self) -> None:
        _user, client = self.dice.choice(self.people)
        body = urlencode({"value": self.words()})
        kind = "application/x-www-form-urlencoded"
        assert client.put(self.address(), body, content_type=kind).status_code in {200, 201}

    def delete(self) -> None:
        _user, client = self.dice.choice(self.people)
        assert client.delete(self.address()).status_code in {200, 404}

    def download(self) -> None:
        self.files.append(str(self.translation.export_po()))

    def upload(self) -> None:
        """A file, perhaps an old one, with other words for each of its segments that still is."""
        user, _client = self.dice.choice(self.people)
        file = SimpleUploadedFile("fr.po", self.dice.choice(self.files).encode())
        entries = po_files.read(file, self.translation)
        now = {(one.string.data, one.context.path) for one in self.segments()}
        for entry in entries:
            entry.msgstr = self.words() if (entry.msgid, entry.msgctxt) in now else ""
        po_files.take(entries, self.translation, user)

    def mend(self) -> None:
        user, _client = self.dice.choice(self.people)
        page = ledger.live_version(self.page.translation_key, "fr")
        passages = [one for one in passages_of(page) if len(one.editables) == 1]
        if passages:
            passage = self.dice.choice(passages)
            [one] = passage.editables
            words = {one.segment_id: self.words()}
            seen = {one.segment_id: one.seen}
            actions.mend(page=page, passage=passage, words=words, seen=seen, person=user)

    def publish(self) -> None:
        self.translation.save_target(publish=True)

    def change(self) -> None:
        """A block is edited, moved, split, removed; or all is as in the beginning."""
        body = json.loads(json.dumps(self.page.body.get_prep_value()))
        edited = paragraph(FIRST, f"We meet on day {self.dice.randint(1, 9)}.")
        split = [paragraph(THIRD, "We meet."), paragraph(FOURTH, "On Monday.")]
        rest = [one for one in body if one["id"] not in {FIRST, THIRD, FOURTH}]
        new = self.dice.choice([[edited, *rest], body[::-1], [*split, *rest], rest, self.first])
        self.page.body = json.dumps(new)
        self.page.save_revision().publish()
        synchronise(self.page)
        self.translation = Translation.objects.get(pk=self.translation.pk)

    def lost(self) -> set[str]:
        shown = StringSegment.objects.filter(source=self.translation.source)
        there = shown.annotate_translation(self.french.locale).values_list("translation", flat=True)
        earlier = [
            one.words for one in kept_words(self.page.translation_key, self.french.locale_id)
        ]
        return self.saved - {*there, *earlier}


@pytest.mark.parametrize("seed", [1, 2])
def test_every_word_that_was_saved_is_reachable(home, roots, seed):
    desk = Desk(original(home), seed)

    for step in range(30):
        act = desk.act()
        assert desk.lost() == set(), f"step {step}: {act}"

    assert len(desk.saved) > 8
