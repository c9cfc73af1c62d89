"""To revoke, suspend, restore or replace what a folder holds: all the credentials that are named, or none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sceau.cli.issuing.files import write_file
from sceau.cli.issuing.lists import Lists, SignedList
from sceau.cli.issuing.register import Entry, Register
from sceau.cli.issuing.signing import Signing
from sceau.cli.issuing.states import NEXT, Act, State
from sceau.engine.checks.opening import open_anything
from sceau.engine.errors import EngineError, Reason
from sceau.engine.keys.stamps import write_stamp
from sceau.engine.model.code import group_code
from sceau.engine.model.credential import read_credential

UNKNOWN = Reason(
    "status.unknown_code",
    fr="le registre de {folder} ne connaît pas {codes}\u00a0: rien n’a été changé",
    en="the register of {folder} does not know {codes}: nothing was changed",
)
NO_CODE = Reason(
    "status.no_code",
    fr="dites de quelles preuves il s’agit\u00a0: leurs codes, ou --codes FICHIER",
    en="say which credentials it is about: their codes, or --codes FILE",
)
REVOKED_FOR_GOOD = Reason(
    "status.revoked_for_good",
    fr="{codes}\u00a0: une preuve révoquée le reste\u202f; si la personne y a droit, délivrez-en une autre. "
    "Rien n’a été changé",
    en="{codes}: what is revoked stays revoked; if the person is entitled to it, issue another one. "
    "Nothing was changed",
)
REPLACED_ALREADY = Reason(
    "status.replaced_already",
    fr="{codes}\u00a0: une preuve remplacée ne se suspend pas\u202f; elle se rétablit ou se révoque. "
    "Rien n’a été changé",
    en="{codes}: what is replaced is not suspended; it is restored or revoked. Nothing was changed",
)
ONE_AT_A_TIME = Reason(
    "status.one_at_a_time",
    fr="une seule preuve se remplace à la fois\u00a0: {codes} en sont plusieurs",
    en="one credential is replaced at a time: {codes} are several",
)
BY_ITSELF = Reason(
    "status.by_itself",
    fr="{code} ne peut pas se remplacer elle-même",
    en="{code} cannot replace itself",
)
BY_NOT_VALID = Reason(
    "status.by_not_valid",
    fr="{code} ne peut remplacer aucune autre preuve\u00a0: elle est elle-même révoquée, suspendue ou remplacée",
    en="{code} cannot replace another credential: it is revoked, suspended or replaced itself",
)

_FORMS = (".json", ".jwt", ".svg", ".png")
_RECORD = ".annex-1.json"


class CannotChange(EngineError):
    """Nothing was changed: what is asked does not follow from what is."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is asked for one credential.

    by:  the code of what replaces it, "" otherwise
    """

    entry: Entry
    was: State
    state: State
    by: str
    is_new: bool

    @property
    def code(self) -> str:
        """Of the credential."""
        return self.entry.code


@dataclass(frozen=True, slots=True)
class Known:
    """Whose a credential is and what it is about, as its file says.

    holder:  "" when there is no file
    title:   the name of the design when there is no file
    """

    holder: str
    title: str


def plan(
    codes: Sequence[str], state: State, *, by: str, register: Register, lists: Lists, folder: Path
) -> list[Change]:
    """What would be done, when all of it can be.

    by:      the code of what replaces the only credential that is named, "" when nothing does
    folder:  to be named in a refusal
    raises:  CannotChange, UnusableList
    """
    entries = entries_with(codes, register, folder)
    if by:
        _refuse_replacement(by, codes, register, lists)
    changes = [_change(entry, state, by, register, lists) for entry in entries]
    for was, reason in ((State.REVOKED, REVOKED_FOR_GOOD), (State.REPLACED, REPLACED_ALREADY)):
        stuck = [each.code for each in changes if each.was is was and each.is_new and state not in NEXT[was]]
        if stuck:
            raise CannotChange(reason, codes=", ".join(map(group_code, stuck)))
    return changes


def entries_with(codes: Iterable[str], register: Register, folder: Path) -> list[Entry]:
    """The credentials of these codes. raises: CannotChange when one is unknown, naming all of them"""
    found = {code: register.entry_with(code) for code in codes}
    if not found:
        raise CannotChange(NO_CODE)
    unknown = [group_code(code) for code, entry in found.items() if entry is None]
    if unknown:
        raise CannotChange(UNKNOWN, folder=folder, codes=", ".join(unknown))
    return [entry for entry in found.values() if entry is not None]


def carry_out(
    changes: Iterable[Change], reason: str, *, register: Register, lists: Lists, signing: Signing
) -> list[SignedList]:
    """Sign, note, write: a call that is cut short between two of them is made good by the next one.

    reason:   kept in the register, published nowhere
    returns:  the lists to publish again
    """
    new = [change for change in changes if change.is_new]
    for change in new:
        lists.put(change.entry, change.state)
    signed = list(lists.signed(signing))
    at = write_stamp(signing.created)
    register.note(Act(change.code, change.state, at, reason, change.by) for change in new)
    for each in signed:
        write_file(each.path, each.data)
    return signed


def known_of(entry: Entry, folder: Path) -> Known:
    """Whose and what, from the first of its files that is there as it was written.

    folder:  of the credentials
    """
    names = sorted((name for name in entry.files if not name.endswith(_RECORD)), key=_preference)
    for path in (folder / name for name in names):
        try:
            data = path.read_bytes()
            if sha256(data).hexdigest() == entry.files[path.name]:
                credential = read_credential(open_anything(data).document)
                return Known(credential.holder_name or "", credential.name or entry.design)
        except (OSError, EngineError):
            continue  # handed over and not kept: the code is enough to act
    return Known("", entry.design)


def _change(entry: Entry, state: State, by: str, register: Register, lists: Lists) -> Change:
    was, acts = lists.state_of(entry), register.acts_on(entry.code)
    is_same = was is state and (not by or (bool(acts) and acts[-1].by == by))
    return Change(entry, was, state, by, is_new=not is_same)


def _refuse_replacement(by: str, codes: Sequence[str], register: Register, lists: Lists) -> None:
    """One that is unknown here was issued into another folder, as a credential made anew is. raises: CannotChange"""
    if len(codes) > 1:
        raise CannotChange(ONE_AT_A_TIME, codes=", ".join(map(group_code, codes)))
    if by in codes:
        raise CannotChange(BY_ITSELF, code=group_code(by))
    replacement = register.entry_with(by)
    if replacement is not None and lists.state_of(replacement) is not State.VALID:
        raise CannotChange(BY_NOT_VALID, code=group_code(by))


def _preference(name: str) -> int:
    return next((place for place, form in enumerate(_FORMS) if name.endswith(form)), len(_FORMS))
