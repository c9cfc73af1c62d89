"""Letters that follow an act: text and HTML, in the language of whoever reads them, once each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.template import Context, Engine
from django.template.loader import select_template
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from sceau.accounts.models import User
from sceau.jobs.models import Told
from sceau.journal.models import Act


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whoever is written to and may have no account.

    name:      "" when it is not known
    language:  "fr" or "en"
    """

    email: str
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes with a letter."""

    name: str
    content: bytes
    media_type: str


def send(
    *,
    act: Act,
    to: User | Recipient,
    template: str,
    about: str = "",
    enclosed: Sequence[Enclosure] = (),
    **context: object,
) -> bool:
    """Write to somebody about an act; gives whether it was done now.

    template:  the name of mail/….subject.txt, one line, and mail/….txt, paragraphs; mail/….html only where the common
               frame will not do. They read the context, `reader` (a name) and `base_url`
    about:     what tells two letters of one act apart where two people share an address: twins, families, an office
    context:   `link` is where to go, by a button whose word is `button`
    raises:    what the mail server says: the act is then tried again, and who was told already is left alone

    The letter leaves before the row is written: a worker killed in between sends it again under the same Message-ID,
    which mail servers know; the other way round it would be lost.
    """
    mark = sha256("\n".join([template, to.email.lower(), *([about] if about else [])]).encode()).hexdigest()
    if Told.objects.filter(act=act, recipient=mark).exists():
        return False
    letter = _letter(act, to, template, context, mark)
    for each in enclosed:
        letter.attach(each.name, each.content, each.media_type)
    letter.send()
    try:
        with transaction.atomic():
            Told.objects.create(act=act, recipient=mark, at=now())
    except IntegrityError:  # another worker, whose lease had ended, told it too
        return False
    return True


def address(name: str, *args: object) -> str:
    """The whole address of a page."""
    return settings.BASE_URL + reverse(name, args=args)


def _letter(
    act: Act, to: User | Recipient, template: str, context: dict[str, object], mark: str
) -> EmailMultiAlternatives:
    told = {"reader": to.name, "base_url": settings.BASE_URL, "button": _("Ouvrir Sceau"), **context}
    with override(to.language):
        subject = _one_line(_plain(f"mail/{template}.subject.txt", told))
        body = _plain(f"mail/{template}.txt", told)
        paragraphs = [_one_line(each) for each in re.split(r"\n\s*\n", body) if each.strip()]
        told |= {"subject": subject, "paragraphs": paragraphs}
        own = salted_hmac("sceau.jobs.mail", f"{act.chain_id} {act.number} {mark}", algorithm="sha256").hexdigest()[:32]
        return message(to.email, subject, told, own=own, pages=[f"mail/{template}.html", "mail/frame.html"])


def message(
    to: str, subject: str, told: dict[str, object], *, own: str, pages: Sequence[str], text: str = "mail/frame.txt"
) -> EmailMultiAlternatives:
    """A letter as it leaves, in the language of the moment: text, and the first of the pages that there is.

    told:  what the templates read
    own:   names the letter: the same name twice is the same letter to mail servers
    """
    host = settings.BASE_URL.partition("://")[2].partition(":")[0]
    letter = EmailMultiAlternatives(
        subject=subject,
        body=_plain(text, told).strip() + "\n",
        to=[to],
        headers={"Message-ID": f"<{own}@{host}>", "Auto-Submitted": "auto-generated"},  # RFC 3834, §5
    )
    letter.attach_alternative(select_template(list(pages)).render(told), "text/html")
    return letter


def _plain(template: str, told: dict[str, object]) -> str:
    """A template of plain text: nothing is escaped in it."""
    found = Engine.get_default().get_template(template)
    return found.render(Context(told, autoescape=False))


def _one_line(text: str) -> str:
    """The text without its line breaks; the spaces that French ties words with stay what they are."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" ")
