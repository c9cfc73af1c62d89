"""How designs are named and how they stand, in words."""

from __future__ import annotations

from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from sceau.design.models import Design
from sceau.design.states import State
from sceau.engine.model.texts import read_text
from sceau.engine.quality.words import Words

STEP_NAMES: Final[dict[str, str | Promise]] = {
    "identity": _("Identité"),
    "outcomes": _("Acquis"),
    "assessment": _("Évaluation"),
    "level": _("Niveau et volume"),
    "look": _("Présentation"),
    "issuing": _("Délivrance"),
}
LANGUAGE_NAMES: Final[dict[str, str | Promise]] = {"fr": _("français"), "en": _("anglais")}

_STATES: Final[dict[str, tuple[str, str | Promise]]] = {
    State.DRAFT: ("idle", gettext_lazy("Brouillon")),
    State.IN_REVIEW: ("info", gettext_lazy("En relecture")),
    State.APPROVED: ("good", gettext_lazy("Relue, prête à publier")),
    State.PUBLISHED: ("good", gettext_lazy("Publiée")),
}


def state_of(design: Design, *, retired: bool = False) -> tuple[str, str]:
    """The kind of mark and the word for how a design stands.

    retired:  its last version is
    """
    if design.archived_at is not None:
        return "idle", gettext("Archivée")
    if retired and design.state == State.PUBLISHED:
        return "check", gettext("Retirée")
    kind, word = _STATES[State(design.state)]
    return kind, str(word)


def title_of(design: Design, language: str) -> str:
    """Its title, or that it has none yet."""
    return said(design.titles, language) or gettext("Micro-certification sans intitulé")


def said(value: Any, language: str) -> str:
    """A text of a design, or of ours, in a language, else in the one it has; "" for what is no text."""
    if isinstance(value, Words):
        return value.to(language)
    text = read_text(value, "fr")
    return text.to(language) if text else ""


def in_words(languages: Any) -> str:
    """« français, anglais »; a tag that we have no name for is shown as it is."""
    return ", ".join(str(LANGUAGE_NAMES.get(each, each)) for each in languages)


def origin_of(design: Design) -> str:
    """Where it came from, in a sentence; "" for one that began blank."""
    origin = design.origin
    match origin.get("kind"):
        case "fiche":
            return gettext("À partir de la fiche %(code)s.") % {"code": origin.get("code", "…")}
        case "design":
            return gettext("Copie d’une autre micro-certification.")
        case "file":
            issuer = origin.get("issuer")
            if issuer and origin.get("signature") == "checked":
                return gettext("Importée d’un fichier de %(issuer)s.") % {"issuer": issuer}
            if issuer:
                return gettext(
                    "Importée d’un fichier qui se dit de %(issuer)s\u00a0: sa signature n’a pas été vérifiée."
                ) % {"issuer": issuer}
            return gettext("Importée d’un fichier.")
    return ""
