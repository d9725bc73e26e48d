"""Answers to publishing: how much a lesson weighs is measured when it changes."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published

from courses.models import LessonPage
from courses.tasks import weigh_lesson


@receiver(page_published, sender=LessonPage)
def weigh(instance: LessonPage, **kwargs: Any) -> None:
    weigh_lesson.enqueue(instance.pk)
