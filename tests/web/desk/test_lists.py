"""Lists ask the database as often for three rows as for one, and page at 25."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, now

from institutions.people import member, person
from sceau.institutions.models import Delegation, Habilitation, Institution, Invitation, Unit
from signing_in import prove_now

PAGES = ["desk_home", "desk_profile", "desk_appearance", "desk_units", "desk_members", "desk_delegations"]
PAGES += ["desk_habilitations", "desk_invite", "desk_delegation_add"]
MOST = 12


def add(alpes, amina, number):
    """One more row of each kind."""
    user = person(f"P{number} Nom")
    unit = Unit.objects.create(institution=alpes, name=f"Site {number}")
    member(user, alpes, "assessor", unit=unit)
    for days in (9, -9):
        Invitation.objects.create(
            institution=alpes,
            email=f"i{number}@example.org",
            role="assessor" if days > 0 else "designer",
            unit=unit,
            nonce="0",
            token_digest=f"{number} {days}",
            invited_by=amina,
            created_at=now(),
            sent_at=now(),
            expires_at=now() + timedelta(days=days),
            withdrawn_at=None if days > 0 else now(),
        )
    day = localdate()
    Delegation.objects.create(
        institution=alpes,
        delegator=amina,
        delegate=user,
        what="minutes",
        unit=unit,
        starts_on=day,
        ends_on=day,
        act_file=b"%PDF",
        act_name="acte.pdf",
        act_digest="0" * 64,
        created_at=now(),
    )
    other = Institution.objects.create(
        slug=f"autre-{number}", legal_name="Autre", name=f"Autre {number}", did=f"did:web:x:{number}", created_at=now()
    )
    for certifier, partner in ((alpes, other), (other, alpes)):
        Habilitation.objects.create(
            certifier=certifier,
            partner=partner,
            scope="train",
            starts_on=day,
            ends_on=day,
            state="active",
            created_at=now(),
        )


def queries(client, address):
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in caught]


@pytest.mark.parametrize("name", PAGES)
def test_three_rows_cost_no_more_than_one(client, alpes, amina, name):
    prove_now(client, amina)
    address = reverse(name, args=[alpes.slug])
    add(alpes, amina, 1)
    client.get(address)
    one = queries(client, address)
    add(alpes, amina, 2)
    add(alpes, amina, 3)
    three = queries(client, address)

    assert len(three) == len(one) <= MOST, "\n".join(three)


def test_no_list_reads_the_files(client, alpes, amina):
    prove_now(client, amina)
    add(alpes, amina, 1)

    for name in ("desk_delegations", "desk_appearance", "desk_profile"):
        for sql in queries(client, reverse(name, args=[alpes.slug])):
            assert "act_file" not in sql
            assert '"png"' not in sql


@pytest.mark.parametrize("name", ["desk_units", "desk_members", "desk_delegations", "desk_habilitations"])
def test_the_twenty_sixth_is_on_the_next_page(client, alpes, amina, name):
    for number in range(26):
        add(alpes, amina, number)
    prove_now(client, amina)
    address = reverse(name, args=[alpes.slug])

    first, second = (client.get(address, {"page": page}) for page in (1, 2))

    assert len(first.context["page"]) == 25
    assert second.context["page"].number == 2
    assert len(second.context["page"]) == (2 if name == "desk_members" else 1)
    assert "page 2 sur 2" in second.content.decode()
    assert client.get(address, {"page": "x"}).status_code == client.get(address, {"page": "99"}).status_code == 200
