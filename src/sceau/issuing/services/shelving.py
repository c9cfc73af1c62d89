"""The files of new credentials, packed with the pattern of their design; a design that has none yet gets one.

A pattern is worth its place when many are signed together; others are packed with it afterwards, few or many. It is
made of the design and of words that are nobody's, so that an erasure has nothing to look for in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sceau.assessment.models import Award
from sceau.engine.errors import EngineError
from sceau.issuing.insertion import NewCredential
from sceau.issuing.making import Maker
from sceau.issuing.models import Pattern
from sceau.issuing.packing import Packer

MANY: Final = 4  # credentials of one design in one lot, from which a pattern of 26 kB is worth its place
LOOSE: Final = 0.25  # of the file: what is packed no smaller may be of a design whose pattern says something else

_Kind = tuple[int, str]  # the primary key of the version of a design, and a language


class Shelf:
    """Packs lot after lot; what one lot brought is known to the next once it was kept.

    packed:  by version and language; None where there is no pattern
    """

    def __init__(self) -> None:
        self._packers: dict[_Kind, Packer | None] = {}
        self._fresh: dict[_Kind, Packer | None] = {}

    def kept(
        self, credentials: Sequence[tuple[Award, NewCredential]], maker: Maker, *, now: datetime
    ) -> list[tuple[bytes, bytes]]:
        """What is written of the body and the record of each, in their order, in the caller's transaction."""
        self._fresh = {}
        kinds = [(award.version_id, award.language) for award, _ in credentials]
        counts = Counter(kinds)
        examples = dict(zip(kinds, credentials, strict=True))
        for kind in sorted(
            counts.keys() - self._packers.keys()
        ):  # in one order, so that no two workers lock each other
            award, credential = examples[kind]
            self._fresh[kind] = self._packer(award, credential, maker, is_worth_it=counts[kind] >= MANY, now=now)
        packers = self._packers | self._fresh
        rows = []
        for kind, (_, each) in zip(kinds, credentials, strict=True):
            packer = packers[kind]
            rows.append(
                (each.body, each.record) if packer is None else (packer.packed(each.body), packer.packed(each.record))
            )
        return rows

    def settle(self) -> None:
        """The lot was committed, and with it its patterns. One that few were of is looked at again in the next."""
        self._packers |= {kind: packer for kind, packer in self._fresh.items() if packer is not None}
        self._fresh = {}

    def _packer(
        self, award: Award, credential: NewCredential, maker: Maker, *, is_worth_it: bool, now: datetime
    ) -> Packer | None:
        there = Pattern.objects.filter(version=award.version_id, language=award.language).order_by("made_at").last()
        former = None if there is None else Packer(bytes(there.text))
        if not is_worth_it or (former is not None and _size(former, credential) < LOOSE * len(_files(credential))):
            return former
        try:
            packer = Packer(maker.pattern(award))
        except EngineError:  # a design that needs more than words that are nobody's
            return former
        if former is not None and _size(packer, credential) > _size(former, credential) / 2:
            return former
        return packer if _is_kept(packer, award, now) else former


def _is_kept(packer: Packer, award: Award, now: datetime) -> bool:
    """Write the pattern unless it is there; False when another text has its number."""
    there = Pattern.objects.filter(pk=packer.number)
    if not there.exists():
        row = Pattern(
            number=packer.number, version_id=award.version_id, language=award.language, text=packer.text, made_at=now
        )
        Pattern.objects.bulk_create([row], ignore_conflicts=True)  # by another worker meanwhile, perhaps
    return bytes(there.get().text) == packer.text


def _files(credential: NewCredential) -> bytes:
    return credential.body + credential.record


def _size(packer: Packer, credential: NewCredential) -> int:
    return len(packer.packed(credential.body)) + len(packer.packed(credential.record))
