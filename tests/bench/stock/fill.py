"""Fills the stock site with the lesson on standard input; prints its address and a session."""

import json
import os
import re
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "stock.settings.bench"
django.setup()

from django.conf import settings  # noqa: E402 - Django must be set up
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from lessons.models import CoursePage, LessonPage, ModulePage  # noqa: E402
from wagtail.models import Locale  # noqa: E402

from home.models import HomePage  # noqa: E402

MENU = ("Courses", "Cases", "Visits", "Research", "News", "Library")
LINK = re.compile(r'<a [^>]*href="/[^"]*"[^>]*>')


def linked(html, targets):
    """The same text, with Wagtail's own links in place of those to our pages."""
    places = iter(range(1_000_000))
    return LINK.sub(
        lambda _found: f'<a linktype="page" id="{targets[next(places) % len(targets)].pk}">', html
    )


def fill(told):
    """The lesson, in a course with all its modules and lessons, in six languages."""
    home = HomePage.objects.get()
    for title in MENU:
        home.add_child(instance=CoursePage(title=title, show_in_menus=True))
    course = home.add_child(instance=CoursePage(title=told["course"]))
    lessons = []
    for title, names in told["modules"]:
        module = course.add_child(instance=ModulePage(title=title))
        lessons += [module.add_child(instance=LessonPage(title=name, body=[])) for name in names]
    lesson = lessons[0]
    lesson.body = [("text", linked(html, lessons)) for html in told["texts"]]
    lesson.save_revision().publish()
    for code, _name in settings.LANGUAGES[1:]:
        locale = Locale.objects.create(language_code=code)
        lesson.copy_for_translation(locale, copy_parents=True).save_revision().publish()
    return lesson


def session():
    user = User.objects.create_user("learner")
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return store.session_key


page = fill(json.load(sys.stdin))
print(json.dumps({"path": page.get_url(), "session": session()}))
