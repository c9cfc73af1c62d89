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
FIELD_TWICE = Reason(
    "assessment.field_twice",
    fr="Deux colonnes ne disent pas la même chose\u00a0: donnez chaque sens à une seule colonne",
    en="Two columns cannot hold the same thing: give each meaning to one column",
)
