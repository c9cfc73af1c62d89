"""The classes of Open Badges 3.0, as tables: what each member is, and which may not be missing.

Source: Open Badges 3.0, appendix B (data model). Lists may be a single value, as the JSON-LD reading of the standard
allows; members that are not named here are kept.
"""

from __future__ import annotations

from sceau.engine.model import reasons as because
from sceau.engine.model.shapes import (
    FINE,
    Check,
    Problems,
    boolean,
    choice,
    day,
    language,
    many,
    moment,
    number,
    only,
    problem,
    shape,
    string,
    text,
    token,
    type_is,
    url,
)
from sceau.engine.strict_json import JsonObject

IDENTIFIER_TYPES = (
    "name", "sourcedId", "systemId", "productId", "userName", "accountId", "emailAddress", "nationalIdentityNumber",
    "isbn", "issn", "lisSourcedId", "oneRosterSourcedId", "sisSourcedId", "ltiContextId", "ltiDeploymentId",
    "ltiToolId", "ltiPlatformId", "ltiUserId", "identifier",
)  # fmt: skip
ACHIEVEMENT_TYPES = (
    "Achievement", "ApprenticeshipCertificate", "Assessment", "Assignment", "AssociateDegree", "Award", "Badge",
    "BachelorDegree", "Certificate", "CertificateOfCompletion", "Certification", "CommunityService", "Competency",
    "Course", "CoCurricular", "Degree", "Diploma", "DoctoralDegree", "Fieldwork", "GeneralEducationDevelopment",
    "JourneymanCertificate", "LearningProgram", "License", "Membership", "ProfessionalDoctorate",
    "QualityAssuranceCredential", "MasterCertificate", "MasterDegree", "MicroCredential", "ResearchDoctorate",
    "SecondarySchoolDiploma",
)  # fmt: skip
TARGET_TYPES = (
    "ceasn:Competency", "ceterms:Credential", "CFItem", "CFRubric", "CFRubricCriterion", "CFRubricCriterionLevel",
    "CTDL",
)  # fmt: skip
RESULT_TYPES = (
    "GradePointAverage", "LetterGrade", "Percent", "PerformanceLevel", "PredictedScore", "RawScore", "Result",
    "RubricCriterion", "RubricCriterionLevel", "RubricScore", "ScaledScore", "Status",
)  # fmt: skip
RESULT_STATUSES = ("Completed", "Enrolled", "Failed", "InProgress", "OnHold", "Provisional", "Withdrew")


def _criteria_say_something(criteria: JsonObject) -> Problems:
    return FINE if criteria.get("narrative") or criteria.get("id") else problem(because.CRITERIA_EMPTY)


def _subject_is_named(subject: JsonObject) -> Problems:
    return FINE if subject.get("id") or subject.get("identifier") else problem(because.SUBJECT_UNNAMED, "/id")


NAMES_OF_A_PERSON = (
    "familyName", "givenName", "additionalName", "patronymicName", "honorificPrefix", "honorificSuffix",
    "familyNamePrefix",
)  # fmt: skip

