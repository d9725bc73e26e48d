"""Works: all language versions of one page, named by its `translation_key`.

The public face of this package; listings, related works and URL lookup are modules of their own,
because they stand above the page model.
"""

from core.works.work import (
    Root,
    TitleLink,
    Version,
    Work,
    among,
    kind_of,
    original_language,
    original_languages,
    original_of,
    originals_looked_up_once,
    public,
    resolve,
    roots,
    seen_by,
    seen_by_many,
)

__all__ = [
    "Root",
    "TitleLink",
    "Version",
    "Work",
    "among",
    "kind_of",
    "original_language",
    "original_languages",
    "original_of",
    "originals_looked_up_once",
    "public",
    "resolve",
    "roots",
    "seen_by",
    "seen_by_many",
]
