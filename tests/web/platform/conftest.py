"""Paul administers the installation, Amina heads an institution, Bruno another one, Claire designs."""

from __future__ import annotations

import pytest
from django.test import Client

from institutions.conftest import alpes, amina, bruno, claire, occitanie, paul  # noqa: F401 -- fixtures
from signing_in import prove_now


@pytest.fixture
def platform(paul):  # noqa: F811 -- a fixture
    """Paul's browser."""
    browser = Client(SERVER_NAME="sceau.example", headers={"accept-language": "fr"})
    prove_now(browser, paul)
    return browser
