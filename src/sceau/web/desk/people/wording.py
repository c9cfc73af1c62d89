"""What is said of people on the pages."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sceau.people.models import Change, Person
from sceau.people.queries import Missing
from sceau.people.states import DataKind
from sceau.web.templatetags.words import spoken

CHANGES: Final[dict[str, str | Promise]] = {
    "given_name": gettext_lazy("prénom"),
    "family_name": gettext_lazy("nom"),
    "native_name": gettext_lazy("nom dans son écriture"),
    "language": gettext_lazy("langue"),
    "reference": gettext_lazy("numéro chez vous"),
    "account": gettext_lazy("compte"),
    "sex": gettext_lazy("sexe"),
    "first_names": gettext_lazy("prénoms"),
    "birth_name": gettext_lazy("nom de naissance"),
    "used_name": gettext_lazy("nom d’usage"),
    "birth_date": gettext_lazy("date de naissance"),
    "insee_code": gettext_lazy("code Insee de naissance"),
    "postcode": gettext_lazy("code postal de naissance"),
    "commune": gettext_lazy("commune de naissance"),
    "country_code": gettext_lazy("code du pays de naissance"),
    "country": gettext_lazy("pays de naissance"),
    "email_added": gettext_lazy("courriel ajouté"),
    "phone_added": gettext_lazy("téléphone ajouté"),
    "postal_added": gettext_lazy("adresse postale ajoutée"),
    "email_preferred": gettext_lazy("courriel préféré"),
    "phone_preferred": gettext_lazy("téléphone préféré"),
    "postal_preferred": gettext_lazy("adresse postale préférée"),
    "email_removed": gettext_lazy("courriel retiré"),
    "phone_removed": gettext_lazy("téléphone retiré"),
    "postal_removed": gettext_lazy("adresse postale retirée"),
    "email_restored": gettext_lazy("courriel remis"),
    "phone_restored": gettext_lazy("téléphone remis"),
    "postal_restored": gettext_lazy("adresse postale remise"),
    "guardian_added": gettext_lazy("représentant légal ajouté"),
    "guardian_changed": gettext_lazy("représentant légal modifié"),
    "guardian_removed": gettext_lazy("représentant légal retiré"),
    "guardian_restored": gettext_lazy("représentant légal remis"),
    "guardian_agreed": gettext_lazy("accord du représentant légal"),
    "guardian_withdrew": gettext_lazy("accord du représentant légal retiré"),
    "merged": gettext_lazy("fiche réunie à celle-ci"),
    "separated": gettext_lazy("fiche séparée de celle-ci"),
}
COUNTED_FROM: Final[dict[str, str | Promise]] = {
    DataKind.PROSPECTS: gettext_lazy("depuis l’arrivée de la personne, quand rien n’a suivi"),
    DataKind.ENROLMENT: gettext_lazy("depuis le résultat, ou la fin des recours"),
    DataKind.ATTENDANCE: gettext_lazy("depuis la demi-journée, quand tout le monde a son résultat"),
    DataKind.INCIDENTS: gettext_lazy("depuis leur consignation, quand la session est terminée"),
    DataKind.ANSWERS: gettext_lazy("depuis le résultat, ou la fin des recours"),
    DataKind.RECORDINGS: gettext_lazy("depuis le résultat, ou la fin des recours"),
    DataKind.SCORES: gettext_lazy("depuis le résultat, ou la fin des recours"),
    DataKind.AWARDS: gettext_lazy("depuis la décision"),
    DataKind.CREDENTIALS: gettext_lazy("la personne garde la sienne pour toujours"),
    DataKind.REQUESTS: gettext_lazy("depuis la réponse ou le retrait de la demande"),
    DataKind.IDENTITY_CHECKS: gettext_lazy("depuis le contrôle ; « vérifié le… » reste"),
    DataKind.ACCESS_LOGS: gettext_lazy(
        "depuis leur écriture, dans les journaux du serveur : durée convenue avec l’hébergeur"
    ),
    DataKind.REMOVED_ADDRESSES: gettext_lazy("depuis leur retrait"),
}


def name_of(person: Person) -> str:
    """As the person is called, or that the name was erased."""
    return str(person) or _("personne effacée")


def told(change: Change) -> dict[str, object]:
    """A line of the history: when, who, what, what stood there."""
    what = [str(CHANGES.get(field, field)) for field in change.fields]
    before = [value for value in change.before.values() if value]
    return {
        "at": change.at,
        "who": change.by.name if change.by else _("la personne, ou Sceau"),
        "what": ", ".join(what),
        "before": ", ".join(before),
    }


def lacking(missing: tuple[Missing, ...]) -> str:
    """What lacks, in words; "" for nothing."""
    return ", ".join(each.words(spoken()) for each in missing)


def state_of(missing: tuple[Missing, ...], *, counted: bool = False) -> tuple[str, str]:
    """Kind and word of a civil status: whether it can be declared.

    counted:  with the number of what lacks, where that is not written beside it
    """
    required = sum(each.required for each in missing)
    if not missing:
        return "good", _("complet")
    if not required:
        return "info", _("suffisant")
    if not counted:
        return "check", _("incomplet")
    return "check", ngettext("%(n)s manque", "%(n)s manquent", required) % {"n": required}
