"""What is asked of a design that says that it is registered in the RNCP or in the RS."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from sceau.engine.model.wording import Voice
from sceau.engine.quality.asked.found import Found, asks
from sceau.engine.quality.drafts import Draft, string
from sceau.engine.quality.findings import Value
from sceau.engine.quality.profiles import REGISTERED
from sceau.engine.quality.report import RegistrationFacts
from sceau.engine.quality.rules.rule import Rule
from sceau.engine.quality.words import Words

_CODE = "/registration/code"
_FORMS = {
    "RS": re.compile(r"RS\d{1,5}"),
    "RNCP": re.compile(r"RNCP\d{3,5}"),
    "RNCP_BLOC": re.compile(r"RNCP\d{3,5}BC\d{1,2}"),
}


@asks("registration.none")
def none(draft: Draft, rule: Rule) -> Iterator[Found]:
    """The registered purpose has a registration with its number."""
    if draft.profile == REGISTERED and not (draft.register and string(draft.at(_CODE))):
        yield Found(_CODE)


@asks("registration.other_purpose")
def other_purpose(draft: Draft, rule: Rule) -> Iterator[Found]:
    """A registration goes with the registered purpose."""
    if draft.register and draft.profile != REGISTERED:
        yield Found("/purpose", {"code": _code(draft)})


@asks("registration.code")
def code(draft: Draft, rule: Rule) -> Iterator[Found]:
    """The number has the form of its register, and the RS claims no level."""
    if not draft.register:
        return
    form = _FORMS.get(draft.register)
    level_of_the_rs = draft.register == "RS" and draft.at("/registration/level") is not None
    written = string(draft.at(_CODE))
    if form is None or level_of_the_rs or (written and not form.fullmatch(written)):
        yield Found(_CODE, {"code": _code(draft), "register": draft.register.replace("_", " ")[:40]})


@asks("registration.not_checked")
def not_checked(draft: Draft, rule: Rule) -> Iterator[Found]:
    """Somebody asked the registers about this number."""
    facts = draft.setting.registration
    written = string(draft.at(_CODE))
    if draft.register and written and (facts is None or facts.code != written):
        yield Found(_CODE, {"code": _code(draft)})


@asks("registration.unknown")
def unknown(draft: Draft, rule: Rule) -> Iterator[Found]:
    """The registers know it."""
    facts = _facts(draft)
    if facts is not None and not facts.known:
        yield Found(_CODE, {"code": _code(draft)})


@asks("registration.retired")
def retired(draft: Draft, rule: Rule) -> Iterator[Found]:
    """It is active."""
    facts = _facts(draft)
    if facts is None or not facts.known or facts.active:
        return
    since = facts.last_award_on or facts.ends_on
    values: dict[str, Value] = {"code": _code(draft), "since": Words("", ""), "successor": Words("", "")}
    if since is not None and since < draft.today:
        values["since"] = Words(f" depuis le {_day(since).fr}", f" since {_day(since).en}")
    if facts.successor:
        values["successor"] = Words(f", remplacé par {facts.successor}", f", replaced by {facts.successor}")
    yield Found(_CODE, values)


@asks("registration.ends_soon")
def ends_soon(draft: Draft, rule: Rule) -> Iterator[Found]:
    """It does not end within some months."""
    facts = _facts(draft)
    last = (facts.last_award_on or facts.ends_on) if facts is not None and facts.active else None
    if last is None:
        return
    days = (last - draft.today).days
    if 0 <= days <= rule.limits["days"]:
        yield Found(_CODE, {"code": _code(draft), "date": _day(last), "days": days})


@asks("registration.entitled")
def entitled(draft: Draft, rule: Rule) -> Iterator[Found]:
    """One of the awarding bodies is the certifier, or a partner that may organise the assessment."""
    facts = _facts(draft)
    if facts is not None and facts.known and not draft.sirens & facts.entitled:
        yield Found("/annex1/mandatory/awarding_body", {"code": _code(draft)})


@asks("registration.level")
def level(draft: Draft, rule: Rule) -> Iterator[Found]:
    """The level that is claimed is that of the register."""
    facts = _facts(draft)
    if facts is not None and facts.level is not None and draft.eqf is not None and draft.eqf != facts.level:
        yield Found(
            "/annex1/mandatory/level/eqf", {"code": _code(draft), "level": draft.eqf, "registered": facts.level}
        )


def _facts(draft: Draft) -> RegistrationFacts | None:
    """What the registers say of the number that the design gives, None when they were not asked about it."""
    facts = draft.setting.registration
    return facts if facts is not None and draft.register and facts.code == string(draft.at(_CODE)) else None


def _code(draft: Draft) -> str:
    return string(draft.at(_CODE))[:40]


def _day(day: date) -> Words:
    return Words(Voice("fr").date(day), Voice("en").date(day))
