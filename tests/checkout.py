"""A copy of this checkout without the demonstration: what passes there does not need it."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DEMONSTRATION = ("demo/", "tests/demo/")
# Byte code that another process is about to put in its place.
BEING_WRITTEN = shutil.ignore_patterns("*.pyc.*")


def has_demonstration(root: Path) -> bool:
    return (root / "demo").is_dir() or (root / "home" / "demo").is_dir()


def listed(root: Path) -> list[str]:
    """Files of the checkout, new ones too, but for what git ignores."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=root, capture_output=True, check=True, text=True)
    names = dict.fromkeys(name for name in done.stdout.split("\0") if name)
    return [name for name in names if (root / name).is_file()]


@contextmanager
def without_demonstration(root: Path) -> Iterator[Path]:
    """A folder with those files and their byte code, gone at the end; a repository too, for tests
    that ask git.

    Raises CalledProcessError where `root` is no repository.
    """
    names = [name for name in listed(root) if not name.startswith(DEMONSTRATION)]
    with tempfile.TemporaryDirectory(prefix="portal-checkout-") as folder:
        place = Path(folder)
        for name in names:
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, place / name)
        for folder_of_code in {Path(name).parent for name in names if name.endswith(".py")}:
            compiled = folder_of_code / "__pycache__"
            if (root / compiled).is_dir():
                shutil.copytree(root / compiled, place / compiled, ignore=BEING_WRITTEN)
        for words in (["init", "--quiet"], ["add", "--all"]):
            subprocess.run(["git", *words], cwd=place, check=True)
        yield place