IMAGE = shape(
    "Image",
    {"id": url, "type": type_is("Image", alone=True), "caption": text},
    required=("id", "type"),
    closed=True,
)
GEO_COORDINATES = shape(
    "GeoCoordinates",
    {"type": type_is("GeoCoordinates", alone=True), "latitude": number, "longitude": number},
    required=("type", "latitude", "longitude"),
)
ADDRESS = shape(
    "Address",
    {
        "type": type_is("Address"), "addressCountry": text, "addressCountryCode": string, "addressRegion": text,
        "addressLocality": text, "streetAddress": text, "postOfficeBoxNumber": text, "postalCode": string,
        "geo": GEO_COORDINATES,
    },
    required=("type",),
)  # fmt: skip
IDENTIFIER_ENTRY = shape(
    "IdentifierEntry",
    {
        "type": type_is("IdentifierEntry", alone=True),
        "identifier": string,
        "identifierType": choice(IDENTIFIER_TYPES),
    },
    required=("type", "identifier", "identifierType"),
    closed=True,
)
IDENTITY_OBJECT = shape(
    "IdentityObject",
    {
        "type": type_is("IdentityObject", alone=True),
        "hashed": boolean,
        "identityHash": string,
        "identityType": choice(IDENTIFIER_TYPES),
        "salt": string,
    },
    required=("type", "hashed", "identityHash", "identityType"),
    closed=True,
)
CRITERIA = shape("Criteria", {"id": url, "narrative": text}, rules=(_criteria_say_something,))
ALIGNMENT = shape(
    "Alignment",
    {
        "type": type_is("Alignment"), "targetCode": text, "targetDescription": text, "targetName": text,
        "targetFramework": text, "targetType": choice(TARGET_TYPES), "targetUrl": string,
    },
    required=("type", "targetName", "targetUrl"),
)  # fmt: skip
RUBRIC_CRITERION_LEVEL = shape(
    "RubricCriterionLevel",
    {
        "id": url, "type": type_is("RubricCriterionLevel"), "alignment": many(ALIGNMENT), "description": text,
        "level": text, "name": text, "points": text,
    },
    required=("id", "type", "name"),
)  # fmt: skip
RESULT_DESCRIPTION = shape(
    "ResultDescription",
    {
        "id": url, "type": type_is("ResultDescription"), "alignment": many(ALIGNMENT), "allowedValue": many(text),
        "name": text, "requiredLevel": string, "requiredValue": text, "resultType": choice(RESULT_TYPES),
        "rubricCriterionLevel": many(RUBRIC_CRITERION_LEVEL), "valueMax": text, "valueMin": text,
    },
    required=("id", "type", "name", "resultType"),
)  # fmt: skip
RESULT = shape(
    "Result",
    {
        "type": type_is("Result"), "achievedLevel": string, "alignment": many(ALIGNMENT),
        "resultDescription": string, "status": only(RESULT_STATUSES, because.NOT_A_STATUS), "value": text,
    },
    required=("type",),
)  # fmt: skip
RELATED = shape(
    "Related",
    {"id": url, "type": type_is("Related"), "inLanguage": language, "version": text},
    required=("id", "type"),
)
EVIDENCE = shape(
    "Evidence",
    {
        "id": url, "type": type_is("Evidence"), "narrative": text, "name": text, "description": text, "genre": text,
        "audience": text,
    },
    required=("type",),
)  # fmt: skip
ENDORSEMENT_SUBJECT = shape(
    "EndorsementSubject",
    {"id": url, "type": type_is("EndorsementSubject"), "endorsementComment": text},
    required=("id", "type"),
)


def profile_and_subject(endorsement: Check) -> tuple[Check, Check]:
    """The checks of Profile and of AchievementSubject.

    endorsement:  the check of an EndorsementCredential, which profiles and achievements may carry
    """
    endorsements = {"endorsement": many(endorsement), "endorsementJwt": many(token)}

    def parent(value: object) -> Problems:
        return profile(value)

    profile = shape(
        "Profile",
        {
            "id": url, "type": type_is("Profile"), "name": text, "url": string, "phone": string, "description": text,
            **endorsements, "image": IMAGE, "email": string, "address": ADDRESS,
            "otherIdentifier": many(IDENTIFIER_ENTRY), "official": text, "parentOrg": parent,
            **dict.fromkeys(NAMES_OF_A_PERSON, text), "dateOfBirth": day,
        },
        required=("id", "type"),
    )  # fmt: skip
    achievement = shape(
        "Achievement",
        {
            "id": url, "type": type_is("Achievement"), "alignment": many(ALIGNMENT),
            "achievementType": choice(ACHIEVEMENT_TYPES), "creator": profile, "creditsAvailable": number,
            "criteria": CRITERIA, "description": text, **endorsements, "fieldOfStudy": text, "humanCode": text,
            "image": IMAGE, "inLanguage": language, "name": text, "otherIdentifier": many(IDENTIFIER_ENTRY),
            "related": many(RELATED), "resultDescription": many(RESULT_DESCRIPTION), "specialization": text,
            "tag": many(text), "version": text,
        },
        required=("id", "type", "name", "description", "criteria"),
    )  # fmt: skip
    subject = shape(
        "AchievementSubject",
        {
            "id": url, "type": type_is("AchievementSubject"), "activityStartDate": moment, "activityEndDate": moment,
            "creditsEarned": number, "achievement": achievement, "identifier": many(IDENTITY_OBJECT), "image": IMAGE,
            "licenseNumber": text, "narrative": text, "result": many(RESULT), "role": text, "source": profile,
            "term": text,
        },
        required=("type", "achievement"),
        rules=(_subject_is_named,),
    )  # fmt: skip
    return profile, subject
