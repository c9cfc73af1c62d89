"""Bodies and what they published, without the way that leads there: see tests/design for that."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

import pytest

from institutions.people import person
from sceau.design.models import Design, DesignVersion
from sceau.design.services.catalogue import refresh_entry
from sceau.frameworks import small_set
from sceau.institutions.models import Institution
from sceau.web.public.catalogue import registers
from web.public.catalogue.samples import sample

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _a_folder_of_its_own(settings, tmp_path):
    settings.HOUSE = tmp_path
    registers.forget()


@pytest.fixture
def occitanie(db) -> Institution:
    """The certifier of the fictional bloc."""
    return Institution.objects.create(
        slug="certif-occitanie",
        name="Certif’Compétences Occitanie",
        legal_name="Certif’Compétences Occitanie",
        siren="999900111",
        did="did:web:sceau.example:i:certif-occitanie",
        city="Toulouse",
        created_at=NOW,
    )


@pytest.fixture
def registers_loaded(db) -> None:
    """The small set that ships with Sceau, in which the fictional bloc is active and is Occitanie's."""
    small_set.load(now=NOW)


@pytest.fixture
def publish(occitanie):
    """Publish a document: `publish("mc-…", number=2, title={"fr": …})` gives its version."""
    by = person("Claire Fabre")

    def put(
        name="mc-gestion-projet-agile", *, number=1, institution=None, at=NOW, listed=True, **changes
    ) -> DesignVersion:
        document = {**sample(name), "version": number, **changes}
        design, _ = Design.objects.get_or_create(
            uuid=UUID(document["uuid"]),
            defaults={
                "institution": institution or occitanie,
                "name": document["uuid"],
                "state": "published",
                "draft": {},
                "last_number": number,
                "created_by": by,
                "created_at": at,
                "changed_by": by,
                "changed_at": at,
            },
        )
        design.last_number = number
        design.save()
        version = DesignVersion.objects.create(
            design=design,
            number=number,
            document=document,
            source={},
            digest=sha256(json.dumps(document).encode()).hexdigest(),
            profile=document.get("purpose", "eu"),
            languages=document["languages"],
            titles=document["title"],
            gate={},
            rules_of=date(2026, 11, 1),
            signatures=[{"part": "author", "name": "Claire Fabre", "roles": ["designer"], "at": at.isoformat()}],
            published_by=by,
            published_at=at + timedelta(days=number),
        )
        if listed:
            refresh_entry(design)
        return version

    return put
