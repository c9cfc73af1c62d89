"""Four ways to sign minutes, and what each of them leaves behind."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from assessment.juries import HOUR, a_key, a_press, closed, opened, presiding, signer_of, the_store
from assessment.making import colleague, head
from design.test_races import together
from institutions.people import NOW
from sceau.assessment.errors import ChangedMeanwhile, NotEntitled, NotNow, WrongValue
from sceau.assessment.hindrances import before_sealing
from sceau.assessment.models import Minutes, Seat, Signature
from sceau.assessment.queries.jury import awaited_from
from sceau.assessment.reasons import jury as reasons
from sceau.assessment.reasons import minutes as minutes_reasons
from sceau.assessment.services.deliberating import decide_as_proposed
from sceau.assessment.services.minutes import close
from sceau.assessment.services.sealing import seal, signatures_data, signatures_of
from sceau.assessment.services.signing import (
    note_prevented,
    refuse,
    send_link,
    sign_by_link,
    sign_on_paper,
    sign_on_tablet,
    sign_with_account,
    signature_for,
    token_of,
    withdraw_link,
)
from sceau.engine.errors import ProofError
from sceau.engine.ports import KeyRef
from sceau.engine.proofs.data_integrity import verify_proof
from sceau.engine.vocabularies.contexts import shipped
from sceau.institutions.models import Delegation, Unit
from sceau.journal.models import Act
from sceau.keyring.models import Purpose

pytestmark = pytest.mark.django_db
LATER = NOW + 2 * HOUR
DRAWN = "M10 50L20 20L40 20L60 10L80 60L90 40"
SCAN = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def refusal(call, **arguments):
    with pytest.raises((NotNow, WrongValue, NotEntitled, ChangedMeanwhile)) as refused:
        call(**arguments)
    return refused.value.reason


def lent(delegator, delegate, institution, **values) -> Delegation:
    return Delegation.objects.create(
        institution=institution,
        delegator=delegator,
        delegate=delegate,
        what="minutes",
        starts_on=date(2026, 11, 1),
        ends_on=date(2026, 12, 31),
        act_file=b"%PDF",
        act_name="acte.pdf",
        act_digest="ab" * 32,
        created_at=NOW,
        **values,
    )


def signing(n=1):
    minutes = closed(n)
    president, karim, sofia = signatures_of(minutes)
    return minutes, president, karim, sofia


def with_account(signature, by=None, **values):
    given = {"factor": "totp", "shown": signature.minutes.digest, "keys": the_store(), "now": LATER, **values}
    return {"signature": signature, "by": by or signature.seat.user, **given}


def test_a_member_signs_with_an_account_and_a_second_factor():
    minutes, president, karim, _ = signing()

    assert refusal(sign_with_account, **with_account(karim, factor="password")) == minutes_reasons.FACTOR_NEEDED
    assert refusal(sign_with_account, **with_account(karim, shown="0" * 64)) == minutes_reasons.OTHER_DIGEST
    stranger = colleague(minutes.institution, "Claire Dumas", "designer")
    assert refusal(sign_with_account, **with_account(karim, stranger)) == minutes_reasons.NOT_YOURS_TO_SIGN
    assert refusal(sign_with_account, **with_account(president, karim.seat.user)) == minutes_reasons.NOT_YOURS_TO_SIGN
    signed = sign_with_account(**with_account(karim))
    assert (signed.way, signed.factor, signed.digest, signed.proof) == ("account", "totp", minutes.digest, None)
    assert refusal(sign_with_account, **with_account(karim)) == minutes_reasons.ANSWERED_ALREADY


def test_a_member_who_has_a_key_signs_the_digest_with_it_too():
    minutes, _, karim, _ = signing()
    key = a_key(minutes.institution, Purpose.PERSON, holder=karim.seat.user)
    proof = sign_with_account(**with_account(karim)).proof

    assert proof["digest"] == minutes.digest
    assert proof["proof"]["verificationMethod"] == f"{minutes.institution.did}#key-{key.number}"
    assert proof["proof"]["cryptosuite"] == "eddsa-jcs-2022"
    verify_proof(proof, proof["proof"], key=signer_of(key).public_key, contexts=shipped())
    other = proof | {"digest": "0" * 64}
    with pytest.raises(ProofError):
        verify_proof(other, other["proof"], key=signer_of(key).public_key, contexts=shipped())


def test_a_key_that_does_not_answer_signs_nothing():
    class Broken:
        def signer(self, ref):
            return the_store().signer(KeyRef(ref.store, "nothing", ref.label, ref.public_key))

    minutes, _, karim, _ = signing()
    a_key(minutes.institution, Purpose.PERSON, holder=karim.seat.user)

    assert refusal(sign_with_account, **with_account(karim, keys=Broken())) == minutes_reasons.PERSON_KEY_DOES_NOT_SIGN
    karim.refresh_from_db()
    assert karim.signed_at is None


def test_somebody_signs_by_delegation_and_closes_by_it_but_not_whoever_sits_already():
    deliberation = opened(1)
    session, institution = deliberation.session, deliberation.session.institution
    president = presiding(session)
    colette = colleague(institution, "Colette Roy", "jury_president")
    karim = Seat.objects.get(session=session, name="Karim Ould").user
    act = lent(president, colette, institution)
    lent(president, karim, institution)
    decide_as_proposed(deliberation=deliberation, by=president, now=NOW)

    minutes = close(deliberation=deliberation, by=colette, now=NOW)
    assert minutes.data["closed_by"] == {"name": "Colette Roy", "delegator": "Mireille Fabre", "act": "ab" * 32}
    first = signatures_of(minutes)[0]
    assert refusal(sign_with_account, **with_account(first, karim)) == minutes_reasons.DELEGATE_SITS
    signed = sign_with_account(**with_account(first, colette))
    assert (signed.delegation, signed.signed_by) == (act, colette)
    told = signatures_data(minutes, signatures_of(minutes))["signatures"][0]
    assert (told["name"], told["signed_by"], told["delegation"]) == ("Mireille Fabre", "Colette Roy", "ab" * 32)


def test_a_delegation_that_ended_or_was_revoked_signs_nothing():
    minutes, president, _, _ = signing()
    colette = colleague(minutes.institution, "Colette Roy", "jury_president")
    act = lent(president.seat.user, colette, minutes.institution)
    act.revoked_at = NOW - timedelta(days=1)
    act.save()
    assert refusal(sign_with_account, **with_account(president, colette)) == minutes_reasons.NOT_YOURS_TO_SIGN


def test_a_delegation_for_one_unit_shows_no_minutes_of_another():
    minutes, president, _, _ = signing()
    institution, session = minutes.institution, minutes.deliberation.session
    colette = colleague(institution, "Colette Roy", "jury_president")
    drome, isere = (Unit.objects.create(institution=institution, name=name) for name in ("Drôme", "Isère"))
    lent(president.seat.user, colette, institution, unit=drome)
    assert awaited_from(colette, on=NOW.date()) == []

    session.unit = isere
    session.save()
    assert awaited_from(colette, on=NOW.date()) == []
    lent(president.seat.user, colette, institution, unit=isere)
    assert awaited_from(colette, on=NOW.date()) == [president]


def test_a_link_signs_once_with_the_name_typed_and_the_box_ticked():
    minutes, _, _, sofia = signing()
    by = head(minutes.institution)
    sent = send_link(signature=sofia, by=by, now=NOW)
    token = token_of(sent)

    assert len(token) == 43
    assert token not in "".join(Act.objects.values_list("details", flat=True))
    assert signature_for(token, now=NOW) == sofia
    assert signature_for("x" * 43, now=NOW) is None
    signs = {"token": token, "name": "Sofia Marques", "ticked": True, "shown": minutes.digest, "now": LATER}
    assert refusal(sign_by_link, **signs | {"name": "Sofia"}) == minutes_reasons.OTHER_NAME
    assert refusal(sign_by_link, **signs | {"ticked": False}) == minutes_reasons.TICK_NEEDED
    assert refusal(sign_by_link, **signs | {"shown": ""}) == minutes_reasons.OTHER_DIGEST
    assert refusal(sign_by_link, **signs | {"now": NOW + timedelta(days=31)}) == minutes_reasons.LINK_OVER
    signed = sign_by_link(**signs | {"name": "sofia  MARQUES"})
    assert (signed.way, signed.digest, signed.signed_by) == ("link", minutes.digest, None)
    assert refusal(sign_by_link, **signs) == minutes_reasons.ANSWERED_ALREADY


def test_a_link_is_sent_again_or_withdrawn_and_the_former_one_is_of_no_use():
    minutes, _, _, sofia = signing()
    by = head(minutes.institution)
    first = token_of(send_link(signature=sofia, by=by, now=NOW))
    assert refusal(send_link, signature=sofia, by=by, now=NOW + timedelta(minutes=1)) == minutes_reasons.SENT_JUST_NOW
    second = token_of(send_link(signature=sofia, by=by, now=NOW + HOUR))
    assert first != second
    assert signature_for(first, now=LATER) is None
    withdraw_link(signature=sofia, by=by, now=LATER)
    assert signature_for(second, now=LATER) is None
    assert refusal(withdraw_link, signature=sofia, by=by, now=LATER) == minutes_reasons.NO_LINK
    Seat.objects.filter(pk=sofia.seat_id).update(email="")
    assert refusal(send_link, signature=sofia, by=by, now=LATER) == minutes_reasons.NO_ADDRESS


def test_a_member_draws_on_the_tablet_of_the_president():
    minutes, _, _, sofia = signing()
    draws = {"signature": sofia, "drawn": DRAWN, "shown": minutes.digest, "now": LATER}
    president = presiding(minutes.deliberation.session)

    assert refusal(sign_on_tablet, **draws, by=head(minutes.institution)) == reasons.PRESIDENT_ONLY
    assert refusal(sign_on_tablet, **draws | {"drawn": ""}, by=president) == minutes_reasons.STROKE_NEEDED
    with pytest.raises(WrongValue):
        sign_on_tablet(**draws | {"drawn": "M0 0<script>"}, by=president)
    signed = sign_on_tablet(**draws, by=president)
    assert (signed.way, signed.drawn, signed.attested_by) == ("tablet", DRAWN, president)


def test_signed_paper_is_scanned_and_attested(tmp_path):
    minutes, president, karim, sofia = signing()
    files = a_press(tmp_path).files
    by = presiding(minutes.deliberation.session)
    paper = {"minutes": minutes, "content": SCAN, "name": "pv.pdf", "files": files, "now": LATER}

    assert refusal(sign_on_paper, **paper, signatures=[], by=by) == minutes_reasons.NOBODY_CHOSEN
    office = head(minutes.institution)
    assert refusal(sign_on_paper, **paper, signatures=[sofia], by=office) == reasons.PRESIDENT_ONLY
    wrong = paper | {"content": b"MZ\x90 a program", "name": "pv.pdf"}
    assert refusal(sign_on_paper, **wrong, signatures=[sofia], by=by) == minutes_reasons.UNFIT_SCAN
    signed = sign_on_paper(**paper, signatures=[karim, sofia], by=by)
    assert [each.way for each in signed] == ["paper", "paper"]
    assert files.read(signed[0].scan_digest) == SCAN
    assert signed[1].attested_by == by
    assert refusal(sign_on_paper, **paper, signatures=[president, sofia], by=by) == minutes_reasons.ANSWERED_ALREADY
    president.refresh_from_db()
    assert president.signed_at is None  # all or none


def test_a_member_refuses_with_words_and_the_minutes_can_still_be_sealed(tmp_path):
    minutes, president, karim, sofia = signing()
    by = presiding(minutes.deliberation.session)
    said = {"words": "Le barème n’a pas été suivi.", "now": LATER}

    assert refusal(refuse, signature=karim, words=" ", now=LATER, by=karim.seat.user) == minutes_reasons.WORDS_NEEDED
    assert refusal(refuse, signature=president, by=by, **said) == minutes_reasons.PRESIDENT_MAY_NOT_REFUSE
    assert refusal(refuse, signature=karim, by=by, **said) == minutes_reasons.NOT_YOURS_TO_SIGN
    assert refusal(refuse, signature=sofia, **said) == minutes_reasons.LINK_OVER
    refuse(signature=karim, by=karim.seat.user, **said)
    sign_with_account(**with_account(president))
    assert [finding.reason for finding in before_sealing(signatures_of(minutes))] == [
        minutes_reasons.SIGNATURES_AWAITED
    ]
    token = token_of(send_link(signature=sofia, by=by, now=NOW))
    sign_by_link(token=token, name="Sofia Marques", ticked=True, shown=minutes.digest, now=LATER)
    a_key(minutes.institution)
    assert seal(minutes=minutes, by=by, press=a_press(tmp_path), now=LATER).sealed_at == LATER


def test_when_most_refuse_nothing_is_sealed():
    minutes, president, karim, sofia = signing()
    by = presiding(minutes.deliberation.session)
    sign_with_account(**with_account(president))
    refuse(signature=karim, words="Non.", by=karim.seat.user, now=LATER)
    note_prevented(signature=sofia, words="hospitalisée", by=by, now=LATER)
    assert [finding.reason for finding in before_sealing(signatures_of(minutes))] == [minutes_reasons.NO_MAJORITY]
    told = signatures_data(minutes, signatures_of(minutes))["signatures"]
    assert (told[2]["dissent"], told[2]["attested_by"]) == ("hospitalisée", "Mireille Fabre")


class Sitting:
    def __init__(self, name, presides):
        self.name, self.presides = name, presides


class Answer:
    def __init__(self, place, what):
        self.seat = Sitting(f"m{place}", place == 0)
        self.signed_at = NOW if what == "signed" else None
        self.dissented_at = NOW if what == "refused" else None


@given(st.lists(st.sampled_from(["signed", "refused", "silent"]), min_size=1, max_size=9))
def test_the_rule_of_the_seal(answers):
    signatures = [Answer(place, what) for place, what in enumerate(answers)]
    allowed = answers[0] == "signed" and "silent" not in answers and answers.count("signed") * 2 > len(answers)

    assert (not before_sealing(signatures)) == allowed


@pytest.mark.parametrize(
    "answers", [("sign", "refuse", "link"), ("link", "prevent", "sign"), ("tablet", "sign", "send")]
)
def test_whatever_the_order_an_answer_stands_once_given(answers):
    """Each way after each other on the same seat: the first one stands."""
    minutes, *rows = signing()
    by = presiding(minutes.deliberation.session)
    karim = rows[1]

    def act(what):
        if what == "sign":
            sign_with_account(**with_account(karim))
        elif what == "refuse":
            refuse(signature=karim, words="Non.", by=karim.seat.user, now=LATER)
        elif what == "prevent":
            note_prevented(signature=karim, words="malade", by=by, now=LATER)
        elif what == "tablet":
            sign_on_tablet(signature=karim, drawn=DRAWN, shown=minutes.digest, by=by, now=LATER)
        elif what == "send":
            send_link(signature=karim, by=by, now=LATER)
        else:
            token = token_of(send_link(signature=karim, by=by, now=LATER))
            sign_by_link(token=token, name="Karim Ould", ticked=True, shown=minutes.digest, now=LATER)

    act(answers[0])
    first = Signature.objects.values().get(pk=karim.pk)
    for what in answers[1:]:
        with pytest.raises(NotNow):
            act(what)
    assert Signature.objects.values().get(pk=karim.pk) == first


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="in memory, SQLite shares nothing between threads")
def test_two_closings_at_once_have_two_numbers_and_one_deliberation_is_closed_once():
    first, second = opened(1), opened(1)
    by = presiding(first.session)
    for each in (first, second):
        decide_as_proposed(deliberation=each, by=by, now=NOW)

    found = together(*[lambda each=each: close(deliberation=each, by=by, now=NOW) for each in (first, second, first)])

    assert sorted(type(each).__name__ for each in found) == ["Minutes", "Minutes", "NotNow"]
    assert sorted(Minutes.objects.values_list("number", flat=True)) == ["PV-2026-0001", "PV-2026-0002"]
