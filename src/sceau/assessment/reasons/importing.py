"""Why a file of candidates is not taken, or a row of it not changed."""

from __future__ import annotations

from sceau.engine.errors import Reason

TOO_MANY_ROWS = Reason(
    "assessment.too_many_rows",
    fr="Ce fichier a plus de {most} lignes\u00a0: partagez-le en plusieurs",
    en="This file has more than {most} rows: split it into several",
)
TOO_MANY_DRAFTS = Reason(
    "assessment.too_many_drafts",
    fr="{most} fichiers attendent déjà pour cette session\u00a0: terminez-en un ou abandonnez-le",
    en="{most} files are waiting for this session already: finish one or abandon it",
)
DRAFT_GONE = Reason(
    "assessment.draft_gone",
    fr="Ce fichier a été traité ou abandonné entre-temps",
    en="This file was dealt with or abandoned meanwhile",
)
DRAFT_CHANGED = Reason(
    "assessment.draft_changed",
    fr="Quelqu’un a modifié ce fichier entre-temps\u00a0: relisez-le, puis recommencez",
    en="Somebody changed this file meanwhile: read it again, then start over",
)
NO_SUCH_CELL = Reason(
    "assessment.no_such_cell", fr="Cette cellule n’existe pas dans le fichier", en="There is no such cell in the file"
)
IDENTITY_CHECKED = Reason(
    "assessment.name_kept_identity_checked",
    fr="L’identité a été vérifiée sous ce nom\u00a0: s’il doit changer, changez-le dans la fiche de la personne",
    en="The identity was verified under this name: if it is to change, change it in the person’s own file",
)
RECORD_OF_OTHERS = Reason(
    "assessment.record_kept_by_others",
    fr="Votre rôle ne permet pas de changer la fiche d’une personne\u00a0: demandez-le à qui la tient",
    en="Your role does not let you change a person’s own file: ask whoever keeps it",
)
FIELD_TWICE = Reason(
    "assessment.field_twice",
    fr="Deux colonnes ne disent pas la même chose\u00a0: donnez chaque sens à une seule colonne",
    en="Two columns cannot hold the same thing: give each meaning to one column",
)
