"""Run by Kolibri's own Python: fills a new Kolibri, and prints how to ask it for things."""

import json
import uuid
from importlib import import_module

from kolibri.main import initialize

initialize()

from django.conf import settings  # noqa: E402 - Kolibri must be initialised
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.core.management import call_command  # noqa: E402
from kolibri.core.auth.models import Facility, FacilityUser  # noqa: E402
from kolibri.core.content.models import (  # noqa: E402
    ChannelMetadata,
    ContentNode,
    File,
    LocalFile,
)

DOCUMENTS = 1000
WORDS = (
    "A case from a town by the sea, told by those who ran it: what was agreed, what it cost, "
    "who took part and what they would do again."
)


def node(title, **fields):
    found = {"id": uuid.uuid4().hex, "content_id": uuid.uuid4().hex, "available": True, **fields}
    return ContentNode.objects.create(title=title, description=WORDS, **found)


def fill():
    """A channel of a thousand documents; every tenth has the word that is searched for."""
    channel = uuid.uuid4().hex
    root = node("Benchmark", id=channel, channel_id=channel, kind="topic")
    ChannelMetadata.objects.create(id=channel, name="Benchmark", root=root, min_schema_version="5")
    kept = LocalFile.objects.create(id="0" * 32, extension="pdf", available=True, file_size=1000)
    documents = []
    for number in range(DOCUMENTS):
        word = "agreement" if number % 10 == 0 else "account"
        found = node(f"{word} {number}", channel_id=channel, kind="document", parent=root)
        File.objects.create(
            id=uuid.uuid4().hex, local_file=kept, contentnode=found, preset="document", priority=1
        )
        documents.append({"node_id": found.id, "content_id": found.content_id})
    return {"channel_id": channel, "documents": documents}


def session():
    user = FacilityUser(username="learner", full_name="L", facility=Facility.get_default_facility())
    user.set_password("a long password")
    user.save()
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = user.pk
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return store.session_key


call_command(
    "provisiondevice",
    facility="Benchmark",
    superusername="admin",
    superuserpassword="a long password",
    preset="nonformal",
    language_id="en",
    interactive=False,
)
told = {"session": session(), **fill()}
told |= {"session_cookie": settings.SESSION_COOKIE_NAME, "csrf_cookie": settings.CSRF_COOKIE_NAME}
print(json.dumps(told))
