"""Documents written to differ in what a canonical form can get wrong; and documents that must not be signed."""

from __future__ import annotations

from typing import Any

from sceau.engine.vocabularies.contexts import OB_3_0_1, OB_3_0_3, OB_EXTENSIONS, VC_1_1, VC_2_0

ED25519_2020 = "https://w3id.org/security/suites/ed25519-2020/v1"
DATA_INTEGRITY_V2 = "https://w3id.org/security/data-integrity/v2"
ISSUER = "did:web:badges.example"
HASH = "sha256$93fc2eac6cd4b6f1c0d4c4ee5b9a4e2f1b5f5b8f5b2a6d4c3b2a190817161514"


def credential(**members: Any) -> dict[str, Any]:
    """A small Open Badges 3.0 credential with these members."""
    return {
        "@context": [VC_2_0, OB_3_0_3],
        "id": "https://badges.example/v/7F2KQ-9M3XW-4TZ1B",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": ISSUER, "type": ["Profile"], "name": "Institut d’Alençon"},
        "validFrom": "2026-01-15T10:00:00Z",
        "credentialSubject": {"id": "did:example:amina", "type": ["AchievementSubject"]},
    } | members


def subject(**members: Any) -> dict[str, Any]:
    """A credential whose subject has these members."""
    return credential(credentialSubject={"id": "did:example:amina", "type": ["AchievementSubject"], **members})


def achievement(**members: Any) -> dict[str, Any]:
    """A credential whose achievement has these members."""
    return subject(
        achievement={
            "id": "https://badges.example/m/1",
            "type": ["Achievement"],
            "name": "Soudure TIG",
            "description": "Souder l’inox en position",
            "criteria": {"narrative": "Trois assemblages"},
            **members,
        }
    )


def extended(**members: Any) -> dict[str, Any]:
    """A credential that also uses the extensions of Open Badges."""
    return credential(**{"@context": [VC_2_0, OB_3_0_3, OB_EXTENSIONS]} | members)


def proof(**members: Any) -> dict[str, Any]:
    """The options of a proof, which have a value that nobody verifies here."""
    return {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-01-15T10:00:00Z",
        "verificationMethod": f"{ISSUER}#key-1",
        "proofPurpose": "assertionMethod",
        "proofValue": "z3FXQ",
        **members,
    }


def endorsement(**members: Any) -> dict[str, Any]:
    """An endorsement, as it stands inside a credential."""
    return {
        "@context": [VC_2_0, OB_3_0_3],
        "id": "urn:uuid:0b9a8c3e-4f0c-4d6e-9df1-6f1f5b7f7a11",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "issuer": {"id": "did:example:branche", "type": ["Profile"], "name": "Branche métallurgie"},
        "validFrom": "2026-01-10T08:00:00+01:00",
        "name": "Soutien de la branche",
        "credentialSubject": {
            "id": "did:example:amina",
            "type": ["EndorsementSubject"],
            "endorsementComment": "Reconnu par nos entreprises",
        },
        **members,
    }


def entry(**members: Any) -> dict[str, Any]:
    """A place in a status list."""
    return {
        "id": "https://badges.example/status/1#42",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "42",
        "statusListCredential": "https://badges.example/status/1",
        **members,
    }


