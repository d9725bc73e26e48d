"""Prints the words of the demonstration by language, with how often each occurs, as JSON."""

import json
from collections import Counter

from search.analysis import tokens
from search.models import SearchDocument


def main() -> None:
    counts: dict[str, Counter[str]] = {}
    texts = SearchDocument.objects.order_by("pk").values_list("language", "body")
    for language, body in texts:
        counts.setdefault(language, Counter()).update(token.text for token in tokens(body))
    print(json.dumps(counts, ensure_ascii=False))
