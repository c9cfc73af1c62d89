"""Which house is left and which database it goes to, known before Django is; and what a move refuses."""

from __future__ import annotations

import os
from pathlib import Path

import dj_database_url
import psycopg

from sceau.config.reading import read
from sceau.config.rescue import RescueError
from sceau.engine.errors import Reason

VARIABLE = "SCEAU_DATABASE_URL"
PATIENCE = 10  # seconds, to reach the target
SCHEMES = ("postgresql://", "postgres://")


class CannotMove(RescueError):
    """The house is as it was, and the target as empty as it was."""


ALREADY = Reason(
    "move.already",
    "cette installation est déjà sur PostgreSQL : il n’y a rien à déplacer. Pour changer de serveur : sceau backup, "
    "puis sceau restore",
    "this installation is on PostgreSQL already: there is nothing to move. To change servers: sceau backup, then "
    "sceau restore",
)
NO_HOUSE = Reason(
    "move.no_house",
    "il n’y a pas de base SQLite à déplacer : {file} n’existe pas. Vérifiez SCEAU_DATA",
    "there is no SQLite database to move: {file} does not exist. Check SCEAU_DATA",
)
NOT_POSTGRESQL = Reason(
    "move.not_postgresql",
    "l’adresse donnée n’est pas celle d’une base PostgreSQL. Attendu : postgresql://compte@serveur/base",
    "the address given is not that of a PostgreSQL database. Expected: postgresql://account@server/database",
)
OUT_OF_REACH = Reason(
    "move.out_of_reach",
    "la base PostgreSQL ne répond pas à cette adresse : {said}",
    "the PostgreSQL database does not answer at this address: {said}",
)
NOT_EMPTY = Reason(
    "move.not_empty",
    "la base PostgreSQL n’est pas vide ({count} table(s)) : donnez-en une neuve (createdb), rien n’y est jamais "
    "remplacé",
    "the PostgreSQL database is not empty ({count} table(s)): give a new one (createdb), nothing in it is ever "
    "replaced",
)
ANOTHER = Reason(
    "move.another",
    "une autre commande déplace déjà des données vers cette base PostgreSQL : attendez qu’elle ait fini",
    "another command is already moving data to this PostgreSQL database: wait until it is done",
)
NOT_UTF8 = Reason(
    "move.not_utf8",
    "la base PostgreSQL garde ses textes en {found} : créez-la en UTF8 (createdb --encoding UTF8 --template template0)",
    "the PostgreSQL database keeps its texts as {found}: make it in UTF8 (createdb --encoding UTF8 --template "
    "template0)",
)
STILL_OPEN = Reason(
    "move.still_open",
    "Sceau est ouvert sur ces données (il tient {file}) : fermez-le avant de les déplacer",
    "Sceau is open on these data (it holds {file}): close it before you move them",
)
OTHER_LEVEL = Reason(
    "move.other_level",
    "la base SQLite n’est pas au niveau de ce Sceau ({name}) : ouvrez-la une fois avec la même version, après une "
    "sauvegarde, puis fermez-la",
    "the SQLite database is not at the level of this Sceau ({name}): open it once with the same version, after a "
    "backup, then close it",
)
UNKNOWN_TABLE = Reason(
    "move.unknown_table",
    "la base SQLite contient une table que Sceau ne connaît pas ({name}) : déplacez-la ou supprimez-la d’abord",
    "the SQLite database holds a table that Sceau does not know ({name}): move it or delete it first",
)
UNFIT = Reason(
    "move.unfit",
    "la table {table} n’a pas pu être déplacée : {said}. La base PostgreSQL est restée vide",
    "the table {table} could not be moved: {said}. The PostgreSQL database stayed empty",
)
REFUSED = Reason(
    "move.refused",
    "PostgreSQL n’a pas accepté la suite : {said}. Le compte doit posséder la base et son schéma public. Une base "
    "restée inachevée est marquée, et la même commande recommence",
    "PostgreSQL did not accept what follows: {said}. The account has to own the database and its schema public. A "
    "database left unfinished is marked, and the same command begins again",
)
DIFFERS = Reason(
    "move.differs",
    "la table {table} n’est pas la même des deux côtés : {before} lignes sur SQLite, {after} sur PostgreSQL, ou leur "
    "contenu diffère. La base PostgreSQL est restée vide",
    "the table {table} is not the same on both sides: {before} rows on SQLite, {after} on PostgreSQL, or what they "
    "hold differs. The PostgreSQL database stayed empty",
)
JOURNAL_BROKEN = Reason(
    "move.journal_broken",
    "le journal ne se vérifie pas : {fault}. La base PostgreSQL est restée vide",
    "the journal does not hold: {fault}. The PostgreSQL database stayed empty",
)
LEDGER_BROKEN = Reason(
    "move.ledger_broken",
    "le registre des preuves ne se vérifie pas : {count} feuilles manquent ou ne sont pas celles de leur preuve. "
    "La base PostgreSQL est restée vide",
    "the list of credentials does not hold: {count} leaves are missing or are not those of their credential. "
    "The PostgreSQL database stayed empty",
)
GUARDS_MISSING = Reason(
    "move.guards_missing",
    "la base PostgreSQL n’a pas ses gardiens ({names}) : elle est restée vide",
    "the PostgreSQL database lacks its guards ({names}): it stayed empty",
)


def leave_for(target: str) -> Path:
    """Make the target the database of this process; gives the file of SQLite that is left.

    raises:  CannotMove; sceau.config.errors.WrongSettings
    """
    environment = read()
    url = environment.database_url.get_secret_value()
    asked = dj_database_url.parse(url) if url else None
    if asked and not str(asked["ENGINE"]).endswith("sqlite3"):
        raise CannotMove(ALREADY)
    source = Path(str(asked["NAME"])) if asked else environment.data / "sceau.sqlite3"
    if not source.is_file():
        raise CannotMove(NO_HOUSE, file=str(source))
    _reach(target)
    os.environ.pop(f"{VARIABLE}_FILE", None)
    os.environ[VARIABLE] = target
    return source.resolve()


def _reach(target: str) -> None:
    """Go on only when a database answers there; asked apart, for a pool of connections would try for long."""
    try:
        told = target.startswith(SCHEMES) and dj_database_url.parse(target)["NAME"]
    except ValueError:
        told = ""
    if not told:
        raise CannotMove(NOT_POSTGRESQL)
    try:
        with psycopg.connect(target, connect_timeout=PATIENCE) as door:
            row = door.execute("SHOW server_encoding").fetchone()
    except (psycopg.OperationalError, psycopg.ProgrammingError) as error:
        raise CannotMove(OUT_OF_REACH, said=" ".join(str(error).split())) from error
    if row and row[0] != "UTF8":
        raise CannotMove(NOT_UTF8, found=row[0])
