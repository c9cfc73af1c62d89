"""What is handed in, and what it is told to be: each accepted form, each fault, and every published document."""

from __future__ import annotations

import orjson
import pytest

from published import published
from sceau.engine.checks import ids
from sceau.engine.checks.carried import LOCKED, NO_CREDENTIAL, TOO_LONG, TOO_MANY, TOO_MANY_PIXELS, NothingCarried
from sceau.engine.checks.policy import Policy
from sceau.engine.checks.report import Outcome
from sceau.engine.checks.written import OLD_OFFICE
from sceau.engine.errors import OutOfReach
from sceau.engine.images import bake
from sceau.engine.model.bundle import Bundle, write_bundle
from sceau.engine.vocabularies.contexts import shipped
from sceau.outside.fetchers import MemoryFetcher
from sceau.outside.http import HttpFetcher
from sceau.outside.strangers.reader import StrangersReader
from sceau.verification import judging
from sceau.verification.judging import Handed, judge, worst_first
from sceau.verification.telling import LINES, lines_of, next_step
from strangers_files import certificate, pdf_with_attachments, picture
from verifying import NOW, SIGNED_AT, Issuer, ask, credential
from written_files import docx, page, rtf

VECTORS = published("vectors")


@pytest.fixture(scope="module")
def reader():
    opener = StrangersReader(at_once=1)
    yield opener
    opener.close()


@pytest.fixture
def issuer():
    return Issuer()


class NobodyReads:
    def read(self, data):
        raise AssertionError("no process is needed for this")


def judged(content, *, site=None, reader=None, fetcher=None, **policy):
    name = "" if isinstance(content, str) else "file"
    (one,) = judge(
        [Handed(name, content)],
        policy=Policy(shipped(), **policy),
        reader=reader or NobodyReads(),
        fetcher=fetcher or MemoryFetcher(site or {}),
        now=NOW,
    )
    return one


def signed(issuer, **members):
    return orjson.dumps(issuer.sign(credential(issuer.id, **members)))


def test_a_text_and_a_file_are_the_same_credential(issuer):
    data = signed(issuer)

    for content in (data, data.decode()):
        one = judged(content, site=issuer.site)
        assert one.report.verdict == "valid"
        assert one.what["en"] == "an Open Badges 3.0 credential"
        assert one.document["name"] == "Conduire un audit énergétique"
        assert next_step(one.report) == {"fr": "", "en": ""}


def test_a_credential_in_a_pdf_and_in_the_photograph_of_a_code(issuer, reader):
    data = signed(issuer)
    inside = judged(certificate(("credential.json", data)), site=issuer.site, reader=reader)
    seen = judged(picture("https://badges.example/v/1"), site=issuer.site | {}, reader=reader)

    assert (inside.report.verdict, inside.carrier, inside.name) == ("valid", "pdf", "file › credential.json")
    assert (seen.report.verdict, seen.carrier, seen.address) == ("check", "picture", "https://badges.example/v/1")


def test_what_is_said_of_something_forged_is_not_kept(issuer):
    forged = judged(signed(issuer).replace(b"Conduire", b"Diriger"), site=issuer.site)

    assert forged.report.verdict == "invalid"
    assert forged.document is None
    assert "original file" in next_step(forged.report)["en"]


def test_an_expired_one_and_one_of_an_unknown_issuer(issuer):
    late = judged(signed(issuer, validUntil="2026-02-01T00:00:00Z"), site=issuer.site)
    then = judged(signed(issuer, validUntil="2026-02-01T00:00:00Z"), site=issuer.site, at=SIGNED_AT)
    nobody = Issuer(3, host=None)
    unknown = judged(signed(nobody))

    assert (late.report.verdict, late.report.decisive.question) == ("check", ids.VALIDITY)
    assert "renewed" in next_step(late.report)["en"]
    assert then.report.verdict == "valid"
    assert (unknown.report.verdict, unknown.report.decisive.question) == ("check", ids.ISSUER)
    assert "who is behind this key" in next_step(unknown.report)["en"]


def test_another_holder_is_to_be_looked_at(issuer):
    other = judged(signed(issuer), site=issuer.site, holder="Ada Lovelace")

    assert other.report.verdict == "check"


class Silent:
    def fetch(self, url, *, accept="application/json"):
        raise OutOfReach(judging.OUT_OF_TIME)


