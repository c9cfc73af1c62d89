"""What a person must know of an award, in words: the `criteria.narrative` of its credential."""

from __future__ import annotations

from collections.abc import Iterator

from sceau.engine.model.awards import Award, Basis, Issuer, Renewal, Route
from sceau.engine.model.designs import Design
from sceau.engine.model.registers import Standing
from sceau.engine.model.texts import read_text
from sceau.engine.model.validity import last_day
from sceau.engine.model.wording import Voice


def narrative(design: Design, issuer: Issuer, award: Award, voice: Voice) -> str:
    """Every Annex I element, how the award was decided and what it is not, in Markdown.

    source:  docs/decisions/what-a-credential-says.md; Council Recommendation 2022/C 243/02, Annex I
    """
    parts = [_opening(issuer, award, voice), _outcomes(design, voice)]
    lines = [f"**{title}**{voice.word('colon')}{text}" for title, text in _lines(design, issuer, award, voice)]
    note = voice.note()
    return "\n\n".join([*parts, "\n".join(f"- {line}" for line in lines), *([note] if note else [])])


def supervision_in_words(award: Award, voice: Voice) -> str:
    """What is known of the supervision of this assessment, and never what was planned for it."""
    if award.supervision is not None:
        return voice.word(award.supervision.value)
    if award.identity_verified is None:
        return voice.word("not_stated")
    return voice.word("identity_checked" if award.identity_verified else "identity_not_checked")


def decision_in_words(award: Award, voice: Voice) -> str:
    """Who decided, when, and what proves it."""
    basis = award.basis
    people = [f"{person.name} ({person.role})" if person.role else person.name for person in basis.people]
    places = {"date": voice.date(award.awarded_on), "digest": basis.digest or voice.word("not_stated")}
    if basis.route is Route.DECISION and not people and basis.taken_over_on is None:
        return voice.word("unnamed", **places)
    if basis.route is Route.ASSESSOR:
        assessor, *releasers = people or [voice.word("not_stated")]
        places["assessor"], people = assessor, releasers
    places["people"] = voice.both(people) if people else voice.word("not_stated")
    places["source"] = basis.source or voice.word("not_stated")
    if basis.taken_over_on is not None:
        places["taken_over_on"] = voice.date(basis.taken_over_on)
    return voice.word(_sentence_of(basis), **places)


def events_in_words(design: Design, award: Award, voice: Voice) -> str:
    """The events that were really held, by the names that the design gives them."""
    planned = (design.document.get("assessment") or {}).get("events") or []
    labels = {event.get("id"): read_text(event.get("label"), design.language) for event in planned}
    names = [voice.say(label) if (label := labels.get(name)) else name for name in award.conduct.events]
    return voice.word("semicolon").join(names) if names else voice.word("not_stated")


def assessors_in_words(award: Award, voice: Voice) -> str:
    """How many people really marked."""
    count = award.conduct.assessors
    if count is None:
        return voice.word("not_stated")
    return voice.word({0: "assessors_none", 1: "assessors_one"}.get(count, "assessors_many"), count=count)


def stackability_in_words(design: Design, registered: bool, voice: Voice) -> str:
    """Whether it stands alone, or what it counts towards."""
    if design.stackability != "integrated":
        return voice.word("stand_alone" if design.stackability else "not_stated")
    stacks = [stack for stack in design.stacks if registered or not stack.only_if_registered]
    if not stacks:
        return voice.word("integrated_alone")
    names = [
        f"{voice.say(stack.name)} ({voice.say(stack.role)})" if stack.role else voice.say(stack.name)
        for stack in stacks
    ]
    return voice.word("integrated", stacks=voice.both(names))


def grade_in_words(design: Design, award: Award, voice: Voice) -> str:
    """Passed, with the score when the design gives one and it is known."""
    if design.grade_scheme == "pass_fail" or award.score is None:
        return voice.word("acquired")
    return f"{voice.word('acquired')}, {voice.word('out_of_100', score=voice.number(award.score))}"


def level_in_words(design: Design, issuer: Issuer, award: Award, voice: Voice) -> str:
    """The level, and whose word it is: an unregistered micro-credential only proposes one."""
    if design.level is None:
        return voice.word("not_applicable", reason=voice.say(design.not_applicable["level"]))
    said_by = "registered_level" if is_registered_level(design, issuer, award) else "indicative"
    text = f"{voice.word('eqf', level=design.level.eqf)}, {voice.word(said_by)}"
    if design.level.cycle is None:
        return text
    return f"{text}{voice.word('semicolon')}{voice.word('cycle', cycle=voice.say(design.level.cycle))}"


def is_registered(design: Design, issuer: Issuer, award: Award) -> bool:
    """Whether this award may be called one of a registered certification."""
    return design.registration.standing(issuer.bodies, award.awarded_on) is Standing.REGISTERED


def is_registered_level(design: Design, issuer: Issuer, award: Award) -> bool:
    """Whether the level is the one that the register gives, on the day of the award."""
    level = design.level.eqf if design.level else None
    return level is not None and level == design.registration.level and is_registered(design, issuer, award)


