"""Struct blocks whose lists start with as many items as `min_num` asks for."""

from typing import Any

from wagtail import blocks


class WithLeastItems:
    """Each list begins with as many empty items as it must have, so that a new block shows no
    error before somebody has typed."""

    child_blocks: dict[str, Any]

    def get_default(self) -> Any:
        value = super().get_default()  # type: ignore[misc]  # the struct's
        for name, block in self.child_blocks.items():
            if isinstance(block, blocks.ListBlock):
                for _missing in range(len(value[name]), block.meta.min_num or 0):
                    value[name].append(block.child_block.get_default())
        return value
