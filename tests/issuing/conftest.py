"""After each test of acts, each award says of itself what its lines and credentials say."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from issuing.keeping import wrongly_marked

# in the others, states are written into the tables without an act
BY_ACTS = {"test_automatic", "test_batch_races", "test_erasing", "test_keeping", "test_preparing", "test_running"}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    outcome = yield
    if item.path.stem in BY_ACTS and item.get_closest_marker("django_db"):
        assert wrongly_marked() == []
    return outcome
