"""What can be wrong with a status list, with an entry, or between the two."""

from __future__ import annotations

from sceau.engine.errors import Reason

# --- the bits -------------------------------------------------------------------------------------------------------
NOT_MULTIBASE = Reason(
    "status.not_multibase",
    fr="« encodedList » doit commencer par « u » (base64url sans remplissage)",
    en="“encodedList” must begin with “u” (base64url without padding)",
)
NOT_BASE64URL = Reason(
    "status.not_base64url",
    fr="« encodedList » n’est pas du base64url sans remplissage",
    en="“encodedList” is not base64url without padding",
)
NOT_GZIP = Reason(
    "status.not_gzip",
    fr="« encodedList » n’est pas compressée par gzip, ou elle est abîmée",
    en="“encodedList” is not gzip, or it is damaged",
)
TRUNCATED = Reason("status.truncated", fr="« encodedList » est coupée avant sa fin", en="“encodedList” is cut short")
TRAILING_BYTES = Reason(
    "status.trailing_bytes",
    fr="« encodedList » contient des octets après la fin du gzip",
    en="“encodedList” has bytes after the end of its gzip",
)
LIST_TOO_LARGE = Reason(
    "status.list_too_large",
    fr="la liste décompressée dépasse {limit} octets",
    en="the list is larger than {limit} bytes once decompressed",
)
LIST_TOO_SHORT = Reason(
    "status.list_too_short",
    fr="la liste compte {entries} places ; il en faut au moins {minimum} pour que personne ne soit reconnaissable",
    en="the list has {entries} entries; it takes at least {minimum} for nobody to stand out",
)
OUT_OF_RANGE = Reason(
    "status.out_of_range",
    fr="la place {index} est hors de la liste, qui en compte {entries}",
    en="index {index} is outside the list, which has {entries} entries",
)
VALUE_TOO_LARGE = Reason(
    "status.value_too_large",
    fr="la valeur {value} ne tient pas sur {size} bit(s)",
    en="the value {value} does not fit in {size} bit(s)",
)
SIZE_UNUSABLE = Reason(
    "status.size_unusable",
    fr="« statusSize » vaut {size} ; nous lisons les tailles de 1 à {limit} bits",
    en="“statusSize” is {size}; we read sizes from 1 to {limit} bits",
)
LIST_FULL = Reason(
    "status.list_full",
    fr="les {entries} places de la liste sont prises : ouvrez une nouvelle liste",
    en="all {entries} entries of the list are taken: open a new list",
)

# --- the entry in a credential --------------------------------------------------------------------------------------
ENTRY_TYPE = Reason(
    "status.entry_type",
    fr="l’entrée d’état est de type {found}, et non BitstringStatusListEntry",
    en="the status entry is of type {found}, not BitstringStatusListEntry",
)
PURPOSE_NOT_TEXT = Reason(
    "status.purpose_not_text",
    fr="« statusPurpose » doit être un texte",
    en="“statusPurpose” must be a string",
)
INDEX_IS_A_NUMBER = Reason(
    "status.index_is_a_number",
    fr='« statusListIndex » est le nombre {found} ; la norme demande un texte en chiffres (« "{found}" »)',
    en='“statusListIndex” is the number {found}; the standard asks for a string of digits (“"{found}"”)',
)
INDEX_NOT_DIGITS = Reason(
    "status.index_not_digits",
    fr="« statusListIndex » n’est pas un entier écrit en chiffres",
    en="“statusListIndex” is not an integer written in digits",
)
LIST_URL_MISSING = Reason(
    "status.list_url_missing",
    fr="« statusListCredential » n’est pas l’adresse d’une liste",
    en="“statusListCredential” is not the address of a list",
)
ENTRY_ID_IS_THE_LIST = Reason(
    "status.entry_id_is_the_list",
    fr="l’« id » de l’entrée d’état est l’adresse de la liste elle-même",
    en="the “id” of the status entry is the address of the list itself",
)
MESSAGES_MISSING = Reason(
    "status.messages_missing",
    fr="« statusSize » vaut {size} : « statusMessage » doit donner ses {count} messages",
    en="“statusSize” is {size}: “statusMessage” must give its {count} messages",
)
MESSAGES_MALFORMED = Reason(
    "status.messages_malformed",
    fr="« statusMessage » doit donner, une fois chacune, les valeurs 0x0 à {last} avec leur message",
    en="“statusMessage” must give each value from 0x0 to {last} once, with its message",
)
REFERENCE_MALFORMED = Reason(
    "status.reference_malformed",
    fr="« statusReference » doit être une adresse, ou une liste d’adresses",
    en="“statusReference” must be a URL or an array of URLs",
)

# --- the list as a credential ---------------------------------------------------------------------------------------
NOT_A_LIST_CREDENTIAL = Reason(
    "status.not_a_list_credential",
    fr="le document n’est pas de type BitstringStatusListCredential",
    en="the document is not of type BitstringStatusListCredential",
)
SUBJECT_NOT_A_LIST = Reason(
    "status.subject_not_a_list",
    fr="« credentialSubject » n’est pas une liste de type BitstringStatusList",
    en="“credentialSubject” is not a list of type BitstringStatusList",
)
LIST_PURPOSE_MALFORMED = Reason(
    "status.list_purpose_malformed",
    fr="le « statusPurpose » de la liste doit être un texte, ou plusieurs",
    en="the list’s “statusPurpose” must be one or more strings",
)
TTL_MALFORMED = Reason(
    "status.ttl_malformed",
    fr="« ttl » doit être un nombre entier de millisecondes",
    en="“ttl” must be a whole number of milliseconds",
)
OTHER_LIST = Reason(
    "status.other_list",
    fr="la liste trouvée s’appelle {found}, l’entrée d’état désigne {expected}",
    en="the list found calls itself {found}; the status entry points to {expected}",
)
OTHER_PURPOSE = Reason(
    "status.other_purpose",
    fr="l’entrée d’état a pour objet « {expected} », la liste « {found} »",
    en="the status entry is about “{expected}”, the list about “{found}”",
)
AMBIGUOUS_PURPOSE = Reason(
    "status.ambiguous_purpose",
    fr="le document contient plusieurs listes pour « {expected} » : impossible de savoir laquelle lire",
    en="the document holds several lists for “{expected}”: there is no telling which to read",
)

_STATUS_LIST = "https://www.w3.org/ns/credentials/status-list#"
_DATA_MODEL = "https://www.w3.org/TR/vc-data-model#"


def problem_type(reason: Reason) -> str:
    """The URL by which the W3C calls this problem (Bitstring Status List 1.0, §3.5; VC Data Model 2.0, §7.1)."""
    if reason is LIST_TOO_SHORT:
        return _STATUS_LIST + "STATUS_LIST_LENGTH_ERROR"
    if reason in (OTHER_PURPOSE, OTHER_LIST, AMBIGUOUS_PURPOSE):
        return _STATUS_LIST + "STATUS_VERIFICATION_ERROR"
    if reason is OUT_OF_RANGE:
        return _DATA_MODEL + "RANGE_ERROR"
    return _DATA_MODEL + "MALFORMED_VALUE_ERROR"
