"""Settings of a cluster: what is wrong with them is said in a sentence that names the fix."""

import pytest
from environs import Env, EnvError

from portal.settings.elasticsearch import cluster_config

NODES = "https://a.example.org:9200, https://b.example.org:9200/"


@pytest.fixture
def given(monkeypatch):
    """The settings of an environment: `given(URL=…, USER=…)`."""

    def read(**values):
        for name, value in values.items():
            monkeypatch.setenv(f"ELASTICSEARCH_{name}", value)
        return cluster_config(Env())

    for name in ("URL", "USER", "PASSWORD", "API_KEY", "CA_FILE", "PREFIX", "TIMEOUT"):
        monkeypatch.delenv(f"ELASTICSEARCH_{name}", raising=False)
    return read


def test_addresses_are_enough(given):
    found = given(URL=NODES)

    assert found["URLS"] == ["https://a.example.org:9200", "https://b.example.org:9200"]
    assert (found["PREFIX"], found["TIMEOUT"]) == ("portal", 1.0)


def test_an_account_a_certificate_and_a_prefix_are_taken(given, tmp_path):
    authority = tmp_path / "ca.pem"
    authority.write_text("a certificate")

    found = given(
        URL=NODES, USER="portal", PASSWORD="secret", CA_FILE=str(authority), PREFIX="north-1",
        TIMEOUT="0.5",
    )  # fmt: skip

    assert (found["USER"], found["PASSWORD"]) == ("portal", "secret")
    assert (found["PREFIX"], found["TIMEOUT"]) == ("north-1", 0.5)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "needs ELASTICSEARCH_URL"),
        ({"URL": "a.example.org:9200"}, "is no address"),
        ({"URL": "https://a.example.org"}, "the machine and the port"),
        ({"URL": "https://a.example.org:port"}, "is no address"),
        ({"URL": "https://portal:secret@a.example.org:9200"}, "Set ELASTICSEARCH_USER"),
        ({"URL": NODES, "USER": "portal"}, "Set both, or neither"),
        ({"URL": NODES, "PASSWORD": "secret"}, "Set both, or neither"),
        (
            {"URL": NODES, "USER": "portal", "PASSWORD": "secret", "API_KEY": "key"},
            "Leave one of them out",
        ),
        ({"URL": "http://a.example.org:9200", "API_KEY": "key"}, "in clear text"),
        ({"URL": NODES, "CA_FILE": "/nowhere/ca.pem"}, "cannot be read"),
        ({"URL": "http://127.0.0.1:9200", "CA_FILE": __file__}, "without TLS"),
        ({"URL": NODES, "PREFIX": "Portal"}, "small letters"),
        ({"URL": NODES, "PREFIX": "_portal"}, "cannot begin the name"),
        ({"URL": NODES, "TIMEOUT": "0"}, "between 0.1 and 30"),
        ({"URL": NODES, "TIMEOUT": "soon"}, "ELASTICSEARCH_TIMEOUT"),
    ],
)
def test_a_wrong_one_is_said_in_a_sentence(given, values, said):
    with pytest.raises(EnvError, match=said):
        given(**values)


def test_a_password_never_stands_in_what_is_said(given):
    with pytest.raises(EnvError) as error:
        given(URL="https://portal:secret@a.example.org:9200")

    assert "secret" not in str(error.value)
