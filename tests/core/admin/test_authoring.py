"""What editors paste is read by the server, within a limit."""

from django.urls import reverse

from core.admin.authoring import LONGEST
from tests.factories.people import signed_in


def test_what_is_pasted_is_read_up_to_a_length(home):
    _user, client = signed_in("editor")
    address = reverse("pasted_blocks")

    read = client.post(address, {"html": "<p>Bring bread.</p>", "page": str(home.pk)})
    refused = client.post(address, {"html": "x" * (LONGEST + 1)})
    nowhere = client.post(address, {"html": "<p>Bring bread.</p>", "page": "x"})

    for answer in (read, nowhere):
        assert [one["type"] for one in answer.json()["blocks"]] == ["text"]
        assert answer.json()["dropped"] == ""
    assert refused.headers["Location"] == "/admin/"
