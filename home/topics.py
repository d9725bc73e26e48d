"""The topics of a new portal."""

from pathlib import Path

import yaml
from django.db import transaction

from core.models import Topic, TopicLabel

TOPICS = Path(__file__).resolve().parent / "topics.yaml"


@transaction.atomic
def load_topics() -> None:
    """Create the topics with their labels; labels that a person changed stay. Idempotent."""
    for row in yaml.safe_load(TOPICS.read_text(encoding="utf-8")):
        topic, _made = Topic.objects.get_or_create(slug=row["slug"])
        for language, text in row["labels"].items():
            TopicLabel.objects.get_or_create(
                topic=topic, language=language, defaults={"text": text}
            )
