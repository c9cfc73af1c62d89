"""The words of a letter to a holder: an institution's own, else the house's, with their fields filled in.

Typed text is never a template: a field is a word between braces out of a closed list, replaced once, and nothing else
of it means anything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from unicodedata import category

from sceau.engine.errors import french_spaces
from sceau.engine.model.code import group_code
from sceau.engine.model.wording import Voice
from sceau.institutions.models import Institution
from sceau.issuing.errors import WrongValue
from sceau.issuing.house_wordings import BUTTON, HOUSE, Text
from sceau.issuing.models import Wording
from sceau.issuing.reasons.letters import (
    EMPTY_WORDING,
    LINK_MISSING,
    LONE_BRACE,
    NO_MARKUP,
    NO_SUCH_LANGUAGE,
    UNKNOWN_FIELD,
    WORDING_TOO_LONG,
)
from sceau.issuing.states import Kind

FIELDS: Final = ("name", "title", "institution", "link", "code", "until", "why")
IN_SUBJECTS: Final = ("name", "title", "institution", "code")  # what every letter has, on one line
LANGUAGES: Final = ("fr", "en")
LONGEST_SUBJECT: Final = 200
LONGEST_BODY: Final = 5_000
LONGEST_SUBJECT_SENT: Final = 240  # with a long title in it; what a mail program shows is far shorter
_FIELD = re.compile(r"\{([^{}\n]*)\}")
_BRACE = re.compile(r"[{}]")
_TAG = re.compile(r"<[A-Za-z/!?]")
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")
_NEVER_SHOWN: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})  # of Unicode: controls, halves, breaks of lines


@dataclass(frozen=True, slots=True)
class Worded:
    """A letter in words.

    before, after:  paragraphs before and after the button that opens the credential; all before when there is none
    link:           where the button leads, "" for no button
    """

    subject: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    button: str
    link: str

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """All of them, in order, without the button."""
        return self.before + self.after


def words(institution: Institution, kind: Kind, language: str) -> Text:
    """What this institution writes: its own words, else the house's."""
    own = Wording.objects.filter(institution=institution, kind=kind, language=language).first()
    return Text(own.subject, own.body) if own else HOUSE[language][kind]


def preview(
    institution: Institution,
    kind: Kind,
    language: str,
    *,
    name: str,
    title: str,
    link: str = "",
    code: str = "",
    until: date | None = None,
    why: str = "",
    text: Text | None = None,
) -> Worded:
    """The letter as somebody would read it; what is not known yet is left out with its paragraph.

    text:  what `words` gave, where many are written
    """
    return fill(
        text or words(institution, kind, language),
        language,
        values(
            language,
            name=name,
            title=title,
            institution=institution.name,
            link=link,
            code=code,
            until=until,
            why=why,
        ),
    )


def values(
    language: str, *, name: str, title: str, institution: str, link: str, code: str, until: date | None, why: str
) -> dict[str, str]:
    """What fills the fields, as it is written: the code in groups, the day in words."""
    return {
        "name": _one_line(name),
        "title": _one_line(title),
        "institution": _one_line(institution),
        "link": link,
        "code": group_code(code) if code else "",
        "until": Voice(language).date(until) if until else "",
        "why": _one_line(why),
    }


def fill(text: Text, language: str, given: Mapping[str, str]) -> Worded:
    """Replace each field once; a value that looks like a field stays what it is."""
    subject, body = text.subject, text.body
    if language == "fr":
        subject, body = french_spaces(subject), french_spaces(body)
    before: list[str] = []
    after: list[str] = []
    paragraphs, link = before, ""
    for each in _EMPTY_LINE.split(body.strip()):
        if each.strip() == "{link}":  # alone, it is the button
            if not link and given["link"]:
                link, paragraphs = given["link"], after
            continue
        if any(not given.get(name, "") for name in _FIELD.findall(each)):
            continue
        paragraphs.append(_one_line(_filled(each, given)))
    told = _one_line(_filled(subject, given))
    if len(told) > LONGEST_SUBJECT_SENT:
        told = told[: LONGEST_SUBJECT_SENT - 1].rstrip() + "…"
    return Worded(told, tuple(before), tuple(after), BUTTON[language], link)


def check(kind: Kind, language: str, *, subject: str, body: str) -> Text:
    """The words as they are kept.

    raises:  WrongValue, with where in the text
    """
    if language not in LANGUAGES:
        raise WrongValue(NO_SUCH_LANGUAGE, field="language")
    title = _kept(_one_line(subject), LONGEST_SUBJECT, IN_SUBJECTS, field="subject")
    lines = [re.sub(r"[ \t\u00a0\u202f]+", " ", each).strip() for each in body.splitlines()]
    text = _kept(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), LONGEST_BODY, FIELDS, field="body")
    if kind == Kind.ISSUED and "{link}" not in text:
        raise WrongValue(LINK_MISSING, field="body")
    return Text(title, text)


def _kept(text: str, most: int, known: tuple[str, ...], *, field: str) -> str:
    if not text:
        raise WrongValue(EMPTY_WORDING, field=field)
    if len(text) > most:
        raise WrongValue(WORDING_TOO_LONG, field=field, most=most, over=len(text) - most)
    for found in _FIELD.finditer(text):
        if found[1] not in known:
            names = ", ".join(f"{{{each}}}" for each in known)
            line, column = _place(text, found.start())
            raise WrongValue(UNKNOWN_FIELD, field=field, found=found[0][:40], known=names, line=line, column=column)
    # fields are blanked, so that what is left stands where it was typed
    bare = _FIELD.sub(lambda found: " " * len(found[0]), text)
    for pattern, reason in ((_BRACE, LONE_BRACE), (_TAG, NO_MARKUP)):
        if wrong := pattern.search(bare):
            line, column = _place(text, wrong.start())
            raise WrongValue(reason, field=field, line=line, column=column)
    return "".join(each for each in text if each == "\n" or category(each) not in _NEVER_SHOWN)


def _place(text: str, at: int) -> tuple[int, int]:
    """Line and character, both from 1."""
    return text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1


def _filled(text: str, given: Mapping[str, str]) -> str:
    return _FIELD.sub(lambda found: given.get(found[1], ""), text)


def _one_line(text: str) -> str:
    """Without line breaks nor signs that are not shown; the spaces that French ties words with stay what they are."""
    shown = "".join(" " if category(each) in _NEVER_SHOWN else each for each in text)
    return re.sub(r" +", " ", shown).strip(" ")
