"""What a text leads to that is no credential itself: a code or an address in a sentence, several credentials in a row.

People paste what they were sent: “here is my proof: …”, a link without its scheme, the text of a whole e-mail. What is
found is judged in the place of the text; where nothing is found the text stays as it is, and is told for what it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from sceau.engine.checks.carried import kind_of_file
from sceau.engine.model.code import group_code
from sceau.verification.judging import MOST_CREDENTIALS, Handed
from sceau.verification.pile.lists import decoded
from sceau.verification.pile.pieces import is_credential
from sceau.verification.pile.places import Places

LONGEST: Final = 1_000_000  # signs of a text that is looked into
MOST_LINKS: Final = 10  # of other platforms, each of which is asked
_LINK: Final = re.compile(r"https://[^\s\"'<>;,]+[^\s\"'<>;,.!?)\]»]", re.IGNORECASE)
_READ: Final = json.JSONDecoder()


def unfolded(each: Handed, places: Places) -> list[Handed]:
    """The same, or what stands in it in its place."""
    text = _text_of(each.content)
    if text is None or not text.strip() or _is_address_or_code(text):
        return [each]
    if is_credential(text):
        return [Handed(each.name, text)] if isinstance(each.content, bytes) and not _is_utf_8(each.content) else [each]
    found = list(_credentials(text)) or list(_addresses(text, places))
    if len(found) == 1:
        return [Handed(each.name, found[0][1])]
    return [Handed(f"{each.name} › {where}" if each.name else where, what) for where, what in found] or [each]


def _text_of(content: bytes | str) -> str | None:
    """What may be looked into; None for what is opened otherwise, or is too long."""
    if isinstance(content, str):
        return content if len(content) <= LONGEST else None
    if len(content) > LONGEST or kind_of_file(content) or content.lstrip()[:1] == b"<":
        return None
    return decoded(content)


def _is_address_or_code(text: str) -> bool:
    """Whether it is read as such by whoever comes next; a link without its scheme is not."""
    return len(text.split()) == 1 and not text.lstrip().startswith(("{", "[")) and ("://" in text or "/" not in text)


def _is_utf_8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _credentials(text: str) -> Iterator[tuple[str, str]]:
    """Credentials one after the other: of a JSON list, or a line each; as they are written."""
    there = list(islice(_in_a_row(text.strip()), MOST_CREDENTIALS + 1))  # one more says that there were too many
    if len(there) > 1 or (there and text.lstrip().startswith("[")):
        yield from ((str(number), each) for number, each in enumerate(there, start=1))


def _in_a_row(text: str) -> Iterator[str]:
    at, end = (1, len(text) - 1) if text.startswith("[") and text.endswith("]") else (0, len(text))
    while at < end:
        if text[at].isspace() or text[at] == ",":
            at += 1
            continue
        begun = at
        if text[at] == "{":
            try:
                _, at = _READ.raw_decode(text, at)
            except (ValueError, RecursionError):
                return
        else:
            at = next((place for place in range(at, end) if text[place].isspace()), end)
        each = text[begun:at]
        if not is_credential(each):
            return
        yield each


def _addresses(text: str, places: Places) -> Iterator[tuple[str, str]]:
    """Our codes and addresses that stand in a text; then the addresses of others; else the codes that are none."""
    ours = list(places.printed(text))
    yield from ((group_code(each.code), places.address(each)) for each in ours)
    if len(text.split()) > 1:  # else one link without its scheme, which leads nowhere but to us
        others = dict.fromkeys(link for link in _LINK.findall(text) if places.of_link(link) is None)
        yield from ((link, link) for link in islice(others, MOST_LINKS))
        if not ours and not others:
            yield from ((code, code) for code in places.mistyped(text))
