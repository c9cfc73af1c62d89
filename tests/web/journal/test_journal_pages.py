"""The journal at the desk and on the platform: told, searched, taken away, rechecked, and its head for everybody."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from institutions.people import member, person
from sceau.accounts.models import User
from sceau.intake.cells import guarded
from sceau.journal import guards
from sceau.journal.models import PLATFORM, Act, Chain, Pending, Why
from sceau.journal.queries import head_of
from sceau.journal.rechecking import recheck_all_and_note
from sceau.journal.services import Deed, erase_reason, record, record_all
from sceau.journal.verification import recheck_all

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def page(slug: str = "alpes", rest: str = "") -> str:
    return f"/desk/{slug}/journal/{rest}"


@pytest.fixture
def acts(alpes, amina, bruno):
    def at(day: int) -> datetime:
        return datetime(2026, 11, day, 10, tzinfo=UTC)

    here = {"institution": alpes.uuid}
    user = f"user:{amina.uuid}"
    record(
        "unit.closed", subject=f"unit:{UUID(int=9)}", by=amina.uuid, at=at(1), why="Déménagement : c'est fait", **here
    )
    record("member.invited", subject=f"invitation:{UUID(int=8)}", by=amina.uuid, at=at(2), role="head", **here)
    record("directory.session_ended", subject=user, by=None, at=at(3), **here)
    record("key.made", subject=f"key:{UUID(int=7)}", by=UUID(int=404), at=at(4), number=3, **here)
    return alpes


def text(response) -> str:
    return re.sub(r"[ \n]+", " ", html.unescape(response.content.decode()))


def test_acts_are_told_in_sentences_with_the_names_of_today(client, acts, amina):
    client.force_login(amina)
    User.objects.filter(pk=amina.pk).update(name="Amina Benali-Roux")

    shown = text(client.get(page(acts.slug)))

    assert "Amina Benali-Roux a invité quelqu’un dans le rôle «\u00a0responsable de certification\u00a0»." in shown
    assert "Sceau a fermé une connexion de Amina Benali-Roux, à la demande de l’annuaire." in shown
    assert "personne effacée a créé la clé n°\u00a03." in shown
    assert "Motif\u00a0: Déménagement\u00a0: c’est fait" in shown
    assert "4 novembre 2026 à 11\u00a0h" in shown


def test_in_english_too(client, acts, amina):
    client.force_login(amina)

    shown = text(client.get(page(acts.slug), headers={"accept-language": "en"}))

    assert "invited somebody in the role" in shown
    assert "erased person made key no. 3." in shown


def test_only_those_who_may_read_it_do(client, acts, amina, bruno, claire, alpes):
    assert client.get(page(acts.slug)).status_code == 302
    for user, status in ((claire, 403), (bruno, 404), (amina, 200)):
        client.force_login(user)
        assert client.get(page(acts.slug)).status_code == status
        for rest in ("recheck", "export.csv", "export.json"):
            assert client.post(page(acts.slug, rest)).status_code == (
                302 if (status, rest) == (200, "recheck") else status
            )
    auditor = person("Denis Auditeur")
    member(auditor, alpes, "auditor", until=datetime.now(UTC) + timedelta(days=9))
    client.force_login(auditor)
    assert client.get(page(acts.slug)).status_code == 200


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({}, [5, 4, 3, 2, 1]),
        ({"person": "benali"}, [3, 2]),
        ({"person": "AMINA@example.org"}, [3, 2]),
        ({"person": "sceau"}, [4]),
        ({"person": "Personne de ce nom"}, []),
        ({"kind": "unit"}, [2]),
        ({"since": "2/11/2026", "until": "3 novembre 2026"}, [4, 3]),
        ({"since": "04.11.2026"}, [5, 1]),
        ({"subject": f"unit:{UUID(int=9)}"}, [2]),
        ({"kind": "unit", "since": "2/11/2026", "until": "9/11/2026"}, []),
    ],
)
def test_acts_are_found(client, acts, amina, asked, numbers):
    client.force_login(amina)

    shown = client.get(page(acts.slug), asked)

    assert [told.act.number for told in shown.context["acts"]] == numbers
    assert ("Aucun acte ne répond" in text(shown)) == (not numbers)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"since": "31/02/2026"}, "28"),
        ({"until": "hier"}, "jj/mm/aaaa"),
        ({"kind": "secret"}, "Choisissez dans la liste."),
        ({"subject": "unité 9"}, "deux-points"),
    ],
)
def test_a_search_that_cannot_be_understood_is_kept_and_says_what_to_do(client, acts, amina, asked, said):
    client.force_login(amina)

    shown = client.get(page(acts.slug), asked)

    assert said in text(shown)
    assert shown.context["acts"] == []
    if "kind" not in asked:
        assert next(iter(asked.values())) in text(shown)


def test_one_institution_never_sees_the_acts_of_another(client, acts, occitanie, bruno):
    client.force_login(bruno)

    shown = client.get(page(occitanie.slug))

    assert all(told.act.chain_id == occitanie.uuid for told in shown.context["acts"])


def test_a_person_of_another_institution_is_not_found_by_name(client, acts, amina, bruno):
    record("unit.closed", subject=f"unit:{UUID(int=9)}", by=bruno.uuid, at=NOW, institution=acts.uuid)
    client.force_login(amina)

    assert client.get(page(acts.slug), {"person": bruno.name}).context["acts"] == []


def test_a_page_has_twenty_five_acts_and_asks_as_much_for_one_as_for_fifty(client, acts, amina):
    from django.test.utils import CaptureQueriesContext

    client.force_login(amina)
    client.get(page(acts.slug))
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(page(acts.slug))
    deeds = [Deed("unit.closed", f"unit:{UUID(int=9)}", {"unit": str(UUID(int=9))}, "Oui")] * 50
    record_all(deeds, by=amina.uuid, at=NOW, institution=acts.uuid)
    with CaptureQueriesContext(connection) as many:
        shown = client.get(page(acts.slug))

    assert len(shown.context["acts"]) == 25
    assert shown.context["page"].paginator.count == 55
    assert len(many) == len(few) <= 12
    assert [told.act.number for told in client.get(page(acts.slug), {"page": 3}).context["acts"]] == [5, 4, 3, 2, 1]


def test_an_erased_reason_is_told_as_erased(client, acts, amina):
    erase_reason(Act.objects.get(number=2, chain=acts.uuid), by=amina.uuid, now=NOW, ground="Vie privée")
    client.force_login(amina)

    shown = text(client.get(page(acts.slug)))

    assert "Motif effacé" in shown
    assert "Déménagement" not in shown
    assert "a effacé le motif de l’acte n°\u00a02." in shown


def test_a_recheck_is_an_act_and_its_result_stands_dated_on_the_page(client, acts, amina):
    client.force_login(amina)
    assert "n’a pas encore été contrôlé" in text(client.get(page(acts.slug)))

    shown = text(client.post(page(acts.slug, "recheck"), follow=True))

    assert "Le journal est intact." in shown
    assert "5 actes relus le" in shown
    assert "à la demande de Amina Benali" in shown
    assert Act.objects.get(chain=acts.uuid, number=6).code == "journal.rechecked"


def test_one_journal_is_rechecked_at_a_time(client, acts, amina, monkeypatch):
    """Who asks again and again must not keep every thread of the server busy."""
    client.force_login(amina)
    inside = []

    def slowly(chain, **_):
        inside.append(text(client.post(page(acts.slug, "recheck"), follow=True)))
        raise ZeroDivisionError

    monkeypatch.setattr("sceau.journal.rechecking.recheck", slowly)
    with pytest.raises(ZeroDivisionError):
        client.post(page(acts.slug, "recheck"))
    monkeypatch.undo()

    assert len(inside) == 1
    assert "Un journal est en cours de vérification. Attendez" in inside[0]
    assert "Le journal est intact." in text(client.post(page(acts.slug, "recheck"), follow=True))


def test_a_journal_that_was_taken_out_of_the_database_is_not_whole(client, acts, amina):
    client.force_login(amina)
    _take_out(acts.uuid)

    assert not any(each.is_whole for each in recheck_all(expected=[acts.uuid]) if each.head.chain == acts.uuid)
    assert "Ce journal n’a aucun acte" in text(client.post(page(acts.slug, "recheck"), follow=True))


def test_the_house_sees_by_itself_that_a_journal_was_taken_out(acts):
    _take_out(acts.uuid)

    found = {each.head.chain: each for each in recheck_all_and_note(now=NOW, expected=[acts.uuid])}

    assert [finding.reason.code for finding in found[acts.uuid].findings] == ["journal.vanished"]
    assert Act.objects.get(chain=acts.uuid).code == "journal.rechecked"


def test_the_act_of_a_recheck_that_a_hand_altered_closes_no_page(client, acts, amina):
    client.force_login(amina)
    client.post(page(acts.slug, "recheck"))
    with guards.lifted(connection):
        Act.objects.filter(chain=acts.uuid, code="journal.rechecked").update(details="{")

    assert client.get(page(acts.slug)).status_code == 200
    assert "Le journal n’est pas intact" in text(client.post(page(acts.slug, "recheck"), follow=True))
    assert [each.is_whole for each in recheck_all_and_note(now=NOW) if each.head.chain == acts.uuid] == [False]


def _take_out(chain):
    with guards.lifted(connection):
        Why.objects.filter(act__chain=chain).delete()
        Pending.objects.filter(act__chain=chain).delete()
        Act.objects.filter(chain=chain).delete()
        Chain.objects.filter(uuid=chain).delete()


def test_a_recheck_that_finds_a_changed_act_names_it(client, acts, amina):
    with guards.lifted(connection):
        Act.objects.filter(chain=acts.uuid, number=3).update(details='{"role":"auditor"}')
    client.force_login(amina)

    shown = text(client.post(page(acts.slug, "recheck"), follow=True))

    assert "Le journal n’est pas intact. L’acte n° 3 (2 novembre 2026, 10 h 00 UTC, member.invited)" in shown
    assert "acte n°\u00a03 (journal.changed)" in text(client.get(page(acts.slug)))


def test_details_that_a_hand_left_unreadable_do_not_break_the_page(client, acts, amina):
    with guards.lifted(connection):
        Act.objects.filter(chain=acts.uuid, number=3).update(details="[", code="nobody.knows", subject="?")
    client.force_login(amina)

    assert "Amina Benali – nobody.knows" in text(client.get(page(acts.slug)))


def test_a_table_of_what_was_searched_is_taken_away_and_that_is_an_act(client, acts, amina):
    client.force_login(amina)

    answer = client.post(page(acts.slug, "export.csv"), {"kind": "unit"})

    lines = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig")), delimiter=";"))
    assert [line[0] for line in lines] == ["numéro", "2"]
    assert lines[1][2:6] == [
        "Amina Benali",
        "Amina Benali a fermé la composante composante effacée.",
        "Déménagement : c'est fait",
        "unit.closed",
    ]
    assert f'filename="journal-{acts.slug}-' in answer["Content-Disposition"]
    assert Act.objects.filter(chain=acts.uuid).latest("number").code == "journal.exported"


def test_json_holds_what_is_chained(client, acts, amina):
    from sceau.journal.digests import digest_of

    client.force_login(amina)

    rows = json.loads(b"".join(client.post(page(acts.slug, "export.json"))))[::-1]

    before = bytes(32)
    for row in rows:
        actor = row["actor"].replace("-", "") if row["actor"] else None
        kept = [
            acts.uuid.hex,
            row["number"],
            row["at_microseconds"],
            actor,
            row["code"],
            row["subject"],
            row["details"],
        ]
        before = digest_of(before, [*kept, row["why_sha256"]])
        assert before.hex() == row["sha256"]
    assert len(rows) >= 4


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " ="])
def test_no_cell_is_a_formula(start):
    assert guarded(f"{start}HYPERLINK()") == f"'{start}HYPERLINK()"
    assert guarded("Amina") == "Amina"


@pytest.mark.parametrize("rest", ["export.xml", "export.csv?since=hier"])
def test_no_file_of_what_is_not_understood(client, acts, amina, rest):
    client.force_login(amina)

    path, _, query = rest.partition("?")
    assert client.post(page(acts.slug, path), dict([query.split("=")]) if query else {}).status_code == 404


def test_the_platform_has_its_journal_for_those_who_administer_it(client, acts, amina, paul):
    record("account.created", subject=f"user:{amina.uuid}", by=paul.uuid, at=NOW)
    client.force_login(amina)
    assert client.get("/platform/journal/").status_code == 404
    assert client.post("/platform/journal/recheck").status_code == 404
    client.force_login(paul)

    shown = client.get("/platform/journal/", {"person": paul.email})

    assert f"{paul.name} a créé le compte de {amina.name}." in text(shown)
    assert all(told.act.chain_id == PLATFORM for told in shown.context["acts"])
    assert "Le journal est intact." in text(client.post("/platform/journal/recheck", follow=True))
    assert client.post("/platform/journal/export.csv").status_code == 200


def test_anybody_may_note_the_head_of_a_journal_and_learns_nothing_else(client, acts):
    answer = client.get(f"/i/{acts.slug}/journal.json")

    head = head_of(acts.uuid)
    assert answer.json() == {
        "format": "sceau.journal.head/1",
        "institution": acts.did,
        "chain": str(acts.uuid),
        "length": head.length,
        "digest": head.digest.hex(),
    }
    assert "max-age=300" in answer["Cache-Control"]
    assert client.get("/i/nobody/journal.json").status_code == 404
