"""Somebody whom a body knows, made in one line."""

from __future__ import annotations

from institutions.people import NOW
from sceau.engine.errors import OutOfReach
from sceau.outside.http import NOT_HTTPS
from sceau.outside.keystores.sealed import KekRing, SealedBox, new_kek
from sceau.people.models import Person
from sceau.people.services import create_person, set_civil_status

BOX = SealedBox(KekRing.read(new_kek()))
SIOBHAN = {
    "sex": "F",
    "first_names": "Siobhán Mary",
    "birth_name": "O’Brien",
    "birth_date": "1986-07-20",
    "insee_code": "99136",
    "commune": "Cork",
}


def known(institution, given_name="Siobhán", family_name="O’Brien", *, civil=None, now=NOW, **more) -> Person:
    found = create_person(
        institution=institution, given_name=given_name, family_name=family_name, by=None, now=now, **more
    )
    if civil is not None:
        set_civil_status(person=found, values=civil, box=BOX, by=None, now=now)
    return found


class Shelf:
    """Files in memory, under any name."""

    def __init__(self, **files: bytes) -> None:
        self.there = files

    def read(self, digest: str) -> bytes:
        if digest not in self.there:
            raise OutOfReach(NOT_HTTPS, url=digest)
        return self.there[digest]
