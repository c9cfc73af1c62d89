"""`sceau keyring`: the keys of the house, and the key-encryption keys that they are sealed under."""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.table import Table

from sceau.cli import house
from sceau.cli.arguments import Subparsers
from sceau.cli.language import say, spoken
from sceau.cli.terminal import Terminal
from sceau.outside.keystores.kek import KekRing, new_kek

if TYPE_CHECKING:
    from sceau.config.keyrings import KeyRow

REFUSED = 1
OWNER_ONLY = 0o600


def add_parser(subparsers: Subparsers) -> ArgumentParser:
    """The words of `sceau keyring`."""
    parser = subparsers.add_parser(
        "keyring",
        help=say(fr="les clés de l’installation et leur chiffrement", en="the keys of the installation, how sealed"),
        description=say(
            fr="Montre et examine les clés des organismes de cette installation, et change la clé de chiffrement sous "
            "laquelle elles sont scellées. Aucune clé secrète n’est jamais montrée, sauf par «\u00a0new\u00a0», qui "
            "écrit la nouvelle clé de chiffrement.",
            en="Shows and examines the keys of the institutions of this installation, and changes the key-encryption "
            "key that they are sealed under. No secret key is ever shown, except by “new”, which writes the new "
            "key-encryption key.",
        ),
    )
    acts = parser.add_subparsers(dest="act", required=True, metavar="list|check|new|reseal|retire-lost")
    for name, text in (
        ("list", say(fr="montrer toutes les clés", en="show all keys")),
        ("check", say(fr="dire ce qui empêcherait d’ouvrir", en="say what would keep the house closed")),
        ("reseal", say(fr="tout sceller sous la dernière clé du trousseau", en="seal all under the last key")),
        ("retire-lost", say(fr="retirer les clés qui ne s’ouvrent plus", en="retire the keys that no longer open")),
    ):
        act = acts.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.")
        act.add_argument("--json", action="store_true", help=say(fr="répondre en JSON", en="answer in JSON"))
        if name == "retire-lost":
            act.add_argument(
                "--yes",
                action="store_true",
                help=say(fr="le faire, et non le dire seulement", en="do it, not only say"),
            )
    text = say(fr="écrire une nouvelle clé de chiffrement", en="write a new key-encryption key")
    new = acts.add_parser("new", help=text, description=f"{text[0].upper()}{text[1:]}.")
    new.add_argument(
        "--file",
        type=Path,
        metavar=say(fr="FICHIER", en="FILE"),
        help=say(
            fr="le trousseau auquel l’ajouter, sous le numéro suivant (sinon elle est montrée)",
            en="the ring to add it to, under the next number (otherwise it is shown)",
        ),
    )
    return parser


def run(arguments: Namespace) -> int:
    """Do it; gives the exit status. The clock is read here."""
    if arguments.act == "new":
        return _new(arguments.file)
    if arguments.act == "list":
        return _list(as_json=arguments.json)
    if arguments.act == "check":
        return _check(as_json=arguments.json)
    if arguments.act == "reseal":
        return _reseal(as_json=arguments.json, now=datetime.now(UTC))
    return _retire_lost(arguments, now=datetime.now(UTC))


def _new(file: Path | None) -> int:
    """Show a new key, or add it to a ring that only its owner reads."""
    if file is None:
        sys.stdout.write(new_kek())
        return 0
    text = file.read_text(encoding="ascii") if file.exists() else ""
    version = KekRing.read(text).current + 1 if text.strip() else 1
    start = "" if not text or text.endswith("\n") else "\n"
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, OWNER_ONLY), "a", encoding="ascii") as ring:
        ring.write(start + new_kek(version))
    sys.stdout.write(
        say(
            fr=f"La clé n° {version} est dans {file}. Redémarrez Sceau, puis «\u00a0sceau keyring reseal\u00a0»\u202f; "
            "gardez-en une copie ailleurs que la sauvegarde.\n",
            en=f"Key no. {version} is in {file}. Restart Sceau, then “sceau keyring reseal”; keep a copy of it "
            "elsewhere than the backup.\n",
        )
    )
    return 0


def _list(*, as_json: bool) -> int:
    rows = house.keyring().listing()
    if as_json:
        _write({"version": 1, "keys": [_as_json(row) for row in rows]})
        return 0
    if not rows:
        sys.stdout.write(say(fr="Aucune clé n’a encore été créée.\n", en="No key was made yet.\n"))
        return 0
    table = Table(box=None, pad_edge=False)
    for title in (
        say(fr="Clé", en="Key"),
        say(fr="Signe", en="Signs"),
        say(fr="État", en="State"),
        say(fr="Coffre", en="Store"),
        say(fr="S’ouvre", en="Opens"),
    ):
        table.add_column(title)
    for row in rows:
        table.add_row(_name(row), row.purpose, row.state, f"{row.store} {row.version}".strip(), _opens(row))
    Terminal().print(table)
    return 0


