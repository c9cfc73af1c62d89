"""The closed list of findings: code, severity, and sentences that are read beside the column and the value."""

from __future__ import annotations

from sceau.engine.errors import Reason
from sceau.intake.findings import Kind, Severity


def _info(code: str, fr: str, en: str) -> Kind:
    return Kind(Reason(code, fr, en), Severity.INFO)


def _warning(code: str, fr: str, en: str) -> Kind:
    """A warning that holds nothing back."""
    return Kind(Reason(code, fr, en), Severity.WARNING)


def _doubt(code: str, fr: str, en: str) -> Kind:
    """A warning that somebody must settle."""
    return Kind(Reason(code, fr, en), Severity.WARNING, doubt=True)


def _error(code: str, fr: str, en: str) -> Kind:
    return Kind(Reason(code, fr, en), Severity.ERROR)


# Any cell
REQUIRED = _error("required", "Cette cellule est vide et il la faut", "This cell is empty and it is needed")
FORMULA = _error(
    "formula",
    "« {value} » est une formule : écrivez la valeur elle-même",
    "“{value}” is a formula: write the value itself",
)
TRIMMED = _info("trimmed", "Des espaces au bord ont été retirés", "Spaces at the edges were taken away")
DOUBLE_SPACE = _info("double_space", "Des espaces répétés n’en font plus qu’un", "Repeated spaces were made one")
CONTROL_CHARACTERS = _error(
    "control_characters",
    "La cellule contient des caractères de commande invisibles",
    "The cell contains invisible control characters",
)
BIDI_CHARACTERS = _doubt(
    "bidi_characters",
    "Des signes invisibles changent le sens de lecture : ce que l’on voit n’est pas ce qui est écrit",
    "Invisible signs change the reading direction: what is seen is not what is written",
)
INVISIBLE_CHARACTERS = _info(
    "invisible_characters", "Des signes invisibles ont été retirés", "Invisible signs were taken away"
)
DAMAGED_ACCENTS = _doubt(
    "damaged_accents",
    "Les accents ont été abîmés avant d’arriver ici",
    "The accents were damaged before they came here",
)
SHIFTED_ROW = _error(
    "shifted_row",
    "Cette ligne a {cells} cellules pour {columns} colonnes : un séparateur s’est glissé dans une valeur",
    "This row has {cells} cells for {columns} columns: a separator slipped into a value",
)
TOO_LONG = _error(
    "too_long", "{length} signes, c’est plus que {limit}, le plus long permis ici",
    "{length} characters is more than {limit}, the longest allowed here",
)  # fmt: skip

# Names
CASE_NORMALISED = _info(
    "case_normalised",
    "Les majuscules sont mises aux initiales : {suggestion}",
    "Initials are now capitals: {suggestion}",
)
MARKUP_IN_NAME = _doubt(
    "markup_in_name",
    "Ce nom contient des balises de page web",
    "This name contains web page markup",
)
UNUSUAL_SIGN = _doubt(
    "unusual_sign_in_name",
    "« {sign} » n’a pas sa place dans un nom",
    "“{sign}” does not belong in a name",
)
NAME_OVER_60 = _warning(
    "name_over_60",
    "{length} signes : la déclaration à la Caisse des Dépôts n’en accepte que 60. La preuve, elle, porte le nom entier",
    "{length} characters: the declaration to the Caisse des Dépôts takes 60. The credential carries the whole name",
)
FULL_NAME_SPLIT = _info(
    "full_name_split",
    "Nom et prénom sont dans la même cellule, lus ainsi : {given}, {family}",
    "First and last name share a cell and were read as: {given}, {family}",
)
FULL_NAME_UNSURE = _warning(
    "full_name_split_unsure",
    "Rien ne dit où finit le nom : lu {given}, {family}. La preuve porte la cellule entière",
    "Nothing says where the name ends: read as {given}, {family}. The credential carries the whole cell",
)
TITLE_READ_AS_SEX = _info(
    "title_read_as_sex", "« {value} » a été lu {suggestion}", "“{value}” was read as {suggestion}"
)
SEX_NOT_DECLARABLE = _warning(
    "sex_not_declarable",
    "La Caisse des Dépôts n’accepte que F ou M. La preuve n’en a pas besoin",
    "The Caisse des Dépôts takes only F or M. The credential does not need it",
)

