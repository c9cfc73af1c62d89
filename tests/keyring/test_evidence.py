"""A domain that proves whose it is, and every way in which it may lie."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta

import idna
import pytest
from django.utils.timezone import now as clock

from sceau.engine.errors import OutOfReach
from sceau.engine.ports import Fetched
from sceau.institutions import domain_reasons as reasons
from sceau.institutions.domains import document_to_publish, read_domain, shown_domain
from sceau.institutions.errors import AlreadyThere, NotEntitled, NotNow, WrongValue
from sceau.institutions.models import Evidence, Institution
from sceau.institutions.models.evidence import EvidenceKind, EvidenceState
from sceau.institutions.services.evidence import (
    EVERY,
    GRACE,
    PAUSE,
    check_domain,
    recheck_evidence,
    record_register_check,
    remove_evidence,
    start_domain_proof,
)
from sceau.journal.models import Act
from sceau.keyring.own_domain import KEY_IS_THERE, NOT_PROVED, CannotMove, adopt_domain
from sceau.outside.dns import NO_ANSWER
from sceau.outside.exchange import ADDRESS_REFUSED, STATUS, TOO_LARGE
from sceau.outside.fetchers import MemoryFetcher
from sceau.outside.http import REDIRECT_REFUSED
from signing_in import prove_now

DOMAIN = "greta-essai.fr"
URL = f"https://{DOMAIN}/.well-known/did.json"
DID = "did:web:sceau.example:i:greta"
ACCENTED = idna.encode("éducation.fr").decode()


@dataclass
class FakeDns:
    """Records by name; a name that is not here has none."""

    records: dict[str, tuple[str, ...]] = field(default_factory=dict)
    alias: str = ""
    silent: bool = False

    def texts(self, name):
        if self.silent:
            raise OutOfReach(NO_ANSWER, name=name)
        return FakeTexts(self.alias or name, self.records.get(name, ()))


@dataclass(frozen=True)
class FakeTexts:
    canonical: str
    texts: tuple[str, ...]


NOBODY = MemoryFetcher({})


@pytest.fixture
def start(greta, amina, now):
    def call(kind=EvidenceKind.DNS, domain=DOMAIN):
        return start_domain_proof(institution=greta, kind=kind, domain=domain, by=amina, now=now)

    return call


@pytest.fixture
def check(amina, now):
    def call(evidence, dns=None, fetcher=NOBODY, at=now):
        return check_domain(evidence=evidence, dns=dns or FakeDns(), fetcher=fetcher, by=amina, now=at)

    return call


def _right(evidence):
    return FakeDns({f"_sceau.{DOMAIN}": ("v=spf1 -all", f"sceau-verification={evidence.challenge}")})


def test_one_domain_of_an_institution_is_looked_at_at_a_time(start, check):
    """A page waits for each: whoever asks about many domains that answer late must not keep every thread."""
    first, second = start(), start(domain="autre-essai.fr")
    refused = []

    class Slow(FakeDns):
        def texts(self, name):
            with pytest.raises(NotNow) as refusal:
                check(second)
            refused.append(refusal.value.reason)
            return super().texts(name)

    check(first, Slow())
    assert refused == [reasons.TOO_SOON]
    assert check(second).fault == reasons.NO_RECORD


def test_a_domain_with_the_right_record_is_proved(start, check, now):
    evidence = start()

    checked = check(evidence, _right(evidence))

    assert checked.fault is None
    evidence.refresh_from_db()
    assert (evidence.state, evidence.confirmed_at, evidence.fault) == (EvidenceState.CONFIRMED, now, "")
    assert evidence.source == f"TXT _sceau.{DOMAIN}"
    assert list(Act.objects.order_by("pk").values_list("code", flat=True)) == ["evidence.started", "evidence.confirmed"]


@pytest.mark.parametrize(
    ("dns", "reason"),
    [
        (FakeDns(), reasons.NO_RECORD),
        (FakeDns({DOMAIN: ("sceau-verification=x",)}), reasons.NO_RECORD),
        (FakeDns({f"_sceau.{DOMAIN}": ("sceau-verification=of-another",)}), reasons.OTHER_TOKEN),
        (FakeDns({f"_sceau.{DOMAIN}": ("google-site-verification=abc",)}), reasons.NO_RECORD),
        (FakeDns(silent=True), reasons.OUT_OF_REACH),
    ],
)
def test_a_record_that_is_absent_or_of_another_proves_nothing(start, check, dns, reason):
    checked = check(start(), dns)

    assert checked.fault is reason
    assert checked.evidence.state == EvidenceState.FAILED
    assert checked.fault.sentence("fr", {})
    assert checked.evidence.confirmed_at is None


def test_the_right_token_behind_an_alias_proves_nothing(start, check):
    evidence = start()
    dns = _right(evidence)
    dns.alias = "proofs.elsewhere.example"

    assert check(evidence, dns).fault is reasons.ALIAS


def test_a_document_that_names_the_institution_proves_the_domain(start, check):
    evidence = start(EvidenceKind.DID_WEB)
    good = document_to_publish(DOMAIN, DID)

    checked = check(evidence, fetcher=MemoryFetcher({URL: good}))

    assert checked.fault is None
    assert checked.evidence.source == URL


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"id": "did:web:greta-essai.fr"}, reasons.OTHER_DID),
        ({"id": "did:web:greta-essai.fr", "alsoKnownAs": ["did:web:sceau.example:i:cfa"]}, reasons.OTHER_DID),
        ({"id": "did:web:greta-essai.fr", "alsoKnownAs": DID + ":more"}, reasons.OTHER_DID),
        ({"id": "did:web:autre.fr", "alsoKnownAs": [DID]}, reasons.OTHER_DID),
        ({"note": DID}, reasons.OTHER_DID),
        (b"<html>did:web:sceau.example:i:greta</html>", reasons.NOT_JSON),
        (b"[]", reasons.NOT_JSON),
        (b'{"id": "a", "id": "did:web:sceau.example:i:greta"}', reasons.NOT_JSON),
        (Fetched(URL, 404, "", b""), reasons.NO_DOCUMENT),
        (
            Fetched("https://ailleurs.fr/did.json", 200, "application/json", json.dumps({"id": DID}).encode()),
            reasons.REDIRECTS,
        ),
        (OutOfReach(REDIRECT_REFUSED, url=URL), reasons.REDIRECTS),
        (OutOfReach(TOO_LARGE, host=DOMAIN, limit=9), reasons.TOO_LARGE),
        (OutOfReach(ADDRESS_REFUSED, host=DOMAIN), reasons.NOT_PUBLIC),
        (OutOfReach(STATUS, host=DOMAIN, status=500), reasons.OUT_OF_REACH),
    ],
)
def test_a_document_that_lies_or_is_not_there_proves_nothing(start, check, answer, reason):
    checked = check(start(EvidenceKind.DID_WEB), fetcher=MemoryFetcher({URL: answer}))

    assert checked.fault is reason
    assert checked.evidence.state == EvidenceState.FAILED
    assert reasons.reason_of_fault(checked.evidence.fault) is reason


# What people type


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("greta-essai.fr", "greta-essai.fr"),
        ("  GRETA-Essai.FR. ", "greta-essai.fr"),
        ("https://www.greta-essai.fr/", "www.greta-essai.fr"),
        ("formation.éducation.fr", f"formation.{ACCENTED}"),
        (f"formation.{ACCENTED}", f"formation.{ACCENTED}"),
        ("ac-nancy.gouv.fr", "ac-nancy.gouv.fr"),
        ("lycee.greta.fr", "lycee.greta.fr"),
        ("sceau.example", "sceau.example"),
    ],
)
def test_a_domain_is_read_as_people_give_it(typed, read):
    assert read_domain(typed) == read


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", reasons.NOT_A_DOMAIN),
        ("greta", reasons.ONE_LABEL),
        ("localhost", reasons.ONE_LABEL),
        ("http://greta-essai.fr/page", reasons.NOT_A_DOMAIN),
        ("greta essai.fr", reasons.NOT_A_DOMAIN),
        ("greta_essai.fr", reasons.NOT_A_DOMAIN),
        ("-greta.fr", reasons.NOT_A_DOMAIN),
        ("greta..fr", reasons.NOT_A_DOMAIN),
        ("moi@greta-essai.fr", reasons.NOT_A_DOMAIN),
        ("greta-essai.fr:8443", reasons.NOT_A_DOMAIN),
        ("a." * 130 + "fr", reasons.NOT_A_DOMAIN),
        ("x" * 64 + ".fr", reasons.NOT_A_DOMAIN),
        ("192.0.2.7", reasons.AN_ADDRESS),
        ("http://127.0.0.1/", reasons.AN_ADDRESS),
        ("[::1]", reasons.AN_ADDRESS),
        ("2001:db8::1", reasons.AN_ADDRESS),
        ("0x7f.1", reasons.AN_ADDRESS),
        ("127.1", reasons.AN_ADDRESS),
        ("gouv.fr", reasons.PUBLIC_SUFFIX),
        ("co.uk", reasons.PUBLIC_SUFFIX),
        ("github.io", reasons.PUBLIC_SUFFIX),
        ("greta.github.io", reasons.LENT),
        ("grеta-essai.fr", reasons.OTHER_LETTERS),  # the е is Cyrillic
        (idna.encode("grеta-essai.fr").decode(), reasons.OTHER_LETTERS),  # the same, written for machines
        ("grɑta-essai.fr", reasons.OTHER_LETTERS),  # a Latin letter that is not ours
        ("аррӏе.com", reasons.OTHER_LETTERS),
        ("xn--a-.fr", reasons.NOT_A_DOMAIN),
    ],
)
def test_what_is_nobodys_own_domain_is_refused_with_what_to_do(typed, reason):
    with pytest.raises(WrongValue) as refusal:
        read_domain(typed)

    assert refusal.value.reason is reason
    assert refusal.value.field == "domain"
    for language in ("fr", "en"):
        assert "{" not in refusal.value.sentence(language)


def test_an_accented_domain_is_shown_with_its_accents():
    assert shown_domain(ACCENTED) == "éducation.fr"
    assert shown_domain("xn--a-.fr") == "xn--a-.fr"


# Who, when, how often


def test_only_heads_of_the_whole_institution_prove_anything(greta, chloe, bruno, start, now):
    evidence = start()
    for person in (chloe, bruno):
        with pytest.raises(NotEntitled):
            start_domain_proof(institution=greta, kind=EvidenceKind.DNS, domain="autre.fr", by=person, now=now)
        with pytest.raises(NotEntitled):
            check_domain(evidence=evidence, dns=FakeDns(), fetcher=NOBODY, by=person, now=now)
        with pytest.raises(NotEntitled):
            remove_evidence(evidence=evidence, by=person, now=now)


def test_a_domain_stands_once_in_the_list_by_each_way(start):
    start()
    start(EvidenceKind.DID_WEB)

    with pytest.raises(AlreadyThere):
        start(domain="https://GRETA-essai.fr")


def test_we_do_not_knock_at_a_door_again_and_again(start, check, now):
    evidence = start()
    check(evidence)

    with pytest.raises(NotNow):
        check(Evidence.objects.get(), at=now + PAUSE - timedelta(seconds=1))
    assert check(Evidence.objects.get(), _right(evidence), at=now + PAUSE).fault is None


def test_two_proofs_have_two_tokens(start):
    assert start().challenge != start(domain="autre-greta.fr").challenge


# Looked at again


def _again(now, dns):
    return recheck_evidence(now=now, dns=dns, fetcher=NOBODY)


def test_a_proof_is_looked_at_again_each_day_and_lapses_after_a_week(start, check, now):
    evidence = start()
    check(evidence, _right(evidence))
    assert _again(now + EVERY - timedelta(minutes=1), FakeDns()) == []

    (within,) = _again(now + EVERY, FakeDns(silent=True))
    assert within.evidence.state == EvidenceState.CONFIRMED
    assert within.evidence.fault == reasons.OUT_OF_REACH.code
    (after,) = _again(now + GRACE, FakeDns())
    assert after.evidence.state == EvidenceState.LAPSED
    assert after.evidence.confirmed_at == now

    (back,) = _again(now + GRACE + EVERY, _right(evidence))
    assert back.evidence.state == EvidenceState.CONFIRMED
    codes = list(Act.objects.order_by("pk").values_list("code", flat=True))
    assert codes == ["evidence.started", "evidence.confirmed", "evidence.lapsed", "evidence.confirmed"]


def test_what_was_never_proved_is_not_looked_at_by_itself(start, check, now):
    check(start())

    assert _again(now + 9 * EVERY, FakeDns()) == []


def test_a_proof_removed_while_the_world_is_asked_stays_removed(start, check, now):
    evidence = start()

    class Removing(FakeDns):
        def texts(self, name):
            Evidence.objects.all().delete()
            return super().texts(name)

    check(evidence, Removing())

    assert not Evidence.objects.exists()


# The register


def test_only_whoever_looks_after_the_installation_writes_down_a_check_of_the_register(greta, amina, now):
    with pytest.raises(NotEntitled):
        record_register_check(institution=greta, number="732829320", source="INSEE", holds=True, by=amina, now=now)
    admin = type(amina).objects.create_user("p@sceau.example", name="P", is_platform_administrator=True)

    held = record_register_check(
        institution=greta, number="732 829 320", source="INSEE", holds=True, by=admin, now=now, why="vu ce jour"
    )
    gone = record_register_check(
        institution=greta, number="732829320", source="INSEE", holds=False, by=admin, now=now + EVERY
    )

    assert (held.subject, held.state, held.confirmed_at) == ("732829320", EvidenceState.CONFIRMED, now)
    assert (gone.pk, gone.state, gone.confirmed_at) == (held.pk, EvidenceState.FAILED, now)
    with pytest.raises(NotEntitled):
        remove_evidence(evidence=held, by=amina, now=now)


# The identifier on a domain of one's own


def _proved(start, check):
    evidence = start()
    check(evidence, _right(evidence))
    return Evidence.objects.get(pk=evidence.pk)


def test_the_identifier_moves_to_a_proved_domain_before_the_first_key(
    start, check, greta, amina, make_key, now, client
):
    evidence = _proved(start, check)

    adopt_domain(evidence=evidence, by=amina, now=now)

    greta.refresh_from_db()
    assert (greta.did, greta.domain) == (f"did:web:{DOMAIN}", DOMAIN)
    make_key()
    document = client.get("/.well-known/did.json", headers={"host": DOMAIN}).json()
    assert document["assertionMethod"][0] == f"did:web:{DOMAIN}#key-1"
    assert client.get("/i/greta/did.json").json() == document
    with pytest.raises(NotNow):
        remove_evidence(evidence=evidence, by=amina, now=now)


def test_the_identifier_does_not_move_once_there_is_a_key(start, check, amina, make_key, now):
    evidence = _proved(start, check)
    make_key()

    with pytest.raises(CannotMove) as refusal:
        adopt_domain(evidence=evidence, by=amina, now=now)

    assert refusal.value.reason is KEY_IS_THERE


def test_the_identifier_does_not_move_to_what_is_not_proved_or_taken(start, check, amina, chloe, cfa, now):
    waiting = start(domain="autre-greta.fr")
    with pytest.raises(CannotMove) as refusal:
        adopt_domain(evidence=waiting, by=amina, now=now)
    assert refusal.value.reason is NOT_PROVED
    proved = _proved(start, check)
    Institution.objects.filter(pk=cfa.pk).update(domain=DOMAIN)

    with pytest.raises(CannotMove):
        adopt_domain(evidence=proved, by=amina, now=now)
    with pytest.raises(Exception, match="whole institution"):
        adopt_domain(evidence=proved, by=chloe, now=now)


# The pages

IDENTITY = "/desk/greta/identity/"


@pytest.fixture
def world(monkeypatch):
    """What the pages reach: a domain name system and a web of our making."""

    class World:
        dns, fetcher = FakeDns(), NOBODY

    monkeypatch.setattr("sceau.web.desk.identity.pages.ports", lambda: World)
    return World


def test_a_head_proves_a_domain_by_the_pages(client, amina, world):
    prove_now(client, amina)
    assert "Rien n’est encore prouvé" in client.get(IDENTITY).content.decode()
    wrong = client.post(f"{IDENTITY}domains/new", {"domain": "gouv.fr", "kind": "dns"})
    assert wrong.status_code == 200
    assert 'value="gouv.fr"' in wrong.content.decode()
    begun = client.post(f"{IDENTITY}domains/new", {"domain": "Greta-Essai.fr", "kind": "dns"}, follow=True)
    evidence = Evidence.objects.get()
    page = begun.content.decode()
    assert f"_sceau.{DOMAIN}" in page
    assert f"sceau-verification={evidence.challenge}" in page

    first = client.post(f"{IDENTITY}domains/{evidence.uuid}/check", follow=True)
    assert "aucun enregistrement" in first.content.decode()
    Evidence.objects.update(checked_at=None)
    world.dns = _right(evidence)
    second = client.post(f"{IDENTITY}domains/{evidence.uuid}/check", follow=True)

    assert f"{DOMAIN} est vérifié." in second.content.decode()
    assert "Mettre l’identifiant sur ce domaine" in second.content.decode()
    client.get(f"{IDENTITY}domains/{evidence.uuid}/adopt")
    moved = client.post(f"{IDENTITY}domains/{evidence.uuid}/adopt", follow=True)
    assert f"did:web:{DOMAIN}" in moved.content.decode()
    assert "did.json" in moved.content.decode()


def test_the_page_leads_to_the_document_where_it_is_served(client, greta, amina, world, settings):
    prove_now(client, amina)
    settings.BASE_URL = "http://localhost:8000"  # of a demonstration: https would lead nowhere
    assert 'href="http://localhost:8000/i/greta/did.json"' in client.get(IDENTITY).content.decode()

    Institution.objects.update(domain=DOMAIN, did=f"did:web:{DOMAIN}")
    assert f'href="https://{DOMAIN}/.well-known/did.json"' in client.get(IDENTITY).content.decode()


def test_the_file_to_publish_is_shown_and_is_the_one_that_proves(client, start, check, amina, world):
    evidence = start(EvidenceKind.DID_WEB)
    prove_now(client, amina)

    page = client.get(f"{IDENTITY}domains/{evidence.uuid}/")

    assert URL in page.content.decode()
    shown = json.loads(page.context["file_text"])
    assert check(evidence, fetcher=MemoryFetcher({URL: shown})).fault is None


def test_a_domain_is_removed_after_one_question(client, start, amina, world):
    evidence = start()
    prove_now(client, amina)
    assert "Retirer ce domaine" in client.get(f"{IDENTITY}domains/{evidence.uuid}/remove").content.decode()

    client.post(f"{IDENTITY}domains/{evidence.uuid}/remove")

    assert not Evidence.objects.exists()


def test_who_may_ask_for_which_page_of_identity(client, start, amina, chloe, bruno, world):
    evidence = start()
    pages = ["", "domains/new", *(f"domains/{evidence.uuid}/{name}" for name in ("", "remove", "adopt", "check"))]
    expected = {None: [302] * 6, bruno: [404] * 6, chloe: [200, 403, 403, 403, 403, 403], amina: [200] * 5 + [405]}

    for person, statuses in expected.items():
        client.logout()
        if person is not None:
            prove_now(client, person)
        assert [client.get(IDENTITY + page).status_code for page in pages] == statuses, person


def test_one_proof_or_three_take_as_many_queries(client, start, amina, world):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(amina)
    counts = []
    for number in range(3):
        start(domain=f"greta-{number}.fr")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(IDENTITY).status_code == 200
        counts.append(len(queries))

    assert len(set(counts)) == 1
    assert counts[0] <= 12
    assert clock()
