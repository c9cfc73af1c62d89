"""Minutes: numbered, frozen, sealed; and what nobody may do to them."""

from __future__ import annotations

import json
import subprocess
from hashlib import sha256

import pytest
from django.db import DatabaseError, connection, transaction

from assessment.juries import HOUR, a_key, a_press, closed, everybody_there, opened, presiding
from assessment.making import colleague, head
from institutions.people import NOW
from published import tool
from sceau.assessment import guards
from sceau.assessment.errors import NotEntitled, NotNow, WrongValue
from sceau.assessment.guards import GUARDS
from sceau.assessment.minutes_data import digest_of, text_of
from sceau.assessment.minutes_paper import paper_of
from sceau.assessment.models import (
    Award,
    Decision,
    Deliberation,
    Incident,
    MarkChange,
    Marking,
    Minutes,
    RetainedMark,
    Seat,
    Session,
    Signature,
)
from sceau.assessment.reasons import minutes as reasons
from sceau.assessment.services.deliberating import change_mark, decide, decide_as_proposed, open_corrective
from sceau.assessment.services.jury import declare
from sceau.assessment.services.minutes import close, draw, withdraw
from sceau.assessment.services.sealing import extract_data, extract_for, seal, signatures_of
from sceau.assessment.services.signing import sign_on_tablet
from sceau.assessment.services.writing import rules_for
from sceau.assessment.states import MinutesState, SessionState
from sceau.engine.errors import EngineError
from sceau.journal.models import Act
from sceau.keyring.models import KeyState, SigningKey

pytestmark = pytest.mark.django_db
DRAWN = "M10 50L20 20L40 20L60 10L80 60L90 40"


def all_signed(minutes):
    by = presiding(minutes.deliberation.session)
    for signature in signatures_of(minutes):
        sign_on_tablet(signature=signature, drawn=DRAWN, shown=minutes.digest, by=by, now=NOW + HOUR)
    return minutes


def sealed(folder, n=2, **values):
    minutes = all_signed(closed(n, **values))
    a_key(minutes.institution)
    by = presiding(minutes.deliberation.session)
    return seal(minutes=minutes, by=by, press=a_press(folder), now=NOW + HOUR)


def embedded(pdf):
    """Name → bytes of what a PDF carries, as poppler takes it out."""
    folder = pdf.with_suffix("")
    folder.mkdir()
    subprocess.run([tool("pdfdetach"), "-saveall", "-o", folder, pdf], check=True, capture_output=True)
    return {each.name: each.read_bytes() for each in folder.iterdir()}


def judged(content, folder):
    """What poppler says of the seal."""
    (folder / "judged.pdf").write_bytes(content)
    done = subprocess.run([tool("pdfsig"), "-nocert", folder / "judged.pdf"], capture_output=True, check=False)
    return done.stdout.decode("utf-8", "replace")


def test_minutes_say_everything_as_data_whose_digest_is_signed():
    deliberation = opened(2, levels=(("N3",), ("N0",)))
    session = deliberation.session
    by = presiding(session)
    first, second = Decision.objects.filter(deliberation=deliberation).order_by("pk")
    karim = Seat.objects.get(session=session, name="Karim Ould")
    declare(seat=karim, ties={first.attempt.candidate: "relative"}, by=karim.user, now=NOW)
    change_mark(decision=second, criterion=next(iter(second.marks)), level="N1", reason="Relu.", by=by, now=NOW)
    decide(decision=second, outcome="pending", reason="Une pièce est attendue.", by=by, now=NOW)
    decide(decision=first, outcome="acquired", by=by, now=NOW)
    Incident.objects.create(session=session, happened_at=NOW, words="Panne", told_by=by, told_at=NOW)
    Incident.objects.create(session=session, happened_at=NOW, words="Privé", in_minutes=False, told_by=by, told_at=NOW)
    minutes = close(deliberation=deliberation, by=by, now=NOW + HOUR)
    data = minutes.data

    assert minutes.digest == sha256(text_of(data)).hexdigest() == digest_of(data)
    assert data["number"] == minutes.number == "PV-2026-0001"
    assert data["body"]["siren"] == "999900103"
    assert data["certification"]["digest"] == session.version.digest
    assert data["quorum"] == {
        "seats": 3,
        "present": 3,
        "represented": 0,
        "counted": 3,
        "needed": 2,
        "percent": 50,
        "proxies_count": False,
    }
    assert [(each["name"], each["presides"], each["external"]) for each in data["jury"]] == [
        ("Mireille Fabre", True, False),
        ("Karim Ould", False, False),
        ("Sofia Marques", False, True),
    ]
    good, late = data["candidates"]
    assert (good["number"], good["decided"], good["score"], good["withdrew"]) == (
        1,
        "acquired",
        "100.0",
        ["Karim Ould"],
    )
    assert (late["decided"], late["reason"]) == ("pending", "Une pièce est attendue.")
    assert late["changes"][0]["after"] == "N1"
    assert [each["words"] for each in data["incidents"]] == ["Panne"]
    assert "relative" not in json.dumps(data)  # that somebody withdrew is told, why is not
    assert {each.seat.name for each in signatures_of(minutes)} == {"Mireille Fabre", "Karim Ould", "Sofia Marques"}