SIGNED: dict[str, dict[str, Any]] = {
    "the least": credential(),
    "an issuer that is an address": credential(issuer=ISSUER),
    "no id": {name: value for name, value in credential().items() if name != "id"},
    "accents and other scripts": credential(name="Élève : 学生 — طالب — ученик — \U0001f393 — e\u0301", description="« ça »"),
    "quotes, backslashes, line ends": credential(name='a "b" \\c\\ \r\n\td', description="C:\\new\\table"),
    "control characters": credential(name="\x00\x01\x07\b\x0b\f\x0e\x1f\x7f"),
    "C1 controls and separators": credential(name="\x80\x85\x9f\u2028\u2029\ufeff\ufffd\uffff"),
    "text that looks like N-Quads": credential(name="<a> \"b\"@fr _:c14n0 .\n_:c14n1 <p> 'x' ."),
    "an empty text": credential(name="", description=" "),
    "a text with its language": credential(name={"@value": "Bonjour", "@language": "fr"}),
    "several languages": credential(
        name=[{"@value": "Bonjour", "@language": "fr"}, {"@value": "Hello", "@language": "en"}, "Salut"]
    ),
    "a language with a region": credential(name={"@value": "Bonjour", "@language": "fr-be"}),
    "a language with capitals": credential(name={"@value": "Bonjour", "@language": "fr-FR"}),
    "a language with a script": credential(name={"@value": "你好", "@language": "zh-Hant-TW"}),
    "nulls and empty arrays": credential(description=None, evidence=[], name=["a", None, "b"]),
    "the same type and text twice": credential(
        type=["VerifiableCredential", "OpenBadgeCredential", "OpenBadgeCredential"], name=["a", "a"]
    ),
    "dates with fractions and zones": credential(
        validFrom="2026-01-15T10:00:00.123456+02:00", validUntil="2031-12-31T24:00:00Z"
    ),
    "a whole decimal": subject(creditsEarned=5.0),
    "a decimal": subject(creditsEarned=2.5),
    "decimals of every size": achievement(
        resultDescription=[
            {"id": f"urn:uuid:{number:08d}-0000-4000-8000-000000000000", "type": ["ResultDescription"], "name": "n", "resultType": "RawScore", "rubricCriterionLevel": [{"id": f"urn:level:{number}", "type": ["RubricCriterionLevel"], "name": "l", "points": str(value)}]}
            for number, value in enumerate((0, 1, 0.1))
        ],
        creditsAvailable=0.1,
    ),
    "a small decimal": subject(creditsEarned=0.000123456789),
    "a large decimal": subject(creditsEarned=123456789.123),
    "a negative decimal": subject(creditsEarned=-0.5),
    "zero, and zero below": achievement(creditsAvailable=0.0, specialization="-0.0"),
    "a large integer": subject(creditsEarned=9007199254740991),
    "an exponent": subject(creditsEarned=1e21 / 1e18),
    "booleans": subject(
        identifier=[
            {"type": "IdentityObject", "hashed": True, "identityHash": HASH, "identityType": "emailAddress", "salt": "q"},
            {"type": "IdentityObject", "hashed": False, "identityHash": "Amina", "identityType": "name"},
        ]
    ),
    "addresses of every kind": credential(
        id="urn:uuid:6a1676b8-b51f-11ed-937b-d76685a20ff5",
        evidence=[
            {"id": "https://exemple.fr/dossier/été?a=b&c=d#é", "type": ["Evidence"], "name": "IRI"},
            {"id": "mailto:a@b.example", "type": ["Evidence"], "name": "mail"},
            {"id": "data:text/plain,x%20y", "type": ["Evidence"], "name": "data"},
            {"id": "HTTPS://Badges.Example:443/%7Ea/../b", "type": ["Evidence"], "name": "not normalised"},
        ],
    ),
    "alignments and related achievements": achievement(
        alignment=[
            {
                "type": ["Alignment"],
                "targetCode": "S1.2.3",
                "targetName": "souder",
                "targetUrl": "http://data.europa.eu/esco/skill/1",
                "targetFramework": "ESCO",
                "targetType": "ext:ESCO",
            },
            {"type": ["Alignment"], "targetName": "Niveau 4", "targetUrl": "https://esco.example/eqf/4", "targetType": "CFItem"},
        ],
        related=[{"id": "https://badges.example/m/2", "type": ["Related"], "version": "2", "inLanguage": "fr-FR"}],
        tag=["soudure", "TIG", "inox"],
        otherIdentifier=[{"type": "IdentifierEntry", "identifier": "RS1234", "identifierType": "ext:RS"}],
    ),
    "results": credential(
        credentialSubject={
            "type": ["AchievementSubject"],
            "identifier": {"type": "IdentityObject", "hashed": True, "identityHash": HASH, "identityType": "emailAddress", "salt": "q"},
            "activityStartDate": "2025-09-01T00:00:00Z",
            "result": [
                {"type": ["Result"], "resultDescription": "urn:uuid:1", "value": "17,5", "status": "Completed"},
                {"type": ["Result"], "resultDescription": "urn:uuid:2", "achievedLevel": "urn:uuid:3"},
            ],
            "achievement": {
                "id": "urn:uuid:9",
                "type": ["Achievement", "https://exemple.fr/types#Atelier"],
                "achievementType": "MicroCredential",
                "name": "a",
                "resultDescription": [
                    {"id": "urn:uuid:1", "type": ["ResultDescription"], "name": "Note", "resultType": "RawScore", "valueMin": "0", "valueMax": "20", "allowedValue": ["0", "20"]},
                    {"id": "urn:uuid:2", "type": ["ResultDescription"], "name": "Niveau", "resultType": "RubricCriterionLevel", "requiredLevel": "urn:uuid:3", "rubricCriterionLevel": [{"id": "urn:uuid:3", "type": ["RubricCriterionLevel"], "name": "Acquis", "level": "3", "points": "3"}]},
                ],
            },
        }
    ),
    "an address and its place": credential(
        issuer={
            "id": ISSUER,
            "type": ["Profile"],
            "name": "Institut",
            "phone": "+33 1 02 03 04 05",
            "official": "Directrice",
            "address": {
                "type": ["Address"],
                "addressCountry": "France",
                "addressCountryCode": "FR",
                "addressLocality": "Alençon",
                "streetAddress": "1, rue du Sceau",
                "postalCode": "61000",
                "geo": {"type": ["GeoCoordinates"], "latitude": 48.4329, "longitude": 0.0913},
            },
            "parentOrg": {"id": "did:example:reseau", "type": ["Profile"], "name": "Réseau"},
        }
    ),
    "evidence with anonymous parts": credential(
        evidence=[
            {"type": ["Evidence"], "name": "Pièce 1", "genre": "photo", "audience": "jury"},
            {"type": ["Evidence"], "name": "Pièce 2", "narrative": "# Titre\n\n- un\n- deux"},
        ]
    ),
    "an address met twice": credential(
        evidence=[{"id": ISSUER, "type": ["Evidence"], "name": "l’organisme"}],
        credentialSubject={"id": ISSUER, "type": ["AchievementSubject"]},
    ),
    "a status": credential(credentialStatus=entry()),
    "two statuses with messages": credential(
        credentialStatus=[
            entry(),
            entry(
                id="https://badges.example/status/2#42",
                statusPurpose="message",
                statusSize=2,
                statusMessage=[{"status": "0x0", "message": "valide"}, {"status": "0x1", "message": "remplacée"}],
                statusReference="https://badges.example/docs/status",
            ),
        ]
    ),
    "a status list": {
        "@context": [VC_2_0],
        "id": "https://badges.example/status/1",
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": ISSUER,
        "validFrom": "2026-01-15T10:00:00Z",
        "credentialSubject": {
            "id": "https://badges.example/status/1#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA",
            "ttl": 300000,
        },
    },
    "schemas, terms of use, refresh": extended(
        credentialSchema=[
            {"id": "https://badges.example/schema.json", "type": "1EdTechJsonSchemaValidator2019"},
            {"id": "https://badges.example/other.json", "type": "JsonSchema"},
        ],
        refreshService={"id": "https://badges.example/refresh", "type": "1EdTechCredentialRefresh"},
        termsOfUse=[{"id": "https://badges.example/terms", "type": "https://exemple.fr/types#Terms"}],
    ),
    "a related resource": credential(
        relatedResource=[
            {
                "id": "https://badges.example/annex/1",
                "mediaType": "application/json",
                "digestSRI": "sha384-oqVuAfXRKap7fdgcCY5uykM6-R9GqQ8K_uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC",
                "digestMultibase": "uEiBZlVztZpfWHgPysVVv626_IsyLHwxG3f4x3mlA",
            }
        ]
    ),
    "a schema as a literal": {
        "@context": [VC_2_0],
        "id": "https://badges.example/schema",
        "type": ["VerifiableCredential", "JsonSchemaCredential"],
        "issuer": ISSUER,
        "credentialSubject": {
            "id": "https://badges.example/schema.json",
            "type": "JsonSchema",
            "jsonSchema": {"type": "object", "é": [1, 2.5, True, None, "\u2028<&>"], "$id": "x", "a": {"b": []}},
        },
    },
    "an endorsement with its proof": credential(endorsement=[endorsement(proof=[proof()])]),
    "two endorsements with two proofs": achievement(
        endorsement=[
            endorsement(proof=[proof(), proof(created="2026-02-01T00:00:00Z", cryptosuite="ecdsa-rdfc-2019")]),
            endorsement(id="urn:uuid:2b9a8c3e-4f0c-4d6e-9df1-6f1f5b7f7a12", proof=proof(nonce="n", domain=["a", "b"])),
        ]
    ),
    "proofs in a chain": credential(
        proof=[
            proof(id="urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544"),
            proof(
                created="2026-01-16T10:00:00Z",
                previousProof="urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544",
                challenge="défi",
                expires="2027-01-01T00:00:00Z",
            ),
        ]
    ),
    "a presentation": {
        "@context": [VC_2_0],
        "type": "VerifiablePresentation",
        "holder": "did:example:amina",
        "verifiableCredential": [credential(proof=proof()), credential(id="https://badges.example/v/2", name="b")],
    },
    "proof options alone": {"@context": [VC_2_0, OB_3_0_3], **proof(proofValue=None)},
    "proof options of an older context": {"@context": DATA_INTEGRITY_V2, **proof(proofValue=None)},
    "of the data model 1.1": {
        "@context": [VC_1_1, OB_3_0_1, ED25519_2020],
        "id": "http://example.edu/credentials/3732",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "https://example.edu/issuers/565049", "type": "Profile", "name": "Example"},
        "issuanceDate": "2010-01-01T00:00:00Z",
        "expirationDate": "2030-01-01T00:00:00Z",
        "credentialSubject": {"id": "did:example:amina", "type": "AchievementSubject"},
        "proof": {
            "type": "Ed25519Signature2020",
            "created": "2022-06-28T16:28:36Z",
            "verificationMethod": "did:example:i#k",
            "proofPurpose": "assertionMethod",
            "proofValue": "z3M",
        },
    },
}  # fmt: skip

