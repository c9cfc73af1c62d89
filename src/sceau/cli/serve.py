"""`sceau serve`: the pages, for those who rely on them."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from sceau.cli import house, serving
from sceau.cli.arguments import Subparsers
from sceau.cli.language import say
from sceau.cli.ports import add_port, answers, chosen_port, free_or_refuse
from sceau.cli.processes import held, run_beside
from sceau.engine.errors import Reason

if TYPE_CHECKING:
    from sceau.config.opening import House

MIGRATIONS_MISSING = Reason(
    "command.migrations_missing",
    "La base de données n’est pas au niveau de ce Sceau : mises au niveau qui manquent : {count} ({names}). "
    "Sauvegardez-la (sceau backup), puis lancez : sceau serve --migrate",
    "The database is not at the level of this Sceau: migrations missing: {count} ({names}). Back it up (sceau backup), "
    "then run: sceau serve --migrate",
)
NAMED = 3  # migrations that a refusal names


class CannotServe(Exception):
    """The house cannot be opened as it stands."""

    def __init__(self, reason: Reason, **details: object) -> None:
        super().__init__(reason.code)
        self.reason = reason
        self.details = details

    def sentence(self, language: str) -> str:
        """The clause in "fr" or "en"."""
        return self.reason.sentence(language, self.details)


def add_parser(subparsers: Subparsers) -> ArgumentParser:
    """The words of `sceau serve`."""
    parser = subparsers.add_parser(
        "serve",
        help=say(fr="servir les pages, en production", en="serve the pages, in production"),
        description=say(
            fr="Sert les pages. Les réglages sont des variables SCEAU_…\u00a0: docs/administrer.md les explique. "
            "Le traitement de fond est une autre commande, sceau work, à moins que --worker ne le lance aussi.",
            en="Serves the pages. The settings are variables SCEAU_…: docs/administer.md explains them. "
            "The worker is another command, sceau work, unless --worker starts it too.",
        ),
    )
    add_port(parser)
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        metavar=say(fr="ADRESSE", en="ADDRESS"),
        help=say(
            fr="l’adresse où écouter (par défaut 127.0.0.1, derrière un serveur mandataire)",
            en="the address to listen on (127.0.0.1 by default, behind a proxy)",
        ),
    )
    parser.add_argument(
        "--worker", action="store_true", help=say(fr="lancer aussi le traitement de fond", en="start the worker too")
    )
    parser.add_argument(
        "--migrate",
        action="store_true",
        help=say(fr="mettre d’abord la base de données au niveau", en="bring the database up to date first"),
    )
    parser.add_argument(
        "--tls",
        action="store_true",
        help=say(
            fr="avec un certificat d’essai, signé par lui-même, auquel nul navigateur ne se fie",
            en="with a self-signed certificate for trying, which no browser trusts",
        ),
    )
    parser.set_defaults(parser=parser)
    return parser


def run(arguments: Namespace) -> int:
    """Open, and stay until a signal.

    raises:  CannotServe
    """
    port = chosen_port(arguments.parser, arguments.port)
    free_or_refuse(arguments.host, port, "sceau serve")
    there = house.open_house()
    with held(there.lock):
        return _serve(arguments, there, port)


def _serve(arguments: Namespace, there: House, port: int) -> int:
    """See that all is in place, open, and stay until a signal."""
    missing = house.missing_migrations()
    if missing and not arguments.migrate:
        named = ", ".join(missing[:NAMED]) + ("…" if len(missing) > NAMED else "")
        raise CannotServe(MIGRATIONS_MISSING, count=len(missing), names=named)
    house.prepare(demo=False)
    tls = house.throw_away_certificate(arguments.host) if arguments.tls else None
    scheme = "https" if tls else "http"

    def opened() -> None:
        sys.stdout.write(
            say(
                fr=f"Sceau écoute\u00a0: {scheme}://{arguments.host}:{port} "
                f"(adresse publique\u00a0: {there.base_url})\n",
                en=f"Sceau listens: {scheme}://{arguments.host}:{port} (public address: {there.base_url})\n",
            )
        )
        sys.stdout.flush()

    programs = [serving.web(arguments.host, port, workers=there.workers, threads=there.threads, tls=tls)]
    if arguments.worker:
        programs.append(serving.worker())
    return run_beside(programs, ready=lambda: answers(arguments.host, port), opened=opened)
