"""What canonicalisation refuses, and why."""

from __future__ import annotations

from sceau.engine.errors import Reason

UNDEFINED_TERM = Reason(
    "jsonld.undefined_term",
    fr="« {term} » n’est défini par aucun contexte du document : la preuve ne le couvrirait pas",
    en="“{term}” is defined by no context of the document: the proof would not cover it",
)
UNDEFINED_TYPE = Reason(
    "jsonld.undefined_type",
    fr="le type « {term} » n’est défini par aucun contexte du document",
    en="the type “{term}” is defined by no context of the document",
)
KEYWORD = Reason(
    "jsonld.keyword",
    fr="le mot-clé « {term} » n’est pas accepté ici : écrivez le nom que le contexte lui donne",
    en="the keyword “{term}” is not accepted here: write the name that the context gives it",
)
NOT_A_TERM = Reason(
    "jsonld.not_a_term",
    fr="« {term} » est une adresse : seul un nom du contexte est accepté, car un lecteur ne verrait pas ce membre",
    en="“{term}” is an address: only a name of the context is accepted, for a reader would not see this member",
)
HAS_A_NAME = Reason(
    "jsonld.has_a_name",
    fr="« {term} » est écrit en adresse alors que le contexte lui donne un nom : un lecteur ne le reconnaîtrait pas",
    en="“{term}” is written as an address although the context has a name for it: a reader would not recognise it",
)
ANOTHER_NAME = Reason(
    "jsonld.another_name",
    fr="« {term} » est un autre nom pour « {name} », que le contexte protège : un lecteur ne le reconnaîtrait pas",
    en="“{term}” is another name for “{name}”, which the context protects: a reader would not recognise it",
)
COMPACT_IRI = Reason(
    "jsonld.compact_iri",
    fr="« {term} » est une adresse abrégée : écrivez-la en entier",
    en="“{term}” is an abbreviated address: write it in full",
)
NOT_AN_IRI = Reason(
    "jsonld.not_an_iri",
    fr="« {value} » n’est pas une adresse absolue (URL, DID ou URN)",
    en="“{value}” is not an absolute address (URL, DID or URN)",
)
BLANK_NODE = Reason(
    "jsonld.blank_node",
    fr="« {value} » est une étiquette de nœud anonyme : elle n’est pas acceptée",
    en="“{value}” is the label of an anonymous node: it is not accepted",
)
BAD_VALUE = Reason(
    "jsonld.bad_value",
    fr="une valeur de ce genre n’est pas acceptée ici : {problem}",
    en="a value of this kind is not accepted here: {problem}",
)
BAD_LANGUAGE = Reason(
    "jsonld.bad_language",
    fr="« {value} » n’est pas une langue (BCP 47)",
    en="“{value}” is not a language (BCP 47)",
)
DIRECTION = Reason(
    "jsonld.direction",
    fr="un sens d’écriture (@direction) ne peut pas être signé par cette suite ; une suite « jcs » le peut",
    en="a base direction (@direction) cannot be signed by this suite; a “jcs” suite can",
)
BAD_NUMBER = Reason(
    "jsonld.bad_number",
    fr="le nombre {value} n’a pas la même forme pour tous les lecteurs",
    en="the number {value} does not have the same form for every reader",
)
LONE_SURROGATE = Reason(
    "jsonld.lone_surrogate",
    fr="un texte contient une moitié de caractère (surrogate isolé)",
    en="a text contains half a character (lone surrogate)",
)
DESCRIBED_TWICE = Reason(
    "jsonld.described_twice",
    fr="le document est décrit une seconde fois à l’intérieur de lui-même : un lecteur ne verrait pas cette partie",
    en="the document is described a second time inside itself: a reader would not see that part",
)
INLINE_CONTEXT = Reason(
    "jsonld.inline_context",
    fr="un contexte est écrit dans le document : seuls des contextes connus, cités par leur adresse, sont acceptés",
    en="a context is written inside the document: only known contexts, named by their address, are accepted",
)
NO_CONTEXT = Reason("jsonld.no_context", fr="le document ne cite aucun contexte", en="the document names no context")
BAD_CONTEXT = Reason(
    "jsonld.bad_context",
    fr="le contexte ne peut pas être appliqué : {problem}",
    en="the context cannot be applied: {problem}",
)
PROTECTED_TERM = Reason(
    "jsonld.protected_term",
    fr="un contexte redéfinit « {term} », que le précédent protège",
    en="a context redefines “{term}”, which an earlier one protects",
)
TOO_MANY = Reason(
    "canonical.too_many",
    fr="le document compte plus de {limit} {what}",
    en="the document has more than {limit} {what}",
)
TOO_MUCH_CONTEXT = Reason(
    "canonical.too_much_context",
    fr="le document combine les contextes de trop de façons différentes",
    en="the document combines the contexts in too many different ways",
)
TOO_MUCH_WORK = Reason(
    "canonical.too_much_work",
    fr="le document est fait de parties identiques entre elles, trop coûteuses à mettre en ordre",
    en="the document is made of parts that look the same and take too much work to put in order",
)
EQUAL_NODES = Reason(
    "canonical.equal_nodes",
    fr="deux parties anonymes du document sont identiques : donnez-leur un identifiant",
    en="two anonymous parts of the document are the same: give them an identifier",
)
