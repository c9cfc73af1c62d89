"""What may be said of the registers and of the CPF on a day: registered words only when the registration stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from sceau.engine.errors import MalformedDesign
from sceau.engine.model.bodies import Body
from sceau.engine.model.registers import Registration, Standing, read_registration
from sceau.web import words
from sceau.web.public.catalogue.facts import Eligible, Facts, RegisterFact
from sceau.web.public.catalogue.saying import NOTHING, Said, Speaker, member


@dataclass(frozen=True, slots=True)
class Registered:
    """What is said of the registers.

    stands:    whether the registered words may be used
    claimed:   whether the design names a fiche at all
    kind:      "RS", "RNCP" or "RNCP_BLOC", "" without one
    sentence:  the whole of it, for people; short: for a line of the catalogue
    page:      the public page of the fiche
    """

    stands: bool
    claimed: bool
    kind: str
    code: str
    title: Said
    until: date | None
    sentence: str
    short: str
    page: str


@dataclass(frozen=True, slots=True)
class Funding:
    """The CPF. state: "yes", "no" or "unknown"; word: for a line of the catalogue; reason: why."""

    state: str
    word: str
    reason: str


def registered(document: Any, speaker: Speaker, facts: Facts) -> Registered:
    """What may be said of the registration that a design claims."""
    claim = _claim(document, speaker.own)
    if claim.kind == "none":
        sentence = _("Elle n’est enregistrée ni au RNCP ni au Répertoire spécifique.")
        return Registered(False, False, "", "", Said(""), None, sentence, _("Sans inscription"), "")
    if facts.register is None:
        return _unknown(claim, speaker)
    claim = _as_imported(claim, facts.register, facts.today)
    # the first body signs, and is known; the others are a word of the design, which gives no right
    standing = claim.standing([Body(name=each.name, siren=each.siren) for each in facts.bodies[:1]], facts.today)
    if standing is Standing.REGISTERED and not facts.register.active:
        standing = Standing.ENDED
    stands = standing is Standing.REGISTERED
    title = speaker.quote(member(document, "registration", "title")) or Said(facts.register.title)
    return Registered(
        stands,
        True,
        claim.kind,
        claim.code,
        title,
        claim.end if stands else None,
        _sentence(claim, standing, speaker.language),
        _short(claim, standing),
        claim.page,
    )


def funding(document: Any, found: Registered, facts: Facts, language: str) -> Funding:
    """Whether the CPF may pay: never typed, and only where the registered words stand too."""
    cpf = facts.cpf
    if cpf is not None and not (cpf.eligible and not found.stands):
        return _told(cpf, language)
    if found.stands:
        return Funding("yes", _("Éligible au CPF"), _("Parce que %(fiche)s est en vigueur.") % {"fiche": _named(found)})
    if found.claimed:
        reason = _("La fiche %(code)s ne vaut pas ici aujourd’hui\u00a0: le CPF ne peut pas payer.") % {
            "code": found.code
        }
        return Funding("no", _("Non éligible au CPF"), reason)
    reason = _("Le CPF ne paie que ce qui est enregistré au RNCP ou au Répertoire spécifique.")
    return Funding("no", _("Non éligible au CPF"), reason)


def _told(cpf: Eligible, language: str) -> Funding:
    reason = cpf.fr if language == "fr" else cpf.en
    if cpf.eligible is None:
        return Funding("unknown", _("CPF\u00a0: non établi"), reason)
    return (
        Funding("yes", _("Éligible au CPF"), reason)
        if cpf.eligible
        else Funding("no", _("Non éligible au CPF"), reason)
    )


def _claim(document: Any, own: str) -> Registration:
    """The registration that a document claims; a draft that says too little claims none."""
    entry = member(document, "registration")
    if not isinstance(entry, dict) or entry.get("type") not in ("RS", "RNCP", "RNCP_BLOC"):
        return Registration(kind="none")
    try:
        return read_registration(entry, own)
    except (MalformedDesign, KeyError, TypeError, AttributeError, ValueError):
        return Registration(kind="none")


def _unknown(claim: Registration, speaker: Speaker) -> Registered:
    """What a document says of a fiche that the registers of this house do not know: that we cannot tell."""
    sentence = _(
        "Elle n’est pas présentée comme enregistrée\u00a0: les registres chargés ici ne connaissent pas la fiche "
        "%(code)s."
    ) % {"code": claim.code}
    short = _short(claim, Standing.DATES_UNKNOWN)
    return Registered(False, True, claim.kind, claim.code, NOTHING, None, sentence, short, claim.page)


def _as_imported(claim: Registration, known: RegisterFact, today: date) -> Registration:
    """The claim, with the dates of the imported register where it says none of its own, and with its bodies."""
    return Registration(
        kind=claim.kind,
        code=claim.code,
        title=claim.title,
        start=claim.start or (today if known.active else None),
        end=min(claim.end, known.ends_on) if claim.end and known.ends_on else claim.end or known.ends_on,
        level=claim.level,
        entitled=known.entitled,
    )


def _named(found: Registered) -> str:
    return (_("le bloc %(code)s") if found.kind == "RNCP_BLOC" else _("la fiche %(code)s")) % {"code": found.code}


def _register_name(kind: str) -> str:
    return _("Répertoire spécifique") if kind == "RS" else "RNCP"


def _sentence(claim: Registration, standing: Standing, language: str) -> str:
    about = {
        "code": claim.code,
        "register": _register_name(claim.kind),
        "until": words.day(claim.end, language) if claim.end else "",
        "start": words.day(claim.start, language) if claim.start else "",
    }
    if standing is Standing.REGISTERED and claim.kind == "RNCP_BLOC":
        return _("Bloc de compétences %(code)s d’une certification enregistrée au RNCP, jusqu’au %(until)s.") % about
    if standing is Standing.REGISTERED:
        return _("Certification enregistrée au %(register)s, n°\u00a0%(code)s, jusqu’au %(until)s.") % about
    if standing is Standing.ENDED:
        return _("Elle n’est plus enregistrée\u00a0: la fiche %(code)s n’est plus en vigueur.") % about
    if standing is Standing.NOT_YET:
        return _("Elle n’est pas encore enregistrée\u00a0: la fiche %(code)s commence le %(start)s.") % about
    if standing is Standing.BODY_NOT_ENTITLED:
        return (
            _(
                "Elle n’est pas enregistrée\u00a0: l’organisme n’est ni le certificateur de la fiche %(code)s, ni son "
                "partenaire habilité à évaluer."
            )
            % about
        )
    return (
        _("Elle n’est pas présentée comme enregistrée\u00a0: les dates de la fiche %(code)s ne sont pas connues.")
        % about
    )


def _short(claim: Registration, standing: Standing) -> str:
    if standing is not Standing.REGISTERED:
        return _("Sans inscription en vigueur")
    if claim.kind == "RNCP_BLOC":
        return _("Bloc %(code)s") % {"code": claim.code}
    return _("%(register)s, %(code)s") % {"register": "RS" if claim.kind == "RS" else "RNCP", "code": claim.code}
