"""Who designed and reviewed a version, in the words that its page shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sceau.web import words
from sceau.web.public.catalogue.facts import Signed


@dataclass(frozen=True, slots=True)
class SignedWord:
    """part: « Conçue par »; who: a name, or who it was without a name."""

    part: str
    who: str
    on: str


def signed_words(signed: Iterable[Signed], language: str) -> tuple[SignedWord, ...]:
    """In the order given."""
    parts = {"author": _("Conception"), "reviewer": _("Relecture"), "publisher": _("Publication")}
    anonymous = {
        "author": _("une personne de l’organisme"),
        "reviewer": _("une autre personne de l’organisme"),
        "publisher": _("une personne de l’organisme"),
    }
    return tuple(
        SignedWord(parts[each.part], each.name or anonymous[each.part], words.day(each.on, language) if each.on else "")
        for each in signed
        if each.part in parts
    )
