"""Other people's software beside ours: absent, a test is skipped with the reason, and in CI it fails."""

from __future__ import annotations

import os

import orjson
import pytest

from interop import node as nodes
from interop.site import Site, write_certificate
from published import published

HERE_ONLY = ["127.0.0.1"]


def pytest_configure(config):
    config.addinivalue_line("markers", "interop: beside other people's software")


def pytest_collection_modifyitems(items):
    """These tests may talk to servers of this machine, and to no other."""
    for item in items:
        if item.path.parent.name == "interop":
            for mark in (pytest.mark.interop, pytest.mark.enable_socket, pytest.mark.allow_hosts(HERE_ONLY)):
                item.add_marker(mark)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    return write_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(scope="session")
def node(certificate):
    if reason := nodes.why_not():
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    schemas = published("schemas")
    rows = orjson.loads((schemas / "index.json").read_bytes())
    peers = nodes.Node(certificate=certificate[0], documents={row["url"]: schemas / row["file"] for row in rows})
    yield peers
    peers.close()


@pytest.fixture(scope="session")
def site(certificate):
    served = Site(*certificate)
    yield served
    served.close()
