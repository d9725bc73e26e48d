import pytest

from research.citations import Citation
from tests.research.records import RECORDS


@pytest.fixture(params=RECORDS.values(), ids=RECORDS.keys())
def record(request) -> Citation:
    return request.param
