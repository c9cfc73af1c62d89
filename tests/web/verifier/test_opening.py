"""What the verifier that is one file opens: each kind, judged with no network as `sceau verify --offline` judges it."""

from __future__ import annotations

import io
import zipfile

import orjson
import pytest
from PIL import Image

from engine.checks.test_handed import bundle_of, key_of, publish
from outside.test_sealing import seal
from sceau.cli.verify import _Judge
from sceau.cli.verifying.beside import set_apart
from sceau.cli.verifying.sources import find
from sceau.engine.checks.beside import keys_document
from sceau.engine.checks.handed import keys_in
from sceau.engine.checks.policy import Policy
from sceau.engine.images import bake
from sceau.engine.model.bundle import write_bundle
from sceau.engine.vocabularies.contexts import shipped
from sceau.outside.fetchers import OfflineFetcher
from strangers_files import certificate, picture
from verifying import NOW, Issuer

from .browser_side import asked_of_the_browser, packed

SVG = b'<?xml version="1.0"?>\n<!-- a seal --><svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><g/></svg>'
OWN = b'{"schema": "sceau.annex1/1"}'
# the engine reads the square codes of pictures and pages as well; what is not said here is unknown there, or the reverse
ONLY_THERE = {"a picture of a code", "a certificate with nothing in it"}


def zipped(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return out.getvalue()


def png():
    out = io.BytesIO()
    Image.new("RGB", (2, 2)).save(out, "PNG")
    return out.getvalue()


def _kinds():
    """Name → (files, the text of keys that are pasted)."""
    issuer, forger = publish(Issuer()), publish(Issuer(66))
    key = " ".join(key_of(issuer))
    badge, token = orjson.dumps(issuer.badge_with_status()), issuer.token().encode()
    keys = next(orjson.dumps(body) for url, body in issuer.site.items() if url.endswith("did.json"))
    theirs = next(orjson.dumps(body) for url, body in forger.site.items() if url.endswith("did.json"))
    bundle = write_bundle(bundle_of(issuer))
    altered = badge.replace("énergétique".encode(), "nucléaire".encode())
    paper = certificate(("credential.json", badge), ("annex-1.json", OWN))
    sealed = seal(paper)
    baked, drawn = bake(png(), badge.decode()), bake(SVG, badge.decode())
    kinds = {
        "bundle": {"bundle.json": bundle},
        "bundle in its ZIP": {"preuve.zip": zipped(bundle__json=bundle, preuve__json=bundle_of(issuer).credential)},
        "JSON": {"preuve.json": badge},
        "JWT": {"preuve.jwt": token},
        "altered": {"preuve.json": altered},
        "paper": {"preuve.pdf": paper},
        "sealed paper": {"preuve.pdf": sealed},
        "paper of an altered one": {"preuve.pdf": certificate(("credential.json", altered))},
        "PNG": {"preuve.png": baked},
        "SVG": {"preuve.svg": drawn},
        "PNG of a JWT": {"preuve.png": bake(png(), token.decode())},
        "SVG of a JWT": {"preuve.svg": bake(SVG, token.decode())},
        "no credential": {"a.json": b'{"a": 1}'},
    }
    for name, files in kinds.items():
        yield name, files, ""
        yield f"{name}, and the keys beside it", {**files, "did.json": keys}, ""
        yield f"{name}, and the key confirmed", files, key
        yield f"{name}, and its keys confirmed", files, keys.decode()
        yield f"{name}, and keys of a forger", {**files, "did.json": theirs}, ""
        yield f"{name}, and keys of a forger, the true one confirmed", {**files, "did.json": theirs}, key
    yield "two, and a bundle", {"a.json": badge, "b.pdf": sealed, "c.json": bundle}, ""
    yield (
        "two, and the bundle of a forger",
        {
            "a.jwt": token,
            "b.json": altered,
            "c.json": write_bundle(bundle_of(forger)),
        },
        "",
    )
    yield "a picture of a code", {"a.png": picture("hello")}, ""
    yield "a certificate with nothing in it", {"a.pdf": certificate()}, ""


KINDS = list(_kinds())


@pytest.fixture(scope="module")
def answers():
    tasks = [
        {
            "task": "dropped",
            "drops": [[{"name": name, "data": packed(data)} for name, data in files.items()]],
            "options": {"now": NOW.isoformat()},
            "text": text,
        }
        for _, files, text in KINDS
    ]
    return [answer["result"] for answer in asked_of_the_browser(tasks)]


def of_the_command(folder, files, text):
    """(verdict, outcomes) of each, as `sceau verify --offline` says them."""
    for name, data in files.items():
        (folder / name).write_bytes(data)
    confirmed = [(keys_in(text), keys_document(text.encode()))] if text else []
    apart = set_apart([str(folder / name) for name in files], confirmed)
    judge = _Judge(apart.brought, tuple(confirmed), Policy(shipped()), OfflineFetcher(), NOW)
    return [report for _, report in judge.all_of([find(source) for source in apart.sources])]


@pytest.mark.parametrize("at", range(len(KINDS)), ids=[name for name, *_ in KINDS])
def test_it_says_what_the_command_says(answers, tmp_path, at):
    name, files, text = KINDS[at]

    expected = [report.as_json("x") for report in of_the_command(tmp_path, files, text)]
    found = [each["told"] for each in answers[at]["results"]]

    if name in ONLY_THERE:
        assert [each["verdict"] for each in found] == ["check"]
    else:
        assert [_outcomes(each) for each in found] == [_outcomes(each) for each in expected]
        assert [_sentences(each) for each in found] == [_sentences(each) for each in expected]


def test_each_kind_comes_to_what_it_is_worth(answers):
    said = {
        name: [each["told"]["sentence"]["fr"] for each in told["results"]]
        for (name, *_), told in zip(KINDS, answers, strict=True)
    }
    lone = ["JSON", "JWT", "paper", "sealed paper", "PNG", "SVG", "PNG of a JWT", "SVG of a JWT"]

    assert {said[name][0] for name in lone} == {"Impossible à vérifier"}
    assert {said[f"{name}, and the keys beside it"][0] for name in lone} == {"Intacte, émetteur à confirmer"}
    assert {said[f"{name}, and its keys confirmed"][0] for name in lone if "JWT" in name} == {"Authentique et valide"}
    assert {said[f"{name}, and its keys confirmed"][0] for name in lone if "JWT" not in name} == {
        "Authentique, à vérifier"
    }
    assert {said[f"{name}, and keys of a forger"][0] for name in lone} == {"Non authentique"}
    assert said["altered, and the keys beside it"] == said["altered, and its keys confirmed"] == ["Non authentique"]
    assert said["bundle, and the key confirmed"] == ["Authentique et valide"]
    assert said["two, and a bundle"] == ["Intacte, émetteur à confirmer"] * 3
    assert said["two, and the bundle of a forger"] == [
        "Impossible à vérifier",
        "Impossible à vérifier",
        "Intacte, émetteur à confirmer",
    ]


def _outcomes(report):
    return report["verdict"], [(check["id"], check["outcome"]) for check in report["checks"]]


def _sentences(report):
    """What is said, but of servers: each says in its own words that nobody is asked."""
    return report["sentence"], [check["message"] for check in report["checks"] if check["id"] not in ("key", "status")]
