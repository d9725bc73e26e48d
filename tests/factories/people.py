"""Factories of users with a verified address, and of their browsers."""

from typing import Any

import factory
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from people import roles
from people.models import User

PASSWORD = "a long enough phrase"


class UserFactory(factory.django.DjangoModelFactory):
    """A learner. `password=None` makes one who signs in by mailed codes only."""

    class Meta:
        model = User

    email = factory.Sequence(lambda number: f"person{number}@example.org")
    display_name = factory.Sequence(lambda number: f"Person {number}")
    language = "en"
    last_login = factory.LazyFunction(timezone.now)
    password = PASSWORD

    @classmethod
    def _create(cls, model: type[User], *args: Any, **fields: Any) -> User:
        user = model.objects.create_user(fields.pop("email"), fields.pop("password"), **fields)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user


def signed_in(*names: str, **fields: Any) -> tuple[User, Client]:
    """A person with these roles, and a browser in which they are signed in."""
    user = UserFactory(**fields)
    roles.give(user, names)
    client = Client()
    client.force_login(user)
    return user, client
