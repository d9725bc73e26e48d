"""Static files storage that bundles the CSS files into one style sheet, minifies our scripts, and
compresses in time."""

import posixpath
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any

import brotli
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from rcssmin import cssmin
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r'@import url\("(?P<name>[^"]+)"\) layer\((?P<layer>[\w-]+)\);')
# Scripts for readers, and the comments that stand on lines of their own in them.
SCRIPT = re.compile(r"(?:core|courses|search|translations)/js/[\w-]+\.js")
# An import for what a module does; such a module neither imports nor exports.
MODULE = re.compile(r'^import "(?P<name>\.[^"]+)";$', re.MULTILINE)
COMMENT = re.compile(r"^\s*(?://.*|/\*(?:(?!\*/)[\s\S])*\*/)[ \t]*$", re.MULTILINE)

# Readers get no file as big as that; the admin's scripts are bigger, and editors keep them.
BIG = 100_000
BIG_QUALITY, BEST_QUALITY = 6, 11


class QuickCompressor(Compressor):
    """Brotli's best takes seconds for each of the admin's scripts, to make it a tenth smaller."""

    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        quality = BIG_QUALITY if len(data) > BIG else BEST_QUALITY
        return bytes(brotli.compress(data, quality=quality))


class JoinedManifestStorage(CompressedManifestStaticFilesStorage):
    """Hashed and compressed files; the `@import`s of our style sheets are inlined and minified,
    scripts for readers lose their comments and indentation."""

    joined = ("core/css/main.css", "core/css/learner.css", "core/css/apart.css")
    # Modules import each other by their hashed names.
    support_js_module_import_aggregation = True

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator:
        if not dry_run:
            for name in self.joined:
                if name in paths:
                    self._join(name, *paths[name])
                    # Django hashes what `paths` names: from now on our bundle, not its source.
                    paths[name] = (self, name)
            for name in filter(SCRIPT.fullmatch, paths):
                self._write(name, minify_script(self._script(name, paths)))
                paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)

    def create_compressor(self, **options: Any) -> Compressor:
        return QuickCompressor(**options)

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Only under the names that pages link to."""
        linked = set(self.hashed_files.values())
        yield from super().compress_files([path for path in paths if path in linked])

    def _join(self, name: str, source: Storage, path: str) -> None:
        self._write(name, cssmin(self._with_imports(name, self._source(source, path))))

    def _script(self, name: str, paths: dict[str, Any]) -> str:
        """A script with the modules that it imports for what they do in place of the imports, each
        in a block, so that names do not meet."""
        folder = posixpath.dirname(name)

        def body(match: re.Match[str]) -> str:
            module = posixpath.normpath(posixpath.join(folder, match["name"]))
            return f"{{\n{self._source(*paths[module])}}}"

        return MODULE.sub(body, self._source(*paths[name]))

    def _source(self, source: Storage, path: str) -> str:
        # Never our own copy: it may be what an earlier run has made.
        with source.open(path) as file:
            return str(file.read().decode("utf-8"))

    def _write(self, name: str, text: str) -> None:
        self.delete(name)
        self._save(name, ContentFile(text.encode()))

    def _with_imports(self, name: str, order: str) -> str:
        folder = PurePosixPath(name).parent

        head = IMPORT.split(order)[0]
        layers: dict[str, str] = {}
        for match in IMPORT.finditer(order):
            text = self._read(str(folder / match["name"]))
            layers[match["layer"]] = layers.get(match["layer"], "") + text
        return head + "".join(f"@layer {name} {{\n{text}\n}}\n" for name, text in layers.items())

    def _read(self, name: str) -> str:
        with self.open(name) as file:
            return str(file.read().decode("utf-8"))


def minify_script(script: str) -> str:
    """A script without comments, indentation and empty lines. Its lines stay apart, so that no
    semicolon is missed; a text of several lines would lose its indentation."""
    lines = (line.strip() for line in COMMENT.sub("", script).splitlines())
    return "".join(f"{line}\n" for line in lines if line)
