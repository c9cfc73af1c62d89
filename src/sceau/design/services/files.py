"""Designs that travel: out as signed files, in as drafts."""

from __future__ import annotations

from datetime import datetime

import orjson

from sceau.accounts.models import User
from sceau.design.models import Design, DesignVersion
from sceau.design.reading import read_file
from sceau.design.rights import require_in
from sceau.design.sealing import seal
from sceau.design.services.drafts import begin, name_if_free
from sceau.engine.ports import Fetcher, Signer
from sceau.engine.strict_json import JsonObject
from sceau.institutions.models import Institution, Unit
from sceau.institutions.roles import Right


def export_file(*, version: DesignVersion, now: datetime, signer: Signer | None = None) -> bytes:
    """A published version as a file: the document, in which its licence is, and its proof.

    signer:  of the institution, for a version that was published before it had a key; None leaves that one unsigned
    """
    document: JsonObject = dict(version.document)
    proof = version.proof or seal(document, version.design.institution, signer=signer, now=now)
    whole = document if proof is None else {**document, "proof": proof}
    return orjson.dumps(whole, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def import_file(
    *,
    institution: Institution,
    data: bytes,
    fetcher: Fetcher | None = None,
    unit: Unit | None = None,
    by: User,
    now: datetime,
) -> Design:
    """A draft from a file, with another uuid, and the same short name when no design has it here.

    Its origin says whose it was and what its signature is worth.

    fetcher:  asked before anything is written
    raises:   NotEntitled, UnusableFile, TooLarge: then nothing is written
    """
    require_in(by, Right.EDIT_DESIGNS, institution, unit, now=now)
    file = read_file(data, fetcher=fetcher, now=now, institution=institution)
    return begin(
        "design.imported",
        institution=institution,
        document=without_bodies(file.document),
        origin=file.origin,
        unit=unit,
        name=name_if_free(institution, file.document.get("id")),
        by=by,
        now=now,
        signature=str(file.signature),
    )


def without_bodies(document: JsonObject) -> JsonObject:
    """The document without who awarded it there: here it is the institution that takes it in."""
    annex = document["annex1"]
    mandatory = {member: value for member, value in annex["mandatory"].items() if member != "awarding_body"}
    return {**document, "annex1": {**annex, "mandatory": mandatory}}
