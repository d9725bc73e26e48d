import pytest
from django.test import Client
from wagtail.models import Collection

from core.models import PublicCollection
from people.models import User
from tests.core.media.files import signed_in


@pytest.fixture
def public(db):
    return PublicCollection.standard()


@pytest.fixture
def root(db):
    return Collection.get_first_root_node()


@pytest.fixture
def learner(db):
    return signed_in("learner@example.org")


@pytest.fixture
def keeper(db):
    client = Client()
    client.force_login(User.objects.create_superuser("keeper@example.org"))
    return client
