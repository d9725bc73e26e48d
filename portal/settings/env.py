"""What the environment may say. Every setting from outside is read here, with its type."""

import socket
from pathlib import Path

from environs import Env

env = Env()

ROOT = Path(__file__).resolve().parent.parent.parent


def data_dir() -> Path:
    """Where the portal keeps what it must not lose: database, media, cache, mails."""
    path = Path(env.str("DATA_DIR", default=str(ROOT / "var"))).expanduser()
    return path if path.is_absolute() else ROOT / path


def own_addresses() -> list[str]:
    """This machine's addresses on its network; no packet is sent to learn them."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return []
        return [probe.getsockname()[0]]
