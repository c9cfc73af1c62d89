"""One lot of lines, all of it in the transaction of whoever signs: what each gives, then all that is written."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from django.db.models import F

from sceau.engine.errors import EngineError, MalformedCredential, MalformedDesign, NotCanonical, Reason
from sceau.engine.model.code import RANDOM_BYTES, make_code
from sceau.engine.proofs.batch import Batch as Proofs
from sceau.engine.proofs.batch import BatchDiffers
from sceau.engine.strict_json import JsonObject
from sceau.issuing.insertion import NewCredential, insert_contents, insert_credentials, new_ids, uuid_in_order
from sceau.issuing.making import Maker
from sceau.issuing.models import Batch, Line
from sceau.issuing.reasons import signing as reasons
from sceau.issuing.renewals import renewal_values
from sceau.issuing.services.opening import new_opening
from sceau.issuing.services.publishing import Place
from sceau.issuing.services.replacing import Standing, replace_old
from sceau.issuing.services.shelving import Shelf
from sceau.issuing.states import LineState
from sceau.journal.services import Deed, record_all, record_many
from sceau.ledger.services import append
from sceau.people.queries import named_at

SALT: Final = 16  # bytes
_OF_THE_LINE: Final = (MalformedDesign, MalformedCredential, NotCanonical)

log = logging.getLogger(__name__)


class Stopped(Exception):
    """The whole batch waits until somebody has looked."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.code)
        self.reason = reason


class _Refused(Exception):
    """A line that gets no credential; the others do."""

    def __init__(self, reason: Reason, **details: str) -> None:
        super().__init__(reason.code)
        self.reason = reason
        self.details = details