# Dates
IMPOSSIBLE_DATE = _error("impossible_date", "{fault}", "{fault_en}")
UNREADABLE_DATE = _error(
    "unreadable_date", "« {value} » n’est pas une date. Écrivez jj/mm/aaaa", "“{value}” is no date. Write dd/mm/yyyy"
)
SPREADSHEET_EMPTY_DATE = _error(
    "spreadsheet_empty_date",
    "{value} est ce qu’un tableur écrit pour une cellule vide",
    "{value} is what a spreadsheet writes for an empty cell",
)
IN_THE_FUTURE = _error("in_the_future", "Cette date n’est pas encore venue", "This date has not come yet")
UNLIKELY_BIRTH_DATE = _doubt(
    "unlikely_birth_date", "Cette personne aurait {age} ans", "This person would be {age} years old"
)
ISO_DATE_READ = _info(
    "iso_date_read",
    "Date écrite autrement que dans le reste de la colonne, lue ainsi : {suggestion}",
    "Date written in another way than the rest of the column, read as: {suggestion}",
)
TWO_DIGIT_YEAR = _warning(
    "two_digit_year",
    "L’année n’a que deux chiffres. Lue ainsi : {suggestion}",
    "The year has two digits. Read as: {suggestion}",
)
MONTH_FIRST = _doubt(
    "month_first_date",
    "Dans cette colonne, le mois vient avant le jour. Lu ainsi : {suggestion}",
    "In this column the month comes before the day. Read as: {suggestion}",
)
SERIAL_DATE = _doubt(
    "serial_date",
    "Un nombre de jours de tableur, lu ainsi : {suggestion}",
    "A spreadsheet’s day number, read as: {suggestion}",
)
PARTIAL_DATE = _info(
    "partial_date",
    "Le jour n’est pas connu : la date reste incomplète",
    "The day is not known: the date stays incomplete",
)
MISSING_BIRTH_DATE = _warning(
    "missing_birth_date",
    "La Caisse des Dépôts demande l’année de naissance. La preuve n’en a pas besoin",
    "The Caisse des Dépôts asks for the year of birth. The credential does not need it",
)
DAY_MONTH_SWAPPED = _doubt(
    "similar_to_line_{line}_day_month_swapped",
    "Même nom qu’à la ligne {line}, jour et mois échangés : est-ce la même personne ?",
    "Same name as on line {line}, day and month exchanged: is it the same person?",
)

# Places
MISSING_BIRTH_PLACE = _warning(
    "missing_birth_place",
    "Rien ne dit où cette personne est née : la Caisse des Dépôts peut le demander. La preuve n’en a pas besoin",
    "Nothing says where this person was born: the Caisse des Dépôts may ask. The credential does not need it",
)
INSEE_IN_POSTCODE = _warning(
    "insee_code_in_postcode_column",
    "{value} est un code Insee, non un code postal : il est gardé comme tel",
    "{value} is an Insee code, not a postcode: it is kept as such",
)
LEADING_ZERO = _info(
    "leading_zero_restored",
    "Le tableur avait ôté le zéro : {suggestion}",
    "The spreadsheet had dropped the zero: {suggestion}",
)
UNREADABLE_POSTCODE = _warning(
    "unreadable_postcode", "« {value} » n’est pas un code postal", "“{value}” is not a postcode"
)
INVALID_INSEE_CODE = _warning(
    "invalid_insee_code",
    "Un code Insee a cinq signes, comme 31555, 2A004 ou 99136",
    "An Insee code has five characters, such as 31555, 2A004 or 99136",
)

