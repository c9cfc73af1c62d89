"""Why a file of past results is not taken, or a row of it not changed."""

from __future__ import annotations

from sceau.engine.errors import Reason

TOO_MANY_FILES = Reason(
    "assessment.too_many_results_files",
    fr="{most} fichiers attendent déjà\u00a0: terminez-en un ou abandonnez-le",
    en="{most} files are waiting already: finish one or abandon it",
)
STILL_AT_WORK = Reason(
    "assessment.file_at_work",
    fr="Ce fichier est en cours de traitement\u00a0: attendez qu’il soit vérifié",
    en="This file is being worked on: wait until it is checked",
)
TO_CHECK_AGAIN = Reason(
    "assessment.file_to_check_again",
    fr="Des lignes ont été corrigées depuis la dernière vérification\u00a0: vérifiez le fichier de nouveau",
    en="Rows were corrected since the last check: check the file again",
)
NOTHING_READY = Reason(
    "assessment.no_row_ready",
    fr="Aucune ligne n’est prête\u00a0: rien n’est proposé",
    en="No row is ready: nothing is proposed",
)
NOT_THIS_FILE = Reason(
    "assessment.not_this_file",
    fr="Ce fichier n’a pas les colonnes de «\u00a0{name}\u00a0»\u00a0: renvoyez celui que vous avez téléchargé ici",
    en="This file does not have the columns of “{name}”: send back the one that you downloaded here",
)
NO_ORIGINAL_LINES = Reason(
    "assessment.no_original_lines",
    fr="Il manque la colonne «\u00a0Ligne d’origine\u00a0», qui dit où chaque ligne va",
    en="The column “Original line” is missing, which says where each row goes",
)
NO_PUBLISHED_DESIGN = Reason(
    "assessment.no_published_design",
    fr="Publiez d’abord la micro-certification dont il s’agit",
    en="Publish the micro-credential that it is about first",
)
NO_SUCH_SHEET = Reason(
    "assessment.no_such_sheet", fr="Ce classeur n’a pas cette feuille", en="This workbook has no such sheet"
)
