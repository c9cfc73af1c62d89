"""What can be wrong with a credential's form, in words."""

from __future__ import annotations

from sceau.engine.errors import Reason

MISSING = Reason("model.missing", fr="il manque « {name} »", en="“{name}” is missing")
NOT_TEXT = Reason(
    "model.not_text",
    fr="un texte est attendu ici (ou le même texte en plusieurs langues)",
    en="a text is expected here (or the same text in several languages)",
)
NOT_A_STRING = Reason("model.not_a_string", fr="un texte simple est attendu ici", en="a plain text is expected here")
NOT_A_NUMBER = Reason("model.not_a_number", fr="un nombre est attendu ici", en="a number is expected here")
NOT_TRUE_OR_FALSE = Reason(
    "model.not_true_or_false", fr="true ou false est attendu ici", en="true or false is expected here"
)
NOT_AN_OBJECT = Reason(
    "model.not_an_object", fr="un objet « {name} » est attendu ici", en="an object “{name}” is expected here"
)
EMPTY = Reason(
    "model.empty", fr="rien n’est dit ici : l’objet est vide", en="nothing is said here: the object is empty"
)
UNKNOWN_MEMBER = Reason(
    "model.unknown_member",
    fr="« {name} » n’a pas de sens ici : le standard n’admet pas d’ajout à cet endroit",
    en="“{name}” means nothing here: the standard admits no additions in this place",
)
NOT_A_URL = Reason(
    "model.not_a_url",
    fr="« {value} » n’est pas un identifiant absolu (URL, DID ou URN)",
    en="“{value}” is not an absolute identifier (URL, DID or URN)",
)
WRONG_TYPE = Reason(
    "model.wrong_type",
    fr="le type doit comprendre « {expected} », et non {found}",
    en="the type must include “{expected}”, not {found}",
)
TYPE_MISSING = Reason("model.type_missing", fr="il manque un type", en="a type is missing")
NOT_IN_THE_LIST = Reason(
    "model.not_in_the_list",
    fr="« {value} » n’est pas dans la liste du standard ; une valeur à vous commence par « ext: »",
    en="“{value}” is not in the standard’s list; a value of your own starts with “ext:”",
)
NOT_A_STATUS = Reason(
    "model.not_a_status",
    fr="« {value} » n’est pas un état de résultat du standard",
    en="“{value}” is not a status of a result in the standard",
)
NOT_A_LANGUAGE = Reason(
    "model.not_a_language",
    fr="« {value} » n’est pas un code de langue comme fr ou fr-FR",
    en="“{value}” is not a language code such as fr or fr-FR",
)
NOT_A_DAY = Reason(
    "model.not_a_day",
    fr="« {value} » n’est pas une date comme 2001-02-28",
    en="“{value}” is not a date such as 2001-02-28",
)
NOT_A_TOKEN = Reason(
    "model.not_a_token",
    fr="ce n’est pas une signature JWS compacte (trois parties séparées par des points)",
    en="this is not a compact JWS (three parts separated by dots)",
)
CONTEXT_NOT_A_LIST = Reason(
    "model.context_not_a_list",
    fr="« @context » doit être une liste d’adresses",
    en="“@context” must be a list of addresses",
)
CONTEXT_NOT_FIRST = Reason(
    "model.context_not_first",
    fr="le premier contexte doit être {expected}, et non {found}",
    en="the first context must be {expected}, not {found}",
)
CONTEXT_NOT_SECOND = Reason(
    "model.context_not_second",
    fr="le deuxième contexte doit être celui d’Open Badges 3.0, et non {found}",
    en="the second context must be that of Open Badges 3.0, not {found}",
)
CONTEXT_ITEM = Reason(
    "model.context_item",
    fr="un contexte est une adresse ou un objet",
    en="a context is an address or an object",
)
DATE_OF_THE_OLD_MODEL = Reason(
    "model.date_of_the_old_model",
    fr="« {name} » appartient au modèle 1.1 : avec le modèle 2.0, écrivez « {instead} »",
    en="“{name}” belongs to data model 1.1: with data model 2.0, write “{instead}”",
)
ENDS_BEFORE_IT_STARTS = Reason(
    "model.ends_before_it_starts",
    fr="la fin de validité ({end}) précède son début ({start})",
    en="the end of validity ({end}) comes before its start ({start})",
)
ISSUER_FORM = Reason(
    "model.issuer_form",
    fr="l’émetteur est un identifiant ou un objet qui en porte un",
    en="the issuer is an identifier or an object that has one",
)
SUBJECT_NOT_ONE = Reason(
    "model.subject_not_one",
    fr="une preuve Open Badges 3.0 a un seul « credentialSubject », un objet et non une liste",
    en="an Open Badges 3.0 credential has one single “credentialSubject”, an object and not a list",
)
SUBJECT_UNNAMED = Reason(
    "model.subject_unnamed",
    fr="rien ne dit à qui la preuve est délivrée : il faut « id » ou « identifier »",
    en="nothing says to whom the credential was awarded: it needs “id” or “identifier”",
)
CRITERIA_EMPTY = Reason(
    "model.criteria_empty",
    fr="les critères ne disent rien : il faut « narrative » ou « id »",
    en="the criteria say nothing: they need “narrative” or “id”",
)
STATUS_INDEX_NOT_TEXT = Reason(
    "model.status_index_not_text",
    fr="« statusListIndex » est le nombre {value} ; le standard le demande entre guillemets, et la preuve en dépend",
    en="“statusListIndex” is the number {value}; the standard asks for it between quotes, and the proof depends on it",
)
STATUS_INDEX_NOT_A_NUMBER = Reason(
    "model.status_index_not_a_number",
    fr="« {value} » n’est pas une place dans une liste de statuts : des chiffres sont attendus",
    en="“{value}” is no place in a status list: digits are expected",
)
STATUS_WRITTEN_OTHERWISE = Reason(
    "model.status_written_otherwise",
    fr="l’entrée de statut n’est pas écrite comme le standard le demande : récrite ainsi, elle peut avoir la même "
    "signature et cacher une révocation",
    en="the status entry is not written as the standard asks: rewritten in this way, it may have the same signature "
    "and hide a revocation",
)
STATUS_ID_IS_THE_LIST = Reason(
    "model.status_id_is_the_list",
    fr="l’identifiant de l’entrée de statut ne peut pas être l’adresse de la liste",
    en="the identifier of the status entry cannot be the address of the list",
)
STATUS_SIZE = Reason(
    "model.status_size",
    fr="« statusSize » est un nombre entier d’au moins 1",
    en="“statusSize” is a whole number of at least 1",
)
RESOURCE_TWICE = Reason(
    "model.resource_twice",
    fr="la ressource {value} est citée deux fois",
    en="the resource {value} is named twice",
)
RESOURCE_WITHOUT_DIGEST = Reason(
    "model.resource_without_digest",
    fr="la ressource liée n’a pas d’empreinte : il faut « digestSRI » ou « digestMultibase »",
    en="the related resource has no digest: it needs “digestSRI” or “digestMultibase”",
)
NOT_A_CREDENTIAL = Reason(
    "model.not_a_credential",
    fr="ce n’est pas une preuve : c’est {what_fr}",
    en="this is not a credential: it is {what_en}",
)
TOO_DEEP = Reason("model.too_deep", fr="trop d’objets imbriqués", en="too many nested objects")
CREDENTIAL_IS_TEXT = Reason(
    "model.credential_is_text",
    fr="dans une présentation, une preuve est un objet ; un jeton se met dans un EnvelopedVerifiableCredential",
    en="in a presentation, a credential is an object; a token goes into an EnvelopedVerifiableCredential",
)
ENVELOPE_WITHOUT_DATA = Reason(
    "model.envelope_without_data",
    fr="une enveloppe porte son contenu dans « id », une adresse data: avec son type",
    en="an envelope carries its content in “id”, a data: address with its media type",
)
