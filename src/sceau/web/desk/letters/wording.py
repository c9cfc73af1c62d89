"""How letters are said: where they stand, and why one came back."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sceau.issuing.models import Letter
from sceau.issuing.services.handing import BY_HAND
from sceau.issuing.states import LetterState
from sceau.web.desk.batches.wording import LETTERS

FIELDS: Final[tuple[tuple[str, str | Promise], ...]] = (
    ("{name}", gettext_lazy("le nom de la personne")),
    ("{title}", gettext_lazy("l’intitulé de la micro-certification")),
    ("{institution}", gettext_lazy("le nom de votre organisme")),
    ("{link}", gettext_lazy("l’adresse qui ouvre la preuve ; seule sur sa ligne, c’est le bouton")),
    ("{code}", gettext_lazy("le code de la preuve")),
    ("{until}", gettext_lazy("le jour où elle expire")),
    ("{why}", gettext_lazy("le motif d’une suspension ou d’une révocation")),
)
LANGUAGE_NAMES: Final[dict[str, str | Promise]] = {"fr": gettext_lazy("français"), "en": gettext_lazy("anglais")}
_NO_ADDRESS: Final = "letter.address"  # as the sender notes it
_OF_A_MAILBOX: Final[dict[str, str | Promise]] = {  # RFC 3463, the last two figures
    "1.1": gettext_lazy("Cette boîte n’existe pas."),
    "1.2": gettext_lazy("Ce qui suit le @ n’existe pas."),
    "1.3": gettext_lazy("Cette adresse est mal écrite."),
    "1.10": gettext_lazy("Ce qui suit le @ ne reçoit pas de courriel."),
    "2.1": gettext_lazy("Cette boîte est fermée."),
    "2.2": gettext_lazy("Cette boîte est pleine."),
}


def state_of(letter: Letter) -> tuple[str, str]:
    """How it stands: a colour, and the word."""
    return LETTERS[letter.state], str(LetterState(letter.state).label)


def why_of(letter: Letter) -> str:
    """Why it came back, or waits for another try; "" when nothing happened to it."""
    fault = letter.fault
    if not fault:
        return ""
    if fault == BY_HAND:
        return _("Un collègue a noté qu’elle était revenue.")
    if fault == _NO_ADDRESS:
        return _("Ce n’est pas une adresse électronique.")
    if fault.startswith(("smtp.rcpt.", "smtp.data.")):
        return _of_an_answer(fault, is_over=letter.state == LetterState.BOUNCED)
    return _("Le serveur de courriel n’a pas répondu comme prévu : un autre essai est prévu.")


def _of_an_answer(fault: str, *, is_over: bool) -> str:
    _smtp, at, code, *figures = fault.split(".")
    known = _OF_A_MAILBOX.get(".".join(figures[1:])) if at == "rcpt" else None
    if known:
        return str(known) if is_over else f"{known} {_('Un autre essai est prévu.')}"
    if not is_over:
        return _("Refusée pour l’instant (code %(code)s) : un autre essai est prévu.") % {"code": code}
    if at == "rcpt":
        return _("Le serveur de courriel refuse cette adresse (code %(code)s).") % {"code": code}
    return _("Le serveur de courriel refuse cette lettre (code %(code)s).") % {"code": code}
