"""What is found by words, as pages show it: the page of the search, and the picker inside the form of a design."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sceau.engine.strict_json import JsonObject
from sceau.frameworks import searching
from sceau.frameworks.searching import Found
from sceau.web import words
from sceau.web.desk.doors import DeskRequest
from sceau.web.templatetags.words import spoken

LIMIT: Final = 12  # what one reads through in a list that follows one's typing
SUGGESTED: Final = 5
MOST_CHARACTERS: Final = 200
FOR_SKILLS: Final = ("esco", "rome", "digcomp", "greencomp", "lifecomp")
_FIELD: Final = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_FRAMEWORK: Final = re.compile(r"[a-z0-9-]{1,40}")

KINDS: Final[dict[str, str | Promise]] = {
    "skill": gettext_lazy("compétence"),
    "knowledge": gettext_lazy("savoir"),
    "occupation": gettext_lazy("métier"),
    "job_title": gettext_lazy("appellation"),
    "language": gettext_lazy("langue"),
    "group": gettext_lazy("groupe"),
}
NAMES: Final[dict[str, str | Promise]] = {"bloc": gettext_lazy("Bloc RNCP")}  # said otherwise than designs write it


@dataclass(frozen=True, slots=True)
class Row:
    """One result in words.

    value:   of the button that chooses it: « outcomes-LO1|esco|http://… »
    label:   in `spoken`, a language that the label really has; other: the label in the other language, or ""
    about:   framework, kind and code
    state:   of c-state, with its sentence; "" for what has none
    chosen:  it is there already
    """

    value: str
    label: str
    spoken: str
    other: str
    other_language: str
    about: str
    url: str
    state: str = ""
    sentence: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Picker:
    """What `desk/frameworks/picker.html` draws.

    field:    names the inputs and buttons: `q:<field>`, `look_up`, `add_alignment`
    address:  where the results are asked for as one types
    include:  the selector of what is sent besides, "" for nothing
    said:     how much was found, for whoever does not see the list; "" while nothing was asked
    """

    field: str
    label: str | Promise
    hint: str | Promise
    q: str
    address: str
    include: str = ""
    said: str = ""
    rows: tuple[Row, ...] = ()


def picker(
    request: DeskRequest,
    *,
    field: str,
    label: str | Promise,
    frameworks: Sequence[str] = FOR_SKILLS,
    statement: str = "",
    statement_name: str = "",
    chosen: Collection[str] = (),
    hint: str | Promise = "",
) -> Picker:
    """A search inside a form. It asks the database only when the request looks something up in this field.

    statement:       what suggestions are made of when nothing was typed
    statement_name:  the name of the control that holds the statement, so that suggestions follow what is typed there
    chosen:          identifiers (« id » of an alignment, « code » of a classification) that are there already
    """
    sent = request.POST if request.method == "POST" else request.GET
    q = sent.get(f"q:{field}", "")[:MOST_CHARACTERS]
    asked = {"in": ",".join(frameworks), "for": field}
    if statement_name:
        asked["from"] = statement_name
    address = f"{reverse('desk_framework_search', args=[request.desk.institution.slug])}?{urlencode(asked)}"
    include = f'[name="{statement_name}"]' if statement_name else ""
    if sent.get("look_up") != field:
        return Picker(field, label, hint, q, address, include)
    rows, said = results(q, frameworks=frameworks, statement=statement, field=field, chosen=chosen)
    return Picker(field, label, hint, q, address, include, said, rows)


def results(
    q: str,
    *,
    frameworks: Sequence[str],
    statement: str = "",
    field: str = "",
    chosen: Collection[str] = (),
    limit: int = LIMIT,
) -> tuple[tuple[Row, ...], str]:
    """The rows that words lead to, or that a statement suggests when there are none; and how many, in words."""
    today = localdate()
    if q.strip():
        found = searching.look_up(q, frameworks=frameworks, on=today, limit=limit)
        said = _said(len(found), limit)
    elif statement.strip():
        found = searching.suggest(statement, frameworks=frameworks, on=today, limit=SUGGESTED)
        count = len(found)
        said = ngettext("%(count)s suggestion", "%(count)s suggestions", count) % {"count": count} if count else ""
        said = said or _("Rien à suggérer : tapez quelques mots.")
    else:
        found, said = [], ""
    language = spoken()
    return tuple(_row(each, language, field, chosen) for each in found), said


def chosen_frameworks(sent: QueryDict) -> list[str]:
    """The frameworks of `?in=esco,rome` or of several `in`."""
    asked = [each for value in sent.getlist("in") for each in value.split(",")]
    return [each for each in dict.fromkeys(asked) if _FRAMEWORK.fullmatch(each)][: searching.MOST_FRAMEWORKS]


def field_of(sent: QueryDict) -> str:
    """The field of `?for=`; "" for what names none."""
    name = sent.get("for", "")
    return name if _FIELD.fullmatch(name) else ""


def _said(count: int, limit: int) -> str:
    if not count:
        return _("Aucun résultat. Essayez un mot plus simple, ou un seul mot.")
    if count == limit:
        return _("Les %(count)s meilleurs résultats") % {"count": count}
    return ngettext("%(count)s résultat", "%(count)s résultats", count) % {"count": count}


def _row(found: Found, language: str, field: str, chosen: Collection[str]) -> Row:
    in_language = {"fr": found.label_fr, "en": found.label_en}
    spoken_here = language if in_language[language] else ("fr" if language == "en" else "en")
    other_language = "fr" if spoken_here == "en" else "en"
    other = in_language[other_language]
    state, sentence = _standing(found, language)
    about = [str(NAMES.get(found.framework, found.name)), str(KINDS.get(found.kind, "")), found.notation]
    identifier: JsonObject = found.alignment
    return Row(
        value=f"{field}|{found.framework}|{found.code}",
        label=in_language[spoken_here],
        spoken=spoken_here,
        other=other if other != in_language[spoken_here] else "",
        other_language=other_language,
        about=" · ".join(part for part in about if part),
        url=found.url,
        state=state,
        sentence=sentence,
        chosen=identifier["id"] in chosen or found.code in chosen,
    )


def _standing(found: Found, language: str) -> tuple[str, str]:
    """The state of a fiche or of a bloc, as c-state takes it, and in words."""
    if found.active is None:
        return "", ""
    day = words.day(found.ends_on, language) if found.ends_on else ""
    if found.active:
        return "good", _("Active jusqu’au %(day)s") % {"day": day} if day else _("Active")
    return "bad", _("Échue le %(day)s") % {"day": day} if day else _("Inactive")
