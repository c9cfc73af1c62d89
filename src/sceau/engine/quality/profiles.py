"""The three kinds of micro-credential, which are not asked the same things: a reader is told which one this is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sceau.engine.quality.words import Words

EU, REGISTERED, SKILL = "eu", "registered", "skill"


@dataclass(frozen=True, slots=True)
class Profile:
    """name: for a heading; sentence: what it means, for a learner or an employer."""

    code: str
    name: Words
    sentence: Words


PROFILES: Mapping[str, Profile] = {
    profile.code: profile
    for profile in (
        Profile(
            EU,
            Words("Micro-certification européenne", "European micro-credential"),
            Words(
                "Décrite avec les seize éléments de la recommandation européenne du 16 juin 2022 : des acquis évalués "
                "sur des critères publics, pour un emploi, une étude ou la vie en société.",
                "Described by the sixteen elements of the European recommendation of 16 June 2022: outcomes assessed "
                "against public criteria, for a job, for study or for life in society.",
            ),
        ),
        Profile(
            REGISTERED,
            Words("Certification enregistrée (RNCP ou RS)", "Registered certification (French RNCP or RS)"),
            Words(
                "Rattachée à une certification ou à un bloc de compétences que France compétences a enregistré : ses "
                "dates, ses organismes habilités et son niveau sont ceux de la fiche.",
                "Tied to a certification or to a block of skills that France compétences has registered: its dates, "
                "its authorised bodies and its level are those of the register.",
            ),
        ),
        Profile(
            SKILL,
            Words("Compétence d’entreprise ou de produit", "Company or product skill"),
            Words(
                "Propre à une entreprise, à un outil ou à un produit : évaluée pour de bon, mais sans enregistrement "
                "et sans promesse de reconnaissance ailleurs.",
                "Particular to a company, a tool or a product: truly assessed, but not registered and with no promise "
                "of recognition elsewhere.",
            ),
        ),
    )
}
