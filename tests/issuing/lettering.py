"""Credentials as they stand after a batch, put in at once, for the tests of what follows; and a mail server to fail.

first, second = credentials(2)          # of Alpes Numérique, valid, each with its holder's address
post = Post()                           # a mail server that takes all, or says what it is told to say
"""

from __future__ import annotations

import secrets
import smtplib
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import ClassVar

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Max

from institutions.people import NOW
from issuing.keeping import mark
from issuing.making import a_key, awards, body
from sceau.assessment.models import Award
from sceau.engine.model.code import make_code
from sceau.institutions.models import Institution
from sceau.issuing.models import Batch, Credential, IssuingSettings, Letter, Line, StatusList
from sceau.issuing.services.letters import queue
from sceau.issuing.states import BatchState, Kind, LineState
from sceau.keyring.models import SigningKey


def credentials(
    n: int = 1, institution: Institution | None = None, *, email: bool = True, **values
) -> list[Credential]:
    """So many, of one batch that is being delivered.

    values:  of `Credential`, such as state or valid_until
    """
    owner = institution or body()
    return put_in(awards(n, owner, email=email), a_key(owner), **values)


def put_in(made: Sequence[Award], key: SigningKey, **values) -> list[Credential]:
    """A credential for each of these awards of one institution, whatever they are."""
    owner = made[0].institution
    number = (Batch.objects.filter(institution=owner).aggregate(last=Max("number"))["last"] or 0) + 1
    batch = Batch.objects.create(
        institution=owner, number=number, name=f"Lot {number}", prepared_at=NOW, state=BatchState.DELIVERING, key=key
    )
    Line.objects.bulk_create(
        Line(batch=batch, number=place, award=award, state=LineState.SIGNED) for place, award in enumerate(made, 1)
    )
    lines = list(batch.lines.order_by("number"))
    listed = StatusList.objects.create(institution=owner, seed=bytes(32), revocations=b"", notices=b"")
    after = Credential.objects.count()
    Credential.objects.bulk_create(
        Credential(
            **{
                "code": make_code(secrets.token_bytes(9)),
                "institution": owner,
                "award": line.award,
                "line": line,
                "key": key,
                "list": listed,
                "index": place,
                "digest": secrets.token_hex(32),
                "leaf": after + place,
                "opening": secrets.token_urlsafe(32),
                "issued_at": NOW,
            }
            | values
        )
        for place, line in enumerate(lines)
    )
    mark([award.pk for award in made])
    found = Credential.objects.filter(line__batch=batch).select_related("institution", "award__person__root")
    return list(found.order_by("index"))


def letters(n: int = 1, kind: Kind = Kind.ISSUED, **values) -> list[Letter]:
    """A letter for each of so many credentials, due at once."""
    made = credentials(n, **values)
    queue(made, kind, due=NOW, now=NOW)
    return list(Letter.objects.filter(credential__in=made).order_by("pk"))


def at_most(institution: Institution, a_minute: int) -> None:
    """So many letters may leave in a minute."""
    IssuingSettings.objects.update_or_create(institution=institution, defaults={"letters_a_minute": a_minute})


class Clock:
    """A clock that is put right by whoever holds it."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self):
        return self.at

    def forward(self, **span: float) -> None:
        self.at += timedelta(**span)


class Post(BaseEmailBackend):
    """A mail server of a test: `says` is asked about each letter and raises what the server would.

    arrived:  what it took, even where it died before it said so
    """

    arrived: ClassVar[list[EmailMessage]] = []
    says: Callable[[EmailMessage], object] = staticmethod(lambda letter: None)
    opens: Callable[[], object] = staticmethod(lambda: None)
    after: Callable[[EmailMessage], object] = staticmethod(lambda letter: None)

    @classmethod
    def reset(cls) -> None:
        cls.arrived = []
        cls.says = cls.after = staticmethod(lambda letter: None)
        cls.opens = staticmethod(lambda: None)

    def open(self) -> bool:
        type(self).opens()
        return True

    def send_messages(self, email_messages) -> int:
        for letter in email_messages:
            letter.message()  # as every server does, which finds what no header may hold
            type(self).says(letter)
            type(self).arrived.append(letter)
            type(self).after(letter)
        return len(email_messages)


def refuses(code: int, text: str) -> Callable[[EmailMessage], None]:
    """Of whom it is written to."""

    def say(letter: EmailMessage) -> None:
        raise smtplib.SMTPRecipientsRefused({letter.to[0]: (code, text.encode())})

    return say


def raises(fault: BaseException) -> Callable[..., None]:
    def say(*_: object) -> None:
        raise fault

    return say


def ids() -> list[str]:
    """The names of the letters that arrived."""
    return [letter.extra_headers["Message-ID"] for letter in Post.arrived]
