"""What a backup or a restoration refuses."""

from __future__ import annotations

from sceau.engine.errors import Reason


class RescueError(Exception):
    """A backup cannot be made, or not be put back.

    reason:   why, as data
    details:  what fills its sentence; a text of two languages is given as {"fr": …, "en": …}
    """

    def __init__(self, reason: Reason, **details: object) -> None:
        super().__init__(reason.code)
        self.reason = reason
        self.details = details

    def sentence(self, language: str) -> str:
        """The clause in "fr" or "en", without a full stop."""
        spoken = {name: value[language] if isinstance(value, dict) else value for name, value in self.details.items()}
        return self.reason.sentence(language, spoken)


class CannotBackUp(RescueError):
    """Nothing was written."""


class CannotRestore(RescueError):
    """The house is as it was."""


NOT_A_BACKUP = Reason(
    "rescue.not_a_backup",
    "{file} n’est pas une sauvegarde de Sceau, ou il est abîmé : rien n’a été changé",
    "{file} is not a backup of Sceau, or it is damaged: nothing was changed",
)
TOO_NEW = Reason(
    "rescue.too_new",
    "cette sauvegarde vient d’un Sceau plus récent ({version}) : installez-le d’abord",
    "this backup is of a later Sceau ({version}): install that one first",
)
CUT_SHORT = Reason(
    "rescue.cut_short",
    "la sauvegarde est incomplète : {name} y manque. Rien n’a été changé, prenez une autre sauvegarde",
    "the backup is incomplete: {name} is not in it. Nothing was changed, take another backup",
)
UNSOUND = Reason(
    "rescue.unsound",
    "la sauvegarde a été altérée : {name} n’est pas ce qui y avait été écrit. Rien n’a été changé, prenez une autre "
    "sauvegarde",
    "the backup was altered: {name} is not what was written into it. Nothing was changed, take another backup",
)
OTHER_ENGINE = Reason(
    "rescue.other_engine",
    "la sauvegarde vient d’une base {found}, et cette installation est réglée sur {wanted} : changez "
    "SCEAU_DATABASE_URL",
    "the backup is of a {found} database, and this installation is set to {wanted}: change SCEAU_DATABASE_URL",
)
NOT_EMPTY = Reason(
    "rescue.not_empty",
    "cette installation contient déjà des données ({counted} actes au journal). Pour les remplacer : sceau restore "
    "--replace {file}",
    "this installation already holds data ({counted} acts in its journal). To replace them: sceau restore --replace "
    "{file}",
)
STILL_OPEN = Reason(
    "rescue.still_open",
    "Sceau est ouvert sur ces données (il tient {file}) : fermez-le avant de restaurer",
    "Sceau is open on these data (it holds {file}): close it before you restore",
)
NO_TOOL = Reason(
    "rescue.no_tool",
    "il manque le programme {tool}, qui vient avec PostgreSQL (sous Debian : postgresql-client)",
    "the program {tool} is missing, which comes with PostgreSQL (on Debian: postgresql-client)",
)
TOOL_FAILED = Reason(
    "rescue.tool_failed",
    "{tool} a échoué : {said}",
    "{tool} failed: {said}",
)
JOURNAL_BROKEN = Reason(
    "rescue.journal_broken",
    "le journal de la sauvegarde ne se vérifie pas : {fault}. L’installation a été remise comme elle était",
    "the journal of the backup does not hold: {fault}. The installation was put back as it was",
)
ALREADY_THERE = Reason(
    "rescue.already_there",
    "{file} existe déjà : choisissez un autre nom",
    "{file} already exists: choose another name",
)
IN_DATA = Reason(
    "rescue.in_data",
    "{file} est dans le dossier des données, qu’il doit servir à retrouver : choisissez un autre endroit, de "
    "préférence une autre machine",
    "{file} is in the data folder, which it is to bring back: choose another place, on another machine if you can",
)
CANNOT_COPY = Reason(
    "rescue.cannot_copy",
    "la base de données est abîmée ({said}) : gardez-la telle quelle, et restaurez la dernière sauvegarde à côté",
    "the database is damaged ({said}): keep it as it is, and restore the last backup beside it",
)
STILL_CONNECTED = Reason(
    "rescue.still_connected",
    "{count} programme(s) sont encore connectés à la base de données : arrêtez le serveur et le traitement de fond",
    "{count} program(s) are still connected to the database: stop the server and the worker",
)
OTHER_KEK = Reason(
    "rescue.other_kek",
    "la clé de chiffrement de cette installation n’est pas celle de la sauvegarde : sans elle, les clés de signature "
    "ne s’ouvriront pas. Remettez-la ({where}) ; si elle est perdue : sceau restore --without-kek",
    "the key-encryption key of this installation is not that of the backup: without it, the signing keys will not "
    "open. Put it back ({where}); if it is lost: sceau restore --without-kek",
)
NO_KEK = Reason(
    "rescue.no_kek",
    "cette installation n’a pas de clé de chiffrement",
    "this installation has no key-encryption key",
)
