"""The languages in which a credential says what it says, beside the one of the page: its record holds them all, signed.

The interface stays in French or in English; a reader may have the texts of the credential in any language that whoever
designed it wrote them in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.conf.locale import LANG_INFO
from django.utils.http import urlencode

from sceau.web.public.catalogue.saying import LANGUAGE_NAMES, is_from_right, member, objects

ASKED: Final = "text"  # the parameter of the address
_LONGEST: Final = 35  # signs of a tag, RFC 5646, §4.4.1
_TAG: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
# what Django does not name, of the Union, of France and of those whom France receives
_OTHERS: Final = {
    "co": "Corsu", "dv": "ދިވެހި", "gcf": "Kréyòl", "gsw": "Elsässisch", "ku": "Kurdî", "ln": "Lingála", "mg": "Malagasy",
    "mt": "Malti", "oc": "Occitan", "ps": "پښتو", "rcf": "Kréol rénioné", "so": "Soomaali", "ti": "ትግርኛ", "wo": "Wolof",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language that a reader may choose.

    name:      in that language, « Deutsch »; the tag itself where we know no name
    address:   of the page with its texts
    is_shown:  whether they are shown in it
    """

    code: str
    name: str
    is_from_right: bool
    address: str
    is_shown: bool


def wanted_in(query: Mapping[str, str]) -> str:
    """The language that the address asks for; "" for none, and for what is no tag of a language."""
    tag = query.get(ASKED, "")
    return tag if len(tag) <= _LONGEST and _TAG.fullmatch(tag) else ""


def written_in(record: Any, *, own: str) -> tuple[str, ...]:
    """The tags of the languages of its texts: its own, then those of our pages, then the others.

    They are those of its title and of what its holder can do; a design is published in whole languages only.

    record:  Annex I; own: the language of texts that have one only
    """
    mandatory = member(record, "annex1", "mandatory")
    texts = [member(mandatory, "title_of_the_micro_credential")]
    texts += [each.get("statement") for each in objects(member(mandatory, "learning_outcomes"))]
    found = {own}
    for text in texts:
        if isinstance(text, dict):
            found |= {tag for tag, words in text.items() if _TAG.fullmatch(tag) and str(words or "").strip()}
    return tuple(sorted(found, key=lambda tag: (tag != own, tag not in LANGUAGE_NAMES, tag)))


def tongues_of(tags: tuple[str, ...], *, shown: str, query: Mapping[str, str]) -> tuple[Tongue, ...]:
    """What a reader may choose among; nothing where there is no choice.

    shown:  the one that the texts are in; query: of the address, whose other parameters stay
    """
    if len(tags) < 2:  # noqa: PLR2004 -- nothing to choose
        return ()
    kept = {name: query[name] for name in query if name != ASKED}
    return tuple(
        Tongue(tag, own_name(tag), is_from_right(tag), f"?{urlencode({**kept, ASKED: tag})}", tag == shown)
        for tag in tags
    )


def own_name(tag: str) -> str:
    """The language as those who speak it call it, with a capital, as in a list."""
    for known in (tag.lower(), tag.partition("-")[0]):
        name = _OTHERS.get(known) or str(LANG_INFO.get(known, {}).get("name_local", ""))
        if name:
            return f"{name[:1].upper()}{name[1:]}"
    return tag
