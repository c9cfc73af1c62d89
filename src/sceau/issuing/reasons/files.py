"""Reasons about the files of a batch that are made ready together."""

from __future__ import annotations

from sceau.engine.errors import Reason

NOTHING_SIGNED = Reason(
    "files.nothing_signed",
    fr="Aucune preuve de ce lot n’est signée\u00a0: il n’y a pas encore de fichier à préparer",
    en="No credential of this batch is signed: there is no file to prepare yet",
)
STILL_SIGNING = Reason(
    "files.still_signing",
    fr="Le lot est en signature\u00a0: préparez ses fichiers quand il sera signé, ou mettez-le en pause",
    en="The batch is being signed: prepare its files once it is signed, or pause it",
)
NOT_THERE = Reason(
    "files.not_there",
    fr="Ce papier n’est plus là\u00a0: à la page du lot, préparez les fichiers de nouveau",
    en="This paper is not there any more: on the page of the batch, prepare the files again",
)
