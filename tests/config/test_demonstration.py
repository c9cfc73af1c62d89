"""The demonstration, seeded once for all of these: twelve designs that people published, 36 sessions, 939 results."""

from __future__ import annotations

from decimal import Decimal
from urllib.parse import urlsplit

import pytest
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.utils import load_backend
from django.utils.timezone import now

from sceau.assessment.models import Attempt, Award, Session
from sceau.config import demo
from sceau.config.demo.designs import SECOND, STARTED, WAITING
from sceau.config.demo.records import DECISIONS, read_learners
from sceau.design.difference import difference
from sceau.design.models import CatalogueEntry, Design, DesignVersion, Review
from sceau.engine.model.designs import read_design
from sceau.issuing.models import Batch, Content, Credential, Letter
from sceau.issuing.queries.batches import awards_to_issue, releasers_of
from sceau.journal.verification import recheck
from sceau.ledger.models import Leaf

from .houses import House, database

REFUSED = {STARTED}  # by the gate, which says why


@pytest.fixture(scope="module", autouse=True)
def _seeded(tmp_path_factory, django_db_setup, django_db_blocker):
    """In the place of the database of the tests, the one that all houses of this source were seeded from."""
    before = connections[DEFAULT_DB_ALIAS]
    with database("demonstration") as variables, django_db_blocker.unblock():
        house = House(tmp_path_factory.mktemp("house"), variables).seeded()
        url = variables.get("SCEAU_DATABASE_URL", "")
        name = urlsplit(url).path[1:] if url else house.folder / "sceau.sqlite3"
        alone = {option: told for option, told in before.settings_dict["OPTIONS"].items() if option != "pool"}
        there = load_backend(before.settings_dict["ENGINE"]).DatabaseWrapper(
            before.settings_dict | {"NAME": str(name), "OPTIONS": alone}, DEFAULT_DB_ALIAS
        )
        connections[DEFAULT_DB_ALIAS] = there
        try:
            yield
        finally:
            connections[DEFAULT_DB_ALIAS] = before
            there.close()


def test_it_is_seeded_once():
    assert not demo.is_to_come()
    assert not demo.seed()


def test_the_twelve_are_published_and_what_is_on_its_way_is_there_to_be_seen():
    states = dict(Design.objects.values_list("name", "state"))
    assert len(states) == 14
    assert {name for name, state in states.items() if state == "draft"} == REFUSED
    assert states[WAITING] == "in_review"
    assert Review.objects.get(decision="waiting").reviewer.email == "helene.garnier@alpes.example"
    assert CatalogueEntry.objects.count() == 12
    assert all(Design.objects.get(name=name).blockers for name in REFUSED)
    for version in DesignVersion.objects.select_related("design__institution"):
        design = read_design(version.document)
        assert design.bodies[0].siren == version.design.institution.siren
        parts = {each["part"]: each["user"] for each in version.signatures}
        if version.design.institution.slug in ("alpes-numerique", "certif-occitanie"):
            assert parts["author"] != parts["reviewer"]
            assert version.proof
    first, second = DesignVersion.objects.filter(design__name=SECOND).order_by("number")
    assert {change.step for change in difference(first.document, second.document)} == {
        "identity",
        "assessment",
        "level",
    }
    registered = CatalogueEntry.objects.exclude(registration="").values_list("registration", flat=True)
    assert set(registered) == {"RS9901", "RNCP99901BC02"}
    excel = DesignVersion.objects.get(design__name="mc-excel-reporting-rh").document
    assert excel["cpf"]["eligible"] is True
    assert excel["registration"]["entitled"][0]["right"] == "certifier"
    shared = DesignVersion.objects.get(design__name="mc-circuits-courts-durables").document
    assert len(shared["annex1"]["mandatory"]["awarding_body"]) == 2
    assert recheck(Design.objects.get(name=SECOND).institution.uuid).is_whole


def test_the_sessions_close_each_by_its_route_and_everybody_has_the_result_of_the_file():
    told = read_learners()
    sessions = Session.objects.filter(code__regex=r"^S\d\d-\d$")
    assert sessions.count() == 36
    assert set(sessions.values_list("state", flat=True)) == {"released"}
    last: dict[str, Attempt] = {}
    attempts = Attempt.objects.filter(candidate__session__in=sessions).select_related("candidate__person")
    for attempt in attempts.order_by("number"):
        last[attempt.candidate.person.reference] = attempt
    assert len(last) == len(told) == 200
    wrong = {}
    for learner, row in told.items():
        found = last[learner]
        score = Decimal(row["score"]) if row["score"] else None
        if (found.state, found.score) != (DECISIONS[row["decision"]], score):
            wrong[learner] = (found.state, found.score, row["decision"], row["score"])
    assert not wrong
    assert Award.objects.filter(withdrawn_at__isnull=True).count() == 140


def test_some_credentials_are_with_their_holders_and_some_wait_for_a_second_person():
    delivered, waiting = Batch.objects.order_by("number")

    assert (delivered.institution.slug, delivered.state) == ("alpes-numerique", "done")
    assert delivered.prepared_by != delivered.released_by
    credentials = Credential.objects.filter(line__batch=delivered)
    assert set(credentials.values_list("state", flat=True)) == {"valid"}
    assert credentials.count() == delivered.lines_total == Content.objects.count() == Leaf.objects.count() > 3
    assert set(Letter.objects.values_list("state", flat=True)) <= {"sent", "to_print"}
    assert waiting.state == "asked"
    assert waiting.prepared_by.email == "karim.belkacem@alpes.example"
    assert [each.email for each in releasers_of(waiting, now=now())] == ["helene.garnier@alpes.example"]
    assert awards_to_issue(waiting.institution).count() > waiting.lines_total
    assert recheck(waiting.institution.uuid).is_whole