def _check(*, as_json: bool) -> int:
    faults = house.keyring().check()
    if as_json:
        found = [
            {"code": fault.reason.code, "message": {"fr": fault.sentence("fr"), "en": fault.sentence("en")}}
            for fault in faults
        ]
        _write({"version": 1, "faults": found})
    elif faults:
        sys.stdout.writelines(f"- {fault.sentence(spoken())}.\n" for fault in faults)
    else:
        sys.stdout.write(say(fr="Toutes les clés sont en ordre.\n", en="All keys are in order.\n"))
    return REFUSED if faults else 0


def _reseal(*, as_json: bool, now: datetime) -> int:
    done = house.keyring().reseal(now=now)
    is_whole = not done.failed and done.secrets is not None
    if as_json:
        _write(
            {
                "version": 1,
                "current": done.current,
                "keys": done.keys,
                "already": done.already,
                "failed": list(done.failed),
                "secrets": done.secrets,
                "idle": list(done.idle),
            }
        )
        return 0 if is_whole else REFUSED
    sys.stdout.write(
        say(
            fr=f"Scellées sous la clé n° {done.current}\u00a0: {done.keys} à l’instant, {done.already} déjà.\n",
            en=f"Sealed under key no. {done.current}: {done.keys} just now, {done.already} already.\n",
        )
    )
    if done.idle:
        idle = ", ".join(map(str, done.idle))
        sys.stdout.write(
            say(
                fr=f"Plus rien ici n’a besoin de\u00a0: {idle}. Gardez-les hors de l’installation tant que des "
                "sauvegardes plus anciennes peuvent servir.\n",
                en=f"Nothing here needs any more: {idle}. Keep them outside the installation for as long as older "
                "backups may serve.\n",
            )
        )
    if not is_whole:
        names = ", ".join(done.failed) or say(fr="un secret d’annuaire", en="a secret of a directory")
        sys.stderr.write(
            say(
                fr=f"Ne s’ouvre pas\u00a0: {names}. Ne retirez aucune clé du trousseau.\n",
                en=f"Does not open: {names}. Remove no key from the ring.\n",
            )
        )
    return 0 if is_whole else REFUSED


def _retire_lost(arguments: Namespace, *, now: datetime) -> int:
    keyring = house.keyring()
    rows = keyring.lost()
    if arguments.yes:
        rows = keyring.retire_lost(now=now)
    if arguments.json:
        _write({"version": 1, "retired": arguments.yes, "keys": [_as_json(row) for row in rows]})
    elif not rows:
        sys.stdout.write(say(fr="Toutes les clés en service s’ouvrent.\n", en="All keys in service open.\n"))
    elif arguments.yes:
        names = ", ".join(map(_name, rows))
        sys.stdout.write(
            say(
                fr=f"Retirées\u00a0: {names}. Ce qu’elles ont signé reste valable. Chaque organisme demande une "
                "nouvelle clé à sa page «\u00a0Clés\u00a0».\n",
                en=f"Retired: {names}. What they signed stays valid. Each institution asks for a new key on its page "
                "“Clés”.\n",
            )
        )
    else:
        names = ", ".join(map(_name, rows))
        sys.stdout.write(
            say(
                fr=f"Ne s’ouvrent pas\u00a0: {names}. Cherchez d’abord la clé de chiffrement dans vos copies\u202f; si "
                "elle est perdue, ajoutez --yes.\n",
                en=f"Do not open: {names}. Look for the key-encryption key in your copies first; if it is lost, "
                "add --yes.\n",
            )
        )
    return REFUSED if rows and not arguments.yes else 0


def _name(row: KeyRow) -> str:
    return f"{row.institution} #key-{row.number}"


def _opens(row: KeyRow) -> str:
    if row.fault is not None:
        return row.fault.sentence(spoken())
    return say(fr="oui", en="yes") if row.state == "active" else "–"


def _as_json(row: KeyRow) -> dict[str, Any]:
    fault = row.fault and {"fr": row.fault.sentence("fr"), "en": row.fault.sentence("en")}
    return {
        "institution": row.institution,
        "number": row.number,
        "purpose": row.purpose,
        "state": row.state,
        "store": row.store,
        "kek": row.version,
        "fault": fault,
    }


def _write(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
