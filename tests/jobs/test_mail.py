"""Letters that follow acts: in the language of the reader, never twice, and nothing in them that is not meant."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.template import TemplateDoesNotExist

from sceau.jobs import outbox
from sceau.jobs.mail import Recipient, address, send
from sceau.jobs.models import Told
from sceau.journal.models import Pending
from sceau.journal.services import record
from sceau.keyring.models import Ceremony, Purpose, SigningKey

from .conftest import NOW, person

CONTEXT = {"institution": "Institut <Alpes>", "who": "Amina & Bruno", "purpose": "les preuves", "alone_from": NOW}


@pytest.fixture
def act(institution):
    return record("key.asked", subject=f"ceremony:{institution.uuid}", by=None, at=NOW, institution=institution.uuid)


def drain() -> None:
    outbox.drain(clock=lambda: NOW, at_most=timedelta(minutes=1))


def test_a_letter_has_text_and_html_in_the_language_of_its_reader(act, bruno):
    assert send(act=act, to=bruno, template="key_asked", link=address("home"), **CONTEXT) is True

    (letter,) = mail.outbox
    assert letter.to == ["bruno@example.org"]
    assert letter.subject == "A key waits for your agreement: Institut <Alpes>"
    assert letter.body.startswith("Hello Bruno O’Neil & fils,\n\nAmina & Bruno asks for a key")
    assert "https://sceau.example/" in letter.body
    page, kind = letter.alternatives[0]
    assert kind == "text/html"
    assert "Institut &lt;Alpes&gt;" in page
    assert "<Alpes>" not in page
    assert 'lang="en"' in page
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"


def test_french_is_written_to_those_who_read_french(act, amina):
    send(act=act, to=amina, template="key_asked", **CONTEXT)

    assert mail.outbox[0].subject == "Une clé attend votre accord\u00a0: Institut <Alpes>"
    assert mail.outbox[0].body.startswith("Bonjour Amina Benali,")
    assert "22 novembre 2026 à 10 h" in mail.outbox[0].body.replace("\n", " ").replace("\u00a0", " ")


def test_nobody_is_told_twice_and_another_reader_is_told(act, amina, bruno):
    assert send(act=act, to=amina, template="key_asked", **CONTEXT) is True
    assert send(act=act, to=amina, template="key_asked", **CONTEXT) is False
    assert send(act=act, to=bruno, template="key_asked", **CONTEXT) is True

    assert [letter.to for letter in mail.outbox] == [["amina@example.org"], ["bruno@example.org"]]
    assert not any("example.org" in row.recipient for row in Told.objects.all())


def test_a_letter_sent_again_after_a_crash_has_the_same_message_id(act, amina):
    send(act=act, to=amina, template="key_asked", **CONTEXT)
    Told.objects.all().delete()  # as if the worker had died between the letter and its row
    send(act=act, to=amina, template="key_asked", **CONTEXT)

    first, second = (letter.extra_headers["Message-ID"] for letter in mail.outbox)
    assert first == second


def test_somebody_without_an_account_is_written_to(act):
    send(act=act, to=Recipient("new@example.org", "", "en"), template="key_asked", **CONTEXT)

    assert not mail.outbox[0].body.startswith("Hello")
    assert mail.outbox[0].body.startswith("Amina & Bruno asks")


def test_an_address_that_breaks_headers_sends_nothing(act, amina):
    amina.email = "amina@example.org\nBcc: all@example.org"
    with pytest.raises(ValueError, match="newline"):
        send(act=act, to=amina, template="key_asked", **CONTEXT)
    assert not Told.objects.exists()


def test_a_letter_that_does_not_exist_is_a_fault_of_ours(act, amina):
    with pytest.raises(TemplateDoesNotExist):
        send(act=act, to=amina, template="nothing_like_it")


def ceremony(institution, user, **more) -> Ceremony:
    return Ceremony.objects.create(
        institution=institution,
        purpose=Purpose.CREDENTIALS,
        asked_by=user,
        asked_at=NOW,
        alone_from=NOW + timedelta(days=2),
        **more,
    )


def follow(code, row, kind, institution, by):
    record(code, subject=f"{kind}:{row.uuid}", by=by.uuid if by else None, at=NOW, institution=institution.uuid)
    drain()
    assert not Pending.objects.exclude(fault="").exists(), Pending.objects.values_list("fault", flat=True)
    return [(letter.to[0], letter.subject) for letter in mail.outbox]


def test_the_other_head_is_asked_to_agree_to_a_key(institution, amina, bruno):
    told = follow("key.asked", ceremony(institution, amina), "ceremony", institution, amina)

    assert told == [("bruno@example.org", "A key waits for your agreement: Institut Alpes")]
    assert "https://sceau.example/desk/alpes/keys" in mail.outbox[0].body
    assert "asks for a key for credentials, in the name of Institut Alpes" in " ".join(mail.outbox[0].body.split())


def test_nobody_is_asked_about_a_ceremony_that_is_over(institution, amina, bruno):
    over = ceremony(institution, amina, stopped_by=bruno, ended_at=NOW)

    assert follow("key.asked", over, "ceremony", institution, amina) == []


def test_whoever_asked_hears_that_it_was_stopped(institution, amina, bruno):
    over = ceremony(institution, amina, stopped_by=bruno, ended_at=NOW)

    told = follow("key.ceremony_stopped", over, "ceremony", institution, bruno)

    assert told == [("amina@example.org", "La demande de clé est arrêtée\u00a0: Institut Alpes")]


def signing_key(institution, **more) -> SigningKey:
    return SigningKey.objects.create(
        institution=institution,
        purpose=Purpose.CREDENTIALS,
        number=1,
        algorithm="Ed25519",
        public_key="z6Mk",
        store="sealed",
        reference="x",
        created_at=NOW,
        **more,
    )


def test_heads_hear_of_a_new_key_but_whoever_made_it(institution, amina, bruno):
    told = follow("key.made", signing_key(institution), "key", institution, bruno)

    assert told == [("amina@example.org", "Une nouvelle clé est en service\u00a0: Institut Alpes")]


def test_all_heads_hear_of_a_compromise_with_its_date(institution, amina, bruno):
    key = signing_key(institution, state="compromised", compromised_from=NOW, retired_at=NOW)

    told = follow("key.compromised", key, "key", institution, amina)

    assert sorted(told) == [
        ("amina@example.org", "Une clé est compromise\u00a0: Institut Alpes"),
        ("bruno@example.org", "A key is compromised: Institut Alpes"),
    ]
    assert all("2026" in letter.body for letter in mail.outbox)


def test_a_head_that_left_is_not_written_to(institution, amina, bruno):
    bruno.memberships.update(ended_at=NOW)

    assert follow("key.asked", ceremony(institution, amina), "ceremony", institution, amina) == []


def test_both_hear_of_a_delegation_but_whoever_did_it(institution, amina, bruno):
    from sceau.institutions.models import Delegation

    chloe = person("Chloé Martin")
    delegation = Delegation.objects.create(
        institution=institution,
        delegator=amina,
        delegate=chloe,
        what="minutes",
        starts_on=NOW.date(),
        ends_on=NOW.date() + timedelta(days=30),
        act_file=b"%PDF-1.4",
        act_name="acte.pdf",
        act_digest="0" * 64,
        created_at=NOW,
    )

    told = follow("delegation.created", delegation, "delegation", institution, amina)

    assert told == [("chloé@example.org", "Une délégation de signature commence\u00a0: Institut Alpes")]
    assert "Amina Benali délègue à Chloé Martin le pouvoir de signer les procès-verbaux" in mail.outbox[0].body.replace(
        "\n", " "
    )
    mail.outbox.clear()
    assert [to for to, _ in follow("delegation.revoked", delegation, "delegation", institution, bruno)] == [
        "chloé@example.org",
        "amina@example.org",
    ]


@pytest.mark.parametrize(("state", "written"), [("lapsed", 2), ("confirmed", 0)])
def test_heads_hear_of_evidence_that_lapsed_unless_it_holds_again(institution, amina, bruno, state, written):
    from sceau.institutions.models import Evidence

    evidence = Evidence.objects.create(
        institution=institution, kind="dns", subject="alpes.example", state=state, created_at=NOW, confirmed_at=NOW
    )

    assert len(follow("evidence.lapsed", evidence, "evidence", institution, None)) == written
    assert all("alpes.example" in letter.body for letter in mail.outbox)
