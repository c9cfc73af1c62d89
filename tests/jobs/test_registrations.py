"""What rests on a registration that ends is told six months before, one month before, and once it has ended; once each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from frameworks.exports import archive, fiche, load, texts
from jobs.conftest import NOW
from sceau.design.models import Author, Design
from sceau.jobs.handlers.registrations import CODE, registrations
from sceau.jobs.outbox import drain
from sceau.journal.models import Act

pytestmark = pytest.mark.django_db


@pytest.fixture
def design(institution, amina, tmp_path):
    export = texts([fiche("RNCP1", Date_Fin_Enregistrement="15/01/2029")], Blocs=[("RNCP1", "RNCP1BC01", "Souder")])
    load(archive(tmp_path / "export-fiches-csv-2026-01-15.zip", export), tmp_path)
    return Design.objects.create(
        institution=institution,
        name="souder",
        titles={"fr": "Souder l’acier"},
        draft={"title": {"fr": "Souder l’acier"}, "registration": {"type": "RNCP_BLOC", "code": "RNCP1BC01"}},
        created_by=amina,
        created_at=NOW,
        changed_by=amina,
        changed_at=NOW,
    )


def told(now):
    mail.outbox.clear()
    registrations(now)
    drain(clock=lambda: now, at_most=timedelta(minutes=1))
    return [(letter.to[0], letter.subject) for letter in mail.outbox]


def test_each_stage_is_told_once_to_the_heads_and_the_authors(design, amina, bruno):
    Author.objects.create(design=design, user=amina, since=NOW, until=NOW)

    assert told(datetime(2028, 6, 1, tzinfo=UTC)) == []
    before = told(datetime(2028, 8, 1, tzinfo=UTC))
    assert {to for to, _ in before} == {amina.email, bruno.email}
    assert all("RNCP1BC01" in subject for _, subject in before)
    assert "15/01/2029" in mail.outbox[0].body
    assert told(datetime(2028, 8, 2, tzinfo=UTC)) == []
    assert len(told(datetime(2028, 12, 20, tzinfo=UTC))) == 2
    assert len(told(datetime(2029, 1, 16, tzinfo=UTC))) == 2
    assert told(datetime(2029, 5, 16, tzinfo=UTC)) == []
    assert Act.objects.filter(code=CODE).count() == 3


def test_a_registration_that_was_renewed_begins_again(design, amina, tmp_path):
    assert len(told(datetime(2028, 12, 20, tzinfo=UTC))) == 1
    export = texts([fiche("RNCP1", Date_Fin_Enregistrement="15/01/2034")], Blocs=[("RNCP1", "RNCP1BC01", "Souder")])
    load(archive(tmp_path / "export-fiches-csv-2028-12-25.zip", export, day="2028_12_24"), tmp_path)

    assert told(datetime(2029, 1, 16, tzinfo=UTC)) == []
    assert len(told(datetime(2033, 12, 20, tzinfo=UTC))) == 1


def test_what_was_put_away_or_rests_on_nothing_is_left_alone(design, amina):
    Design.objects.filter(pk=design.pk).update(archived_at=NOW)
    assert told(datetime(2029, 1, 16, tzinfo=UTC)) == []

    Design.objects.filter(pk=design.pk).update(archived_at=None, draft={"registration": {"type": "none"}})
    assert told(datetime(2029, 1, 16, tzinfo=UTC)) == []
