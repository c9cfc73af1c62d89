"""Why a file that somebody hands in is not taken, and what to do, in both languages."""

from __future__ import annotations

from sceau.engine.errors import Reason

EMPTY = Reason(
    "upload.empty",
    "ce fichier est vide : vérifiez qu’il s’ouvre chez vous, puis déposez-le de nouveau",
    "this file is empty: see that it opens on your side, then hand it in again",
)
TOO_LARGE = Reason(
    "upload.too_large",
    "ce fichier pèse {size_fr} Mo, et {limit_fr} au plus sont pris : allégez-le, ou déposez-le en plusieurs parties",
    "this file weighs {size_en} MB, and {limit_en} at most are taken: make it lighter, or hand it in by parts",
)
NOT_TAKEN = Reason(
    "upload.not_taken",
    "ce fichier est {found} : déposez {wanted}",
    "this file is {found_en}: hand in {wanted_en}",
)
UNKNOWN = Reason(
    "upload.unknown",
    "nous ne reconnaissons pas ce fichier, quel que soit son nom : déposez {wanted}",
    "we do not recognise this file, whatever its name: hand in {wanted_en}",
)
CUT = Reason(
    "upload.cut",
    "ce fichier est incomplet ({found}) : vérifiez qu’il s’ouvre chez vous, puis déposez-le de nouveau",
    "this file is not complete ({found_en}): see that it opens on your side, then hand it in again",
)
TWO_THINGS = Reason(
    "upload.two_things",
    "ce fichier est {found} et contient aussi {hidden}, ce qu’un document honnête ne fait pas : enregistrez-le de "
    "nouveau depuis le logiciel qui l’a fait",
    "this file is {found_en} and holds {hidden_en} as well, which no honest document does: save it again from the "
    "program that made it",
)
MACROS = Reason(
    "upload.macros",
    "ce fichier contient un programme (macro) : enregistrez-le sans macros, ou en PDF",
    "this file holds a program (macro): save it without macros, or as PDF",
)
REMOTE = Reason(
    "upload.remote",
    "ce fichier va chercher son modèle ailleurs quand on l’ouvre : enregistrez-le en PDF",
    "this file fetches its template from elsewhere when it is opened: save it as PDF",
)
OLD_OR_LOCKED = Reason(
    "upload.old_or_locked",
    "ce fichier est d’un ancien format bureautique, ou protégé par un mot de passe : enregistrez-le sans mot de passe "
    "en .docx, .xlsx, .pptx ou PDF",
    "this file is of an old office format, or protected by a password: save it without a password as .docx, .xlsx, "
    ".pptx or PDF",
)
UNFOLDS_TOO_MUCH = Reason(
    "upload.unfolds_too_much",
    "une fois ouvert, ce fichier serait démesuré : il n’est pas pris. Enregistrez-le en PDF",
    "once open, this file would be out of all proportion: it is not taken. Save it as PDF",
)
HOLDS_OTHERS = Reason(
    "upload.holds_others",
    "ce fichier en contient un autre qui n’est pas pris ({name}) : retirez-le, ou enregistrez le document en PDF",
    "this file holds another one that is not taken ({name}): take it out, or save the document as PDF",
)