def test_without_a_network_nothing_is_concluded(issuer):
    one = judged(signed(issuer), fetcher=Silent())

    assert (one.report.verdict, one.report.authenticity) == ("check", Outcome.UNKNOWN)
    assert "Try again later" in next_step(one.report)["en"]


def test_a_list_that_hangs_takes_no_more_than_the_time_of_a_request(issuer):
    now, data = [0.0], signed(issuer)

    class Slow:
        def fetch(self, url, *, accept="application/json"):
            now[0] += 4.0
            raise OutOfReach(judging.OUT_OF_TIME)

    handed = [Handed(f"{number}", data.replace(b"badges.example", b"b%d.example" % number)) for number in range(10)]
    found = judge(handed, policy=Policy(shipped()), reader=NobodyReads(), fetcher=Slow(), now=NOW, clock=lambda: now[0])

    assert len(found) == 10
    assert now[0] <= 15
    assert {each.report.verdict for each in found} == {"check"}
    assert found[-1].report.decisive.reason is judging.OUT_OF_TIME


@pytest.mark.parametrize("url", ["https://127.0.0.1/v/1", "https://[::1]/v/1", "http://badges.example/v/1"])
def test_no_address_of_ours_alone_is_asked_for(url):
    one = judged(url, fetcher=HttpFetcher())

    assert (one.report.verdict, one.report.authenticity) == ("check", Outcome.UNKNOWN)


def test_a_pdf_with_10_000_attachments_ends_in_words(reader):
    one = judged(pdf_with_attachments(10_000), reader=reader)

    assert one.report.decisive.reason in (TOO_MANY, TOO_LONG)
    assert (one.report.verdict, one.report.authenticity) == ("check", Outcome.UNKNOWN)
    assert "file" in next_step(one.report)["en"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>', None),
        (b"", "opening.empty"),
        ("   ", "opening.empty"),
        ("words of somebody", "opening.not_recognised"),
        (b"\x00\xff\xfe", "opening.not_text"),
        ("[1]", "opening.several"),
    ],
)
def test_what_is_no_credential_is_said_so(content, code):
    one = judged(content)

    assert one.report.verdict == "invalid"
    assert code is None or one.report.decisive.reason.code == code
    assert one.document is None


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04 and so on", "judging.zip"),
        (docx(["Jean Dupont"]), "judging.writing"),
        (rtf(["Jean Dupont"]), "judging.writing"),
        (page(["Jean Dupont"]), "judging.writing"),
        (OLD_OFFICE + bytes(600), "judging.writing"),
    ],
)
def test_what_nobody_looked_into_is_not_called_forged_and_is_told_where_it_is_opened(content, code):
    one = judged(content)

    assert (one.report.verdict, one.report.authenticity) == ("check", Outcome.UNKNOWN)
    assert one.report.decisive.reason.code == code
    assert "Vérifier un lot" in one.report.decisive.message["fr"]


def test_a_baked_picture_is_opened_without_a_process(issuer):
    data = bake((VECTORS / "open-badges-3.0" / "simple-json.png").read_bytes(), signed(issuer).decode())
    one = judged(data, site=issuer.site)

    assert (one.report.verdict, one.carrier) == ("valid", "png")


def test_no_more_than_so_many_at_once(monkeypatch, issuer):
    monkeypatch.setattr(judging, "MOST_CREDENTIALS", 2)
    handed = [Handed(str(number), b"") for number in range(5)]
    found = judge(handed, policy=Policy(shipped()), reader=NobodyReads(), fetcher=MemoryFetcher({}), now=NOW)

    assert [each.report.decisive.reason.code for each in found] == [
        "opening.empty",
        "opening.empty",
        "judging.too_many",
    ]


def test_problems_come_first(issuer):
    handed = [Handed("good", signed(issuer)), Handed("old", signed(issuer, validUntil="2026-02-01T00:00:00Z"))]
    handed.append(Handed("no", b"{}"))
    found = judge(handed, policy=Policy(shipped()), reader=NobodyReads(), fetcher=MemoryFetcher(issuer.site), now=NOW)

    assert [each.name for each in worst_first(found)] == ["no", "old", "good"]


def test_every_question_stands_under_one_line():
    under = [question for _french, _english, questions in LINES.values() for question in questions]

    assert sorted(each.id for each in under) == sorted(each.id for each in ids.QUESTIONS)


