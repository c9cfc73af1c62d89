"""What a value of an institution may be. Each rule takes what was typed and gives it as it is kept, or refuses it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from sceau.institutions import reasons
from sceau.institutions.errors import WrongValue

LA_POSTE = "356000000"
LANGUAGES = ("fr", "en")
ABOUT = 1200  # signs: what one reads on a page before leaving it
_SPACES_AND_MARKS = re.compile(r"[\s\u00a0\u202f.\-]")
_SLUG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_RESERVED = {"platform"}  # what the command calls the installation itself
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]", re.IGNORECASE)
_LETTERS_THAT_JOIN = "\u200c\u200d"  # they mean something in Persian and in Indian scripts


def luhn(figures: str) -> bool:
    """Whether a row of figures has the right check figure.

    source:  ISO/IEC 7812-1, annex B
    """
    doubled = [int(figure) * (1 + place % 2) for place, figure in enumerate(reversed(figures))]
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0  # noqa: PLR2004 -- two figures become their sum


def siren(typed: str) -> str:
    """Nine figures, "" for none: written with or without spaces and points.

    raises:  WrongValue
    """
    found = _SPACES_AND_MARKS.sub("", typed)
    if not found:
        return ""
    if not re.fullmatch(r"[0-9]{9}", found):
        raise WrongValue(reasons.NOT_NINE_FIGURES, field="siren", found=typed.strip()[:40])
    if not luhn(found) or not int(found):
        raise WrongValue(reasons.WRONG_SIREN, field="siren", found=" ".join((found[:3], found[3:6], found[6:])))
    return found


def siret(typed: str, *, siren: str) -> str:
    """Fourteen figures that begin with the SIREN, "" for none.

    The many establishments of La Poste have numbers whose figures add up to a multiple of five instead.

    siren:   as kept, "" when the body has none
    raises:  WrongValue
    """
    found = _SPACES_AND_MARKS.sub("", typed)
    if not found:
        return ""
    if not re.fullmatch(r"[0-9]{14}", found):
        raise WrongValue(reasons.NOT_FOURTEEN_FIGURES, field="siret", found=typed.strip()[:40])
    of_the_post = found.startswith(LA_POSTE) and sum(map(int, found)) % 5 == 0
    if not (luhn(found) or of_the_post) or not int(found):
        shown = " ".join((found[:3], found[3:6], found[6:9], found[9:]))
        raise WrongValue(reasons.WRONG_SIRET, field="siret", found=shown)
    if not siren:
        raise WrongValue(reasons.SIRET_WITHOUT_SIREN, field="siret")
    if not found.startswith(siren):
        raise WrongValue(reasons.SIRET_OF_ANOTHER, field="siret", siren=" ".join((siren[:3], siren[3:6], siren[6:])))
    return found


def line(typed: str, *, field: str, most: int, required: bool = False) -> str:
    """One line of text, its spaces gathered.

    most:    signs
    raises:  WrongValue
    """
    found = " ".join(_shown(typed, field).split())
    return _of_length(found, field, most, required=required)


def paragraphs(typed: str, *, field: str, most: int, required: bool = False) -> str:
    """Several lines of text, at most one of them empty at a time.

    most:    signs
    raises:  WrongValue
    """
    lines = [" ".join(each.split()) for each in _shown(typed, field).splitlines()]
    return _of_length(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), field, most, required=required)


def slug(typed: str) -> str:
    """The short name of an institution in addresses and in its DID.

    raises:  WrongValue
    """
    found = typed.strip().lower()
    if not 2 <= len(found) <= 60 or _SLUG.fullmatch(found) is None:  # noqa: PLR2004 -- the reason says both
        raise WrongValue(reasons.NOT_A_SLUG, field="slug")
    if found in _RESERVED:
        raise WrongValue(reasons.RESERVED_SLUG, field="slug", found=found)
    return found


def website(typed: str) -> str:
    """An https address on a domain name, "" for none.

    raises:  WrongValue
    """
    found = typed.strip()
    if not found:
        return ""
    wrong = WrongValue(reasons.NOT_HTTPS, field="website")
    if len(found) > 200 or any(not sign.isprintable() or sign in ' \\<>"' for sign in found):  # noqa: PLR2004 -- column
        raise wrong
    try:
        parts = urlsplit(found)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError) as error:
        raise wrong from error
    named = _DOMAIN.fullmatch(host) is not None and len(host) <= 253  # noqa: PLR2004 -- RFC 1035
    if parts.scheme != "https" or not named or "@" in parts.netloc or port == 0:
        raise wrong
    return found


def email(typed: str, *, required: bool = False) -> str:
    """An address in lower case, "" for none.

    raises:  WrongValue
    """
    found = unicodedata.normalize("NFC", typed).strip().lower()
    if not found and not required:
        return ""
    if not found:
        raise WrongValue(reasons.EMPTY, field="email")
    try:
        validate_email(found)
    except ValidationError as error:
        raise WrongValue(reasons.NOT_AN_EMAIL, field="email", found=found[:80]) from error
    if len(found) > 254:  # noqa: PLR2004 -- RFC 5321, §4.5.3.1.3
        raise WrongValue(reasons.NOT_AN_EMAIL, field="email", found=found[:80])
    return found


def phone(typed: str) -> str:
    """As it was typed, when it may be a number.

    raises:  WrongValue
    """
    found = " ".join(typed.split())
    figures = re.sub(r"[ .()/\-]", "", found)
    if found and (re.fullmatch(r"\+?[0-9]{6,15}", figures) is None or len(found) > 30):  # noqa: PLR2004 -- column
        raise WrongValue(reasons.NOT_A_PHONE, field="phone")
    return found


def country(typed: str) -> str:
    """ISO 3166-1 alpha-2, in capitals.

    raises:  WrongValue
    """
    found = typed.strip().upper()
    if re.fullmatch(r"[A-Z]{2}", found) is None:
        raise WrongValue(reasons.NOT_A_COUNTRY, field="country")
    return found


def postal_code(typed: str, *, country: str) -> str:
    """Five figures in France, a short text elsewhere, "" for none.

    raises:  WrongValue
    """
    found = line(typed, field="postal_code", most=12)
    if country == "FR" and found:
        found = found.replace(" ", "")
        if re.fullmatch(r"[0-9]{5}", found) is None:
            raise WrongValue(reasons.NOT_A_POSTAL_CODE, field="postal_code", found=typed.strip()[:40])
    return found


def languages(chosen: Iterable[str]) -> list[str]:
    """Those that the institution speaks here, in our order, at least one.

    raises:  WrongValue
    """
    picked = set(chosen)
    found = [each for each in LANGUAGES if each in picked]
    if not found or picked - set(LANGUAGES):
        raise WrongValue(reasons.NO_LANGUAGE, field="languages")
    return found


def why(typed: str) -> str:
    """A reason that has to be given.

    raises:  WrongValue
    """
    return paragraphs(typed, field="why", most=500, required=True)


def _shown(typed: str, field: str) -> str:
    """The text in NFC, without signs that nobody sees."""
    if typed.isascii() and typed.isprintable():
        return typed  # most texts, settled at once
    text = unicodedata.normalize("NFC", typed.replace("\r\n", "\n").replace("\r", "\n"))
    for sign in () if text.isprintable() else text:
        hidden = unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
        if hidden and sign not in "\n\t\u00ad" + _LETTERS_THAT_JOIN:
            raise WrongValue(reasons.CONTROL_SIGNS, field=field, sign=f"U+{ord(sign):04X}")
    return text.replace("\u00ad", "")


def _of_length(found: str, field: str, most: int, *, required: bool) -> str:
    if required and not found:
        raise WrongValue(reasons.EMPTY, field=field)
    if len(found) > most:
        raise WrongValue(reasons.TOO_LONG, field=field, length=len(found), most=most)
    return found