# Addresses
INVALID_EMAIL = _error("invalid_email", "« {value} » n’est pas une adresse", "“{value}” is not an address")
EMAIL_TYPING_ERROR = _doubt(
    "email_typing_error",
    "« {domain} » ressemble à {expected}, mal tapé",
    "“{domain}” looks like {expected}, mistyped",
)
UNUSUAL_LETTER_IN_EMAIL = _doubt(
    "unusual_letter_in_email",
    "« {sign} » est rare dans une adresse et peut en imiter une autre",
    "“{sign}” is rare in an address and can imitate another one",
)
UNREADABLE_URL = _error("unreadable_url", "« {value} » n’est pas une adresse web", "“{value}” is not a web address")

CONSENT_NOT_READ = _warning(
    "consent_not_read",
    "« {value} » n’est ni oui ni non : compté comme non",
    "“{value}” is neither yes nor no: counted as no",
)
LANGUAGE_NOT_READ = _info(
    "language_not_read", "« {value} » n’est pas une langue que nous lisons", "“{value}” is not a language that we read"
)

# Marks and decisions
DECIMAL_COMMA = _info(
    "decimal_comma", "La virgule de cette colonne est lue comme décimale", "The comma in this column is read as decimal"
)
OUT_OF_RANGE = _error(
    "out_of_range", "{value} n’est pas entre 0 et {maximum}", "{value} is not between 0 and {maximum}"
)
NOT_A_NUMBER = _error("not_a_number", "« {value} » n’est pas une note", "“{value}” is not a mark")
OTHER_SCALE = _error(
    "other_scale",
    "Une note sur {scale} : cette micro-certification se note sur {maximum}",
    "A mark out of {scale}: this micro-credential is marked out of {maximum}",
)
EMPTY_GRADE = _warning("empty_grade", "La note manque", "The mark is missing")
BELOW_THRESHOLD = _doubt(
    "below_threshold_but_acquired",
    "{value} est sous le seuil de {threshold}, et pourtant la décision est « acquis »",
    "{value} is below the pass mark of {threshold}, and yet the decision is “awarded”",
)
READ_AS = _info("read_as_{decision}", "« {value} » a été lu {words}", "“{value}” was read as {words_en}")
GUESSED_AS = _doubt(
    "guessed_as_{decision}", "« {value} » a été compris {words}", "“{value}” was understood as {words_en}"
)
UNKNOWN_DECISION = _error(
    "unknown_decision",
    "« {value} » n’est pas une décision que nous connaissons",
    "“{value}” is not a decision that we know",
)

# Micro-credentials
TITLE_CASE_OR_ACCENTS = _info(
    "title_case_or_accents",
    "Le titre est écrit autrement : {suggestion}",
    "The title is written in another way: {suggestion}",
)
DESIGN_GUESSED = _info(
    "design_guessed",
    "« {value} » a été compris comme « {suggestion} »",
    "“{value}” was understood as “{suggestion}”",
)
AMBIGUOUS_DESIGN = _error(
    "ambiguous_design",
    "« {value} » peut désigner plusieurs micro-certifications",
    "“{value}” can mean several micro-credentials",
)
UNKNOWN_DESIGN = _error(
    "unknown_design",
    "Aucune micro-certification ne porte ce titre",
    "No micro-credential has this title",
)
OTHER_DESIGN = _info(
    "other_design",
    "Cette ligne concerne une autre micro-certification",
    "This row is about another micro-credential",
)

# One person, one award
DUPLICATE = _doubt(
    "duplicate_of_line_{line}",
    "Même personne et même micro-certification qu’à la ligne {line}",
    "Same person and same micro-credential as on line {line}",
)
SAME_EMAIL = _doubt(
    "same_email_as_line_{line}",
    "Même adresse qu’à la ligne {line}, sous un autre nom",
    "Same address as on line {line}, under another name",
)
CHANGED = _doubt(
    "differs_from_issued",
    "Une preuve a déjà été délivrée à cette personne, et elle ne dit pas la même chose",
    "A credential was already issued to this person, and it does not say the same",
)
NO_LONGER_AWARDED = _doubt(
    "issued_but_not_awarded",
    "Une preuve a déjà été délivrée à cette personne, et la décision n’est plus « acquis »",
    "A credential was already issued to this person, and the decision is no longer “awarded”",
)

ALL: tuple[Kind, ...] = tuple(kind for kind in list(globals().values()) if isinstance(kind, Kind))