def test_the_page_is_told_all_of_it_in_words():
    paper = paper_of(closed(2, levels=(("N3",), ("N0",))), [], is_sealed=False)

    assert paper["number"] == "PV-2026-0001"
    assert paper["quorum"].startswith("Quorum\u00a0: présents, 3 sur 3")
    assert paper["deliberated"] == "le 22 novembre 2026, de 10\u00a0h\u00a030 à 11\u00a0h\u00a030"
    assert [each["decision"] for each in paper["candidates"]] == ["acquis", "non acquis"]
    assert paper["candidates"][0]["score"] == "100,0"
    assert paper["body"]["lines"][-1] == "SIREN 999\u00a0900\u00a0103"
    assert {"name": "Délibération close par", "value": "Mireille Fabre"} in paper["facts"]


def test_the_minutes_tell_how_many_marked_each_event_and_how_far_two_agreed():
    deliberation = opened(1)
    (decision,) = deliberation.decisions.all()
    by = presiding(deliberation.session)
    for place, name in enumerate(("Mona Petit", "Luc Morel"), start=1):
        Marking.objects.create(
            attempt=decision.attempt,
            event=rules_for(deliberation.session).events[0].id,
            place=place,
            assessor=colleague(deliberation.session.institution, name, "assessor"),
            state="submitted",
            assigned_at=NOW,
        )
    first, second = list(RetainedMark.objects.filter(attempt=decision.attempt).order_by("criterion"))[:2]
    RetainedMark.objects.filter(pk=first.pk).update(how="median")
    RetainedMark.objects.filter(pk=second.pk).update(how="same")
    decide_as_proposed(deliberation=deliberation, by=by, now=NOW)
    minutes = close(deliberation=deliberation, by=by, now=NOW)

    told = minutes.data["assessment"]
    assert [(each["assessors"], each["grids"]) for each in told["events"]] == [(2, 2)]
    assert told["double"] == {"same": 1, "agreed": 0, "third": 1}
    facts = {fact["name"]: fact["value"] for fact in paper_of(minutes, [], is_sealed=False)["facts"]}
    assert facts["Évaluateurs par épreuve"].endswith("\u00a0: 2")
    assert "notes égales, 1" in facts["Double notation"]


def test_numbers_have_no_holes_and_a_withdrawn_one_keeps_its_own():
    minutes = closed(1)
    by = presiding(minutes.deliberation.session)
    with pytest.raises(WrongValue):
        withdraw(minutes=minutes, by=by, now=NOW, why=" ")
    with pytest.raises(NotEntitled):
        withdraw(minutes=minutes, by=head(minutes.institution), now=NOW, why="faute de frappe")
    deliberation = withdraw(minutes=minutes, by=by, now=NOW, why="faute de frappe")
    assert deliberation.closed_at is None
    again = close(deliberation=deliberation, by=by, now=NOW)
    third = closed(1)

    assert [each.number for each in (minutes, again, third)] == ["PV-2026-0001", "PV-2026-0002", "PV-2026-0003"]
    minutes.refresh_from_db()
    assert minutes.state == MinutesState.WITHDRAWN
    sign_on_tablet(signature=signatures_of(again)[0], drawn=DRAWN, shown=again.digest, by=by, now=NOW)
    with pytest.raises(NotNow) as refused:
        withdraw(minutes=again, by=by, now=NOW, why="trop tard")
    assert refused.value.reason == reasons.SIGNED_ALREADY


