"""The pages of sessions: listed, opened, changed, moved; and the rules of assessment."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils.timezone import now

from assessment.making import a_session, body, candidates, colleague, head, version
from sceau.assessment.models import Attempt, Session
from sceau.assessment.queries.sessions import settings_of
from sceau.institutions.models import Habilitation
from signing_in import prove_now

pytestmark = pytest.mark.django_db


def at(name, *args, slug="alpes-numerique"):
    return reverse(name, args=[slug, *args])


def said(answer):
    """The words of a page, its signs as they are read."""
    words = html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))
    return " ".join(words.replace("\u00a0", " ").replace("\u202f", " ").split())


@pytest.fixture
def amina():
    return head(body())


@pytest.fixture
def here(client, amina):
    prove_now(client, amina)
    return client


@pytest.fixture
def agile(amina):
    return version(institution=body())


def filled(**values):
    return {
        "kind": "dated",
        "mode": "onsite",
        "starts_on": "07/12/2026",
        "ends_on": "8 décembre 2026",
        "place": "Lycée Foch, Rodez",
        "postcode": "12000",
        "capacity": "24",
        "languages": ["fr"],
    } | values


def test_an_institution_without_sessions_is_told_what_one_is(here, agile):
    assert "Ouvrir une session" in said(here.get(at("desk_sessions")))


def test_a_session_is_opened_in_two_pages(here, agile):
    offered = here.get(at("desk_session_open"))
    address = at("desk_session_open_on", agile.design.uuid, agile.number)
    assert address in offered.content.decode()
    assert here.get(address).status_code == 200

    answer = here.post(address, filled(), follow=True)

    session = Session.objects.get()
    assert (session.code, session.capacity, session.ends_on) == ("S2026-1", 24, date(2026, 12, 8))
    assert "La session S2026-1 est ouverte." in said(answer)
    assert "Inscrire des personnes" in said(answer)


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"place": ""}, "Dites où se tient la session"),
        ({"postcode": "2A004"}, "code Insee"),
        ({"starts_on": "31/11/2026"}, "Novembre 2026 n’a que 30 jours"),
        ({"capacity": "beaucoup"}, "Donnez un nombre entier"),
        ({"languages": []}, "Choisissez au moins une langue"),
        ({"kind": ""}, "Choisissez dans la liste"),
    ],
)
def test_what_cannot_be_is_said_where_it_was_typed(here, agile, values, word):
    answer = here.post(at("desk_session_open_on", agile.design.uuid, agile.number), filled(**values))

    assert answer.status_code == 200
    assert word in said(answer)
    assert not Session.objects.exists()


def test_the_list_is_narrowed(here, agile):
    a_session(version=agile, place="Rodez")
    a_session(version=agile, place="Millau", state="released", starts_on=date(2025, 1, 6), ends_on=date(2025, 1, 6))

    def codes(query):
        return re.findall(r"S2026-\d", said(here.get(at("desk_sessions") + query)))

    assert codes("") == ["S2026-1"]
    assert codes("?state=over") == ["S2026-2"]
    assert codes("?q=rodez") == ["S2026-1"]
    assert codes("?q=paris") == []
    assert codes("?state=over&year=2026") == []
    assert codes(f"?design={agile.design.uuid}") == ["S2026-1"]
    assert codes("?design=nothing&state=nothing") == ["S2026-1"]


def test_the_list_asks_as_much_for_three_as_for_one(here, agile, django_assert_max_num_queries):
    a_session(version=agile)
    here.get(at("desk_sessions"))
    with django_assert_max_num_queries(9):
        here.get(at("desk_sessions"))
    for _ in range(2):
        candidates(a_session(version=agile), 2)
    with django_assert_max_num_queries(9):
        here.get(at("desk_sessions"))


def test_the_home_of_a_session_says_what_is_to_be_done(here, agile):
    session = a_session(version=agile)
    url = at("desk_session", session.uuid)
    assert "Inscrire des personnes" in said(here.get(url))

    candidates(session, 2)
    text = said(here.get(url))
    assert "2 personnes à convoquer" in text
    assert "Commencer les épreuves" in text

    Session.objects.filter(pk=session.pk).update(state="events")
    assert "2 passages à noter" in said(here.get(url))
    assert "Composer le jury" in said(here.get(url))
    Attempt.objects.update(state="acquired")
    text = said(here.get(url))
    assert "Clore la saisie des notes" in text
    assert "à convoquer" not in text
    for state, word in (("marked", "Ouvrir la délibération"), ("decided", "Diffuser les résultats")):
        Session.objects.filter(pk=session.pk).update(state=state)
        assert word in said(here.get(url))
    Session.objects.filter(pk=session.pk).update(state="cancelled")
    assert "Cette session est annulée" in said(here.get(url))


def test_a_rolling_session_is_closed_for_those_who_are_ready_and_goes_on(here, agile):
    session = a_session(version=agile, kind="rolling", state="events")
    ready, _waiting = candidates(session, 2)
    url = at("desk_session", session.uuid)
    assert "2 passages à noter" in said(here.get(url))
    Attempt.objects.filter(candidate=ready).update(state="acquired")
    assert "Clore la saisie des notes" in said(here.get(url))

    assert "Ces passages attendront la série suivante" in said(here.get(at("desk_session_move", session.uuid, "close")))
    assert "La saisie est close." in said(here.post(at("desk_session_move", session.uuid, "close"), follow=True))
    Session.objects.filter(pk=session.pk).update(state="released")
    assert "Commencer la série suivante" in said(here.get(url))
    answer = here.post(at("desk_session_move", session.uuid, "go-on"), follow=True)
    assert "série n° 2" in said(answer)


def test_what_is_to_look_at_is_told(here, agile):
    past = a_session(version=agile, starts_on=date(2025, 1, 6), ends_on=date(2025, 1, 6))

    assert "Le dernier jour est passé (6 janvier 2025)" in said(here.get(at("desk_session", past.uuid)))


def test_a_session_is_changed_and_what_no_longer_changes_is_not_asked(here, agile):
    session = a_session(version=agile)
    url = at("desk_session_edit", session.uuid)
    form = filled(code="S2026-1", title="Session d’hiver")

    assert "La session est enregistrée." in said(here.post(url, form, follow=True))
    session.refresh_from_db()
    assert (session.title, session.place) == ("Session d’hiver", "Lycée Foch, Rodez")

    Session.objects.filter(pk=session.pk).update(state="marked")
    asked = here.get(url).content.decode()
    assert 'name="title"' in asked
    assert 'name="starts_on"' not in asked


def test_marking_is_not_closed_without_saying_who_lacks_marks(here, agile):
    session = a_session(version=agile, state="events")
    (somebody,) = candidates(session, 1)
    url = at("desk_session_move", session.uuid, "close")

    for answer in (here.get(url), here.post(url)):
        assert str(somebody.person) in said(answer)
        assert "personne n’est chargé de noter" in said(answer)
    Attempt.objects.update(state="acquired")
    assert "La saisie est close." in said(here.post(url, follow=True))
    answer = here.post(at("desk_session_move", session.uuid, "reopen"), {"why": "Une grille manque."}, follow=True)
    assert "La saisie est rouverte." in said(answer)
    assert here.get(at("desk_session_move", session.uuid, "nowhere")).status_code == 404


def test_a_page_left_open_says_that_the_session_has_moved(here, agile):
    session = a_session(version=agile, state="events")

    answer = here.post(at("desk_session_move", session.uuid, "begin"))

    assert "La session est à l’étape « épreuves et notation »" in said(answer)


def test_rules_of_assessment_are_kept(here, amina):
    url = at("desk_assessment_settings")
    rules = {
        "gap_limit": 2,
        "seats_minimum": 3,
        "externals_minimum": 1,
        "quorum_percent": 60,
        "appeal_days": 15,
        "link_days": 30,
        "piece_megabytes": 20,
        "pieces_most": 20,
        "proxies_count": "on",
    }

    assert "Les règles d’évaluation sont enregistrées." in said(here.post(url, rules, follow=True))
    assert (settings_of(body()).quorum_percent, settings_of(body()).proxies_count) == (60, True)
    assert "Donnez un nombre de 1 à 100" in said(here.post(url, rules | {"quorum_percent": 101}))
    assert "Donnez un nombre entier" in said(here.post(url, rules | {"gap_limit": "un"}))


# --- at a partner's desk


@pytest.fixture
def terres(amina):
    partner = body("terres-vives")
    Habilitation.objects.create(
        certifier=body(),
        partner=partner,
        scope="assess",
        starts_on=date(2026, 1, 1),
        ends_on=date(2036, 12, 31),
        state="active",
        created_at=now(),
    )
    return partner


def test_a_partner_opens_and_prepares_but_does_not_see_the_jury(client, agile, terres):
    prove_now(client, head(terres))
    slug = terres.slug
    assert agile.titles["fr"].split(":")[0].strip() in said(client.get(at("desk_session_open", slug=slug)))

    address = at("desk_session_open_on", agile.design.uuid, agile.number, slug=slug)
    answer = client.post(address, filled(), follow=True)

    session = Session.objects.get()
    assert (session.institution, session.organiser) == (body(), terres)
    assert "Planning" in said(answer)
    assert f"/sessions/{session.uuid}/jury" not in answer.content.decode()

    Session.objects.update(state="marked")
    page = client.get(at("desk_session", session.uuid, slug=slug))
    assert "Alpes Numérique prend la suite" in said(page)
    assert f"/sessions/{session.uuid}/jury" not in page.content.decode()


def test_a_head_gives_a_session_to_a_partner(here, agile, terres):
    address = at("desk_session_open_on", agile.design.uuid, agile.number)

    here.post(address, filled(organiser=str(terres.uuid)))

    assert Session.objects.get().organiser == terres


def test_a_session_of_another_body_is_not_found(here, agile):
    occitanie = body("certif-occitanie")
    theirs = a_session(occitanie, version=version(institution=occitanie))

    for page in ("desk_session", "desk_session_planning", "desk_session_day", "desk_session_incidents"):
        assert here.get(at(page, theirs.uuid)).status_code == 404


def test_whoever_only_sees_changes_nothing(client, agile):
    session = a_session(version=agile)
    paula = colleague(body(), "Paula Roux", "jury_president")
    prove_now(client, paula)

    page = client.get(at("desk_session", session.uuid))
    assert page.status_code == 200
    assert "Annuler la session" not in said(page)
    assert client.post(at("desk_session_move", session.uuid, "cancel"), {"why": "Non."}).status_code == 403
    session.refresh_from_db()
    assert session.state == "open"


def test_the_first_page_of_the_desk_tells_what_waits(here, agile):
    home = at("desk_home")
    a_session(version=agile)
    assert "à délibérer" not in said(here.get(home))

    a_session(version=agile, state="events", starts_on=date(2025, 1, 6), ends_on=date(2025, 1, 6))
    decided = a_session(version=agile, state="decided")
    for _ in range(2):
        a_session(version=agile, state="marked")
    text = said(here.get(home))

    assert "1 session est passée" in text
    assert "2 sessions à délibérer" in text
    assert "1 session à diffuser" in text
    assert at("desk_session", decided.uuid) in here.get(home).content.decode()
    assert at("desk_sessions") + "?state=jury" in here.get(home).content.decode()
