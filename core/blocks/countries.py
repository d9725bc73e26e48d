"""A block for one country."""

from typing import Any

from wagtail import blocks

from core.l10n import countries
from core.widgets import LongSelect


class CountryBlock(blocks.ChoiceBlock):
    """Any country, the project's first, named in the editor's language."""

    choices = staticmethod(countries.project_first)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, widget=LongSelect, **kwargs)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """For migrations it is a line of text: they list no countries."""
        _path, args, kwargs = super().deconstruct()
        stored = {key: value for key, value in kwargs.items() if key != "choices"}
        return "wagtail.blocks.CharBlock", args, stored
