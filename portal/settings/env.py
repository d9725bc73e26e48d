"""What the environment may say. Every setting from outside is read here, with its type."""

from pathlib import Path

from environs import Env

env = Env()

ROOT = Path(__file__).resolve().parent.parent.parent


def data_dir() -> Path:
    """Where the portal keeps what it must not lose: database, media, cache, mails."""
    path = Path(env.str("DATA_DIR", default=str(ROOT / "var"))).expanduser()
    return path if path.is_absolute() else ROOT / path
