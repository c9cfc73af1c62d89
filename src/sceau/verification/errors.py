"""What this room refuses."""

from __future__ import annotations

from typing import Final

from sceau.engine.errors import Reason

NO_NAME: Final = Reason(
    "known_list.no_name",
    fr="donnez un nom à cette liste, 120 signes au plus",
    en="name this list, in 120 signs at most",
)
NAME_TAKEN: Final = Reason(
    "known_list.name_taken",
    fr="une liste s’appelle déjà « {name} » : remplacez-la, ou donnez un autre nom à celle-ci",
    en="a list is called “{name}” already: replace that one, or give this one another name",
)
NO_LIST: Final = Reason(
    "known_list.no_list",
    fr="aucune liste en service ne s’appelle « {name} » ; « sceau trust list » les montre",
    en="no list in use is called “{name}”; “sceau trust list” shows them",
)
GONE: Final = Reason(
    "known_list.gone",
    fr="cette liste n’attend plus : quelqu’un l’a mise en service, ou l’a écartée",
    en="this list is no longer waiting: somebody put it in use, or left it",
)
SAME: Final = Reason(
    "known_list.same",
    fr="c’est le fichier qui est déjà en service : rien ne changerait",
    en="this is the file that is in use already: nothing would change",
)


class VerificationError(Exception):
    """Something that cannot be done with a list."""

    def __init__(self, reason: Reason, **details: object) -> None:
        super().__init__(reason, details)
        self.reason = reason
        self.details = details

    def sentence(self, language: str) -> str:
        """Why, for a person, in "fr" or "en", without its full stop."""
        return self.reason.sentence(language, self.details)
