"""A credential at hand, with the bytes that its maker makes, put in as signing would leave it.

one = a_credential()                                   # valid, handed over, of an award by decision
one = a_credential(state="revoked", state_at=NOW)      # as it stands later
"""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

from django.conf import settings

from institutions.people import NOW
from issuing.keeping import mark
from issuing.making import a_batch, a_key, an_award, the_store
from sceau.assessment.models import Award
from sceau.engine.model.code import make_code
from sceau.engine.proofs.batch import Batch as Proofs
from sceau.engine.status.bitstring import StatusList as Bits
from sceau.engine.status.notices import new_notices
from sceau.engine.vocabularies.contexts import shipped
from sceau.issuing.making import Maker
from sceau.issuing.models import Batch, Content, Credential, Line, StatusList
from sceau.issuing.services.opening import new_opening
from sceau.issuing.services.publishing import set_bits
from sceau.keyring.documents import method_of, ref_of
from sceau.ledger.services import append

EMPTY = {"revocations": bytes(Bits.new().bits), "notices": bytes(new_notices().bits)}


def a_credential(award: Award | None = None, *, replaces: Credential | None = None, **values) -> Credential:
    """A credential with its content; what stands in `replaces` is marked as replaced."""
    of = award or an_award()
    place = Credential.objects.count()
    code = make_code(sha256(f"code {place}".encode()).digest())
    if replaces is not None:
        Credential.objects.filter(pk=replaces.pk).update(state="replaced", state_at=NOW)
        batch, edition = replaces.line.batch, replaces.edition + 1
        line = Line.objects.create(batch=batch, number=batch.lines.count() + 1, award=of, instead_of=replaces)
    else:
        batch, edition = a_batch([of]), 1
        line = Line.objects.get(batch=batch, award=of)
    Line.objects.filter(pk=line.pk).update(state="signed")
    Batch.objects.filter(pk=batch.pk).update(state="done")
    listed, _ = StatusList.objects.get_or_create(institution=of.institution, defaults=EMPTY | {"seed": b"s" * 32})
    maker, key = Maker(of.institution, base=settings.BASE_URL), a_key(of.institution)
    made = maker.unsigned(
        of,
        code=code,
        salt="5f1d7b4c9a3e2f60",
        now=NOW,
        name=values.pop("name", ""),
        place=maker.status_place(str(listed.uuid), place),
    )
    proofs = Proofs(
        signer=the_store().signer(ref_of(key)),
        verification_method=method_of(of.institution.did, key),
        created=NOW,
        contexts=shipped(),
        chance=lambda: 1.0,
    )
    (body,) = proofs.sign([made.document])
    digest = sha256(body).digest()
    given = {
        "code": code,
        "institution": of.institution,
        "award": of,
        "edition": edition,
        "line": line,
        "key": key,
        "list": listed,
        "index": place,
        "digest": digest.hex(),
        "leaf": append([digest], now=NOW).start,
        "opening": new_opening(),
        "issued_at": NOW,
        "valid_until": made.valid_until,
        "replaces": replaces,
    }
    credential = Credential.objects.create(**given | values)
    Content.objects.create(credential=credential, body=body, record=made.record)
    mark([of.pk])
    set_bits([credential], credential.state, now=NOW)
    if replaces is not None:
        set_bits([replaces], "replaced", now=NOW)
    return Credential.objects.select_related("institution", "award__person", "award__version__design").get(
        pk=credential.pk
    )


def long_ago(days: int = 10):
    return NOW - timedelta(days=days)
