"""Wagtail's apps without its API of version 3. Listed in INSTALLED_APPS in place of their own.

Each of them registers with that API at each start: it builds a schema of every page type, out of
two libraries that nothing else imports. No address of ours leads to it.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from wagtail.contrib.redirects.apps import WagtailRedirectsAppConfig
from wagtail.documents.apps import WagtailDocsAppConfig
from wagtail.images.apps import WagtailImagesAppConfig
from wagtail.snippets.apps import WagtailSnippetsAppConfig


class NullObject:
    """Null object: whatever is asked of that API, and done with it."""

    def __call__(self, *args: Any, **kwargs: Any) -> None:
        pass

    def __getattr__(self, name: str) -> "NullObject":
        return self


class EmptyModules(MetaPathFinder, Loader):
    """Finds an empty module for each that belongs to that API."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        return ModuleSpec(name, self, is_package=True) if is_left_out(name) else None

    def exec_module(self, module: ModuleType) -> None:
        vars(module)["__getattr__"] = null_object


def null_object(name: str) -> NullObject:
    """What stands in an empty module under this name."""
    if name.startswith("__"):
        raise AttributeError(name)
    return NullObject()


def is_left_out(name: str) -> bool:
    return name.startswith("wagtail.") and ".api.v3." in f"{name}."


@contextmanager
def without_api() -> Iterator[None]:
    """Inside, that API is empty; whoever imports it afterwards has it as it is."""
    finder = EmptyModules()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in filter(is_left_out, list(sys.modules)):
            if getattr(sys.modules[name].__spec__, "loader", None) is finder:
                forget(name)


def forget(name: str) -> None:
    """Let a module be imported anew, also as an attribute of its package."""
    del sys.modules[name]
    package, _dot, last = name.rpartition(".")
    if package in sys.modules:
        vars(sys.modules[package]).pop(last, None)


class RedirectsConfig(WagtailRedirectsAppConfig):
    def ready(self) -> None:
        with without_api():
            super().ready()


class DocumentsConfig(WagtailDocsAppConfig):
    def ready(self) -> None:
        with without_api():
            super().ready()


class ImagesConfig(WagtailImagesAppConfig):
    def ready(self) -> None:
        with without_api():
            super().ready()


class SnippetsConfig(WagtailSnippetsAppConfig):
    def ready(self) -> None:
        with without_api():
            super().ready()
