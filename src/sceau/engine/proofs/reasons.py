"""Why a proof or a JWT is refused."""

from __future__ import annotations

from sceau.engine.errors import Reason

# Data Integrity

NOT_A_PROOF = Reason(
    "proof.not_a_proof",
    fr="« proof » est un objet, ou une liste d’objets",
    en="“proof” is an object, or a list of objects",
)
TOO_MANY_PROOFS = Reason(
    "proof.too_many",
    fr="le document porte plus de {limit} preuves ; nous n’en examinons pas davantage",
    en="the document bears more than {limit} proofs; we examine no more",
)
UNKNOWN_TYPE = Reason(
    "proof.unknown_type",
    fr="les preuves de type « {found} » ne nous sont pas connues",
    en="proofs of the type “{found}” are not known to us",
)
UNKNOWN_CRYPTOSUITE = Reason(
    "proof.unknown_cryptosuite",
    fr="la suite cryptographique « {found} » ne nous est pas connue",
    en="the cryptosuite “{found}” is not known to us",
)
MALFORMED_MEMBER = Reason(
    "proof.malformed_member",
    fr="le membre « {member} » de la preuve manque ou n’est pas ce qu’il doit être",
    en="the member “{member}” of the proof is missing, or is not what it must be",
)
MALFORMED_VALUE = Reason(
    "proof.malformed_value",
    fr="« proofValue » doit être « z » suivi de {expected} octets en base58",
    en="“proofValue” must be “z” followed by {expected} bytes in base58",
)
WRONG_PURPOSE = Reason(
    "proof.wrong_purpose",
    fr="la preuve a été faite pour « {found} », pas pour « {expected} »",
    en="the proof was made for “{found}”, not for “{expected}”",
)
WRONG_DOMAIN = Reason(
    "proof.wrong_domain",
    fr="la preuve a été faite pour un autre destinataire : {found}",
    en="the proof was made for another recipient: {found}",
)
WRONG_CHALLENGE = Reason(
    "proof.wrong_challenge",
    fr="la preuve ne répond pas à la question posée",
    en="the proof does not answer the challenge that was given",
)
OTHER_CONTEXT = Reason(
    "proof.other_context",
    fr="les contextes cités par la preuve ne sont pas ceux par lesquels le document commence",
    en="the contexts that the proof names are not those that the document begins with",
)
NO_PREVIOUS_PROOF = Reason(
    "proof.no_previous_proof",
    fr="la preuve s’appuie sur une autre, « {found} », qui n’est pas là",
    en="the proof rests on another one, “{found}”, which is not there",
)
AMBIGUOUS_PREVIOUS_PROOF = Reason(
    "proof.ambiguous_previous_proof",
    fr="la preuve s’appuie sur une autre, « {found} », et plusieurs portent ce nom",
    en="the proof rests on another one, “{found}”, and several bear that name",
)
KEY_DOES_NOT_FIT = Reason(
    "proof.key_does_not_fit",
    fr="une clé {found} ne peut pas servir avec {suite}",
    en="a key for {found} cannot be used with {suite}",
)
WRONG_SIGNATURE = Reason(
    "proof.wrong_signature",
    fr="la signature ne correspond pas : le contenu a été modifié, ou signé par quelqu’un d’autre",
    en="the signature does not match: the content was changed, or signed by somebody else",
)

# JWT

NOT_A_JWT = Reason(
    "jwt.not_a_jwt",
    fr="ce n’est pas un JWT : trois parties en base64url, séparées par des points, sont attendues",
    en="this is not a JWT: three parts in base64url, separated by full stops, are expected",
)
TOO_LONG = Reason(
    "jwt.too_long",
    fr="le JWT fait {size} caractères ; nous n’en lisons pas plus de {limit}",
    en="the JWT is {size} characters long; we read no more than {limit}",
)
UNSIGNED = Reason(
    "jwt.unsigned",
    fr="le JWT dit lui-même qu’il n’est pas signé (alg: none)",
    en="the JWT itself says that it is not signed (alg: none)",
)
UNKNOWN_ALGORITHM = Reason(
    "jwt.unknown_algorithm",
    fr="l’algorithme « {found} » ne nous est pas connu",
    en="the algorithm “{found}” is not known to us",
)
CRITICAL_HEADER = Reason(
    "jwt.critical_header",
    fr="l’en-tête du JWT demande une extension que nous n’avons pas : {found}",
    en="the header of the JWT asks for an extension that we do not have: {found}",
)
MALFORMED_HEADER = Reason(
    "jwt.malformed_header",
    fr="le membre « {member} » de l’en-tête du JWT n’est pas ce qu’il doit être",
    en="the member “{member}” of the header of the JWT is not what it must be",
)
UNKNOWN_KIND = Reason(
    "jwt.unknown_kind",
    fr="le JWT est d’un autre genre : {member} = {found}",
    en="the JWT is of another kind: {member} = {found}",
)
MALFORMED_CLAIM = Reason(
    "jwt.malformed_claim",
    fr="la valeur de « {claim} » n’est pas ce qu’elle doit être",
    en="the value of “{claim}” is not what it must be",
)
MISSING_CLAIM = Reason(
    "jwt.missing_claim",
    fr="le JWT d’un Open Badge doit porter « {claim} »",
    en="the JWT of an Open Badge must bear “{claim}”",
)
CLAIM_DIFFERS = Reason(
    "jwt.claim_differs",
    fr="« {claim} » du JWT dit {found}, alors que le document dit {expected}",
    en="“{claim}” of the JWT says {found}, whereas the document says {expected}",
)
WRAPPED = Reason(
    "jwt.wrapped",
    fr="le document est enveloppé dans « {claim} » : la version 2.0 du modèle ne l’admet pas",
    en="the document is wrapped in “{claim}”: version 2.0 of the data model does not allow it",
)
MISSING_FIELD = Reason(
    "jwt.missing_field",
    fr="pour le JWT d’un Open Badge, il manque « {field} » au document",
    en="for the JWT of an Open Badge, the document lacks “{field}”",
)
KID_NOT_ABSOLUTE = Reason(
    "jwt.kid_not_absolute",
    fr="« kid » doit être l’URL absolue de la clé, pas « {found} »",
    en="“kid” must be the absolute URL of the key, not “{found}”",
)
UNKNOWN_PROFILE = Reason(
    "jwt.unknown_profile",
    fr="le profil de JWT « {found} » n’est pas connu ; connus : vc+jwt, openbadges",
    en="the JWT profile “{found}” is not known; known are vc+jwt, openbadges",
)
