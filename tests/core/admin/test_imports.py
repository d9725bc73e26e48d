"""Files of redirects that administrators load: whatever is in them, a sentence and no fault."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.contrib.redirects.models import Redirect

from people.models import User

HOSTILE = [
    ("empty.csv", b""),
    ("blank.csv", b"\n\n\n"),
    ("binary.csv", bytes(range(256)) * 4),
    ("nul.csv", b"from,to\n/a,/b\x00\n"),
    ("utf16.csv", "from,to\n/a,/b\n".encode("utf-16")),
    ("latin.csv", "from,to\n/é,/b\n".encode("latin-1")),
    ("one.csv", b"from\n/a\n"),
    ("uneven.csv", b"from,to\n/a\n/b,/c,/d,/e\n"),
    ("quotes.csv", b'from,to\n"/a,/b\n'),
    ("long.csv", b"from,to\n" + b"a" * 200_000 + b",/b\n"),
    ("formula.csv", b"from,to\n=HYPERLINK(1),javascript:alert(1)\n"),
    ("words.xlsx", b"no workbook"),
    ("cut.xlsx", b"PK\x03\x04" + b"x" * 50),
    ("words.txt", b"no table"),
]


@pytest.fixture
def keeper(home):
    client = Client()
    client.force_login(User.objects.create_superuser("keeper@example.org", language="en"))
    return client


@pytest.mark.parametrize(("name", "content"), HOSTILE, ids=[name for name, _content in HOSTILE])
def test_a_hostile_file_is_answered(keeper, name, content):
    answer = keeper.post(
        "/admin/redirects/import/", {"import_file": SimpleUploadedFile(name, content)}, follow=True
    )

    assert answer.status_code == 200
    form = answer.context.get("form")
    if form is not None and "import_file_name" in form.fields:
        columns = {"from_index": "0", "to_index": "1", "permanent": "on", "site": ""}
        hidden = {
            key: form[key].value()
            for key in ("import_file_name", "input_format")
            if key in form.fields
        }
        answer = keeper.post("/admin/redirects/import/process/", {**columns, **hidden}, follow=True)
        assert answer.status_code == 200
    assert not Redirect.objects.filter(redirect_link__startswith="javascript").exists()
