"""A running portal, as browser tests see it from outside. No Django here."""

import re
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

CODE = re.compile(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4}|\d{6})\s*$", re.MULTILINE)


@dataclass
class Portal:
    """A running portal: where it is, who may sign in, what it has mailed."""

    url: str
    folder: Path
    accounts: dict[str, dict[str, str]]

    def mails(self, address: str) -> list[str]:
        """Texts of the mails to that address, oldest first."""
        texts = [path.read_text("utf-8") for path in sorted((self.folder / "mails").glob("*.txt"))]
        return [text for text in texts if text.startswith(f"To: {address}\n")]

    def wait_for_mail(self, address: str, *, after: int = 0, seconds: float = 20) -> str:
        """The first mail to that address beyond the first `after` ones."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            found = self.mails(address)
            if len(found) > after:
                return found[after]
            time.sleep(0.1)
        raise AssertionError(f"no mail came to {address}")

    def code_for(self, address: str, *, after: int = 0) -> str:
        """The code in a mail."""
        text = self.wait_for_mail(address, after=after)
        match = CODE.search(text)
        assert match, f"no code in: {text}"
        return match[1]

    def value(self, query: str, *values: object) -> int:
        """One number from the running portal's database."""
        place = f"file:{self.folder / 'portal.sqlite3'}?mode=ro"
        with closing(sqlite3.connect(place, uri=True, timeout=20)) as database:
            row = database.execute(query, values).fetchone()
        assert row, query
        return row[0]

    def count(self, table: str, where: str = "1", *values: object) -> int:
        """Rows of a table."""
        return self.value(f"SELECT COUNT(*) FROM {table} WHERE {where}", *values)
