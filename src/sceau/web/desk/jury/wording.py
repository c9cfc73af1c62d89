"""How juries, decisions, minutes and signatures are called on the pages."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sceau.assessment.models import Deliberation, Minutes, Signature
from sceau.assessment.queries.jury import Contest, Row
from sceau.assessment.states import DeliberationKind, MinutesState, Presence, ResultState
from sceau.web.templatetags.words import number

KINDS: Final = {
    ResultState.TO_ASSESS: "check",
    ResultState.ACQUIRED: "good",
    ResultState.NOT_ACQUIRED: "bad",
    ResultState.PARTIAL: "check",
    ResultState.ABSENT: "idle",
    ResultState.SUSPENDED: "bad",
    ResultState.PENDING: "info",
}
MINUTES: Final[dict[str, tuple[str, str | Promise]]] = {
    MinutesState.SIGNING: ("info", gettext_lazy("à signer")),
    MinutesState.SEALED: ("good", gettext_lazy("signé et scellé")),
    MinutesState.WITHDRAWN: ("idle", gettext_lazy("repris avant toute signature")),
}
PRESENCES: Final[dict[str, str | Promise]] = {
    Presence.EXPECTED: gettext_lazy("non renseigné"),
    Presence.PRESENT: gettext_lazy("là"),
    Presence.ABSENT: gettext_lazy("absence"),
    Presence.EXCUSED: gettext_lazy("absence justifiée"),
    Presence.REPRESENTED: gettext_lazy("pouvoir donné"),
}
NATURES: Final[dict[str, str | Promise]] = {
    "": gettext_lazy("aucun lien"),
    "relative": gettext_lazy("parenté ou proximité"),
    "trainer": gettext_lazy("l’a formé ou formée"),
    "colleague": gettext_lazy("même employeur ou hiérarchie"),
    "other": gettext_lazy("autre lien"),
}
FACTORS: Final[dict[str, str | Promise]] = {
    "totp": gettext_lazy("code d’une application"),
    "recovery_codes": gettext_lazy("code de secours"),
    "webauthn": gettext_lazy("clé d’accès"),
}
SHOWN_AS: Final[dict[Contest, tuple[str, Callable[[int | Decimal], str]]]] = {
    Contest.SAID: ("bad", lambda _n: _("décision suspendue ou attendue")),
    Contest.APPEAL: ("check", lambda _n: _("recours en cours")),
    Contest.IDENTITY: ("bad", lambda _n: _("identité douteuse")),
    Contest.THIRD: (
        "check",
        lambda n: (
            ngettext("troisième notation, %(n)d critère", "troisième notation, %(n)d critères", int(n)) % {"n": n}
        ),
    ),
    Contest.INCIDENT: ("check", lambda n: ngettext("%(n)d incident", "%(n)d incidents", int(n)) % {"n": n}),
    Contest.UNMARKED: ("check", lambda _n: _("notes incomplètes")),
    Contest.ELIMINATED: ("check", lambda _n: _("score atteint, critère éliminatoire manqué")),
    Contest.NEAR: (
        "info",
        lambda n: _("score à %(points)s du seuil") % {"points": number(n, 1)} if n else _("au seuil exactement"),
    ),
    Contest.AGREED: (
        "info",
        lambda n: ngettext("note convenue, %(n)d critère", "notes convenues, %(n)d critères", int(n)) % {"n": n},
    ),
    Contest.TIE: ("info", lambda _n: _("un membre se retire")),
}


def result(code: str) -> tuple[str, str | Promise]:
    """The kind and the word of a result; of a decision that is still to be taken."""
    if not code:
        return ("idle", _("à décider"))
    state = ResultState(code)
    return (KINDS[state], state.label)


def results() -> dict[str, tuple[str, str | Promise]]:
    """All of them, by code."""
    return {code: result(code) for code in ("", *ResultState.values)}


def chips(row: Row) -> list[tuple[str, str]]:
    """Why the jury looks at it: kind and words."""
    return [(SHOWN_AS[contest][0], SHOWN_AS[contest][1](figure)) for contest, figure in row.contests]


def sitting(deliberation: Deliberation) -> tuple[str, str]:
    """How a deliberation stands."""
    if deliberation.closed_at is not None:
        return ("good", _("close"))
    if deliberation.adjourned_at is not None:
        return ("check", _("suspendue"))
    return ("info", _("séance en cours"))


def named(deliberation: Deliberation) -> str:
    """« Délibération n° 1 »."""
    about = {"n": deliberation.number}
    if deliberation.kind == DeliberationKind.CORRECTIVE:
        return _("Délibération rectificative n° %(n)d") % about
    if deliberation.kind == DeliberationKind.COMPLEMENTARY:
        return _("Délibération complémentaire n° %(n)d") % about
    return _("Délibération n° %(n)d") % about


def stood(minutes: Minutes, *, answered: int = 0) -> tuple[str, str | Promise]:
    """How minutes stand. answered: how many had answered, for those that were taken back"""
    if answered and minutes.state == MinutesState.WITHDRAWN:
        return ("idle", _("repris, réponses gardées"))
    return MINUTES[minutes.state]


def answered(signature: Signature, *, is_over: bool = False) -> tuple[str, str]:
    """How somebody stands before the minutes: kind and words. is_over: no answer is awaited any more"""
    if signature.dissented_at is not None:
        if signature.attested_by is not None:
            return ("idle", _("empêchement noté par %(name)s") % {"name": signature.attested_by.name})
        return ("bad", _("refuse de signer"))
    if signature.signed_at is None and is_over:
        return ("idle", _("n’avait pas répondu"))
    if signature.signed_at is None:
        return ("info", _("lien envoyé, réponse attendue") if signature.token_digest else _("signature attendue"))
    if signature.way == "account":
        about = {"factor": FACTORS.get(signature.factor, "")}
        if signature.proof:
            return ("good", _("signé avec son compte, %(factor)s, et sa clé personnelle") % about)
        return ("good", _("signé avec son compte et un second facteur (%(factor)s)") % about)
    return (
        "good",
        {
            "link": _("signé par un lien à usage unique"),
            "tablet": _("signé sur place, à l’écran"),
            "paper": _("signé sur papier, scan déposé"),
        }[signature.way],
    )
