import pytest
from django.contrib.auth.models import Group


@pytest.fixture
def circle(db):
    return Group.objects.create(name="Circle")


@pytest.fixture
def board(db):
    return Group.objects.create(name="Board")
