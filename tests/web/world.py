"""Two institutions and one of each thing that an address may name, in both."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.utils.timezone import now

from design.samples import begun, released
from institutions.people import NOW, member, person
from sceau.accounts.models import User
from sceau.design.services import add_custom_field, ask_review, create_design, delete_draft
from sceau.institutions.models import Delegation, Evidence, Habilitation, Institution, Invitation, Unit
from sceau.institutions.models.directory import Bond, Directory, VouchedDomain
from sceau.institutions.services import create_institution, token_of
from sceau.keyring.models import Ceremony, SigningKey
from sceau.people.models import Address
from sceau.people.services import (
    add_guardian,
    create_person,
    give_consent,
    merge,
    save_processing,
    set_civil_status,
)
from sceau.web.ports import ports
from web.award_world import things_of_awards
from web.batch_world import things_of_batches
from web.jury_world import things_of_juries
from web.letter_world import things_of_letters
from web.session_world import things_of_a_session

DESIGNS = Path(__file__).resolve().parents[2] / "demo" / "designs"


@dataclass
class World:
    """Our institution, theirs, and one of each thing in both."""

    ours: Institution
    theirs: Institution

    def __getattr__(self, kind: str) -> Any:  # for mypy: what _things() sets
        raise AttributeError(kind)


def _things(world: World, prefix: str, institution: Institution, partner: Institution) -> None:
    """One of each thing that an address may name."""
    head, colleague = person(f"Helene{prefix} Chef"), person(f"Colin{prefix} Gue")
    member(head, institution, "head")
    kept: dict[str, object] = {}
    kept["unit"] = Unit.objects.create(institution=institution, name="Site de Gap")
    kept["membership"] = member(colleague, institution, "designer")
    kept["invitation"] = Invitation.objects.create(
        institution=institution,
        email=f"invitee{prefix}@example.org",
        role="designer",
        token_digest=f"{prefix:x<64}",
        invited_by=head,
        created_at=NOW,
        sent_at=NOW,
        expires_at=NOW + timedelta(days=3650),
    )
    kept["delegation"] = Delegation.objects.create(
        institution=institution,
        delegator=head,
        delegate=colleague,
        what="minutes",
        starts_on=date(2026, 1, 1),
        ends_on=date(2027, 1, 1),
        act_file=b"%PDF-1.7",
        act_name="acte.pdf",
        act_digest="0" * 64,
        created_at=NOW,
    )
    kept["habilitation"] = Habilitation.objects.create(
        certifier=institution,
        partner=partner,
        scope="train",
        starts_on=date(2026, 1, 1),
        ends_on=date(2036, 1, 1),
        state="active",
        created_at=NOW,
    )
    kept["request"] = Habilitation.objects.create(
        certifier=partner,
        partner=institution,
        scope="train",
        starts_on=date(2026, 1, 1),
        ends_on=date(2036, 1, 1),
        state="requested",
        created_at=NOW,
    )
    kept["evidence"] = Evidence.objects.create(
        institution=institution, kind="dns", subject=f"{institution.slug}.example", challenge="c", created_at=NOW
    )
    directory = Directory.objects.create(
        institution=institution,
        name="Annuaire",
        issuer="https://id.example",
        client_id="c",
        created_at=NOW,
        tested_at=NOW,
        state="active",
    )
    VouchedDomain.objects.create(directory=directory, domain=f"{institution.slug}.example")
    kept["bond"] = Bond.objects.create(directory=directory, subject="1", user=colleague, created_at=NOW, last_at=NOW)
    kept["key"] = SigningKey.objects.create(
        institution=institution,
        purpose="documents",
        number=1,
        algorithm="P-256",
        public_key=f"zDn{prefix}",
        store="sealed",
        reference="{}",
        certificate="-----BEGIN CERTIFICATE-----",
        created_at=NOW,
    )
    kept["ceremony"] = Ceremony.objects.create(
        institution=institution,
        purpose="credentials",
        asked_by=head,
        asked_at=NOW,
        alone_from=NOW + timedelta(days=3650),
    )
    kept["design"] = create_design(
        institution=institution, document=a_draft(), by=head, now=NOW, origin={"kind": "blank"}
    )
    kept["published"] = released(institution, colleague, head).design
    kept["read"] = begun(institution, colleague)
    ask_review(design=kept["read"], by=colleague, now=NOW)
    kept["deleted"] = delete_draft(design=begun(institution, head), by=head, now=now())
    kept["field"] = add_custom_field(
        institution=institution, code="centre", kind="text", labels={"fr": "Centre de coût"}, by=head, now=NOW
    )
    _people(kept, institution, head)
    kept |= things_of_a_session(institution, kept["published"].versions.get(), head)
    kept |= things_of_awards(institution, kept["published"].versions.get(), head, colleague)
    kept |= things_of_batches(institution, kept["award"])
    kept |= things_of_letters(institution, kept["drawn"], kept["key"])
    kept |= things_of_juries(institution, kept["published"].versions.get(), head)
    for kind, row in kept.items():
        setattr(world, f"{prefix}{kind}", row)


def _people(kept: dict[str, Any], institution: Institution, head: User) -> None:
    """Two who look alike, a record that was merged, and what hangs on one person."""
    one, two, third = (
        create_person(
            institution=institution, given_name="Siobhán", family_name="O’Brien", email=email, by=head, now=NOW
        )
        for email in ("siobhan@example.org", "siobhan@example.org", "")
    )
    kept |= {"person": one, "alike": two}
    kept["address"] = Address.objects.get(person=one)
    kept["guardian"] = add_guardian(person=one, name="Maeve O’Brien", relation="mère", by=head, now=NOW)
    kept["consent"] = give_consent(person=one, subject="credential", how="on_paper", by=head, now=NOW)
    set_civil_status(person=one, values={"sex": "F", "birth_date": "1986"}, box=ports().box, by=head, now=NOW)
    kept["merge"] = merge(kept=one, other=third, why="La même", by=head, now=NOW)
    texts = {"name": "Paie", "purpose": "payer", "basis": "contrat"}
    kept["processing"] = save_processing(institution=institution, line=None, values=texts, by=head, now=NOW)


def a_draft() -> dict[str, Any]:
    """One of the designs of the demonstration, as somebody would be writing it."""
    document: dict[str, Any] = json.loads((DESIGNS / "mc-gestion-projet-agile.json").read_text(encoding="utf-8"))
    return document | {"languages": ["fr", "en"]}


def make_world(paul: User) -> World:
    """Made by whoever administers the installation."""
    ours, theirs, partner = (
        create_institution(legal_name=name, name=name, slug=slug, did_host="sceau.example", by=paul, now=NOW)
        for name, slug in [("Alpes Numérique", "alpes"), ("Occitanie", "occitanie"), ("Terres Vives", "terres")]
    )
    made = World(ours, theirs)
    _things(made, "", ours, partner)
    _things(made, "their_", theirs, partner)
    made.stranger = person("Sacha Ailleurs")
    made.gone = person("Gaston Parti", is_active=False)
    made.token = token_of(made.invitation)
    return made
