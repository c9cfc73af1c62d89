"""Why `sceau issue` refuses a whole call, in both languages; what is wrong with one row is a finding."""

from __future__ import annotations

from sceau.engine.errors import EngineError, Reason


class CannotIssue(EngineError):
    """Nothing was issued: the call itself is not right."""


NOT_JSON = Reason("issue.not_json", fr="{file} ne se lit pas\u00a0: {why}", en="{file} cannot be read: {why_en}")
WRONG_DESIGN = Reason(
    "issue.wrong_design",
    fr="{file} n’est pas une micro-certification lisible ({place})\u00a0: {why}",
    en="{file} is not a design that can be read ({place}): {why_en}",
)
NO_DESIGN = Reason(
    "issue.no_design",
    fr="le dossier {folder} ne contient aucune micro-certification (fichier .json)",
    en="the folder {folder} holds no design (.json file)",
)
SAME_DESIGN = Reason(
    "issue.same_design",
    fr="{file} et {other} disent tous deux être «\u00a0{name}\u00a0»",
    en="{file} and {other} both say that they are “{name}”",
)
NOT_PUBLISHED = Reason(
    "issue.not_published",
    fr="«\u00a0{name}\u00a0» est un brouillon\u202f: publiez-la avant de la délivrer",
    en="“{name}” is a draft: publish it before issuing it",
)
WRONG_BODIES = Reason(
    "issue.wrong_bodies",
    fr="{file} ne décrit pas d’organisme ({place})\u00a0: {why}",
    en="{file} describes no body ({place}): {why_en}",
)
UNKNOWN_BODY = Reason(
    "issue.unknown_body",
    fr="«\u00a0{design}\u00a0» est délivrée par {body}, que {file} ne décrit pas (on y trouve\u00a0: {known})",
    en="“{design}” is awarded by {body}, which {file} does not describe (it has: {known})",
)
NO_BODY = Reason(
    "issue.no_body",
    fr="«\u00a0{design}\u00a0» ne dit pas le nom de l’organisme {body}\u00a0: "
    "ajoutez --issuer FICHIER ou --issuer-name NOM",
    en="“{design}” does not name the body {body}: add --issuer FILE or --issuer-name NAME",
)
NO_BASE_URL = Reason(
    "issue.no_base_url",
    fr="une clé did:key ne dit pas où les preuves auront leur adresse\u00a0: "
    "ajoutez --base-url https://votre-domaine.example",
    en="a did:key does not say where the credentials will have their address: "
    "add --base-url https://your-domain.example",
)
WRONG_BASE_URL = Reason(
    "issue.wrong_base_url",
    fr="«\u00a0{url}\u00a0» n’est pas une adresse comme https://preuves.example",
    en="“{url}” is not an address such as https://credentials.example",
)
NO_COLUMN = Reason(
    "issue.no_column",
    fr="il manque à {file}\u00a0: {columns}\u202f; donnez ce nom, dans le tableau, à la colonne qui le contient",
    en="{file} lacks: {columns_en}; give that name, in the table, to the column that holds it",
)
NO_DECISION_COLUMN = Reason(
    "issue.no_decision_column",
    fr="{file} n’a pas de colonne «\u00a0décision\u00a0»\u00a0: ajoutez-la, ou dites qui a décidé que toutes ces "
    "personnes ont réussi, par --decided-by NOM",
    en="{file} has no “decision” column: add it, or say who decided that all these people passed, with "
    "--decided-by NAME",
)
UNKNOWN_FORMAT = Reason(
    "issue.unknown_format",
    fr="«\u00a0{name}\u00a0» n’est pas une forme que nous écrivons (json, jwt, png, svg)",
    en="“{name}” is not a form that we write (json, jwt, png, svg)",
)
NOT_FOR_THIS_KEY = Reason(
    "issue.not_for_this_key",
    fr="une clé {algorithm} ne signe pas avec {suite}",
    en="a {algorithm} key does not sign with {suite}",
)
NO_SUITE_FOR_KEY = Reason(
    "issue.no_suite_for_key",
    fr="une clé {algorithm} ne signe que des JWT\u00a0: demandez --format jwt",
    en="a {algorithm} key signs JWTs only: ask for --format jwt",
)
WRONG_IMAGE = Reason(
    "issue.wrong_image",
    fr="{file} n’est ni un PNG ni un SVG dans lequel une preuve tient\u00a0: {why}",
    en="{file} is neither a PNG nor an SVG that can hold a credential: {why_en}",
)
IMAGE_OF_ONE_FORM = Reason(
    "issue.image_of_one_form",
    fr="{file} est une image {kind}\u00a0: --format {asked} demande une image {asked}",
    en="{file} is a {kind} picture: --format {asked} needs a {asked} picture",
)
OTHER_ISSUER = Reason(
    "issue.other_issuer",
    fr="le dossier {folder} contient déjà les preuves de {did} à l’adresse {base}\u202f; choisissez-en un autre",
    en="the folder {folder} already holds the credentials of {did} at {base}; choose another one",
)
BUSY = Reason(
    "issue.busy",
    fr="un autre appel de Sceau est en cours dans le dossier {folder}",
    en="another call of Sceau is under way in the folder {folder}",
)
OTHER_KEY = Reason(
    "issue.other_key",
    fr="cette clé est celle de {found}, et le dossier {folder} contient les preuves de {did}",
    en="this is the key of {found}, and the folder {folder} holds the credentials of {did}",
)
NO_REGISTER = Reason(
    "issue.no_register",
    fr="le dossier {folder} n’a pas de registre\u00a0: donnez par --out celui où «\u00a0sceau issue\u00a0» a délivré",
    en="the folder {folder} has no register: give with --out the one into which “sceau issue” issued",
)
DAMAGED_REGISTER = Reason(
    "issue.damaged_register",
    fr="le registre {file} est abîmé à la ligne {line}\u00a0: reprenez-le d’une sauvegarde avant de continuer",
    en="the register {file} is damaged at line {line}: restore it from a backup before going on",
)
NEWER_REGISTER = Reason(
    "issue.newer_register",
    fr="le registre {file} a été écrit par une version plus récente de Sceau",
    en="the register {file} was written by a newer version of Sceau",
)
KEY_NOT_PUBLISHED = Reason(
    "issue.key_not_published",
    fr="{file} est déjà publié et ne contient pas cette clé ({method})\u202f; s’il est plus ancien que le document DID "
    "que «\u00a0sceau keys rotate\u00a0» a mis à jour, remplacez-le par celui-ci avant de délivrer",
    en="{file} is already published without this key ({method}); if it is older than the DID document that "
    "“sceau keys rotate” brought up to date, replace it with that one before issuing",
)
NO_DOCUMENT = Reason(
    "issue.no_document",
    fr="le document DID qui publie {method}, avec les clés qu’elle remplace, est attendu à côté de la clé\u00a0: "
    "copiez-le dans {file}",
    en="the DID document that publishes {method}, with the keys that it replaces, is expected beside the key: "
    "copy it to {file}",
)
OUT_OF_SERVICE = Reason(
    "issue.out_of_service",
    fr="d’après {file}, la clé {method} a cessé de servir le {since}\u00a0: ce qu’elle signerait serait refusé\u202f; "
    "prenez celle qui la remplace",
    en="according to {file}, the key {method} went out of service on {since}: what it signed would be refused; "
    "take the one that replaces it",
)
NOT_IN_DOCUMENT = Reason(
    "issue.not_in_document",
    fr="{file} ne publie pas la clé {method}\u00a0: ce qu’elle signerait ne pourrait pas être vérifié",
    en="{file} does not publish the key {method}: what it signed could not be verified",
)
NOT_WITH_INSTITUTION = Reason(
    "issue.not_with_institution",
    fr="--institution dit déjà qui délivre, avec quelle clé\u00a0: retirez --issuer-name et --passphrase",
    en="--institution says who issues already, and with which key: leave out --issuer-name and --passphrase",
)
BASE_OF_HOUSE = Reason(
    "issue.base_of_house",
    fr="avec --institution l’adresse publique est celle de l’installation, {base}, et non {url}\u00a0: "
    "retirez --base-url",
    en="with --institution the public address is that of the installation, {base}, and not {url}: leave out --base-url",
)
