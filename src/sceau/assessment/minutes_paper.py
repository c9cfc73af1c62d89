"""From the data of minutes to what the page of paper is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sceau.assessment.minutes_words import Words
from sceau.assessment.models import Minutes
from sceau.assessment.models import Signature as SignatureRow
from sceau.assessment.papers import Body, Corrected, Decided, Juror, MinutesData, Named, Signature
from sceau.engine.keys.stamps import read_stamp
from sceau.engine.strict_json import JsonObject


def paper_of(
    minutes: Minutes,
    signatures: Sequence[SignatureRow],
    *,
    is_sealed: bool,
    only: str = "",
) -> MinutesData:
    """The whole page, or the extract that is one candidate's.

    signatures:  with their seats, whoever presides first
    is_sealed:   whether the seal follows
    only:        the uuid of a candidate; "" for the whole
    """
    data: JsonObject = minutes.data
    words = Words(data["language"])
    mine = next((each for each in data["candidates"] if each["candidate"] == only), None)
    body, about, session = data["body"], data["certification"], data["session"]
    return {
        "language": "en" if words.language == "en" else "fr",
        "number": minutes.number,
        "digest": minutes.digest,
        "body": _body(body, words),
        "certification": words.text(about["title"]),
        "lines": _lines(about, words),
        "session": " · ".join(filter(None, [session["code"], session["title"]])),
        "dates": _dates(session, words),
        "deliberated": _deliberated(data["deliberation"], words),
        "place": data["deliberation"]["place"],
        "remote": data["deliberation"]["remote_tool"],
        "facts": _facts(data, words, whole=not only),
        "jury": [_juror(each, data["deliberation"]["mode"], words) for each in data["jury"]],
        "quorum": _quorum(data["quorum"], words),
        "candidates": [_decided(each, words, is_named=not only or each is mine) for each in data["candidates"]],
        "absent": [
            f"{words.say('number', number=each['number'])} · {each['name']}"
            for each in data["candidates"]
            if each["decided"] == "absent" and (not only or each is mine)
        ],
        "incidents": [
            _incident(each, words)
            for each in data["incidents"]
            if not only or (mine is not None and each["candidate"] == mine["number"])
        ],
        "remarks": data["deliberation"]["remarks"].splitlines() if data["deliberation"]["remarks"] and not only else [],
        "signatures": [] if only else [_signature(each, words) for each in signatures],
        "corrects": _corrects(data["corrects"], words),
        "redacted_for": mine["name"] if mine else "",
        "sealed": _sealed(minutes, words, is_extract=bool(only)) if is_sealed else "",
    }


def said_of(signature: SignatureRow, words: Words) -> str:
    """How somebody signed, or why not; "" while nothing came."""
    if signature.dissented_at is not None:
        if signature.attested_by is not None:
            return words.say("prevented", words=signature.dissent, attested=signature.attested_by.name)
        return words.say("refused", words=signature.dissent)
    if signature.signed_at is None:
        return ""
    if signature.way == "account":
        key = "account_key" if signature.proof else "account"
        return words.say(key, factor=words.say(signature.factor))
    attested = signature.attested_by.name if signature.attested_by else ""
    return words.say(signature.way, attested=attested)


def _body(body: JsonObject, words: Words) -> Body:
    lines = [body["legal_name"] if body["legal_name"] != body["name"] else ""]
    if body["siren"]:
        figures = body["siren"]
        lines.append(words.say("siren", siren=f"{figures[:3]}\u00a0{figures[3:6]}\u00a0{figures[6:]}"))
    return {"name": body["name"], "lines": [line for line in lines if line]}


def _lines(about: JsonObject, words: Words) -> list[str]:
    lines = [words.say("version", number=about["version"], digest=about["digest"])]
    found = about["registration"]
    if found:
        key = "registered_bloc" if found["kind"] == "RNCP_BLOC" else "registered"
        said = words.registered(key, found)
        lines.append(said[:1].upper() + said[1:])
    if about["level"] is not None:
        lines.append(words.say("level", level=about["level"]))
    return lines


def _dates(session: JsonObject, words: Words) -> str:
    first, last = session["starts_on"], session["ends_on"]
    if not first:
        return words.say("rolling")
    if not last or first == last:
        return words.say("one_day", first=words.day(first))
    return words.say("dates", first=words.day(first), last=words.day(last))


def _deliberated(told: JsonObject, words: Words) -> str:
    start, end = read_stamp(told["opened_at"]), read_stamp(told["closed_at"])
    if start is None or end is None:
        return words.day(told["day"])
    first, last = words.moment(start), words.moment(end)
    if words.local_day(start) != words.local_day(end):
        return words.say("deliberated_days", start=first, end=last)
    return words.say("deliberated", day=words.day(told["day"]), start=words.hour(start), end=words.hour(end))


def _facts(data: JsonObject, words: Words, *, whole: bool) -> list[Named]:
    facts: list[tuple[str, str]] = []
    rule = data["certification"]["pass_rule"]
    if rule:
        facts.append((words.say("rule"), words.text(rule)))
    events = data["assessment"]["events"]
    if events:
        told = [words.say("assessors_of", event=words.text(each["label"]), count=each["assessors"]) for each in events]
        facts.append((words.say("assessors"), " · ".join(told)))
    double = data["assessment"]["double"]
    compared = sum(double.values())
    if compared:
        facts.append((words.say("double"), words.say("double_value", compared=compared, **double)))
    organiser = data["session"]["organiser"]
    if organiser:
        facts.append((words.say("organiser"), organiser["name"]))
    if data["previous"] and whole:
        told = [f"{each['number']} ({words.day(each['day'])}), SHA-256 {each['digest']}" for each in data["previous"]]
        facts.append((words.say("previous"), " · ".join(told)))
    closer = data["closed_by"]
    name = closer["name"]
    if closer["delegator"]:
        name = words.say("by_delegation", name=name, delegator=closer["delegator"])
    facts.append((words.say("closed_by"), name))
    return [{"name": name, "value": value} for name, value in facts]


def _juror(told: JsonObject, mode: str, words: Words) -> Juror:
    presence = told["presence"]
    key = (mode or "mixed") if presence == "present" else presence
    return {
        "name": told["name"],
        "role": words.say("president" if told["presides"] else "member"),
        "quality": told["quality"],
        "external": told["external"],
        "presence": words.say(key, name=told["proxy"] or ""),
    }


def _quorum(told: JsonObject, words: Words) -> str:
    proxies = ""
    if told["represented"]:
        proxies = words.say("proxies_counted" if told["proxies_count"] else "proxies_not_counted", **told)
    return words.say("quorum", proxies=proxies, **told)


def _decided(told: JsonObject, words: Words, *, is_named: bool) -> Decided:
    number = str(told["number"])
    if not is_named:
        return {
            "number": number,
            "name": "",
            "native": "",
            "access": "",
            "score": "",
            "decision": "",
            "reasons": [],
            "changes": [],
        }
    return {
        "number": number,
        "name": told["name"],
        "native": told["native"],
        "access": words.say("experience") if told["experience"] else "",
        "score": words.number(told["score"]),
        "decision": words.outcome(told["decided"]),
        "reasons": _reasons(told, words),
        "changes": [
            words.say(
                "changed",
                criterion=each["criterion"],
                before=each["before"] or words.say("unmarked"),
                after=each["after"],
                reason=each["reason"],
            )
            for each in told["changes"]
        ],
    }


def _reasons(told: JsonObject, words: Words) -> list[str]:
    said = [told["reason"]] if told["reason"] else []
    if told["proposed"] != told["decided"]:
        said.append(words.say("proposed", proposed=words.outcome(told["proposed"])))
    if told.get("formerly"):
        said.append(words.say("formerly", decided=words.outcome(told["formerly"]["decided"])))
    if told["kept"]:
        names = ", ".join(told["kept"])
        until = told["kept_until"]
        said.append(
            words.say("kept_until", until=words.day(until), names=names) if until else words.say("kept", names=names)
        )
    if told["withdrew"]:
        said.append(words.say("withdrew", names=", ".join(told["withdrew"])))
    return said


def _incident(told: JsonObject, words: Words) -> str:
    text = " ".join(filter(None, [told["words"], told["measures"]]))
    at = words.moment(told["at"])
    if told["candidate"] is None:
        return words.say("incident", at=at, words=text)
    return words.say("incident_of", at=at, number=told["candidate"], words=text)


def _signature(row: SignatureRow, words: Words) -> Signature:
    name = row.seat.name
    if row.delegation_id is not None and row.signed_by is not None:
        name = words.say("by_delegation", name=row.signed_by.name, delegator=name)
    moment = row.signed_at or row.dissented_at
    return {
        "name": name,
        "role": words.say("president" if row.seat.presides else "member"),
        "way": said_of(row, words),
        "moment": words.moment(moment) if moment else "",
        "stroke": row.drawn,
    }


def _corrects(told: dict[str, Any] | None, words: Words) -> Corrected | None:
    if told is None:
        return None
    return {
        "number": told["number"],
        "date": words.day(told["day"]),
        "digest": told["digest"],
        "reason": told["why"],
    }


def _sealed(minutes: Minutes, words: Words, *, is_extract: bool) -> str:
    name = minutes.data["body"]["name"]
    if is_extract:
        return words.say("extract", number=minutes.number, digest=minutes.digest, name=name)
    return words.say("sealed", name=name)
