"""An original and its Arabic version, and what the second took over from the first."""

import copy
import json

from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail_localize.models import (
    SegmentOverride,
    TranslationContext,
)

from courses.models import LessonPage
from tests.factories.core import translated
from tests.factories.quizzes import one_of_each, quiz_lesson, uid
from translations import review
from translations.freshness import ledger

ONE, TWO = '<a href="https://one.example">', '<a href="https://two.example">'
THREE, FOUR = '<a href="https://three.example">', '<a href="https://four.example">'
ARABIC = {
    "Question rung?": "؟",
    "Mind": "انتبه",
    "Ask ": "اسأل ",
    "Guide": "دليل",
    "More": "المزيد",
    "Head": "عنوان",
    "A street": "شارع",
    "Minutes": "محضر",
}
HEADING = {"type": "heading", "id": uid("heading"), "value": {"text": "Head", "level": "2"}}
CALLOUT = {
    "type": "callout",
    "id": uid("callout"),
    "value": {
        "tone": "note",
        "title": "Mind",
        "text": f"<p>Ask {ONE}them</a> or {TWO}us</a>.</p>",
    },
}
LINKS = {
    "type": "links",
    "id": uid("links"),
    "value": {
        "heading": "More",
        "items": [
            {
                "type": "item",
                "id": uid("link"),
                "value": {
                    "title": "Guide",
                    "text": "",
                    "icon": "page",
                    "page": None,
                    "href": "https://one.example",
                },
            }
        ],
    },
}


def picture(title: str):
    return get_image_model().objects.create(title=title, file=get_test_image_file())


def document(title: str):
    return get_document_model().objects.create(title=title, file=f"{title}.pdf")


def up_to_date(version):
    """Found right, with whatever words it has."""
    ledger.confirm(key=version.translation_key, locale=version.locale, person=None)
    return version


def in_arabic(block: dict) -> dict:
    """The block with Arabic words for the English ones."""
    text = json.dumps(block)
    for english, arabic in ARABIC.items():
        text = text.replace(english, arabic)
    return json.loads(text)


class Pair:
    """A lesson and its Arabic version, with the pictures and files that stand in them."""

    def __init__(self) -> None:
        self.pictures = [picture("street"), picture("square")]
        self.files = [document("minutes"), document("notes")]
        media = [
            {
                "type": "image",
                "id": uid("image"),
                "value": {
                    "image": {
                        "image": self.pictures[0].pk,
                        "alt_text": "A street",
                        "decorative": False,
                    },
                    "caption": "",
                },
            },
            {
                "type": "file",
                "id": uid("file"),
                "value": {"document": self.files[0].pk, "text": "Minutes"},
            },
        ]
        self.body = copy.deepcopy([HEADING, CALLOUT, LINKS, *media, *one_of_each()])
        self.page = quiz_lesson(self.body)
        body = json.dumps([in_arabic(one) for one in self.body])
        self.version = up_to_date(translated(self.page, "ar", body=body))

    def again(self) -> "Pair":
        """The same rows as the database has them now, with a body of its own to be changed."""
        pair = copy.copy(self)
        pair.body = copy.deepcopy(self.body)
        pair.page = LessonPage.objects.get(pk=self.page.pk)
        pair.version = self.live
        return pair

    def __getitem__(self, name: str) -> dict:
        """A block of the original, to be changed."""
        return next(one["value"] for one in self.body if one["id"] == uid(name))

    def publish(self, **fields) -> None:
        page = LessonPage.objects.get(pk=self.page.pk)
        page.body = json.dumps(self.body)
        for name, value in fields.items():
            setattr(page, name, value)
        page.save_revision().publish()

    def override(self, name: str, path: str, value: object) -> None:
        """As the translators' tool keeps a choice for one language."""
        context, _made = TranslationContext.objects.get_or_create(
            object_id=self.page.translation_key, path=f"body.{uid(name)}.{path}"
        )
        SegmentOverride.objects.create(
            locale=self.version.locale, context=context, data_json=json.dumps(value)
        )

    @property
    def live(self) -> LessonPage:
        return LessonPage.objects.get(pk=self.version.pk)

    def stored(self) -> list[dict]:
        field = LessonPage._meta.get_field("body")
        prepared = field.stream_block.get_prep_value(self.live.body)
        return json.loads(json.dumps(prepared, default=str))

    def found(self, name: str) -> dict:
        """The block of the version as it is published."""
        return next(one["value"] for one in self.stored() if one["id"] == uid(name))

    @property
    def changes(self) -> dict:
        """Where readers are told that the version is not up to date."""
        return dict(review.of_work(self.page.translation_key)["ar"].changes)