def test_the_page_is_drawn_once_and_carries_the_signed_bytes(tmp_path):
    press, minutes = a_press(tmp_path), closed(2)
    pdf = draw(minutes=minutes, typesetter=press.typesetter, files=press.files)
    minutes.refresh_from_db()

    assert minutes.pdf_digest == sha256(pdf).hexdigest()
    assert draw(minutes=minutes, typesetter=None, files=press.files) == pdf
    (tmp_path / "m.pdf").write_bytes(pdf)
    assert sha256(embedded(tmp_path / "m.pdf")["PV-2026-0001.json"]).hexdigest() == minutes.digest


def test_a_seal_needs_everybody_to_have_answered_the_president_and_more_than_half(tmp_path):
    minutes = closed(1)
    by = presiding(minutes.deliberation.session)
    press = a_press(tmp_path)
    president, karim, sofia = signatures_of(minutes)

    def refused():
        with pytest.raises(NotNow) as found:
            seal(minutes=minutes, by=by, press=press, now=NOW)
        return found.value.reason

    sign = {"drawn": DRAWN, "shown": minutes.digest, "by": by, "now": NOW}
    assert refused() == reasons.PRESIDENT_MUST_SIGN
    sign_on_tablet(signature=president, **sign)
    assert refused() == reasons.SIGNATURES_AWAITED
    for each in (karim, sofia):
        sign_on_tablet(signature=each, **sign)
    assert refused() == reasons.NO_KEY_OF_DOCUMENTS
    assert Signature.objects.exclude(signed_at=None).count() == 3
    a_key(minutes.institution)
    assert seal(minutes=minutes, by=by, press=press, now=NOW).state == MinutesState.SEALED
    assert refused() == reasons.NOT_TO_SIGN


def test_sealed_minutes_hold_their_data_and_signatures_and_make_the_awards(tmp_path):
    minutes = sealed(tmp_path, 2, levels=(("N3",), ("N0",)))
    session = minutes.deliberation.session
    session.refresh_from_db()
    files = a_press(tmp_path).files
    pdf = tmp_path / "sealed.pdf"
    pdf.write_bytes(files.read(minutes.sealed_digest))
    carried = embedded(pdf)

    assert session.state == SessionState.DECIDED
    assert sha256(carried["PV-2026-0001.json"]).hexdigest() == minutes.digest
    told = json.loads(carried["PV-2026-0001-signatures.json"])
    assert [each["way"] for each in told["signatures"]] == ["tablet"] * 3
    assert told["minutes"]["digest"] == minutes.digest
    assert Award.objects.get().basis["digest"] == minutes.digest
    assert Act.objects.filter(code="minutes.sealed").count() == 1
    said = judged(pdf.read_bytes(), tmp_path)
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "Alpes Numérique" in said


