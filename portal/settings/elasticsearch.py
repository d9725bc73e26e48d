"""Settings of a search cluster; a wrong one stops the start with a sentence that names the fix."""

import re
from importlib.util import find_spec
from pathlib import Path
from typing import TypedDict
from urllib.parse import urlsplit

from environs import Env, EnvError

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
# What Elasticsearch allows at the beginning of the name of an index.
PREFIX = re.compile(r"[a-z0-9][a-z0-9_-]{0,60}")


class Cluster(TypedDict):
    """Where the cluster is, who we are there, and how long a reader waits for it."""

    URLS: list[str]
    USER: str
    PASSWORD: str
    API_KEY: str
    CA_FILE: str
    PREFIX: str
    TIMEOUT: float


def cluster_config(env: Env) -> Cluster:
    """The settings, checked as far as that can be done without asking the cluster."""
    if find_spec("elasticsearch") is None:
        raise EnvError(
            "SEARCH_ENGINE=elasticsearch needs the Elasticsearch client. Type: pip install"
            " --require-hashes -r requirements/elasticsearch.txt"
        )
    addresses: list[str] = env.list("ELASTICSEARCH_URL", default=[])
    found = Cluster(
        URLS=[one.strip().rstrip("/") for one in addresses],
        USER=env.str("ELASTICSEARCH_USER", default=""),
        PASSWORD=env.str("ELASTICSEARCH_PASSWORD", default=""),
        API_KEY=env.str("ELASTICSEARCH_API_KEY", default=""),
        CA_FILE=env.str("ELASTICSEARCH_CA_FILE", default=""),
        PREFIX=env.str("ELASTICSEARCH_PREFIX", default="") or "portal",
        TIMEOUT=env.float("ELASTICSEARCH_TIMEOUT", default=1.0),
    )
    for check in (check_addresses, check_account, check_ca_file, check_names):
        check(found)
    return found


def check_addresses(found: Cluster) -> None:
    if not found["URLS"]:
        raise EnvError(
            "SEARCH_ENGINE=elasticsearch needs ELASTICSEARCH_URL: the addresses of the nodes, with"
            " commas between them, such as https://search1.example.org:9200"
        )
    for url in found["URLS"]:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or not port_of(url):
            raise EnvError(
                f"ELASTICSEARCH_URL holds {url!r}, which is no address. Write http:// or https://,"
                " the machine and the port, such as https://search1.example.org:9200"
            )
        if parts.username or parts.password:
            raise EnvError(
                "ELASTICSEARCH_URL holds a user or a password. Set ELASTICSEARCH_USER and"
                " ELASTICSEARCH_PASSWORD instead: addresses are written to the log."
            )


def port_of(url: str) -> int | None:
    try:
        return urlsplit(url).port
    except ValueError:
        return None


def check_account(found: Cluster) -> None:
    if bool(found["USER"]) != bool(found["PASSWORD"]):
        raise EnvError(
            "Of ELASTICSEARCH_USER and ELASTICSEARCH_PASSWORD one is missing. Set both, or neither."
        )
    if found["USER"] and found["API_KEY"]:
        raise EnvError(
            "Both ELASTICSEARCH_USER and ELASTICSEARCH_API_KEY are set. Leave one of them out."
        )
    if (found["USER"] or found["API_KEY"]) and (url := first_in_clear(found["URLS"])):
        raise EnvError(
            f"ELASTICSEARCH_URL={url} would send the password in clear text over the network."
            " Write https://, or leave the account out."
        )


def first_in_clear(urls: list[str]) -> str:
    """The first address of another machine without TLS."""
    parts = ((url, urlsplit(url)) for url in urls)
    return next(
        (url for url, one in parts if one.scheme == "http" and one.hostname not in LOOPBACK), ""
    )


def check_ca_file(found: Cluster) -> None:
    place = found["CA_FILE"]
    if not place:
        return
    try:
        Path(place).read_bytes()
    except OSError as error:
        raise EnvError(
            f"ELASTICSEARCH_CA_FILE={place} cannot be read ({error.strerror}). Name a file with the"
            " certificate of the authority, readable by the account that runs the portal."
        ) from error
    if any(urlsplit(url).scheme == "http" for url in found["URLS"]):
        raise EnvError(
            "ELASTICSEARCH_CA_FILE is set, and ELASTICSEARCH_URL has an address without TLS."
            " Write https://, or leave the file out."
        )


def check_names(found: Cluster) -> None:
    if not PREFIX.fullmatch(found["PREFIX"]):
        raise EnvError(
            f"ELASTICSEARCH_PREFIX={found['PREFIX']} cannot begin the name of an index. Use small"
            " letters, digits, - and _, and begin with a letter or a digit."
        )
    if not 0.1 <= found["TIMEOUT"] <= 30:
        raise EnvError(
            f"ELASTICSEARCH_TIMEOUT={found['TIMEOUT']:g} is not between 0.1 and 30: the seconds"
            " that a reader waits for the cluster before the database answers."
        )