@dataclass(slots=True)
class Lot:
    """Lines of a batch that are signed together.

    key:       primary key of what signs; proofs: signs with it
    standing:  what the awards of the lines have already
    shelf:     packs their files
    now:       of what is written; a credential is dated by the batch, as its proof is
    """

    batch: Batch
    key: int
    maker: Maker
    proofs: Proofs
    standing: Standing
    shelf: Shelf
    now: datetime
    _signed: list[tuple[Line, NewCredential]] = field(default_factory=list)
    _refused: list[tuple[Line, _Refused]] = field(default_factory=list)

    def issue(self, lines: Sequence[Line], places: Sequence[Place]) -> None:
        """Give each line its credential, or say why it gets none; write it all.

        places:  one a line; that of a line that is refused stays empty
        raises:  Stopped, and then nothing may be kept
        """
        self.maker.fetch([line.award for line in lines])
        made: list[tuple[Line, NewCredential]] = []
        documents: list[JsonObject] = []
        for line, place in zip(lines, places, strict=True):
            try:
                credential, document = self._made(line, place)
            except _Refused as refusal:
                self._refused.append((line, refusal))
            else:
                made.append((line, credential))
                documents.append(document)
        for (line, credential), body in zip(made, self._proved(documents), strict=True):
            if isinstance(body, EngineError):
                self._refused.append((line, _not_fitting(body)))
            else:
                credential.body, credential.digest = body, sha256(body).digest()
                self._signed.append((line, credential))
        self._write()

    def _made(self, line: Line, place: Place) -> tuple[NewCredential, JsonObject]:
        """What becomes of a line, but for its proof."""
        award = line.award
        self._refuse_what_has_changed(line)
        code = make_code(secrets.token_bytes(RANDOM_BYTES))
        try:
            made = self.maker.unsigned(
                award,
                code=code,
                salt=secrets.token_urlsafe(SALT),
                now=self.batch.created or self.now,
                place=self.maker.status_place(place.uuid, place.index),
                name=line.name,
                renewal=renewal_values(line.renewal),
                shares=True,
            )
        except EngineError as error:
            raise _not_fitting(error) from error
        except Exception as fault:  # a row that nobody thought of does not keep the others from theirs
            log.exception("line %s of batch %s cannot be made", line.number, self.batch.uuid)
            raise _Refused(reasons.CANNOT_BE_MADE, fault=type(fault).__qualname__) from fault
        credential = NewCredential(
            uuid=uuid_in_order(self.now),
            code=code,
            institution_id=self.batch.institution_id,
            award_id=award.pk,
            edition=self.standing.next_edition(award.pk),
            line_id=line.pk,
            key_id=self.key,
            list_id=place.list_id,
            index=place.index,
            opening=new_opening(),
            issued_at=self.now,
            valid_until=made.valid_until,
            replaces_id=self.standing.instead.get(line.pk),
            record=made.record,
        )
        return credential, made.document

    def _refuse_what_has_changed(self, line: Line) -> None:
        award = line.award
        if award.withdrawn_at is not None:
            raise _Refused(reasons.WITHDRAWN_MEANWHILE)
        if (award.person.root or award.person).erased_at is not None:
            raise _Refused(reasons.ERASED_MEANWHILE)
        batch, renamed = self.batch, named_at(award.person)
        if renamed and batch.released_by_id and batch.released_at and renamed > batch.released_at:
            raise _Refused(reasons.RENAMED_MEANWHILE)  # whoever released it read another name
        old = self.standing.instead.get(line.pk)
        if old is not None and not self.standing.may_be_replaced(old):
            raise _Refused(reasons.OLD_IS_OVER)
        if old is not None and self.standing.is_doubted(old):
            raise _Refused(reasons.OLD_IS_SUSPENDED)
        if self.standing.has_another(award.pk, old):
            raise _Refused(reasons.STANDS_ALREADY)

    def _proved(self, documents: Sequence[JsonObject]) -> list[bytes | EngineError]:
        """Each document with its proof, or why it has none, in their order."""
        done: list[bytes | EngineError] = []
        while len(done) < len(documents):
            try:
                for body in self.proofs.sign(documents[len(done) :]):
                    done.append(body)
            except _OF_THE_LINE as refusal:
                done.append(refusal)
            except BatchDiffers as difference:
                log.error("%s", difference)
                raise Stopped(reasons.SIGNATURES_DIFFER) from difference
            except EngineError as fault:
                log.error("a signature failed: %s", fault.reason.code)
                raise Stopped(reasons.CANNOT_SIGN) from fault
        return done

    def _write(self) -> None:
        """All that the lot leaves behind; what others wait for comes last."""
        for line, refusal in self._refused:
            line.state, line.code, line.details = LineState.FAILED, refusal.reason.code, refusal.details
        Line.objects.bulk_update([line for line, _ in self._refused], ["state", "code", "details"])
        if self._signed:
            fresh = [credential for _, credential in self._signed]
            deeds = replace_old(fresh, self.standing, now=self.now)
            ids = new_ids(len(fresh))
            awards = [line.award for line, _ in self._signed]
            insert_contents(ids, self.shelf.kept(list(zip(awards, fresh, strict=True)), self.maker, now=self.now))
            Line.objects.filter(pk__in=[line.pk for line, _ in self._signed]).update(state=LineState.SIGNED)
            self._count()
            leaves = append([credential.digest for credential in fresh], now=self.now)
            insert_credentials(ids, leaves, fresh)
            issued = [self._deed(*each, leaf) for each, leaf in zip(self._signed, leaves, strict=True)]
            chain = self.batch.institution.uuid
            record_all(deeds, by=None, at=self.now, institution=chain)
            record_many(issued, by=None, at=self.now, institution=chain)
        else:
            self._count()

    def _count(self) -> None:
        """The numbers that pages show."""
        Batch.objects.filter(pk=self.batch.pk).update(
            lines_signed=F("lines_signed") + len(self._signed), lines_failed=F("lines_failed") + len(self._refused)
        )

    def _deed(self, line: Line, credential: NewCredential, leaf: int) -> Deed:
        details: dict[str, Any] = {
            "batch": str(self.batch.uuid),
            "line": line.number,
            "digest": credential.digest.hex(),
            "leaf": leaf,
        }
        return Deed("credential.issued", f"credential:{credential.uuid}", details)


def _not_fitting(error: EngineError) -> _Refused:
    return _Refused(
        reasons.DOES_NOT_FIT, why=error.sentence("fr"), why_en=error.sentence("en"), fault=error.reason.code
    )
