"""The journals of an installation, for the command: rechecked, and their heads to be noted elsewhere."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import UUID

from sceau.config.issuing import NO_SUCH_INSTITUTION, NONE_AT_ALL, NoSuchInstitution
from sceau.engine.errors import EngineError, Reason
from sceau.institutions.models import Institution
from sceau.journal.models import PLATFORM
from sceau.journal.queries import Head, head_of, heads
from sceau.journal.verification import recheck, recheck_all

FORMAT = "sceau.journal.head/1"
PLATFORM_NAME = "platform"
NOT_HEADS = Reason(
    "journal.not_heads",
    "« {file} » ne contient pas de têtes de journal. Donnez ce qu’a écrit « sceau journal head --json », "
    "ou le journal.json de la page d’un organisme",
    "“{file}” does not hold heads of journals. Give what “sceau journal head --json” wrote, "
    "or the journal.json of an institution’s page",
)
_DIGEST = 32  # bytes of SHA-256


class NotHeads(EngineError):
    """A file that was to hold heads noted elsewhere holds something else."""


def check(slug: str, noted: Path | None) -> list[dict[str, object]]:
    """Recheck every journal, or one.

    slug:     of an institution, "platform" for the installation, "" for all
    noted:    a file of heads that were noted elsewhere
    returns:  what Recheck.as_json gives, with the name of whose journal it is
    raises:   NoSuchInstitution, NotHeads, OSError
    """
    witnessed = read_heads(noted) if noted else []
    names = _names()
    results = (
        [recheck(_chain(slug), witnessed=witnessed, lived=True)]
        if slug
        else recheck_all(witnessed=witnessed, expected=names.keys() - {PLATFORM})
    )
    return [{"institution": names.get(each.head.chain), **each.as_json()} for each in results]


def heads_to_note(slug: str) -> list[dict[str, object]]:
    """The heads of every journal, or of one.

    raises:  NoSuchInstitution
    """
    names = _names()
    return [
        {
            "format": FORMAT,
            "institution": names.get(head.chain),
            "chain": str(head.chain),
            "length": head.length,
            "digest": head.digest.hex(),
        }
        for head in ([head_of(_chain(slug))] if slug else heads())
    ]


def read_heads(file: Path) -> list[Head]:
    """The heads in a file: one, or a list.

    raises:  NotHeads, OSError
    """
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        read = [
            Head(UUID(each["chain"]), each["length"], bytes.fromhex(each["digest"]))
            for each in (said if isinstance(said, list) else [said])
        ]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotHeads(NOT_HEADS, file=file.name) from error
    if not all(type(head.length) is int and head.length >= 0 and len(head.digest) == _DIGEST for head in read):
        raise NotHeads(NOT_HEADS, file=file.name)
    return read


def _names() -> dict[UUID, str]:
    return {PLATFORM: PLATFORM_NAME, **dict(Institution.objects.values_list("uuid", "slug"))}


def _chain(slug: str) -> UUID:
    if slug == PLATFORM_NAME:
        return PLATFORM
    institution = Institution.objects.filter(slug=slug).first()
    if institution is not None:
        return institution.uuid
    known = ", ".join(Institution.objects.order_by("slug").values_list("slug", flat=True)[:10])
    if not known:
        raise NoSuchInstitution(NONE_AT_ALL)
    raise NoSuchInstitution(NO_SUCH_INSTITUTION, slug=slug, known=known)
