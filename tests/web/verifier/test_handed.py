"""Bundles and the five lines: the browser's verifier says what the engine and our pages say."""

from __future__ import annotations

from dataclasses import asdict, replace

import orjson
import pytest

from engine.checks.test_handed import LATER, WEEK, bundle_of, judged, key_of, publish
from sceau.engine.checks.handed import keys_in, shown_keys
from sceau.engine.checks.secured import NOT_LOOKED_AT
from sceau.engine.model.bundle import read_bundle, write_bundle
from sceau.engine.status.notices import Notice
from sceau.verification.telling import lines_of, next_step
from sceau.web.public.verifying.showing import _OUTCOMES
from verifying import INDEX, NOW, Issuer, ask

from .browser_side import asked_of_the_browser, packed


def _cases():
    issuer, forger, point = publish(Issuer()), publish(Issuer(66)), Issuer(31, algorithm="P-256")
    key = " ".join(key_of(issuer))
    yield "unknown key", bundle_of(issuer), NOW, ""
    yield "confirmed", bundle_of(issuer), NOW, f"Clé : {key}."
    yield "forged", bundle_of(forger), NOW, key
    yield "P-256", bundle_of(point, point.token().encode()), NOW, " ".join(key_of(point))
    yield "altered", bundle_of(issuer, bundle_of(issuer).credential.replace(b"2099", b"2098")), NOW, key
    yield "no documents", replace(bundle_of(issuer), documents={}), NOW, key
    yield "no credential", bundle_of(issuer, b"{}"), NOW, key
    for name, options in {
        "lapsed": {},
        "revoked": {"revoked": [INDEX]},
        "suspended": {"notice": Notice.SUSPENDED},
    }.items():
        yield name, bundle_of(publish(Issuer(), until=WEEK, **options)), LATER, key
    yield "lapsed, unknown key", bundle_of(publish(Issuer(), until=WEEK)), LATER, ""


CASES = list(_cases())


@pytest.fixture(scope="module")
def answers():
    tasks = [
        {"task": "handed", "given": packed(write_bundle(bundle)), "options": {"now": now.isoformat()}, "text": text}
        for _, bundle, now, text in CASES
    ]
    return asked_of_the_browser(tasks)


@pytest.mark.parametrize("at", range(len(CASES)), ids=[name for name, *_ in CASES])
def test_a_bundle_is_judged_alike(answers, at):
    _, bundle, now, text = CASES[at]
    written = read_bundle(write_bundle(bundle))
    told = answers[at]["result"]

    report = judged(written, now=now, confirmed=keys_in(text))

    assert told["report"]["verdict"] == report.verdict
    assert told["keys"] == [asdict(key) for key in shown_keys(written)]
    assert told["next"] == next_step(report)
    if written.documents:  # each says in its own words that nobody is asked
        assert told["report"] == report.as_json("x")
        assert told["lines"] == _lines(report)


def test_the_keys_of_a_text_are_found_alike():
    issuer = Issuer()
    issuer.publish_key(revoked=NOW)
    (withdrawn,) = [orjson.dumps(body).decode() for body in issuer.site.values()]
    (good,) = [orjson.dumps(body).decode() for body in Issuer().site.values()]
    texts = [withdrawn, good, f"clé {next(iter(key_of(issuer)))}, en service", '{"keys": 3}', "rien"]

    (answer,) = asked_of_the_browser([{"task": "keysIn", "texts": texts}])

    assert [sorted(keys) for keys in answer["result"]] == [sorted(keys_in(text)) for text in texts]
    assert [len(keys) for keys in answer["result"]] == [0, 1, 1, 0, 0]


def test_the_five_lines_and_what_to_do_next_are_those_of_our_pages():
    issuer = publish(Issuer(), revoked=[INDEX])
    badge = issuer.badge_with_status()
    reports = [
        ask(orjson.dumps(badge), issuer.site),
        ask(orjson.dumps(badge | {"name": "x"}), issuer.site),
        ask(orjson.dumps(badge)),
        ask(b"nothing", issuer.site),
        ask(orjson.dumps(Issuer(host=None).badge())),
        ask(orjson.dumps(issuer.badge(validUntil="2026-02-01T00:00:00Z")), issuer.site),
        ask(b'{"clr": 1, "type": "Clr", "@context": "https://purl.imsglobal.org/spec/clr/v1p0/context"}'),
        ask(orjson.dumps(issuer.badge()), issuer.site),
    ]

    (answer,) = asked_of_the_browser([{"task": "telling", "reports": [report.as_json("x") for report in reports]}])

    assert answer["result"] == [{"lines": _lines(report), "next": next_step(report)} for report in reports]
    assert len({str(each["next"]) for each in answer["result"]}) > 4


def _lines(report):
    """The lines as data. A check that was not looked at is "idle" there too."""
    return [
        {
            "id": line.id,
            "kind": line.kind,
            "title": dict(line.title),
            "summary": dict(line.summary),
            "checks": [
                {
                    "id": check.id,
                    "kind": "idle" if check.reason is NOT_LOOKED_AT else _OUTCOMES[check.outcome],
                    "message": check.message,
                }
                for check in line.checks
            ],
        }
        for line in lines_of(report)
    ]
