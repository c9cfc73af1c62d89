"""A session is opened, changed, taken from stage to stage; by whom, on what, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from assessment.making import a_session, body, candidates, colleague, head, version
from institutions.people import NOW, member
from sceau.assessment.errors import AlreadyThere, NotEntitled, NotNow, WrongValue
from sceau.assessment.models import Attempt, Session
from sceau.assessment.organising import covers
from sceau.assessment.queries import cautions
from sceau.assessment.queries.cautions import Care
from sceau.assessment.queries.gaps import gaps_of
from sceau.assessment.queries.sessions import (
    attempts_to_decide,
    session_of,
    sessions_seen_by,
    settings_of,
    with_figures,
)
from sceau.assessment.services.sessions import (
    begin_events,
    cancel_session,
    close_marking,
    edit_session,
    go_on,
    open_session,
    reopen_marking,
)
from sceau.assessment.services.settings import edit_settings
from sceau.assessment.states import ResultState, SessionState
from sceau.design.models import DesignVersion
from sceau.design.services import archive_design, retire_version
from sceau.institutions.models import Habilitation, Membership, Unit
from sceau.journal.models import Act

pytestmark = pytest.mark.django_db

DATED = {"kind": "dated", "place": "Salle des fêtes", "starts_on": date(2026, 12, 7)}


@pytest.fixture
def alpes():
    return body()


@pytest.fixture
def amina(alpes):
    return head(alpes)


@pytest.fixture
def agile(alpes):
    return version(institution=alpes)


def variant(agile, **changes):
    """The next version of the same design, with something else in its document."""
    values = {field.name: getattr(agile, field.name) for field in DesignVersion._meta.fields if field.name != "id"}
    return DesignVersion.objects.create(**values | {"number": 2, "document": agile.document | changes})


def opened(agile, amina, **values):
    return open_session(**{"version": agile, "by": amina, "now": NOW} | DATED | values)


def codes():
    return list(Act.objects.filter(code__startswith="assessment.").order_by("number").values_list("code", flat=True))


def test_a_session_freezes_the_version_its_route_and_takes_the_next_number(agile, amina, alpes):
    first, second = opened(agile, amina), opened(agile, amina)

    assert (first.code, second.code) == ("S2026-1", "S2026-2")
    assert (first.route, first.state, first.round) == ("minutes", "open", 1)
    assert (first.starts_on, first.ends_on) == (date(2026, 12, 7), date(2026, 12, 7))
    assert first.languages == agile.languages
    assert first.organiser == first.institution == alpes
    assert codes() == ["assessment.opened", "assessment.opened"]


def test_the_number_is_that_of_the_year_and_follows_the_greatest(agile, amina):
    opened(agile, amina, code="S2026-41")
    opened(agile, amina, code="S2026-x")

    assert opened(agile, amina).code == "S2026-42"
    assert opened(agile, amina, starts_on=date(2027, 1, 4)).code == "S2027-1"
    with pytest.raises(AlreadyThere) as refusal:
        opened(agile, amina, code="S2026-41")
    assert refusal.value.field == "code"


@pytest.mark.parametrize(
    ("name", "route"), [("mc-gestion-projet-agile", "minutes"), ("mc-equipier-premiere-intervention", "assessor")]
)
def test_the_route_is_that_of_the_design(alpes, amina, name, route):
    assert opened(version(name, alpes), amina).route == route


def test_results_of_the_past_are_a_decision_even_on_a_version_that_is_retired(agile, amina):
    retire_version(version=agile, why="Une nouvelle version la remplace.", by=amina, now=NOW)

    with pytest.raises(NotNow):
        opened(agile, amina)
    past = open_session(version=agile, kind="taken_over", mode="remote", by=amina, now=NOW)

    assert (past.route, past.starts_on) == ("decision", None)


def test_nothing_opens_on_an_archived_design(agile, amina):
    retire_version(version=agile, why="Une nouvelle version la remplace.", by=amina, now=NOW)
    archive_design(design=agile.design, by=amina, now=NOW)

    for kind in ("dated", "taken_over"):
        with pytest.raises(NotNow):
            opened(agile, amina, kind=kind)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "weekly"}, "kind"),
        ({"mode": "by post"}, "mode"),
        ({"starts_on": None}, "starts_on"),
        ({"ends_on": date(2026, 12, 6)}, "ends_on"),
        ({"ends_on": date(2027, 12, 31)}, "ends_on"),
        ({"starts_on": date(1926, 12, 7)}, "starts_on"),
        ({"place": " "}, "place"),
        ({"deliberates_on": date(2026, 12, 6)}, "deliberates_on"),
        ({"languages": ["fr", "klingon !"]}, "languages"),
        ({"capacity": 0}, "capacity"),
        ({"capacity": 10_001}, "capacity"),
        ({"is_public": True, "enrol_until": date(2026, 12, 8)}, "enrol_until"),
        ({"kind": "rolling"}, "starts_on"),
        ({"kind": "taken_over", "is_public": True}, "is_public"),
        ({"title": "x" * 201}, "title"),
    ],
)
def test_a_value_that_cannot_be_is_refused_where_it_was_typed(agile, amina, values, field):
    with pytest.raises(WrongValue) as refusal:
        opened(agile, amina, **values)

    assert refusal.value.field == field
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("38 000", "38000"),
        ("01000", "01000"),
        ("20090", "20090"),
        ("97400", "97400"),
        ("98800", "98800"),
        ("98000", "98000"),
        ("b-1000", "B-1000"),
        ("SW1A 2AA", "SW1A 2AA"),
        ("", ""),
    ],
)
def test_a_postcode_is_kept_as_it_is_read(agile, amina, typed, kept):
    assert opened(agile, amina, postcode=typed).postcode == kept


@pytest.mark.parametrize("typed", ["2A004", "99109", "96000", "00100", "97900", "1000", "3800", "x", "380001", "Rodez"])
def test_a_code_of_the_insee_or_a_slip_is_no_postcode(agile, amina, typed):
    with pytest.raises(WrongValue) as refusal:
        opened(agile, amina, postcode=typed)

    assert refusal.value.field == "postcode"


def test_a_public_session_says_until_when(agile, amina):
    session = opened(agile, amina, is_public=True, enrol_until=date(2026, 12, 1))
    private = opened(agile, amina, enrol_until=date(2026, 12, 1))

    assert session.enrol_until == date(2026, 12, 1)
    assert private.enrol_until is None


# --- who


def test_only_those_who_manage_sessions_open_one(agile, alpes):
    claire = colleague(alpes, "Claire Dumas", "designer")
    bruno = head(body("certif-occitanie"))
    sonia = colleague(alpes, "Sonia Rey", "session_manager")

    for stranger in (claire, bruno):
        with pytest.raises(NotEntitled):
            opened(agile, stranger)
    assert opened(agile, sonia).created_by == sonia


def test_whoever_works_for_a_unit_opens_for_that_unit_alone(agile, amina, alpes):
    gap, grenoble = (Unit.objects.create(institution=alpes, name=name) for name in ("Gap", "Grenoble"))
    ulysse = colleague(alpes, "Ulysse Roy", "employer_manager")
    member(ulysse, alpes, "session_manager", unit=gap)

    assert opened(agile, ulysse, unit=gap).unit == gap
    for elsewhere in (None, grenoble):
        with pytest.raises(NotEntitled):
            opened(agile, ulysse, unit=elsewhere)
    opened(agile, amina, unit=grenoble)
    opened(agile, amina)
    seen = sessions_seen_by(Membership.objects.filter(user=ulysse))
    assert [each.unit for each in seen] == [gap]


# --- partners


def entitled(alpes, **values):
    given = {
        "certifier": alpes,
        "partner": body("terres-vives"),
        "scope": "train_and_assess",
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2026, 12, 31),
        "state": "active",
        "created_at": NOW,
    }
    return Habilitation.objects.create(**given | values)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"scope": "assess"},
        {"certifications": "Autre chose\nGestion de projet agile : conduire une itération"},
        {"certifications": "gestion de projet AGILE : conduire une itération"},
    ],
)
def test_a_partner_holds_a_session_under_its_habilitation(agile, alpes, values):
    habilitation = entitled(alpes, **values)
    terres = habilitation.partner
    thierry = head(terres)

    session = opened(agile, thierry, organiser=terres)

    assert (session.institution, session.organiser, session.habilitation) == (alpes, terres, habilitation)
    assert Act.objects.get(code="assessment.opened").chain_id == alpes.uuid
    assert session_of(Membership.objects.filter(user=thierry), session.uuid) == session


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (None, "no_habilitation"),
        ({"state": "suspended"}, "habilitation_not_active"),
        ({"state": "requested"}, "habilitation_not_active"),
        ({"state": "withdrawn"}, "habilitation_not_active"),
        ({"scope": "train"}, "habilitation_only_trains"),
        ({"certifications": "RS9901"}, "habilitation_other_certifications"),
        ({"ends_on": date(2026, 12, 7)}, "habilitation_other_dates"),
        ({"starts_on": date(2026, 12, 8)}, "habilitation_other_dates"),
    ],
)
def test_what_the_habilitation_does_not_allow_is_said(agile, alpes, values, reason):
    if values is not None:
        entitled(alpes, **values)
    terres = body("terres-vives")

    with pytest.raises((WrongValue, NotNow)) as refusal:
        opened(agile, head(terres), organiser=terres, ends_on=date(2026, 12, 8))

    assert refusal.value.reason.code == f"assessment.{reason}"
    assert Session.objects.count() == 0


@pytest.mark.parametrize(
    ("line", "is_named"),
    [
        ("RNCP99901BC02", True),
        ("RNCP99901, titre fictif", True),
        ("Bloc rncp99901bc02 : sécuriser", True),
        ("RNCP99901BC01", False),
        ("RNCP9990", False),
    ],
)
def test_a_number_in_a_habilitation_names_the_fiche_and_its_blocs(agile, alpes, line, is_named):
    bloc = variant(agile, registration={"type": "RNCP_BLOC", "code": "RNCP99901BC02"})

    assert covers(entitled(alpes, certifications=line), bloc) is is_named


def test_a_partner_opens_nothing_for_the_certifier_nor_for_another(agile, alpes):
    entitled(alpes)
    terres, occitanie = body("terres-vives"), body("certif-occitanie")

    for organiser in (alpes, occitanie):
        with pytest.raises((NotEntitled, WrongValue)):
            opened(agile, head(terres), organiser=organiser)


def test_dates_moved_beyond_the_habilitation_are_refused(agile, alpes):
    terres = entitled(alpes).partner
    session = opened(agile, head(terres), organiser=terres)

    with pytest.raises(WrongValue) as refusal:
        edit_session(session=session, ends_on=date(2027, 1, 4), by=head(terres), now=NOW)

    assert refusal.value.reason.code == "assessment.habilitation_other_dates"


# --- changes


def test_what_is_not_said_stays_and_what_is_the_same_writes_nothing(agile, amina):
    session = opened(agile, amina, place="Rodez", capacity=12)

    edit_session(session=session, place="Rodez", by=amina, now=NOW)
    assert codes() == ["assessment.opened"]
    edit_session(session=session, place="Millau", by=amina, now=NOW)

    session.refresh_from_db()
    assert (session.place, session.capacity) == ("Millau", 12)
    assert '"fields":["place"]' in Act.objects.get(code="assessment.edited").details


def test_places_are_not_taken_from_those_who_are_in(agile, amina):
    session = opened(agile, amina, capacity=5)
    candidates(session, 3)

    with pytest.raises(WrongValue) as refusal:
        edit_session(session=session, capacity=2, by=amina, now=NOW)

    assert refusal.value.field == "capacity"
    assert edit_session(session=session, capacity=3, by=amina, now=NOW).capacity == 3


@pytest.mark.parametrize(
    ("state", "values", "field"),
    [
        ("events", {"code": "S9"}, "code"),
        ("marked", {"starts_on": date(2026, 12, 6)}, "starts_on"),
        ("deliberation", {"place": "Ailleurs"}, "place"),
        ("decided", {"deliberates_on": date(2026, 12, 20)}, "deliberates_on"),
        ("released", {"title": "Autre"}, "title"),
        ("cancelled", {"title": "Autre"}, "title"),
    ],
)
def test_less_and_less_changes(agile, amina, state, values, field):
    session = a_session(version=agile, state=state)

    with pytest.raises(WrongValue) as refusal:
        edit_session(session=session, by=amina, now=NOW, **values)

    assert refusal.value.field == field
    assert edit_session(session=session, notes="Vu.", by=amina, now=NOW).notes == "Vu."


# --- stages


def marked(session, state=ResultState.ACQUIRED):
    Attempt.objects.filter(candidate__session=session).update(state=state)


def test_from_opening_to_the_end_of_marking_and_back(agile, amina):
    session = opened(agile, amina)
    with pytest.raises(NotNow):
        begin_events(session=session, by=amina, now=NOW)
    candidates(session, 2)
    begin_events(session=session, by=amina, now=NOW)

    with pytest.raises(NotNow) as refusal:
        close_marking(session=session, by=amina, now=NOW)
    assert refusal.value.details["count"] == 2
    marked(session)
    close_marking(session=session, by=amina, now=NOW)
    session.refresh_from_db()
    assert session.state == SessionState.MARKED

    with pytest.raises(WrongValue):
        reopen_marking(session=session, why=" ", by=amina, now=NOW)
    assert reopen_marking(session=session, why="Une grille manque.", by=amina, now=NOW).state == SessionState.EVENTS


def test_a_gap_says_what_lacks_in_as_many_statements_for_three_as_for_one(django_assert_num_queries):
    session = a_session(state="events")
    candidates(session, 1)
    with django_assert_num_queries(3):
        (gap,) = gaps_of(session)
    candidates(session, 2)

    with django_assert_num_queries(3):
        assert len(gaps_of(session)) == 3
    assert gap.criteria == tuple(gap.attempt.scope)
    assert gap.nobody is True


def test_nobody_marked_is_nothing_to_decide(agile, amina):
    session = a_session(version=agile, state="events")

    with pytest.raises(NotNow) as refusal:
        close_marking(session=session, by=amina, now=NOW)

    assert refusal.value.reason.code == "assessment.nothing_to_decide"


def test_a_rolling_session_decides_on_those_who_are_ready_and_goes_on_with_the_others(alpes, amina):
    session = a_session(kind="rolling", state="events")
    ready, waiting = candidates(session, 2)
    ready.attempts.update(state=ResultState.ACQUIRED)

    close_marking(session=session, by=amina, now=NOW)
    assert [each.candidate for each in attempts_to_decide(session)] == [ready]
    Session.objects.filter(pk=session.pk).update(state="released")
    session.refresh_from_db()
    deliberation = session.deliberations.create(
        number=1, round=1, route="minutes", opened_at=NOW, opened_by=amina, closed_at=None
    )
    deliberation.decisions.create(attempt=ready.attempts.get(), proposed="acquired", outcome="acquired")
    session.deliberations.update(closed_at=NOW, closed_by=amina)
    session = go_on(session=session, by=amina, now=NOW + timedelta(days=1))

    assert (session.state, session.round) == ("events", 2)
    assert (ready.attempts.get().round, waiting.attempts.get().round) == (1, 2)
    with pytest.raises(NotNow):
        go_on(session=a_session(state="released"), by=amina, now=NOW)


def test_a_session_is_cancelled_with_a_reason_and_not_after_decisions(agile, amina):
    session = opened(agile, amina)
    with pytest.raises(WrongValue):
        cancel_session(session=session, why="", by=amina, now=NOW)
    assert cancel_session(session=session, why="Salle inondée.", by=amina, now=NOW).state == "cancelled"

    decided = a_session(version=agile, state="events", round=2)
    decided.deliberations.create(
        number=1, round=1, route="minutes", opened_at=NOW, opened_by=amina, closed_at=NOW, closed_by=amina
    )
    with pytest.raises(NotNow) as refusal:
        cancel_session(session=decided, why="Salle inondée.", by=amina, now=NOW)
    assert refusal.value.reason.code == "assessment.decided_already"


# --- reads and rules


def test_lists_count_people_in_one_statement(alpes, django_assert_num_queries):
    session = a_session()
    candidates(session, 2)
    candidates(session, 1, state="applied")
    amina = head(alpes)
    memberships = list(Membership.objects.filter(user=amina))
    a_session()

    with django_assert_num_queries(1):
        rows = [(each.code, each.enrolled, each.waiting) for each in with_figures(sessions_seen_by(memberships))]

    assert rows == [("S2026-2", 0, 0), ("S2026-1", 2, 1)]


def test_nobody_sees_the_sessions_of_another_body():
    session = a_session()
    bruno = head(body("certif-occitanie"))

    assert session_of(Membership.objects.filter(user=bruno), session.uuid) is None


def test_rules_of_assessment_have_defaults_bounds_and_a_trace(alpes, amina):
    assert (settings_of(alpes).gap_limit, settings_of(alpes).pk) == (1, None)

    edit_settings(institution=alpes, gap_limit=2, proxies_count=True, by=amina, now=NOW)
    assert (settings_of(alpes).gap_limit, settings_of(alpes).proxies_count) == (2, True)
    for wrong in ({"quorum_percent": 0}, {"quorum_percent": 101}, {"externals_minimum": 9}, {"proxies_count": 2}):
        with pytest.raises(WrongValue):
            edit_settings(institution=alpes, by=amina, now=NOW, **wrong)
    with pytest.raises(NotEntitled):
        edit_settings(institution=alpes, gap_limit=0, by=colleague(alpes, "Sonia Rey", "session_manager"), now=NOW)
    assert codes() == ["assessment.settings_changed"]


def test_a_version_without_a_grid_is_not_assessed(amina, agile):
    assessment = {name: value for name, value in agile.document["assessment"].items() if name != "grid"}

    with pytest.raises(NotNow) as refusal:
        opened(variant(agile, assessment=assessment), amina)

    assert refusal.value.reason.code == "assessment.not_assessable"


# --- what is worth a look


def told(session, monkeypatch, standing=None, today=date(2026, 11, 22)):
    monkeypatch.setattr(cautions, "standing_of_document", lambda document, on: standing)
    return [each.care for each in cautions.cautions_of(session, today=today)]


def registered(*sirens, active=True):
    named = [SimpleNamespace(siren=siren, may_assess=True) for siren in sirens]
    return SimpleNamespace(known=True, active=active, code="RS9901", entitled=named)


def test_a_registration_that_is_over_and_a_partner_that_no_register_names_are_told(agile, alpes, monkeypatch):
    habilitation = entitled(alpes)
    terres = habilitation.partner
    session = a_session(version=agile, organiser=terres, habilitation=habilitation)

    assert told(session, monkeypatch) == []
    assert told(session, monkeypatch, registered(terres.siren)) == []
    assert told(session, monkeypatch, registered()) == [Care.NOT_IN_REGISTER]
    assert told(session, monkeypatch, registered(terres.siren, active=False)) == [Care.NOT_REGISTERED]
    session.state = SessionState.RELEASED
    assert told(session, monkeypatch, registered(active=False)) == []


def test_days_that_are_past_and_a_newer_version_are_told(agile, alpes, monkeypatch):
    session = a_session(version=agile)

    assert told(session, monkeypatch, today=date(2026, 12, 9)) == [Care.DATES_PAST]
    session.version.design.last_number = 2
    assert told(session, monkeypatch) == [Care.NEWER_VERSION]