REFUSED: dict[str, dict[str, Any]] = {
    "an undefined name": credential(colour="green"),
    "an undefined name, deep": achievement(mention="bien"),
    "a name of a later variant of the context": credential(endorsementJwt=["e30.e30.AA"]),
    "an undefined type": credential(type=["VerifiableCredential", "Diplome"]),
    "a type without its context": credential(
        credentialSchema=[{"id": "https://badges.example/s", "type": "1EdTechJsonSchemaValidator2019"}]
    ),
    "a relative id": credential(id="v/1"),
    "a relative address": credential(evidence=[{"id": "piece.pdf", "type": ["Evidence"]}]),
    "an id with a space": credential(id="https://badges.example/a b"),
    "quads in an id": credential(id="did:x> <p:p> <o:o> .\n<did:y"),
    "a keyword that nobody knows": credential(**{"@foo": "x"}),
    "a language that is none": credential(name={"@value": "Bonjour", "@language": "fr FR"}),
    "a base direction": credential(name={"@value": "مرحبا", "@language": "ar", "@direction": "rtl"}),
    "an unknown context": credential(**{"@context": [VC_2_0, "https://exemple.fr/contexte/v1"]}),
    "no context": credential(**{"@context": []}),
    "a protected name defined again": credential(**{"@context": [VC_2_0, {"issuer": "https://exemple.fr/i"}]}),
    "a blank node as a name": credential(**{"_:p": "x"}),
}  # fmt: skip
