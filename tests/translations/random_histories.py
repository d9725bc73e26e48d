"""Random histories of a work and its versions: property-based tests of the rules."""

import random
from collections.abc import Iterator

from tests.translations.histories import World


def random_history(seed: int, length: int = 14) -> Iterator[World]:
    """A world after each of some random events."""
    dice = random.Random(seed)
    world = World()
    world.renew(world.v)
    for _step in range(length):
        happen(world, dice)
        yield world


def happen(world: World, dice: random.Random) -> None:
    one = dice.choice([world.v, world.v, world.p])
    path = dice.choice([*world.live, *one.live, "n", "k2"])
    dice.choice(
        [
            lambda: world.edit(path),
            lambda: world.edit(path),
            lambda: world.edit(path, minor=True),
            lambda: world.remove(path),
            world.move,
            lambda: world.split(path) if len(path) < 4 and path in world.live else None,
            lambda: world.revert(dice.randint(1, 3)),
            lambda: world.publish(world.live),
            lambda: world.sync(one),
            lambda: world.renew(one),
            lambda: world.translate(one, path, again=dice.random() < 0.3),
            lambda: world.fill(one),
            lambda: world.publish_version(one),
            lambda: world.slip(one, path),
            lambda: world.go_back(one, dice.randint(1, 3)),
            lambda: world.confirm(one),
            lambda: world.confirm(one, path),
            lambda: world.undo_confirmation(one),
        ]
    )()
