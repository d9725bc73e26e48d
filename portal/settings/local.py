"""Settings of `make run`: one machine, no services, DEBUG off; the same code paths as in
production."""

import secrets
import socket
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from portal.settings.base import *  # noqa: F403 - settings build on each other
from portal.settings.base import DATA_DIR
from portal.settings.env import base_url, env, host, make_data_dir, own_addresses, port

DEBUG = False
HOST, PORT = host(), port()


def load_or_create_secret_key() -> str:
    """SECRET_KEY of this data directory, created on first use and readable by its owner only."""
    if given := env.str("SECRET_KEY", default=""):
        return given
    make_data_dir(0o700)
    path = DATA_DIR / "secret-key"
    if not path.exists():
        # Written atomically: an empty file would be used for ever. Of several processes that start
        # at once the first one's is kept.
        with TemporaryDirectory(prefix=".secret-key-", dir=DATA_DIR) as folder:
            fresh = Path(folder) / path.name
            fresh.touch(mode=0o600)
            fresh.write_text(secrets.token_urlsafe(50), encoding="ascii")
            with suppress(FileExistsError):
                path.hardlink_to(fresh)
    return path.read_text(encoding="ascii")


SECRET_KEY = load_or_create_secret_key()
# On a network that is asked for (HOST=0.0.0.0) a phone calls this machine by its address. Never
# "*": links in mails would then lead wherever a stranger's request says.
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]
if HOST not in ALLOWED_HOSTS:
    ALLOWED_HOSTS += [HOST, socket.gethostname(), *own_addresses()]

WAGTAILADMIN_BASE_URL = base_url(default=f"http://localhost:{PORT}")
STAFF_NEED_SECOND_FACTOR = False
# One file a mail, so that whoever tries the portal can read its codes; none leaves the machine.
EMAIL_BACKEND = "core.mail.ReadableFileBackend"
