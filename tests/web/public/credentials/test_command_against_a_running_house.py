"""The whole way: a batch of the house, the file that its holder saves, and `sceau verify` asking the running server."""

from __future__ import annotations

import json
from urllib.request import urlopen

import pytest
from django.urls import reverse
from django.utils.timezone import now

from assessment import making
from issuing.making import NOW, a_released_batch, awards, the_store
from sceau.cli import main
from sceau.config.wiring import ports
from sceau.issuing.models import Credential
from sceau.issuing.services.publishing import set_bits
from sceau.issuing.services.signing import issue_next_lines
from sceau.people.erasure import erase

pytestmark = [pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def issued(live_server, monkeypatch):
    monkeypatch.setitem(vars(ports()), "keys", the_store())
    batch = a_released_batch(awards(3))
    issue_next_lines(batch.pk, limit=10, now=NOW, keys=the_store())
    return list(Credential.objects.select_related("award__person", "institution").order_by("pk"))


@pytest.fixture
def saved(live_server, tmp_path):
    def save(credential, name="credential_json", ending=".json"):
        file = tmp_path / f"{credential.code}{ending}"
        address = reverse(name, args=[credential.code], query={"o": credential.opening})
        with urlopen(f"{live_server.url}{address}") as answer:
            file.write_bytes(answer.read())
        return file

    return save


@pytest.fixture
def verify(live_server, capsys):
    def call(file):
        capsys.readouterr()
        status = main.main(["verify", str(file), "--json", "--resolve", f"https://sceau.example={live_server.url}"])
        return status, json.loads(capsys.readouterr().out)["results"][0]["verdict"]

    return call


def test_what_holders_save_is_valid_until_it_is_revoked_and_an_erasure_is_no_revocation(issued, saved, verify):
    revoked, erased, kept = issued
    files = {each.pk: saved(each) for each in issued}
    picture = saved(kept, "credential_png", ".png")
    for file in (*files.values(), picture):
        assert verify(file) == (0, "valid"), file

    set_bits([revoked], "revoked", now=now())
    erase(person=erased.award.person, why="À sa demande", by=making.head(erased.institution), now=now())

    assert verify(files[revoked.pk]) == (1, "invalid")
    assert verify(files[erased.pk]) == (0, "valid")
    assert verify(files[kept.pk]) == (0, "valid")