def test_a_flipped_byte_breaks_the_seal_wherever_it_is(tmp_path):
    minutes = sealed(tmp_path, 1)
    content = a_press(tmp_path).files.read(minutes.sealed_digest)
    for place in (1_000, len(content) // 3, len(content) // 2):
        flipped = bytearray(content)
        flipped[place] ^= 1
        said = judged(bytes(flipped), tmp_path)
        assert "Signature is Valid." not in said or "Total document signed" not in said
    (kept,) = (each for each in (tmp_path / "files").rglob(minutes.sealed_digest))
    kept.chmod(0o600)
    kept.write_bytes(bytes(flipped))
    with pytest.raises(EngineError):
        a_press(tmp_path).files.read(minutes.sealed_digest)


class Broken:
    """A store that fails, a sealer that stops the process."""

    def __init__(self, fault):
        self.fault = fault

    def seal(self, *args, **options):
        raise self.fault


def test_stopped_while_it_seals_nothing_is_said_and_it_is_done_again(tmp_path):
    minutes = all_signed(closed(1))
    a_key(minutes.institution)
    by = presiding(minutes.deliberation.session)
    with pytest.raises(KeyboardInterrupt):
        seal(minutes=minutes, by=by, press=a_press(tmp_path, sealer=Broken(KeyboardInterrupt())), now=NOW)
    minutes.refresh_from_db()
    assert (minutes.state, minutes.sealed_digest) == (MinutesState.SIGNING, "")

    assert seal(minutes=minutes, by=by, press=a_press(tmp_path), now=NOW).sealed_digest


def test_a_key_that_is_taken_out_of_service_while_it_seals_seals_nothing(tmp_path):
    minutes = all_signed(closed(1))
    key = a_key(minutes.institution)
    real = a_press(tmp_path)

    class Slow:
        def seal(self, *args, **options):
            SigningKey.objects.filter(pk=key.pk).update(state=KeyState.RETIRED, retired_at=NOW)
            return real.sealer.seal(*args, **options)

    by = presiding(minutes.deliberation.session)
    with pytest.raises(NotNow) as refused:
        seal(minutes=minutes, by=by, press=a_press(tmp_path, sealer=Slow()), now=NOW)
    assert refused.value.reason == reasons.CHANGED_WHILE_SEALING
    assert not Award.objects.exists()


def test_an_extract_names_one_candidate_only(tmp_path):
    minutes = sealed(tmp_path, 3)
    first, second, _ = minutes.deliberation.session.candidates.order_by("number")
    pdf = tmp_path / "extract.pdf"
    pdf.write_bytes(extract_for(minutes=minutes, candidate=second, press=a_press(tmp_path), now=NOW))
    data = json.loads(embedded(pdf)["PV-2026-0001-extract.json"])

    assert data == extract_data(minutes, str(second.uuid))
    assert data["extract_of"] == {"number": "PV-2026-0001", "digest": minutes.digest}
    assert [each["name"] for each in data["candidates"]] == [str(second.person)]
    assert str(first.person) not in json.dumps(data, ensure_ascii=False)
    paper = paper_of(minutes, [], is_sealed=True, only=str(second.uuid))
    assert [bool(each["name"]) for each in paper["candidates"]] == [False, True, False]
    assert minutes.digest in paper["sealed"]
    stranger = closed(1)
    with pytest.raises(NotNow):
        extract_for(minutes=stranger, candidate=first, press=a_press(tmp_path), now=NOW)
    other = stranger.deliberation.session.candidates.get()
    with pytest.raises(NotNow) as refused:
        extract_for(minutes=minutes, candidate=other, press=a_press(tmp_path), now=NOW)
    assert refused.value.reason == reasons.NOT_IN_THESE_MINUTES


def test_a_mistake_makes_minutes_that_point_to_the_first_which_stay(tmp_path):
    first = sealed(tmp_path, 2)
    session, by = first.deliberation.session, presiding(first.deliberation.session)
    Session.objects.filter(pk=session.pk).update(state=SessionState.RELEASED)
    wrong = first.deliberation.decisions.order_by("pk").first()
    asked = {"session": session, "corrects": first.deliberation, "by": by, "now": NOW + HOUR}
    with pytest.raises(WrongValue):
        open_corrective(**asked, attempts=[wrong.attempt], why=" ")
    again = everybody_there(open_corrective(**asked, attempts=[wrong.attempt], why="Note reportée à la mauvaise ligne"))
    (decision,) = again.decisions.all()
    assert decide_as_proposed(deliberation=again, by=by, now=NOW) == 0  # looked at one by one
    with pytest.raises(WrongValue):
        decide(decision=decision, outcome="not_acquired", by=by, now=NOW)
    decide(decision=decision, outcome="not_acquired", reason="La vidéo est d’un autre.", by=by, now=NOW)
    second = all_signed(close(deliberation=again, by=by, now=NOW + HOUR))
    seal(minutes=second, by=by, press=a_press(tmp_path), now=NOW + HOUR)

    assert second.corrects == first
    assert second.data["corrects"] == {
        "number": first.number,
        "digest": first.digest,
        "day": "2026-11-22",
        "why": "Note reportée à la mauvaise ligne",
    }
    assert second.data["candidates"][0]["formerly"]["decided"] == "acquired"
    assert Award.objects.get(decision=wrong).withdrawn_at is not None
    assert Award.objects.filter(withdrawn_at=None).count() == 1
    first.refresh_from_db()
    assert digest_of(first.data) == first.digest


def refuses(statement, *values):
    with pytest.raises(DatabaseError, match="sceau: "), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_the_database_refuses_to_rewrite_what_was_decided_and_signed(tmp_path):
    deliberation = opened(1)
    (decision,) = deliberation.decisions.all()
    by = presiding(deliberation.session)
    change_mark(decision=decision, criterion="C1", level="N3", reason="Relu.", by=by, now=NOW)
    decide_as_proposed(deliberation=deliberation, by=by, now=NOW)
    minutes = all_signed(close(deliberation=deliberation, by=by, now=NOW))
    a_key(minutes.institution)
    seal(minutes=minutes, by=by, press=a_press(tmp_path), now=NOW)

    for model, change in (
        (Decision, {"outcome": "not_acquired"}),
        (Decision, {"score": 1}),
        (MarkChange, {"after": "N0"}),
        (Minutes, {"data": {}}),
        (Minutes, {"digest": "0" * 64}),
        (Minutes, {"sealed_digest": "0" * 64}),
        (Minutes, {"state": "signing"}),
        (Signature, {"signed_at": NOW}),
        (Signature, {"drawn": ""}),
        (Deliberation, {"closed_at": None, "closed_by": None}),
        (Deliberation, {"remarks": "x"}),
        (Award, {"score": 1}),
        (Award, {"basis": {}}),
    ):
        with pytest.raises(DatabaseError, match="sceau: "), transaction.atomic():
            model.objects.update(**change)
    for table in guards.FROZEN.keys() | {guards.SIGNATURE, guards.DECISION, guards.CHANGE}:
        refuses(f"DELETE FROM {table}")
        if connection.vendor == "sqlite":
            refuses(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    with pytest.raises(DatabaseError, match="sceau: "), transaction.atomic():
        Decision.objects.create(deliberation=deliberation, attempt=decision.attempt, proposed="acquired")
    award = Award.objects.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        Award.objects.update(withdrawn_at=NOW)  # nor without the decision that withdraws it
    Award.objects.update(withdrawn_at=NOW, withdrawn_by=decision)
    with pytest.raises(DatabaseError, match="sceau: "), transaction.atomic():
        Award.objects.filter(pk=award.pk).update(withdrawn_at=None, withdrawn_by=None)
    Deliberation.objects.update(released_at=NOW, released_by=by)  # and what has a life lives
    assert not GUARDS.missing(connection)


def test_minutes_that_somebody_signed_are_not_withdrawn_behind_the_back_of_the_house():
    minutes = closed(1)
    sign_on_tablet(
        signature=signatures_of(minutes)[0],
        drawn=DRAWN,
        shown=minutes.digest,
        by=presiding(minutes.deliberation.session),
        now=NOW,
    )
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Minutes.objects.update(state=MinutesState.WITHDRAWN)


def test_every_column_is_frozen_but_those_that_have_a_life():
    living = {
        Minutes: {"state", "pdf_digest", "sealed_digest", "sealed_at"},
        Deliberation: {"revision", "closed_at", "closed_by_id", "adjourned_at", "released_at", "released_by_id"},
        Award: {"withdrawn_at", "withdrawn_by_id", "taken_up"},
    }
    for model, free in living.items():
        columns = {field.column for field in model._meta.concrete_fields}
        assert columns - set(guards.FROZEN[model._meta.db_table]) == free
