"""Is it this person's? What the reader knows of the holder, compared with what the credential says."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from sceau.engine.checks import ids
from sceau.engine.checks.report import Check, failed, passed, unknown
from sceau.engine.errors import Reason
from sceau.engine.model.credential import objects_in
from sceau.engine.model.identity import identity_matches, name_in_clear
from sceau.engine.strict_json import JsonObject

MOST_IDENTITIES = 50

IS_THIS_PERSON = Reason(
    "recipient.is_this_person", fr="la preuve est bien à cette personne", en="the credential is indeed this person’s"
)
HAS_THIS_NAME = Reason(
    "recipient.has_this_name",
    fr="la preuve est à {name}\u00a0: c’est le nom que vous indiquez",
    en="the credential is that of {name}: this is the name that you give",
)
IS_ANOTHER = Reason(
    "recipient.is_another",
    fr="rien dans la preuve ne correspond à la personne que vous indiquez",
    en="nothing in the credential corresponds to the person whom you name",
)
SAYS_NOTHING = Reason(
    "recipient.says_nothing",
    fr="la preuve ne dit rien qui permette de reconnaître son titulaire",
    en="the credential says nothing by which its holder could be recognised",
)

_IS_THIS_PERSON = passed(ids.RECIPIENT, IS_THIS_PERSON)


def judge_recipient(document: JsonObject, holder: str) -> Check:
    """Whether the holder that the reader has in mind is the one of the credential.

    document:  an Open Badges 3.0 credential or a 2.0 assertion
    holder:    an e-mail address, a name, a DID: whatever the reader knows; a name is compared as people do
    source:    Open Badges 3.0, "IdentityObject"; Open Badges 2.0, "IdentityObject"
    """
    identities = list(islice(_identities(document), MOST_IDENTITIES))
    if not identities:
        return unknown(ids.RECIPIENT, SAYS_NOTHING, pointer="/credentialSubject")
    found = next((identity for identity in identities if identity_matches(identity, holder)), None)
    if found is None:
        return failed(ids.RECIPIENT, IS_ANOTHER)
    name = name_in_clear(found)
    return _IS_THIS_PERSON if name is None else passed(ids.RECIPIENT, HAS_THIS_NAME, name=name)


def _identities(document: JsonObject) -> Iterator[JsonObject]:
    """All that names the holder, as IdentityObjects."""
    recipient = document.get("recipient")
    if isinstance(recipient, dict):
        yield recipient
    for person in objects_in(document, "credentialSubject"):
        yield from objects_in(person, "identifier")
        for member in ("id", "name"):
            if isinstance(person.get(member), str):
                yield {"identity": person[member], "hashed": False, "type": member}
