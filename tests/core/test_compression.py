"""Pages go out in the smallest form that the browser takes."""

import brotli
import pytest
from django.http import FileResponse, HttpResponse, JsonResponse
from django.test import RequestFactory

from core.compression import CompressionMiddleware

WORDS = "<p>" + " ".join(f"word {number}" for number in range(200)) + "</p>"


def answered(response, accepted: str):
    middleware = CompressionMiddleware(lambda _request: response)
    return middleware(RequestFactory().get("/", headers={"accept-encoding": accepted}))


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br", "br"),
        ("br;q=1.0, gzip;q=0.8", "br"),
        ("gzip, br;q=0", "gzip"),
        ("gzip", "gzip"),
        ("brotli-of-tomorrow", None),
        ("", None),
    ],
)
def test_the_smallest_form_that_is_taken(accepted, coding):
    answer = answered(HttpResponse(WORDS, headers={"ETag": '"1"'}), accepted)

    assert answer.headers.get("Content-Encoding") == coding
    assert answer.headers["ETag"] == ('W/"1"' if coding else '"1"')
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert coding is None or int(answer.headers["Content-Length"]) == len(answer.content)


def test_two_answers_of_one_page_are_rarely_of_one_length():
    answers = [answered(HttpResponse(WORDS), "br") for _time in range(20)]

    assert len({len(answer.content) for answer in answers}) > 5
    for answer in answers:
        page, _comment, padding = brotli.decompress(answer.content).decode().partition("<!--")
        assert page == WORDS
        assert len(padding) <= 103
        assert padding.endswith("-->")
        assert "--" not in padding[:-3]


@pytest.mark.parametrize(
    "response",
    [
        JsonResponse({"words": WORDS}),
        HttpResponse("short"),
        HttpResponse(WORDS, headers={"Content-Encoding": "identity"}),
        FileResponse(iter([WORDS.encode()]), content_type="text/html"),
    ],
    ids=["no page", "short", "coded already", "a stream"],
)
def test_all_else_is_left_to_django(response):
    assert answered(response, "gzip, br").headers.get("Content-Encoding") != "br"