def workload_in_words(design: Design, voice: Voice) -> str:
    """Hours in all and by kind, and the credits or why there are none."""
    workload = design.workload
    if workload is None:
        return voice.word("not_applicable", reason=voice.say(design.not_applicable["notional_workload"]))
    kinds = [f"{_kind(name, voice)} {_hours(hours, voice)}" for name, hours in workload.breakdown.items()]
    text = _hours(workload.hours, voice) + (f" ({', '.join(kinds)})" if kinds else "")
    credits_text = voice.word("no_credits") if workload.ects is None else voice.credits(workload.ects)
    return f"{text}, {credits_text}" + (f" ({voice.say(workload.rule)})" if workload.rule else "")


def quality_in_words(design: Design, registered: bool, voice: Voice) -> str:
    """Each kind of quality assurance, internal or external."""
    kinds = [kind for kind in design.quality if registered or not kind.only_if_registered]
    texts = [f"{voice.say(kind.label)} ({voice.word(kind.kind)})" for kind in kinds]
    return voice.word("semicolon").join(texts) if texts else voice.word("not_stated")


def registration_in_words(design: Design, issuer: Issuer, award: Award, voice: Voice) -> str:
    """The registered wording when it may be used, and a plain denial when not."""
    registration = design.registration
    if registration.end is None or not is_registered(design, issuer, award):
        return voice.word("not_registered")
    until = voice.date(registration.end)
    if registration.kind == "RNCP_BLOC":
        return voice.word("registered_bloc", code=registration.code, until=until)
    return voice.word("registered", register=registration.kind, code=registration.code, until=until)


def validity_in_words(design: Design, award: Award, voice: Voice) -> str:
    """Until when, and how it is renewed."""
    until = last_day(design, award)
    if until is None:
        return voice.word("no_expiry")
    text = voice.word("valid_until", date=voice.date(until))
    return f"{text}. {voice.word('renewal', renewal=voice.say(design.renewal))}" if design.renewal else text


def renewal_in_words(renewal: Renewal, voice: Voice) -> str:
    """That nobody was assessed anew, since when, and on what grounds."""
    return voice.word(
        "renewed_as", date=voice.date(renewal.on), former=voice.date(renewal.former_on), grounds=renewal.grounds.strip()
    )


def _opening(issuer: Issuer, award: Award, voice: Voice) -> str:
    return voice.word(
        "awarded_by", bodies=voice.both([body.name for body in issuer.bodies]), date=voice.date(award.awarded_on)
    )


def _outcomes(design: Design, voice: Voice) -> str:
    statements = "\n".join(f"- {voice.say(outcome.statement)}" for outcome in design.outcomes)
    return f"**{voice.word('outcomes')}**\n{statements}"


def _lines(design: Design, issuer: Issuer, award: Award, voice: Voice) -> Iterator[tuple[str, str]]:
    """(title, text) in the order of Annex I, then what else a reader needs."""
    word, registered = voice.word, is_registered(design, issuer, award)
    yield word("workload"), workload_in_words(design, voice)
    yield word("level"), level_in_words(design, issuer, award, voice)
    yield word("type_of_assessment"), _assessment(design, voice)
    yield word("participation"), _participation(design, voice)
    yield word("quality"), quality_in_words(design, registered, voice)
    yield word("prerequisites"), voice.say(design.prerequisites) if design.prerequisites else word("not_stated")
    yield word("supervision"), supervision_in_words(award, voice)
    yield word("grade"), grade_in_words(design, award, voice)
    yield word("stackability"), stackability_in_words(design, registered, voice)
    yield word("registration"), registration_in_words(design, issuer, award, voice)
    yield word("validity"), validity_in_words(design, award, voice)
    if award.renewal is not None:
        yield word("renewed"), renewal_in_words(award.renewal, voice)
    if award.assessed_on is not None:
        yield word("assessed_on"), voice.date(award.assessed_on)
    yield word("events_held"), events_in_words(design, award, voice)
    yield word("assessors"), assessors_in_words(award, voice)
    if award.conduct.jury_on is not None:
        minutes = award.conduct.minutes or word("not_stated")
        yield word("jury_on"), word("jury_of", date=voice.date(award.conduct.jury_on), minutes=minutes)
    yield word("decision"), decision_in_words(award, voice)
    if design.further_information is not None:
        yield word("further_information"), voice.say(design.further_information)


def _assessment(design: Design, voice: Voice) -> str:
    kinds = ", ".join(voice.say(kind) for kind in design.assessment_types)
    return f"{kinds}. {voice.word('pass_rule', rule=voice.say(design.pass_rule))}" if design.pass_rule else kinds


def _participation(design: Design, voice: Voice) -> str:
    detail = design.participation_detail
    return f"{voice.say(design.participation)}. {voice.say(detail)}" if detail else voice.say(design.participation)


def _hours(hours: float, voice: Voice) -> str:
    return voice.word("hours", hours=voice.number(hours))


def _kind(name: str, voice: Voice) -> str:
    known = ("guided", "autonomous", "work_based", "assessment")
    return voice.word(name) if name in known else name


def _sentence_of(basis: Basis) -> str:
    if basis.taken_over_on is not None:
        return "taken_over"
    return "named" if basis.route is Route.DECISION else basis.route.value
