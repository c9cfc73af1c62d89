"""The post: letters to holders leave, a few at a time, each once.

What is promised, and what is not. A letter is lent to one worker, handed to the mail server, then written down as sent.
A worker killed between the last two sends it again, under the same Message-ID: mail servers that know it drop the
second. The other way round it would be lost. A server that dies after it was given the text and before it said so is
the same case. What comes back later by another message is not read: the desk marks it.
"""

from __future__ import annotations

import logging
import re
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from hashlib import sha256
from random import Random, SystemRandom

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.crypto import salted_hmac
from django.utils.translation import override

from sceau.assessment.queries.examday import emails_of
from sceau.issuing.letter_words import language_of, worded
from sceau.issuing.models import Letter
from sceau.issuing.services.letters import LEASE, claim, fail, give_back, holds, is_lent_still, settle
from sceau.issuing.states import LetterState
from sceau.jobs.mail import message

AT_ONCE = 50  # letters taken in one go: what a worker that dies gives back late
STOP_AFTER = LEASE / 2  # what is left of them is then given back, long before the lease ends
NO_ADDRESS = "letter.address"  # what stands in the record is no address to any mail server
_ENHANCED = re.compile(rb"\b([245])\.(\d{1,3})\.(\d{1,3})\b")  # RFC 3463
_POLICY = 7  # X.7.X: the server does not want us, whatever the address
_GOOD_BYE = 421  # RFC 5321, §4.2.1: the server closes, whatever it was asked

log = logging.getLogger(__name__)


class Whose(Enum):
    """What a fault says: the address is none, this letter may be tried later, or the server is away."""

    ADDRESS = "address"
    LETTER = "letter"
    SERVER = "server"


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault, told apart. code: such as "smtp.rcpt.550.5.1.1", or the class of what was raised"""

    whose: Whose
    code: str


def send_due(
    *, clock: Callable[[], datetime], at_most: timedelta, chance: Random | None = None, limit: int = AT_ONCE
) -> int:
    """Send what may leave now, for a time; gives how many letters left.

    clock:  read once a letter
    """
    started, sent = clock(), 0
    while abs(clock() - started) < at_most:  # a clock that was put back ends the turn as well
        letters = claim(limit=limit, now=clock(), chance=chance or SystemRandom())
        if not letters:
            break
        count, is_away = _send_all(letters, clock)
        sent += count
        if is_away:
            break
    return sent


def _send_all(letters: list[Letter], clock: Callable[[], datetime]) -> tuple[int, bool]:
    """Send those; gives how many left, and whether the server is away."""
    started, sent = clock(), 0
    emails = emails_of([each.credential.award.person for each in letters])
    post = get_connection()
    try:
        for place, letter in enumerate(letters):
            if abs(clock() - started) > STOP_AFTER:  # backwards as well: the clock was put right
                give_back(letters[place:], now=clock())
                break
            fault = _send_one(letter, emails[letter.credential.award.person_id], post, clock)
            if fault is None:
                sent += letter.state == LetterState.SENT
                continue
            log.warning("letter %s is %s", letter.pk, fault.code)
            if fault.whose == Whose.ADDRESS:
                settle(letter, LetterState.BOUNCED, now=clock(), fault=fault.code)
                continue
            fail(letter, fault.code, now=clock(), of_the_server=fault.whose == Whose.SERVER)
            if fault.whose == Whose.SERVER:
                give_back(letters[place + 1 :], now=clock())
                return sent, True
    finally:
        _close(post)
    return sent, False


def _send_one(letter: Letter, email: str, post: BaseEmailBackend, clock: Callable[[], datetime]) -> Fault | None:
    """Send one letter and write down what became of it; gives the fault that is to be dealt with."""
    if not is_lent_still(letter):
        return None
    if not holds(letter, now=clock()):
        _end(letter, LetterState.DROPPED, clock)
        return None
    if not email:
        _end(letter, LetterState.TO_PRINT, clock)
        return None
    try:
        written = compose(letter, email)
    except Exception as fault:  # of our making: the others leave all the same
        return Fault(Whose.LETTER, _name_of(fault))
    try:
        post.open()
        written.connection = post
        written.send()
    except (OSError, ValueError) as fault:  # every fault of smtplib is an OSError
        return fault_of(fault)
    _end(letter, LetterState.SENT, clock)
    return None


def _end(letter: Letter, state: LetterState, clock: Callable[[], datetime]) -> None:
    settle(letter, state, now=clock())
    letter.state = state


def compose(letter: Letter, email: str) -> EmailMultiAlternatives:
    """The letter as it leaves: the same name each time it is tried, another for another address or when asked again."""
    language = language_of(letter.credential)
    said = worded(letter)
    told: dict[str, object] = {
        "subject": said.subject,
        "before": said.before,
        "after": said.after,
        "link": said.link,
        "button": said.button,
        "institution": letter.institution.name,
        "base_url": settings.BASE_URL,
    }
    mark = sha256(email.lower().encode()).hexdigest()
    own = salted_hmac("sceau.jobs.letters", f"{letter.pk} {letter.again} {mark}", algorithm="sha256").hexdigest()[:32]
    with override(language):
        written = message(email, said.subject, told, own=own, pages=["mail/holder.html"], text="mail/holder.txt")
    if letter.institution.email:
        written.reply_to = [letter.institution.email]
    return written


def fault_of(fault: OSError | ValueError) -> Fault:
    """What a mail server, or the way to it, meant."""
    match fault:
        case smtplib.SMTPRecipientsRefused():
            code, text = next(iter(fault.recipients.values()))
            return _answered("rcpt", code, text)
        case smtplib.SMTPDataError():
            return _answered("data", fault.smtp_code, fault.smtp_error)
        case smtplib.SMTPResponseException():  # at the greeting, at the password, of who writes: ours to put right
            return Fault(Whose.SERVER, f"smtp.{_name_of(fault).rpartition('.SMTP')[2].lower()}.{fault.smtp_code}")
        case OSError():
            return Fault(Whose.SERVER, _name_of(fault))
        case _:
            return Fault(Whose.ADDRESS, NO_ADDRESS)


def _answered(at: str, code: int, text: bytes | str) -> Fault:
    found = _ENHANCED.search(text if isinstance(text, bytes) else text.encode())
    name = f"smtp.{at}.{code}" + (f".{found[0].decode()}" if found else "")
    if code == _GOOD_BYE:
        return Fault(Whose.SERVER, name)
    refused_for_good = 500 <= code < 600  # noqa: PLR2004 -- RFC 5321, §4.2.1
    if refused_for_good and not (found and int(found[2]) == _POLICY):
        return Fault(Whose.ADDRESS, name)
    return Fault(Whose.LETTER, name)


def _close(post: BaseEmailBackend) -> None:
    try:
        post.close()
    except OSError as fault:  # it was closing by itself
        log.info("the mail server closed first: %s", _name_of(fault))


def _name_of(fault: BaseException) -> str:
    return f"{type(fault).__module__}.{type(fault).__qualname__}"
