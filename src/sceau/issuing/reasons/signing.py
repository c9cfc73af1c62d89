"""Why a line of a batch is not signed, and why the house stops a whole batch."""

from __future__ import annotations

from typing import Final

from sceau.engine.errors import Reason

DOES_NOT_FIT = Reason(
    "issuing.does_not_fit",
    fr="La preuve ne peut pas être écrite : {why}",
    en="The credential cannot be written: {why_en}",
)
CANNOT_BE_MADE = Reason(
    "issuing.cannot_be_made",
    fr="La preuve n’a pas pu être écrite ({fault}) : signalez-le à qui administre cette installation",
    en="The credential could not be written ({fault}): tell whoever looks after this installation",
)
WITHDRAWN_MEANWHILE = Reason(
    "issuing.withdrawn_meanwhile",
    fr="L’attribution a été retirée depuis que le lot est prêt",
    en="The award was withdrawn since the batch was made ready",
)
STANDS_ALREADY = Reason(
    "issuing.stands_already",
    fr="Une preuve existe déjà pour cette attribution",
    en="This award has a credential already",
)
OLD_IS_OVER = Reason(
    "issuing.old_is_over",
    fr="La preuve à remplacer n’est plus valide ni suspendue : elle a été révoquée, remplacée, annulée ou effacée",
    en="The credential to be replaced is neither valid nor suspended any more: it was revoked, replaced, called off or "
    "erased",
)
OLD_IS_SUSPENDED = Reason(
    "issuing.old_is_suspended",
    fr="La preuve à renouveler ou à corriger a été suspendue : rétablissez-la, puis relancez la ligne",
    en="The credential to be renewed or corrected was suspended: restore it, then have the line tried again",
)
ERASED_MEANWHILE = Reason(
    "issuing.erased_meanwhile",
    fr="Les données de cette personne ont été effacées : rien n’est plus délivré à son nom",
    en="This person’s data were erased: nothing is issued in their name any more",
)
RENAMED_MEANWHILE = Reason(
    "issuing.renamed_meanwhile",
    fr="Le nom de cette personne a changé depuis que le lot a été libéré\u00a0: laissez cette ligne de côté et "
    "préparez-la dans un autre lot, où quelqu’un relira le nom",
    en="This person’s name has changed since the batch was released: leave this line out and prepare it in another "
    "batch, where somebody reads the name again",
)
KEY_OUT_OF_SERVICE = Reason(
    "issuing.key_out_of_service",
    fr="La clé qui signe ce lot n’est plus en service : reprenez le lot pour qu’une autre le signe",
    en="The key that signs this batch is out of service: take the batch up again so that another one signs it",
)
KEY_DOES_NOT_OPEN = Reason(
    "issuing.key_does_not_open",
    fr="Le coffre n’ouvre pas la clé qui signe ce lot : faites-le examiner, puis reprenez le lot",
    en="The key store does not open the key that signs this batch: have it examined, then take the batch up again",
)
SIGNATURES_DIFFER = Reason(
    "issuing.signatures_differ",
    fr="Deux façons de signer la même preuve n’ont pas donné le même résultat : le lot est arrêté, rien de douteux n’a "
    "été gardé ; signalez-le à qui administre cette installation",
    en="Two ways of signing one credential did not give the same result: the batch is stopped and nothing doubtful was "
    "kept; tell whoever looks after this installation",
)
CANNOT_SIGN = Reason(
    "issuing.cannot_sign",
    fr="La signature n’a pas pu être faite : faites examiner le coffre des clés, puis reprenez le lot",
    en="The signature could not be made: have the key store examined, then take the batch up again",
)

OF_LINES: Final = (
    DOES_NOT_FIT,
    CANNOT_BE_MADE,
    WITHDRAWN_MEANWHILE,
    STANDS_ALREADY,
    OLD_IS_OVER,
    OLD_IS_SUSPENDED,
    ERASED_MEANWHILE,
    RENAMED_MEANWHILE,
)
OF_BATCHES: Final = (KEY_OUT_OF_SERVICE, KEY_DOES_NOT_OPEN, SIGNATURES_DIFFER, CANNOT_SIGN)
