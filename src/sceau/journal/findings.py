"""What a recheck may find, each thing a reason in both languages, with the act it is about."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sceau.engine.errors import Reason

CHANGED = Reason(
    "journal.changed",
    "L’acte n° {number} ({date}, {act}) ne correspond plus à son empreinte : il a été modifié, "
    "ou celui d’avant a été récrit avec la sienne",
    "Act no. {number} ({date}, {act}) no longer matches its digest: it was changed, "
    "or the act before was rewritten together with its own",
)
DIGEST_CHANGED = Reason(
    "journal.digest_changed",
    "L’empreinte de l’acte n° {number} ({date}, {act}) a été modifiée ; l’acte lui-même est intact",
    "The digest of act no. {number} ({date}, {act}) was changed; the act itself is intact",
)
MISSING = Reason(
    "journal.missing",
    "Il manque un acte : le n° {number}, juste avant celui du {date} ({act})",
    "An act is missing: no. {number}, just before the one of {date} ({act})",
)
SEVERAL_MISSING = Reason(
    "journal.several_missing",
    "Il manque des actes : du n° {number} au n° {last}, juste avant celui du {date} ({act})",
    "Acts are missing: no. {number} to no. {last}, just before the one of {date} ({act})",
)
CUT_SHORT = Reason(
    "journal.cut_short",
    "La fin du journal manque : du n° {number} au n° {last}",
    "The end of the journal is missing: no. {number} to no. {last}",
)
DISPLACED = Reason(
    "journal.displaced",
    "L’acte n° {number} ({date}, {act}) n’est pas à sa place : il a été écrit sous le n° {written}",
    "Act no. {number} ({date}, {act}) is out of its place: it was written as no. {written}",
)
BEYOND = Reason(
    "journal.beyond",
    "L’acte n° {number} ({date}, {act}) est hors du journal, qui a {length} actes : il a été ajouté autrement, "
    "ou le compte a été modifié",
    "Act no. {number} ({date}, {act}) is outside the journal, which has {length} acts: it was added another way, "
    "or the count was changed",
)
HEAD_CHANGED = Reason(
    "journal.head_changed",
    "La tête du journal n’est pas l’empreinte du dernier acte, le n° {number} ({date}, {act}) : elle a été modifiée",
    "The head of the journal is not the digest of the last act, no. {number} ({date}, {act}): it was changed",
)
EMPTY_HEAD_CHANGED = Reason(
    "journal.empty_head_changed",
    "Le journal est vide et sa tête dit le contraire : elle a été modifiée",
    "The journal is empty and its head says otherwise: it was changed",
)
VANISHED = Reason(
    "journal.vanished",
    "Ce journal n’a aucun acte, alors qu’il en a toujours au moins un : il a été retiré de la base de données",
    "This journal has no act at all, although there is always at least one: it was taken out of the database",
)
UNKNOWN_CHAIN = Reason(
    "journal.unknown_chain",
    "Des actes appartiennent à un journal qui n’existe pas ; le premier est le n° {number} ({date}, {act})",
    "Some acts belong to a journal that does not exist; the first is no. {number} ({date}, {act})",
)
WRONG_REASON = Reason(
    "journal.wrong_reason",
    "Le motif de l’acte n° {number} ({date}, {act}) n’est plus celui qui a été donné",
    "The reason of act no. {number} ({date}, {act}) is no longer the one that was given",
)
REASON_GONE = Reason(
    "journal.reason_gone",
    "Le motif de l’acte n° {number} ({date}, {act}) a disparu sans qu’un acte l’efface",
    "The reason of act no. {number} ({date}, {act}) has vanished and no act erased it",
)
REASON_ADDED = Reason(
    "journal.reason_added",
    "L’acte n° {number} ({date}, {act}) porte un motif qu’il n’avait pas",
    "Act no. {number} ({date}, {act}) bears a reason that it did not have",
)
WITNESS_DIFFERS = Reason(
    "journal.witness_differs",
    "L’acte n° {number} ({date}, {act}) n’est pas celui dont l’empreinte a été relevée ailleurs : "
    "le journal a été récrit depuis",
    "Act no. {number} ({date}, {act}) is not the one whose digest was noted elsewhere: the journal was rewritten since",
)
WITNESS_LONGER = Reason(
    "journal.witness_longer",
    "Le journal a {length} actes, et on en avait relevé {number} ailleurs : les derniers manquent",
    "The journal has {length} acts, and {number} were noted elsewhere: the last ones are missing",
)
UNGUARDED = Reason(
    "journal.unguarded",
    "La base de données ne refuse plus de modifier le journal. Il y manque : {guards}. "
    "« sceau manage migrate journal 0001 », puis « sceau manage migrate », les remet",
    "The database no longer refuses to change the journal. Missing there: {guards}. "
    "“sceau manage migrate journal 0001”, then “sceau manage migrate”, puts them back",
)
ALL = tuple(value for value in list(globals().values()) if isinstance(value, Reason))

_MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "en": "January February March April May June July August September October November December".split(),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong in a journal.

    chain:    whose journal
    number:   of the act it is about; None when it is about none
    at:       the date that the act bears now; None when it bears none that can be read
    act:      the code that the act bears now, "" without one
    details:  the other values of the sentence
    """

    reason: Reason
    chain: UUID
    number: int | None = None
    at: datetime | None = None
    act: str = ""
    details: dict[str, object] = field(default_factory=dict)

    def sentence(self, language: str) -> str:
        """What is wrong, for a person, in "fr" or "en"; dates are in UTC."""
        values = {"number": self.number, "date": _date(self.at, language), "act": self.act or "?", **self.details}
        return self.reason.sentence(language, values)

    def as_json(self) -> dict[str, object]:
        """For a machine."""
        return {
            "code": self.reason.code,
            "number": self.number,
            "at": self.at.isoformat() if self.at else None,
            "act": self.act,
            "details": self.details,
            "sentence": {"fr": self.sentence("fr"), "en": self.sentence("en")},
        }


def _date(moment: datetime | None, language: str) -> str:
    if moment is None:
        return "date illisible" if language == "fr" else "unreadable date"
    month = _MONTHS[language][moment.month - 1]
    if language == "fr":
        day = "1er" if moment.day == 1 else moment.day
        return f"{day} {month} {moment.year}, {moment.hour} h {moment.minute:02} UTC"
    return f"{moment.day} {month} {moment.year}, {moment.hour}:{moment.minute:02} UTC"
