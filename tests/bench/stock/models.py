"""A course as Wagtail's own tutorials build one: pages of pages, and what a user has done."""

from django.conf import settings
from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import RichTextBlock
from wagtail.fields import StreamField
from wagtail.models import Page


class CoursePage(Page):
    pass


class ModulePage(Page):
    pass


class LessonPage(Page):
    body = StreamField([("text", RichTextBlock())])
    content_panels = [*Page.content_panels, FieldPanel("body")]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        course = self.get_parent().get_parent()
        modules = course.get_children().live().type(ModulePage)
        context["course"] = course
        context["modules"] = [(module, module.get_children().live()) for module in modules]
        if request.user.is_authenticated:
            done = Completion.objects.filter(user=request.user)
            context["done"] = set(done.values_list("lesson_key", flat=True))
        return context


class Completion(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    lesson_key = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "lesson_key"], name="once")]

    def __str__(self):
        return str(self.lesson_key)
