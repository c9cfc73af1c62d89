"""Why a file of reference data is refused, in both languages."""

from __future__ import annotations

from sceau.engine.errors import Reason

NOT_KNOWN_KIND = Reason(
    "frameworks.not_known_kind",
    "Ce fichier n’est pas un export que nous lisons : France compétences (CSV zippé ou XML 4.1), ESCO (CSV), "
    "ROME 4.0 (CSV ou JSON), ou une liste « code;label_fr;label_en;url;parent »",
    "This file is no export that we read: France compétences (zipped CSV or XML 4.1), ESCO (CSV), "
    "ROME 4.0 (CSV or JSON), or a list “code;label_fr;label_en;url;parent”",
)
EMPTY = Reason("frameworks.empty", "Ce fichier est vide", "This file is empty")
NO_FICHE = Reason("frameworks.no_fiche", "Il n’y a aucune fiche", "There is no fiche")
NO_CONCEPT = Reason("frameworks.no_concept", "Il n’y a aucune ligne à lire", "There is no line to read")
DAMAGED_ARCHIVE = Reason(
    "frameworks.damaged_archive",
    "L’archive est abîmée et ne s’ouvre pas",
    "The archive is damaged and does not open",
)
LOCKED_ARCHIVE = Reason(
    "frameworks.locked_archive",
    "L’archive demande un mot de passe : un export public n’en a pas",
    "The archive asks for a password: a public export has none",
)
TOO_MANY_MEMBERS = Reason(
    "frameworks.too_many_members",
    "L’archive contient {count} fichiers : {limit} au plus sont lus",
    "The archive holds {count} files: {limit} at most are read",
)
CLIMBING_NAME = Reason(
    "frameworks.climbing_name",
    "L’archive contient un nom qui sort d’elle-même, ou deux fois le même : « {name} »",
    "The archive holds a name that leads out of it, or the same one twice: “{name}”",
)
UNFOLDS_TOO_MUCH = Reason(
    "frameworks.unfolds_too_much",
    "Une fois ouvert, ce fichier serait {ratio} fois plus grand : {limit} fois au plus est admis",
    "Once open, this file would be {ratio} times larger: {limit} times at most is allowed",
)
TOO_LARGE = Reason(
    "frameworks.too_large",
    "Ce fichier pèse plus de {limit} Mo",
    "This file is larger than {limit} MB",
)
OPENS_TOO_LARGE = Reason(
    "frameworks.opens_too_large",
    "Une fois ouverte, l’archive pèserait plus de {limit} Mo",
    "Once open, the archive would be larger than {limit} MB",
)
MISSING_FILES = Reason(
    "frameworks.missing_files",
    "Il manque à l’export : {names}",
    "The export lacks: {names}",
)
TWICE_THE_FILE = Reason(
    "frameworks.twice_the_file",
    "L’export contient deux fichiers « {name} »",
    "The export holds two files “{name}”",
)
MISSING_COLUMNS = Reason(
    "frameworks.missing_columns",
    "Il manque les colonnes : {columns}",
    "These columns are missing: {columns}",
)
WRONG_ENCODING = Reason(
    "frameworks.wrong_encoding",
    "Ce texte n’est pas en {encoding}",
    "This text is not in {encoding}",
)
UNREADABLE_ROWS = Reason("frameworks.unreadable_rows", "{why}", "{why_en}")
TOO_MANY_ROWS = Reason(
    "frameworks.too_many_rows",
    "Il y a plus de {limit} lignes",
    "There are more than {limit} rows",
)
WRONG_NUMBER = Reason(
    "frameworks.wrong_number",
    "« {value} » n’est pas un numéro de fiche, comme RNCP38596 ou RS6117",
    "“{value}” is not the number of a fiche, such as RNCP38596 or RS6117",
)
NUMBER_TWICE = Reason(
    "frameworks.number_twice",
    "La fiche {number} y est deux fois",
    "The fiche {number} is in it twice",
)
WRONG_DATE = Reason(
    "frameworks.wrong_date",
    "« {value} » n’est pas une date JJ/MM/AAAA ({column})",
    "“{value}” is not a date DD/MM/YYYY ({column})",
)
WRONG_WORD = Reason(
    "frameworks.wrong_word",
    "« {value} » n’est pas une valeur de {column} (attendu : {expected})",
    "“{value}” is not a value of {column} (expected: {expected})",
)
WRONG_COUNT = Reason(
    "frameworks.wrong_count",
    "« {value} » n’est pas un nombre ({column})",
    "“{value}” is not a number ({column})",
)
NO_TITLE = Reason("frameworks.no_title", "La fiche {number} n’a pas d’intitulé", "The fiche {number} has no title")
WRONG_LEVEL_OF_RS = Reason(
    "frameworks.level_of_rs",
    "La fiche {number} est au répertoire spécifique, qui n’a pas de niveau, et en porte un : {value}",
    "The fiche {number} is of the RS, which has no level, and bears one: {value}",
)
NOT_XML = Reason(
    "frameworks.not_xml",
    "Le XML n’est pas bien formé ({why})",
    "The XML is not well-formed ({why})",
)
DOCTYPE = Reason(
    "frameworks.doctype",
    "Le XML déclare un DOCTYPE ou une entité : aucun export n’en a, il n’est pas lu",
    "The XML declares a DOCTYPE or an entity: no export has one, it is not read",
)
OTHER_ROOT = Reason(
    "frameworks.other_root",
    "La racine du XML est « {name} », et non FICHES",
    "The root of the XML is “{name}”, not FICHES",
)
OTHER_VERSION = Reason(
    "frameworks.other_version",
    "Ce flux est en version {version} : la version 4.1 est lue",
    "This feed is version {version}: version 4.1 is read",
)
TOO_DEEP = Reason(
    "frameworks.too_deep",
    "Le XML a plus de {limit} éléments les uns dans les autres",
    "The XML has more than {limit} elements inside one another",
)
TEXT_TOO_LONG = Reason(
    "frameworks.text_too_long",
    "« {name} » contient plus de {limit} signes",
    "“{name}” holds more than {limit} characters",
)
TAG_TOO_LONG = Reason(
    "frameworks.tag_too_long",
    "une balise ou un commentaire pèse plus de {limit} octets",
    "a tag or a comment weighs more than {limit} bytes",
)
TOO_MANY_PIECES = Reason(
    "frameworks.too_many_pieces",
    "Une seule fiche a plus de {limit} éléments",
    "One single fiche has more than {limit} elements",
)
TWO_REGISTERS = Reason(
    "frameworks.two_registers",
    "La fiche {number} n’est pas du registre des précédentes : RNCP et RS sont deux fichiers",
    "The fiche {number} is not of the register of those before it: RNCP and RS are two files",
)
NO_DAY = Reason(
    "frameworks.no_day",
    "Le nom de ce fichier ne dit pas le jour de l’export (AAAA-MM-JJ) : donnez-le",
    "The name of this file does not tell the day of the export (YYYY-MM-DD): give it",
)
TWO_DAYS = Reason(
    "frameworks.two_days",
    "Les fichiers de cet export ne sont pas du même jour : {days}",
    "The files of this export are not of the same day: {days}",
)
NOT_JSON = Reason("frameworks.not_json", "Ce JSON ne se lit pas ({why})", "This JSON cannot be read ({why})")
NO_CODE = Reason("frameworks.no_code", "Cette ligne n’a pas de code", "This line has no code")
NO_LABEL = Reason("frameworks.no_label", "« {code} » n’a de libellé en aucune langue", "“{code}” has no label")
CODE_TWICE = Reason("frameworks.code_twice", "Le code « {code} » y est deux fois", "The code “{code}” is in it twice")
CODE_TOO_LONG = Reason(
    "frameworks.code_too_long",
    "Un code a {limit} signes au plus",
    "A code has {limit} characters at most",
)
WRONG_ADDRESS = Reason(
    "frameworks.wrong_address",
    "« {value} » n’est pas une adresse qui commence par https:// ou http://",
    "“{value}” is not an address that begins with https:// or http://",
)
UNKNOWN_PARENT = Reason(
    "frameworks.unknown_parent",
    "Le parent « {parent} » de « {code} » n’est pas dans le fichier",
    "The parent “{parent}” of “{code}” is not in the file",
)
NEEDS_A_NAME = Reason(
    "frameworks.needs_a_name",
    "Donnez un nom court à ce référentiel : lettres minuscules, chiffres et traits d’union",
    "Give this framework a short name: lower-case letters, figures and hyphens",
)
TAKEN_NAME = Reason(
    "frameworks.taken_name",
    "« {name} » est le nom d’un référentiel publié : choisissez-en un autre",
    "“{name}” is the name of a published framework: choose another",
)
ALREADY_LOADED = Reason(
    "frameworks.already_loaded",
    "Ce fichier est déjà en service : rien n’a changé",
    "This file is already in use: nothing was changed",
)
ALREADY_WAITING = Reason(
    "frameworks.already_waiting",
    "Ce fichier attend déjà d’être lu, ou l’est en ce moment",
    "This file already waits to be read, or is being read",
)
OLDER = Reason(
    "frameworks.older",
    "Cet export est du {day}, et celui du {in_use} est en service : un plus ancien n’est chargé que si on le force",
    "This export is of {day}, and that of {in_use} is in use: an older one is loaded only when it is forced",
)
UNDER_WAY = Reason(
    "frameworks.under_way",
    "Un autre import est en cours : attendez qu’il finisse",
    "Another import is under way: wait until it ends",
)
FILE_GONE = Reason(
    "frameworks.file_gone",
    "Le fichier déposé n’est plus là : déposez-le à nouveau",
    "The file that was uploaded is no longer there: upload it again",
)
STOPPED = Reason(
    "frameworks.stopped",
    "L’import s’est arrêté sur un défaut de Sceau ({fault}) : rien n’en est resté",
    "The import stopped on a fault of Sceau ({fault}): nothing of it is left",
)
UNKNOWN_CODE = Reason(
    "frameworks.unknown_code",
    "« {code} » n’est dans aucun référentiel chargé",
    "“{code}” is in no framework that is loaded",
)
