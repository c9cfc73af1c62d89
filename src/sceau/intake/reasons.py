"""Why a whole file or a whole demand is refused, in both languages."""

from __future__ import annotations

from sceau.engine.errors import Reason

EMPTY_FILE = Reason("intake.empty_file", "Ce fichier est vide", "This file is empty")
NO_ROWS = Reason(
    "intake.no_rows",
    "Ce tableau a une ligne de titres et aucune ligne au-dessous",
    "This table has a header line and no row below it",
)
ONE_COLUMN = Reason(
    "intake.one_column",
    "Ce fichier n’a qu’une colonne. Séparez-les par une virgule, un point-virgule, une tabulation ou une barre",
    "This file has one column only. Columns are separated by a comma, a semicolon, a tab or a bar",
)
NO_HEADER = Reason(
    "intake.no_header",
    "La première ligne contient déjà des personnes. Ajoutez au-dessus le nom des colonnes : nom, prénom, courriel…",
    "The first line already holds people. Add the names of the columns above: last name, first name, e-mail…",
)
NOT_A_TABLE = Reason(
    "intake.not_a_table",
    "Ce fichier est {kind}. Enregistrez le tableau en CSV, XLSX ou ODS",
    "This file is {kind_en}. Save the table as CSV, XLSX or ODS",
)
OLD_OR_LOCKED = Reason(
    "intake.old_or_locked",
    "Ce fichier est un ancien .xls, ou un classeur avec mot de passe. Enregistrez-le en .xlsx, sans mot de passe",
    "This file is an old .xls workbook, or a workbook with a password. Save it as .xlsx, without a password",
)
DAMAGED_WORKBOOK = Reason(
    "intake.damaged_workbook",
    "Ce classeur est abîmé et ne s’ouvre pas",
    "This workbook is damaged and does not open",
)
HOSTILE_WORKBOOK = Reason(
    "intake.hostile_workbook",
    "Ce classeur n’est pas construit comme un tableur le fait : il n’est pas ouvert",
    "This workbook is not built as a spreadsheet builds one: it is not opened",
)
UNKNOWN_SHEET = Reason(
    "intake.unknown_sheet",
    "Ce classeur n’a pas de feuille « {sheet} ». Il a : {sheets}",
    "This workbook has no sheet “{sheet}”. It has: {sheets}",
)
UNKNOWN_ENCODING = Reason(
    "intake.unknown_encoding",
    "« {encoding} » n’est pas un encodage que nous lisons",
    "“{encoding}” is not an encoding that we read",
)
WRONG_ENCODING = Reason(
    "intake.wrong_encoding",
    "Ce fichier n’est pas écrit en {encoding}",
    "This file is not written in {encoding}",
)
WRONG_DELIMITER = Reason(
    "intake.wrong_delimiter",
    "Un séparateur est un seul signe, comme ; ou ,",
    "A separator is one single sign, such as ; or ,",
)
FILE_TOO_LARGE = Reason(
    "intake.file_too_large",
    "Ce fichier pèse plus de {limit} Mo. Coupez-le en plusieurs",
    "This file is larger than {limit} MB. Cut it into several",
)
EXPANDS_TOO_MUCH = Reason(
    "intake.expands_too_much",
    "Une fois ouvert, ce classeur serait bien plus grand qu’un tableau de personnes",
    "Once open, this workbook would be far larger than a table of people",
)
TOO_MANY_CELLS = Reason(
    "intake.too_many_cells",
    "Ce classeur s’étend sur {rows} lignes et {columns} colonnes : c’est trop. Effacez ce qui est loin du tableau",
    "This workbook spreads over {rows} rows and {columns} columns: too many. Clear what is far from the table",
)
TOO_MANY_COLUMNS = Reason(
    "intake.too_many_columns",
    "La ligne {line} a plus de {limit} colonnes",
    "Line {line} has more than {limit} columns",
)
TOO_MANY_ROWS = Reason(
    "intake.too_many_rows",
    "Ce tableau a plus de {limit} lignes. Coupez-le en plusieurs",
    "This table has more than {limit} rows. Cut it into several",
)
CELL_TOO_LONG = Reason(
    "intake.cell_too_long",
    "À la ligne {line}, une cellule a plus de {limit} signes, ou un guillemet n’est jamais refermé",
    "On line {line}, a cell has more than {limit} characters, or a quote is never closed",
)
ROW_TOO_LONG = Reason(
    "intake.row_too_long",
    "La ligne {line} a plus de {limit} signes : ce n’est pas une personne",
    "Line {line} has more than {limit} characters: that is not a person",
)
UNCLOSED_QUOTE = Reason(
    "intake.unclosed_quote",
    "Un guillemet ouvert à la ligne {line} n’est jamais refermé : ce qui suit serait perdu",
    "A quote opened on line {line} is never closed: what follows would be lost",
)
MISSING_COLUMNS = Reason(
    "intake.missing_columns",
    "Il manque à ce tableau : {columns}. Dites quelle colonne le contient",
    "This table lacks: {columns_en}. Say which column holds it",
)
NO_DECISION = Reason(
    "intake.no_decision",
    "Ce tableau n’a pas de colonne « décision ». Dites qui a décidé que toutes ces personnes ont réussi",
    "This table has no “decision” column. Say who decided that all these people passed",
)
UNKNOWN_FIELD = Reason(
    "intake.unknown_field",
    "La colonne « {header} » ne peut pas contenir « {field} »",
    "The column “{header}” cannot hold “{field}”",
)
FIELD_TWICE = Reason(
    "intake.field_twice",
    "Les colonnes « {first} » et « {second} » ne peuvent pas contenir toutes deux « {field} »",
    "The columns “{first}” and “{second}” cannot both hold “{field}”",
)
NO_DESIGN = Reason(
    "intake.no_design",
    "Le catalogue est vide : il faut au moins une micro-certification",
    "The catalogue is empty: at least one micro-credential is needed",
)
NOT_AN_ARCHIVE = Reason(
    "intake.not_an_archive",
    "Ce fichier n’est pas une archive ZIP, ou il est abîmé",
    "This file is not a ZIP archive, or it is damaged",
)
LOCKED_ARCHIVE = Reason(
    "intake.locked_archive",
    "Cette archive a un mot de passe : refaites-la sans mot de passe",
    "This archive has a password: make it again without one",
)
TOO_MANY_PIECES = Reason(
    "intake.too_many_pieces",
    "Cette archive a plus de {limit} fichiers. Partagez-la en plusieurs",
    "This archive has more than {limit} files. Split it into several",
)
ARCHIVE_UNFOLDS_TOO_MUCH = Reason(
    "intake.archive_unfolds_too_much",
    "Une fois ouverte, cette archive serait bien plus grande que des preuves. Partagez-la en plusieurs",
    "Once open, this archive would be far larger than evidence. Split it into several",
)