def test_the_five_lines(issuer):
    kinds = {line.id: line.kind for line in lines_of(judged(signed(issuer), site=issuer.site).report)}
    forged = lines_of(judged(signed(issuer).replace(b"Conduire", b"Diriger"), site=issuer.site).report)

    assert kinds == {"intact": "good", "issuer": "good", "status": "idle", "assessed": "idle", "validity": "good"}
    assert forged[0].kind == "bad"
    assert {line.kind for line in forged[1:]} == {"idle"}


# Every published document: the box answers as the engine does, whose table of verdicts with their reasons is in
# tests/engine/checks/test_published.py; here, what each is said to be.

PUBLISHED = sorted(
    str(path.relative_to(VECTORS))
    for folder in ("open-badges-2.0", "open-badges-3.0", "vc-jose-cose", "vc-data-model-2.0", "clr-2.0", "elm")
    for path in (VECTORS / folder).rglob("*")
    if path.is_file()
)


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_box_says_of_published_documents_what_the_engine_says(name, reader):
    data = (VECTORS / name).read_bytes()

    assert judged(data, reader=reader).report.as_json("") == ask(data).as_json("")


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("open-badges-3.0/simple.json", "an Open Badges 3.0 credential"),
        ("open-badges-3.0/simple-json.png", "an Open Badges 3.0 credential"),
        ("open-badges-3.0/simple_v1.json", "an Open Badges 3.0 credential of the first form (data model 1.1)"),
        ("open-badges-2.0/basic-assertion.json", "an Open Badges 2.0 assertion"),
        ("open-badges-2.0/simple-badge.png", "an Open Badges 2.0 assertion"),
        ("open-badges-2.0/simple.jwt", "an Open Badges 2.0 assertion"),
        ("vc-jose-cose/credential-jose-minimal.txt", "a verifiable credential"),
        ("vc-jose-cose/credential-sdjwt-selective.txt", "a selective disclosure credential (SD-JWT)"),
        ("openid4vp/sd_jwt_vcld/01/sd_jwt_presentation.txt", "a selective disclosure credential (SD-JWT)"),
        ("vc-data-model-2.0/verifiable-presentation/example-25.json", "a presentation of credentials"),
        ("clr-2.0/simple.json", "a CLR 2.0 learner record"),
        ("clr-2.0/simple_v1.json", "a CLR 2.0 learner record"),
        ("elm/Sample-MC-Annex1-signed.jsonld", "a European Digital Credential"),
        ("elm/Sample-MC-Annex1-unsigned.jsonld", "a European Digital Credential"),
    ],
)
def test_the_name_of_what_it_is(name, what):
    assert judged((VECTORS / name).read_bytes()).what["en"] == what


@pytest.mark.parametrize("reason", [LOCKED, TOO_LONG, TOO_MANY, TOO_MANY_PIXELS])
def test_what_nobody_looked_into_is_never_called_forged(reason):
    assert NothingCarried(reason).outcome is Outcome.UNKNOWN
    assert NothingCarried(NO_CREDENTIAL).outcome is Outcome.FAILED


def test_a_bundle_is_judged_with_the_servers_and_not_with_what_came_with_it(issuer):
    forger = Issuer(66)
    for signer, verdict in ((issuer, "valid"), (forger, "invalid")):
        documents = {url: orjson.dumps(body) for url, body in signer.site.items()}
        bundle = Bundle("preuve.json", orjson.dumps(signer.badge()), SIGNED_AT, documents)

        assert judged(write_bundle(bundle), site=issuer.site).report.verdict == verdict
    later = orjson.dumps(orjson.loads(write_bundle(bundle)) | {"version": 2})
    assert judged(later).report.sentence["fr"] == "Impossible à vérifier"


def test_a_vocabulary_that_is_not_known_here_is_refused_without_being_called_false(issuer):
    badge = issuer.badge()
    altered = badge | {"@context": [*badge["@context"], "https://a.example/words"], "name": "Autre chose"}
    report = judged(orjson.dumps(altered)).report

    assert (report.verdict, report.sentence["fr"]) == ("invalid", "Non authentique")
    assert report.decisive.reason.code == "context.not_on_the_list"
    assert "cela ne dit pas qu’elle est fausse" in next_step(report)["fr"]
    assert next_step(report)["en"] != next_step(judged(orjson.dumps(badge | {"name": "x"})).report)["en"]
