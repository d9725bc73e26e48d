"""deploy/: what it starts exists, what it sets is read, and its parts fit each other.

No containers are started here; the same processes, over the same PostgreSQL and the same version of
Elasticsearch, are what other tests start.
"""

import os
import re
import shlex
import shutil
import subprocess
from typing import Any

import pytest
import yaml
from django.core.management import get_commands, load_command_class

from portal.management.commands.error_pages import error_page
from portal.settings import base
from tests import elastic
from tests.rooms import language_of
from tests.server import ROOT

COMPOSE = ROOT / "deploy" / "compose.yaml"
EXAMPLE = ROOT / "deploy" / "environment.example"
GUIDE = ROOT / "docs" / "operate.md"
READ = re.compile(r"(?:env\.\w+|environ\.get)\(\s*\"([A-Z][A-Z0-9_]+)\"")
# Of compose and its images, not of the portal.
OF_COMPOSE = {"COMPOSE_PROFILES", "POSTGRES_PASSWORD", "SEARCH_HEAP"}
OF_DJANGO = {"DJANGO_SETTINGS_MODULE"}
# Not for production: of tests, and of what `make run` alone does.
NOT_FOR_PRODUCTION = {"DEBUG", "TEST_DATA_DIR"}
NODES = ["search-1", "search-2", "search-3"]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))


def example() -> dict[str, str]:
    """The settings of the template, also those that are commented out."""
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    return dict(re.findall(r"^#?([A-Z][A-Z0-9_]+)=(.*)$", "\n".join(lines), re.MULTILINE))


def settings_read() -> set[str]:
    """Names of environment variables that the portal reads."""
    paths = [ROOT / "portal" / "gunicorn.py", *(ROOT / "portal").rglob("*.py")]
    return {name for path in paths for name in READ.findall(path.read_text(encoding="utf-8"))}


def commands(compose: dict[str, Any]) -> list[list[str]]:
    """Every command line of the portal's own containers."""
    own = [one for one in compose["services"].values() if one["image"] == "peer-portal"]
    lines = [one["command"] for one in own if "command" in one]
    lines += [one["healthcheck"]["test"] for one in own if "healthcheck" in one]
    return [shlex.split(line) for line in lines]


def test_every_setting_of_the_template_is_one_that_the_portal_or_compose_reads():
    assert set(example()) - settings_read() - OF_DJANGO - OF_COMPOSE == set()


def test_what_compose_sets_or_asks_for_is_in_the_template(compose):
    text = COMPOSE.read_text(encoding="utf-8")
    asked = set(re.findall(r"\$\{([A-Z_]+)", text))
    own = [one for one in compose["services"].values() if one["image"] == "peer-portal"]
    given = {name for one in own for name in one.get("environment", {})}

    assert asked <= set(example())
    assert given <= settings_read()


def test_every_setting_is_in_the_operators_guide():
    guide = set(re.findall(r"`([A-Z][A-Z0-9_]+)`", GUIDE.read_text(encoding="utf-8")))

    assert settings_read() - NOT_FOR_PRODUCTION - guide == set()


def test_commands_exist_with_their_options(compose, settings):
    settings.TASKS = base.TASKS
    known = get_commands()
    managed = [words[2:] for words in commands(compose) if words[:2] == ["python", "manage.py"]]

    assert [words[0] for words in managed] == ["prepare", "worker", "worker_seen"]
    for name, *options in managed:
        command = load_command_class(known[name], name)
        command.create_parser("manage.py", name).parse_args(options)


def test_services_stand_on_each_other(compose):
    services = compose["services"]
    for service in services.values():
        assert set(service.get("depends_on", {})) <= set(services)
        assert set(service.get("networks", [])) <= set(compose["networks"])
        named = [one.split(":")[0] for one in service.get("volumes", [])]
        assert set(named) <= set(compose["volumes"])
    lasting = {name for name, one in services.items() if one["restart"] != "no"}
    checked = {name for name, one in services.items() if "healthcheck" in one}
    assert lasting == checked == {"database", "web", "worker", *NODES}
    # One settings file for all of ours.
    files = {one["env_file"] for one in services.values() if one["image"] == "peer-portal"}
    assert files == {"/etc/portal/environment"}


def test_the_image_has_the_clients_of_all_that_compose_starts():
    (name,) = re.findall(r"-r (requirements/\S+)", (ROOT / "deploy" / "Dockerfile").read_text())

    pinned = set(re.findall(r"^([a-z-]+)==", (ROOT / name).read_text(), re.MULTILINE))

    assert {"gunicorn", "psycopg", "elasticsearch"} <= pinned


def test_three_nodes_that_only_the_portal_reaches_make_the_cluster_of_the_template(compose):
    nodes = {name: one for name, one in compose["services"].items() if name.startswith("search-")}
    example_urls = example()["ELASTICSEARCH_URL"].split(",")

    assert list(nodes) == NODES
    assert {one["image"] for one in nodes.values()} == {f"elasticsearch:{elastic.VERSION}"}
    assert example_urls == [f"http://{name}:9200" for name in nodes]
    for name, node in nodes.items():
        assert node["environment"]["node.name"] == name
        for setting in ("discovery.seed_hosts", "cluster.initial_master_nodes"):
            assert node["environment"][setting] == ",".join(NODES)
        assert node["profiles"] == ["cluster"]
        assert node["networks"] == ["index"]
        assert "ports" not in node
    assert compose["networks"]["index"] == {"internal": True}


def test_compose_itself_takes_the_file(tmp_path):
    docker = shutil.which("docker")
    asked = [docker or "", "compose", "version"]
    if docker is None or subprocess.run(asked, capture_output=True, check=False).returncode:
        pytest.skip("docker compose is not installed")
    settings = tmp_path / "environment"
    settings.write_text("POSTGRES_PASSWORD=p\n", encoding="ascii")
    text = COMPOSE.read_text(encoding="utf-8").replace("/etc/portal/environment", str(settings))
    words = ["compose", "--env-file", str(settings), "-f", "-", "--profile", "cluster", "config"]

    done = subprocess.run(
        [docker, *words, "--quiet"],
        input=text.replace("context: ..", f"context: {ROOT}"),
        env=os.environ,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_static_error_pages_are_there_in_each_language_and_complete_in_themselves():
    text = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
    pages = {path.stem: path.read_text("utf-8") for path in (ROOT / "deploy/error-pages").iterdir()}
    codes = {code for code, _name in base.LANGUAGES}

    assert set(re.search(r"\^/\(\?<code>([\w|]+)\)/", text)[1].split("|")) == codes
    assert pages == {code: error_page(code) for code in codes}
    for code, page in pages.items():
        assert language_of(page) == (code, "rtl" if code == "ar" else "ltr")
        # A link back would drop the form that somebody sent: reloading sends it again.
        assert not re.search(r"\ssrc=|<link|url\(|://|<a\s", page)
    assert len({re.search("<h1>(.+)</h1>", page)[1] for page in pages.values()}) == len(codes)
