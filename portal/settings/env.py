"""Environment variables. Every setting from outside is read here, with its type."""

import socket
from pathlib import Path

from environs import Env, EnvError, validate

env = Env()

ROOT = Path(__file__).resolve().parent.parent.parent


def data_dir() -> Path:
    """The data directory: database, media, cache, e-mails."""
    path = Path(env.str("DATA_DIR", default="") or ROOT / "var").expanduser()
    return path if path.is_absolute() else ROOT / path


def make_data_dir(mode: int = 0o750) -> Path:
    """Make it, for its owner and group only; raises EnvError where it cannot be made."""
    path = data_dir()
    try:
        path.mkdir(mode=mode, parents=True, exist_ok=True)
    except OSError as error:
        raise EnvError(
            f"DATA_DIR={path} cannot be made ({error.strerror}). Make it, and give it to the"
            " account that runs the portal, or set DATA_DIR to another folder."
        ) from error
    return path


def host() -> str:
    """The address the server binds to; by default only this machine reaches it."""
    return env.str("HOST", default="") or "127.0.0.1"


def port() -> int:
    """The port the server binds to; 0 is for commands that start no server."""
    if not env.str("PORT", default=""):
        return 8000
    return env.int("PORT", validate=validate.Range(0, 65535))


def base_url(default: str = "") -> str:
    """Base URL of links in e-mails and on certificates, without a trailing slash. Required where it
    has no default."""
    if default and not env.str("BASE_URL", default=""):
        return default
    return env.str("BASE_URL", validate=validate.Length(min=1)).rstrip("/")


def own_addresses() -> list[str]:
    """This machine's addresses on its network; found without sending a packet."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return []
        return [probe.getsockname()[0]]
