"""Audio and video: size shown first, transcript, HTTP Range requests."""

import json

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents import get_document_model

from core.models import PublicCollection
from tests.factories.core import standard_page
from tests.rooms import texts

pytestmark = pytest.mark.django_db
DATA = bytes(range(200)) * 10


@pytest.fixture
def video():
    return get_document_model().objects.create(
        title="A market",
        file=ContentFile(DATA, name="market.mp4"),
        file_size=len(DATA),
        collection=PublicCollection.standard(),
    )


def part(video, header: str):
    """The answer with its body read, which closes its file."""
    answer = Client().get(video.url, headers={"range": header})
    answer.body = answer.getvalue()
    return answer


def test_the_whole_file_is_played_in_place(video):
    answer = Client().get(video.url)

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "video/mp4"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert b"".join(answer.streaming_content) == DATA


@pytest.mark.parametrize(
    ("header", "first", "last"),
    [("bytes=0-1", 0, 1), ("bytes=100-", 100, 1999), ("bytes=-5", 1995, 1999),
     ("bytes=1990-9999", 1990, 1999)],
)  # fmt: skip
def test_a_player_gets_the_part_that_it_asks_for(video, header, first, last):
    answer = part(video, header)

    assert answer.status_code == 206
    assert answer.headers["Content-Range"] == f"bytes {first}-{last}/2000"
    assert answer.body == DATA[first : last + 1]
    assert answer.headers["Content-Length"] == str(last - first + 1)


def test_a_part_beyond_the_end_is_refused(video):
    answer = part(video, "bytes=2000-")

    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == "bytes */2000"


@pytest.mark.parametrize(
    "header", ["bytes=0-1,5-6", "lines=1-2", "bytes=-", "nonsense", f"bytes={'9' * 5000}-"]
)
def test_what_is_no_single_part_gets_the_whole(video, header):
    answer = part(video, header)

    assert answer.status_code == 200
    assert answer.body == DATA


def test_nothing_is_fetched_before_the_reader_asks_and_the_words_stand_beside(home, video):
    body = [
        {
            "type": "recording",
            "value": {
                "kind": "video",
                "title": "At the market",
                "document": video.pk,
                "minutes": 3,
                "transcript": "<p>The seller takes local money.</p>",
            },
        }
    ]
    page = standard_page(home, "With a video", body=json.dumps(body))

    html = Client().get(f"/en/{page.slug}/").content.decode()

    assert len(texts(html, f'video[controls][preload=none][src="{video.url}"]')) == 1
    assert "2 kB" in html
    assert "The seller takes local money." in html
    assert f'href="{video.url}"' in html


def test_a_table_tells_its_columns_and_rows(home):
    cells = {
        "caption": "Two ways",
        "header": ["Way", "Where"],
        "rows": [["Cash", "anywhere"], ["Local money", "here"]],
    }
    page = standard_page(home, "Table", body=json.dumps([{"type": "table", "value": cells}]))

    html = Client().get(f"/en/{page.slug}/").content.decode()

    assert '<th scope="col">Where</th>' in html
    assert '<th scope="row">Local money</th><td>here</td>' in html
    assert "<caption>Two ways</caption>" in html
