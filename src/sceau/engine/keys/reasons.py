"""Why a key, a DID or a controller document is refused."""

from __future__ import annotations

from sceau.engine.errors import Reason

# Keys

NOT_MULTIBASE = Reason(
    "key.not_multibase",
    fr="une valeur multibase commence par « z » (base58) ou « u » (base64url) ; celle-ci commence par « {found} »",
    en="a multibase value begins with “z” (base58) or “u” (base64url); this one begins with “{found}”",
)
NOT_BASE58 = Reason(
    "key.not_base58",
    fr="« {found} » n’est pas un caractère de l’alphabet base58",
    en="“{found}” is not a character of the base58 alphabet",
)
NOT_BASE64URL = Reason(
    "key.not_base64url",
    fr="ce n’est pas du base64url sans remplissage (RFC 4648, section 5)",
    en="this is not base64url without padding (RFC 4648, section 5)",
)
TOO_LONG = Reason(
    "key.too_long",
    fr="la valeur est plus longue que {limit} octets",
    en="the value is longer than {limit} bytes",
)
UNKNOWN_ALGORITHM = Reason(
    "key.unknown_algorithm",
    fr="l’algorithme de clé « {found} » n’est pas connu ; connus : Ed25519, P-256, P-384, RSA",
    en="the key algorithm “{found}” is not known; known are Ed25519, P-256, P-384, RSA",
)
UNKNOWN_CODEC = Reason(
    "key.unknown_codec",
    fr="le préfixe de clé 0x{found} n’est ni Ed25519, ni P-256, ni P-384",
    en="the key prefix 0x{found} is neither Ed25519, nor P-256, nor P-384",
)
WRONG_LENGTH = Reason(
    "key.wrong_length",
    fr="une clé {algorithm} fait {expected} octets ; celle-ci en fait {found}",
    en="a key for {algorithm} is {expected} bytes long; this one is {found}",
)
NOT_A_POINT = Reason(
    "key.not_a_point",
    fr="ces octets ne sont pas un point de la courbe {algorithm} que l’on puisse employer",
    en="these bytes are not a usable point of the curve {algorithm}",
)
NOT_A_SECRET = Reason(
    "key.not_a_secret",
    fr="ces octets ne sont pas une clé privée {algorithm}",
    en="these bytes are not a private key for {algorithm}",
)
RSA_REFUSED = Reason(
    "key.rsa_refused",
    fr="une clé RSA a de 2048 à 8192 bits et un exposant public impair d’au plus 32 bits",
    en="an RSA key has 2048 to 8192 bits and an odd public exponent of at most 32 bits",
)
NO_MULTIKEY = Reason(
    "key.no_multikey",
    fr="une clé {algorithm} n’a pas de forme Multikey ; publiez-la comme JsonWebKey",
    en="a key for {algorithm} has no Multikey form; publish it as a JsonWebKey",
)
MALFORMED_JWK = Reason(
    "key.malformed_jwk",
    fr="le membre « {member} » de la clé JWK manque ou n’est pas ce qu’il doit être",
    en="the member “{member}” of the JWK is missing, or is not what it must be",
)
PRIVATE_JWK = Reason(
    "key.private_jwk",
    fr="cette clé JWK publiée contient sa partie privée : elle est compromise",
    en="this published JWK holds its private part: it is compromised",
)
NOT_FOR_SIGNATURES = Reason(
    "key.not_for_signatures",
    fr="la clé JWK dit qu’elle ne sert pas à cela : {member} = {found}",
    en="the JWK says that it is not for this: {member} = {found}",
)
SEED_TOO_SHORT = Reason(
    "key.seed_too_short",
    fr="il faut {expected} octets aléatoires pour une clé {algorithm} ; il y en a {found}",
    en="a key for {algorithm} takes {expected} random bytes; there are {found}",
)
NOT_DERIVED = Reason(
    "key.not_derived",
    fr="une clé {algorithm} ne se tire pas d’une suite d’octets",
    en="a key for {algorithm} is not derived from a string of bytes",
)

# DIDs and controller documents

NOT_A_DID = Reason(
    "controller.not_a_did",
    fr="« {found} » n’est pas un DID de la méthode {method}",
    en="“{found}” is not a DID of the method {method}",
)
NOT_A_DOMAIN = Reason(
    "controller.not_a_domain",
    fr="« {found} » n’est pas un nom de domaine ; did:web n’admet pas d’adresse IP",
    en="“{found}” is not a domain name; did:web takes no IP address",
)
NOT_A_PATH = Reason(
    "controller.not_a_path",
    fr="« {found} » ne peut pas être un élément de chemin d’un did:web",
    en="“{found}” cannot be a part of the path of a did:web",
)
METHOD_NOT_ABSOLUTE = Reason(
    "controller.method_not_absolute",
    fr="« {found} » n’est pas l’URL absolue d’une clé (une URL ou un DID, puis # et un nom)",
    en="“{found}” is not the absolute URL of a key (a URL or a DID, then # and a name)",
)
OTHER_DOCUMENT = Reason(
    "controller.other_document",
    fr="le document trouvé est celui de « {found} », pas de « {expected} »",
    en="the document found belongs to “{found}”, not to “{expected}”",
)
NO_SUCH_METHOD = Reason(
    "controller.no_such_method",
    fr="l’émetteur ne publie pas la clé « {found} »",
    en="the issuer does not publish the key “{found}”",
)
TOO_MANY_METHODS = Reason(
    "controller.too_many_methods",
    fr="l’émetteur publie plus de {limit} clés ; nous n’en lisons pas davantage",
    en="the issuer publishes more than {limit} keys; we read no more",
)
TWO_METHODS = Reason(
    "controller.two_methods",
    fr="deux clés différentes portent le nom « {found} »",
    en="two different keys bear the name “{found}”",
)
NOT_FOR_PURPOSE = Reason(
    "controller.not_for_purpose",
    fr="l’émetteur n’autorise pas la clé « {found} » pour cet usage ({relationship})",
    en="the issuer does not authorise the key “{found}” for this purpose ({relationship})",
)
OTHER_CONTROLLER = Reason(
    "controller.other_controller",
    fr="la clé appartient à « {found} », pas à « {expected} »",
    en="the key belongs to “{found}”, not to “{expected}”",
)
MALFORMED_MEMBER = Reason(
    "controller.malformed_member",
    fr="le membre « {member} » du document de l’émetteur manque ou n’est pas ce qu’il doit être",
    en="the member “{member}” of the issuer’s document is missing, or is not what it must be",
)
UNKNOWN_METHOD_TYPE = Reason(
    "controller.unknown_method_type",
    fr="le type de clé « {found} » n’est pas connu",
    en="the key type “{found}” is not known",
)
