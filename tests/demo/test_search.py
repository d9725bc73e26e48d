"""The library over the demonstration: the judged queries find what is wanted."""

import json
import shutil

import pytest

from tests.bench.search import call
from tests.server import prepared

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("prepared")]
# At least so many find a work that was wanted among the first three.
FLOORS = {"known items": 0.95, "questions": 0.85, "all": 0.93}


def too_low(data):
    """The classes of queries that find too little: the part of each that finds its work."""
    figures = json.loads(call("judged", data, as_json=True))
    assert figures["all"][0] >= 150
    return {name: figures[name][2] for name in FLOORS if figures[name][2] < FLOORS[name]}


@pytest.fixture
def data(tmp_path):
    """A portal with the demonstration."""
    place = tmp_path / "data"
    shutil.copytree(prepared(), place)
    return place


def test_judged_queries_find_what_is_wanted_among_the_first_three(data):
    assert too_low(data) == {}


@pytest.mark.cluster
def test_a_cluster_finds_it_as_well(data):
    call("clustered", data)

    assert too_low(data) == {}
