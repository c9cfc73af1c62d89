"""Whose the file is: the name that a CV or a list gives, compared with the one that its credential gives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from sceau.engine.checks import ids
from sceau.engine.checks.recipient import judge_recipient
from sceau.engine.checks.report import Check, Outcome, Report, failed, in_order, passed, unknown
from sceau.engine.errors import Reason
from sceau.engine.model.identity import fold_name, name_in_clear
from sceau.engine.strict_json import JsonObject

LONGEST_WORDS: Final = 50_000  # signs of a file that are searched
MOST_LINES: Final = 15  # at the head of a file, among which its name is looked for
LONGEST_NAME: Final = 60
MOST_ADDRESSES: Final = 5
MOST_NAMES: Final = 5  # of one credential: whoever writes it may give thousands
MOST_WORDS: Final = 12  # of a name

STANDS_THERE = Reason(
    "pile.name_stands_there",
    fr="le nom de la preuve, {name}, figure dans le fichier",
    en="the name in the credential, {name}, stands in the file",
)
DIFFERS = Reason(
    "pile.name_differs",
    fr="la preuve est à {name}, et le fichier donne un autre nom\u00a0: {found}",
    en="the credential is that of {name}, and the file gives another name: {found}",
)
NOT_THERE = Reason(
    "pile.name_not_there",
    fr="la preuve est à {name}\u00a0: ce nom ne figure pas dans le fichier",
    en="the credential is that of {name}: this name does not stand in the file",
)
NO_WORDS = Reason(
    "pile.no_words",
    fr="la preuve est à {name}\u00a0; le fichier n’a pas de texte lisible\u00a0: comparez vous-même",
    en="the credential is that of {name}; the file has no text that can be read: compare yourself",
)
NO_NAME = Reason(
    "pile.no_name",
    fr="la preuve ne donne pas le nom de son titulaire\u00a0: demandez à la personne de le montrer",
    en="the credential does not give the name of its holder: ask the person to show it",
)

_WORD: Final = re.compile(r"[^\W_]+")
_NAME: Final = re.compile(r"[^\W\d_]+(?:[’'.\- ]+[^\W\d_]+){1,5}\.?")
_MAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_TITLES: Final = frozenset(
    "curriculum vitae cv resume profil profile competences competence skills experience experiences formation "
    "formations universite university ecole school lycee college institut institute academie academy centre center "
    "societe company association education contact langues languages lettre motivation certificat certificate "
    "objectif".split()
)


def compared(report: Report, document: JsonObject, *, words: str | None, named: str) -> tuple[Report, str]:
    """The report with what comes of the comparison; and the name that the file gives, as far as it can be told.

    words:  of the CV that carries the credential; None when nothing is to be compared with them
    named:  the name that stands beside it in a list, "" for none
    """
    if report.authenticity is not Outcome.PASSED or (words is None and not named):
        return report, ""
    check, found = _check(document, (words or "")[:LONGEST_WORDS], named)
    others = [each for each in report.checks if each.question is not ids.RECIPIENT]
    return replace(report, checks=in_order([*others, check])), found


def is_named(there: Sequence[str], name: str) -> bool:
    """Whether the words of a name stand together in a text, in any order, case and accents apart.

    there:  the words of the text, as `words_of` gives them
    """
    wanted = sorted(words_of(name[:LONGEST_WORDS]))
    size = len(wanted)
    if not wanted or size > MOST_WORDS:
        return False
    starts = {first for at, word in enumerate(there) if word == wanted[0] for first in range(at - size + 1, at + 1)}
    return any(first >= 0 and sorted(there[first : first + size]) == wanted for first in starts)


def name_at_head(words: str) -> str:
    """The first line at the head of a CV that reads like a name; "" when none does."""
    lines = [line for line in map(str.strip, words.splitlines()) if line]
    return next((line for line in lines[:MOST_LINES] if _is_name(line)), "")


def _check(document: JsonObject, words: str, named: str) -> tuple[Check, str]:
    names = list(islice(names_of(document), MOST_NAMES))
    shown = names[0] if names else ""
    if named:
        wanted = sorted(words_of(named))
        if wanted and any(sorted(words_of(name)) == wanted for name in names):
            return passed(ids.RECIPIENT, STANDS_THERE, name=shown), named
        check = failed(ids.RECIPIENT, DIFFERS, name=shown, found=named) if names else unknown(ids.RECIPIENT, NO_NAME)
        return check, named
    head, there = name_at_head(words), words_of(words)
    found = next((name for name in names if is_named(there, name)), None)
    if found is not None:
        return passed(ids.RECIPIENT, STANDS_THERE, name=found), found
    for address in _MAIL.findall(words)[:MOST_ADDRESSES]:
        check = judge_recipient(document, address)
        if check.outcome is Outcome.PASSED:
            return check, head
    if not names:
        return unknown(ids.RECIPIENT, NO_NAME), head
    if not there:
        return unknown(ids.RECIPIENT, NO_WORDS, name=shown), ""
    differs = failed(ids.RECIPIENT, DIFFERS, name=shown, found=head) if head else None
    return differs or failed(ids.RECIPIENT, NOT_THERE, name=shown), head


def names_of(document: JsonObject) -> Iterator[str]:
    """The names that a credential gives its holder for everybody to read."""
    subjects = document.get("credentialSubject")
    for subject in subjects if isinstance(subjects, list) else [subjects]:
        if not isinstance(subject, dict):
            continue
        identities = subject.get("identifier")
        for each in identities if isinstance(identities, list) else [identities]:
            name = name_in_clear(each) if isinstance(each, dict) else None
            if name:
                yield name
        if isinstance(subject.get("name"), str) and subject["name"].strip():
            yield subject["name"]


def words_of(text: str) -> list[str]:
    """The words of a text, as names are compared."""
    return _WORD.findall(fold_name(text))


def _is_name(line: str) -> bool:
    words = words_of(line)
    is_one = len(line) <= LONGEST_NAME and _NAME.fullmatch(line) is not None and _TITLES.isdisjoint(words)
    return is_one and sum(part[:1].isupper() for part in line.split()) >= 2  # noqa: PLR2004 -- a first and a last name
