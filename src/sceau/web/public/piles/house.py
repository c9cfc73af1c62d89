"""What this house gives of its own credentials to whoever hands in their links: as their pages do, in bulk."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sceau.engine.errors import EngineError, OutOfReach, Reason
from sceau.issuing.queries.many import credentials_at, digests_at, public_among
from sceau.issuing.queries.opening import opens
from sceau.issuing.states import CredentialState
from sceau.verification.pile.looking import NotHere
from sceau.verification.pile.places import Place

UNKNOWN = Reason(
    "pile.unknown_code",
    fr="aucune preuve n’a ce code ici\u00a0: demandez à la personne le fichier ou le lien d’origine",
    en="no credential has this code here: ask the person for the original file or link",
)
ERASED = Reason(
    "pile.erased",
    fr="cette preuve a été effacée à la demande de la personne qui la détenait\u00a0; cela ne dit rien contre elle",
    en="this credential was erased at the request of its holder; that says nothing against it",
)
CLOSED = Reason(
    "pile.closed",
    fr="une preuve authentique existe sous ce code, et n’est pas ouverte à tous\u00a0: demandez à la personne le lien "
    "qui l’ouvre",
    en="an authentic credential exists under this code, and is not open to everybody: ask the person for the link that "
    "opens it",
)


class OurHouse:
    """A `House`: as anybody would be answered, whoever asks."""

    def given(self, places: Sequence[Place]) -> Mapping[Place, bytes | EngineError]:
        """The exact bytes where the holder's consent or the link opens them; four statements for 500 credentials."""
        rows = credentials_at(place.code for place in places)
        public = public_among(rows.values())
        found: dict[Place, bytes | EngineError] = {}
        for place in places:
            row = rows.get(place.code)
            if row is None:
                found[place] = NotHere(UNKNOWN)
            elif row.state == CredentialState.ERASED:
                found[place] = OutOfReach(ERASED)
            elif place.code in public or opens(row, place.opening):
                found[place] = bytes(row.content.body)
            else:
                found[place] = OutOfReach(CLOSED)
        return found

    def issued(self, claims: Collection[tuple[str, str]]) -> Collection[tuple[str, str]]:
        """Of these codes, each with a SHA-256, those under which we issued exactly the bytes of that digest."""
        return digests_at(code for code, _ in claims) & set(claims)
