"""Status lists of what was issued here: one a purpose, in memory, signed anew when a bit is set."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock
from typing import Final

import orjson

from sceau.api.vc_api.issuers import WITH_STATUS, cryptosuite_of, issuer_for
from sceau.api.vc_api.server import server
from sceau.api.vc_api.vocabulary import contexts
from sceau.engine.errors import EngineError, Reason
from sceau.engine.proofs.data_integrity import secure
from sceau.engine.status.bitstring import StatusList, random_index
from sceau.engine.status.documents import REVOCATION, SUSPENSION, status_entry, status_list_credential
from sceau.engine.strict_json import JsonObject

PURPOSES: Final = (REVOCATION, SUSPENSION)

UNKNOWN_CREDENTIAL = Reason(
    "vc_api.unknown_credential",
    fr="aucune preuve délivrée ici n’a cet identifiant",
    en="no credential issued here has this id",
)
UNKNOWN_PURPOSE = Reason(
    "vc_api.unknown_purpose",
    fr="les listes tenues ici disent\u00a0: {known}",
    en="the lists kept here tell: {known}",
)


class UnknownPlace(EngineError):
    """A place in a list that was never given out."""


@dataclass(slots=True)
class _Kept:
    """One list: its bits, the places that are taken, and the document as it is served; None when it must be signed."""

    bits: StatusList = field(default_factory=StatusList.new)
    taken: set[int] = field(default_factory=set)
    document: bytes | None = None


class Lists:
    """The lists of this process."""

    def __init__(self) -> None:
        self._lists = {purpose: _Kept() for purpose in PURPOSES}
        self._places: dict[str, dict[str, int]] = {}
        self._alone = Lock()

    def give_place(self, credential_id: str, purpose: str) -> JsonObject:
        """A place for a credential, as its `credentialStatus`.

        credential_id:  "" for one without: its status cannot be changed later
        raises:         UnknownPlace for a purpose that no list has
        """
        with self._alone:
            kept = self._lists.get(purpose)
            if kept is None:
                raise UnknownPlace(UNKNOWN_PURPOSE, known=", ".join(PURPOSES))
            index = random_index(kept.taken, secrets.randbelow)
            kept.taken.add(index)
            if credential_id:
                self._places.setdefault(credential_id, {})[purpose] = index
        return status_entry(url_of(purpose), index, purpose)

    def turn(self, credential_id: str, purpose: str, value: int) -> None:
        """Set or unset what a list says of a credential. raises: UnknownPlace"""
        with self._alone:
            index = self._places.get(credential_id, {}).get(purpose)
            if index is None:
                raise UnknownPlace(UNKNOWN_CREDENTIAL, pointer="/credentialId")
            kept = self._lists[purpose]
            kept.bits.set(index, value)
            kept.document = None

    def served(self, url: str) -> bytes | None:
        """The document at an address of ours, as it is served; None for any other address."""
        purpose = next((each for each in PURPOSES if url_of(each) == url), None)
        return None if purpose is None else self.document(purpose)

    def document(self, purpose: str) -> bytes:
        """The signed list of a purpose."""
        with self._alone:
            kept = self._lists[purpose]
            if kept.document is None:
                kept.document = _signed(purpose, kept.bits)
            return kept.document


LISTS: Final = Lists()


def url_of(purpose: str) -> str:
    """Where the list of a purpose is served."""
    return f"{server().base}/vc-api/status/{purpose}"


def _signed(purpose: str, bits: StatusList) -> bytes:
    issuer, now = issuer_for(WITH_STATUS, ""), datetime.now(UTC).replace(microsecond=0)
    document = status_list_credential(url_of(purpose), issuer.did, bits, purpose=purpose, valid_from=now)
    signed = secure(
        document,
        signer=issuer.signer,
        verification_method=issuer.method,
        created=now,
        contexts=contexts(),
        cryptosuite=cryptosuite_of(WITH_STATUS),
    )
    return orjson.dumps(signed)
