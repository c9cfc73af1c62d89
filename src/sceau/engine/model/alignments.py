"""What an achievement corresponds to elsewhere: skills, fields of study, a level, a register."""

from __future__ import annotations

from sceau.engine.model.awards import Award, Issuer
from sceau.engine.model.designs import Alignment, Design
from sceau.engine.model.narrative import is_registered, is_registered_level
from sceau.engine.model.wording import Voice
from sceau.engine.strict_json import JsonObject

_EQF = "http://data.europa.eu/snb/eqf/"
# frameworks whose concepts have a code but no address: the page of the framework stands for them
_FRAMEWORK_PAGES = {
    "DigComp": "https://joint-research-centre.ec.europa.eu/digcomp_en",
    "GreenComp": "https://joint-research-centre.ec.europa.eu/greencomp-european-sustainability-competence-framework_en",
    "LifeComp": "https://joint-research-centre.ec.europa.eu/lifecomp_en",
    "EntreComp": "https://joint-research-centre.ec.europa.eu/entrecomp-entrepreneurship-competence-framework_en",
}


def concept_alignments(design: Design, voice: Voice) -> list[JsonObject]:
    """Each concept once, whichever outcomes it stands beside; one that has no address at all stays in the record."""
    concepts = [alignment for outcome in design.outcomes for alignment in outcome.alignments]
    found: dict[tuple[str, str], JsonObject] = {}
    for concept in (*concepts, *design.fields_of_study):
        url = concept.url or _FRAMEWORK_PAGES.get(concept.framework, "")
        if url:
            found.setdefault((url, concept.code), _alignment(concept, url, voice))
    return list(found.values())


def _alignment(concept: Alignment, url: str, voice: Voice) -> JsonObject:
    alignment: JsonObject = {
        "type": ["Alignment"],
        "targetName": voice.say(concept.label),
        "targetFramework": concept.framework,
        "targetUrl": url,
    }
    if concept.code:
        alignment["targetCode"] = concept.code
    return alignment


def level_alignments(design: Design, issuer: Issuer, award: Award, voice: Voice) -> list[JsonObject]:
    """The European level with whose word it is, and the French register when the award may claim it."""
    found: list[JsonObject] = []
    if design.level is not None:
        said_by = "registered_level" if is_registered_level(design, issuer, award) else "indicative"
        found.append(
            {
                "type": ["Alignment"],
                "targetName": voice.word("eqf_name", level=design.level.eqf),
                "targetDescription": voice.word(said_by),
                "targetFramework": "EQF",
                "targetCode": str(design.level.eqf),
                "targetUrl": f"{_EQF}{design.level.eqf}",
            }
        )
    registration = design.registration
    if is_registered(design, issuer, award):
        name = "bloc_name" if registration.kind == "RNCP_BLOC" else "certification_name"
        title = voice.say(registration.title) if registration.title else voice.word(name, code=registration.code)
        found.append(
            {
                "type": ["Alignment"],
                "targetName": title,
                "targetFramework": registration.kind.partition("_")[0],
                "targetCode": registration.code,
                "targetUrl": registration.page,
            }
        )
    return found
