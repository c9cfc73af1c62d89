"""A letter in the words its holder reads."""

from __future__ import annotations

from django.conf import settings

from sceau.engine.model.addresses import credential_url
from sceau.engine.model.wording import choose_language
from sceau.issuing.house_wordings import Text
from sceau.issuing.models import CorrectionRequest, Credential, Letter
from sceau.issuing.states import Kind
from sceau.issuing.wordings import Worded, preview, words
from sceau.people.models import Person


def reader_of(credential: Credential) -> Person:
    """Whoever holds it: the record that stands, where several were found to be one person."""
    person = credential.award.person
    return person.root or person


def language_of(credential: Credential) -> str:
    """ "fr" or "en": the person's, else the award's."""
    return choose_language(reader_of(credential).language, credential.award.language)


def link_of(credential: Credential) -> str:
    """The holder's own address of the credential, which opens its page; the plain one once nothing opens it."""
    url = credential_url(settings.BASE_URL, credential.code)
    return f"{url}?o={credential.opening}" if credential.opening else url


def title_of(credential: Credential, language: str) -> str:
    """What the credential is about, in this language or in the one that there is."""
    titles: dict[str, str] = credential.award.version.titles
    return titles.get(language) or next(iter(titles.values()), credential.code)


def worded(letter: Letter, known: dict[tuple[int, str, str], Text] | None = None) -> Worded:
    """The letter, in the person's language.

    letter:  with `institution`, `credential.award.person.root` and `credential.award.version` at hand
    known:   where the caller writes many: the words that were looked up, filled here
    """
    credential = letter.credential
    language = language_of(credential)
    key = (letter.institution_id, str(letter.kind), language)
    text = known.get(key) if known is not None else None
    if text is None:
        text = words(letter.institution, Kind(letter.kind), language)
        if known is not None:
            known[key] = text
    return preview(
        letter.institution,
        Kind(letter.kind),
        language,
        name=str(reader_of(credential)),
        title=title_of(credential, language),
        link=link_of(credential),
        code=credential.code,
        until=credential.last_day,
        why=_why(letter),
        text=text,
    )


def _why(letter: Letter) -> str:
    """What whoever did it typed for the holder to read."""
    if letter.kind == Kind.ANSWERED:
        return CorrectionRequest.objects.filter(uuid=letter.occasion).values_list("answer", flat=True).first() or ""
    return letter.credential.why if letter.kind in {Kind.SUSPENDED, Kind.REVOKED} else ""
