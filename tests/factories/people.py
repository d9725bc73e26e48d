"""Factories of users with a verified address."""

from typing import Any

import factory
from allauth.account.models import EmailAddress
from django.utils import timezone

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
