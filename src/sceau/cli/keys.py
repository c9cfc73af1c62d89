"""`sceau keys`: make the keys of an institution, show them, replace them, revoke them."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sceau.cli.key_listing import show, write_rows
from sceau.cli.language import say
from sceau.cli.passphrase import add_passphrase, new_passphrase
from sceau.engine.errors import MalformedController, Reason
from sceau.engine.keys import did_key, did_web
from sceau.engine.keys.controller import controller_url
from sceau.engine.keys.did_web import PublishedKey
from sceau.engine.keys.history import with_next_key, with_revoked_key
from sceau.engine.keys.stamps import read_stamp, write_stamp
from sceau.engine.strict_json import JsonObject, parse_object
from sceau.outside import keyfiles
from sceau.outside.keyfiles import ALGORITHMS, UnusableKeyFile, document_beside

if TYPE_CHECKING:
    from sceau.cli.arguments import Subparsers
    from sceau.engine.keys.private import PrivateKey

WRONG_DID = Reason(
    "keys.wrong_did",
    fr="« {found} » n’est ni « key », ni « web: » suivi d’un nom de domaine",
    en="“{found}” is neither “key” nor “web:” followed by a domain name",
)
NO_RSA_DID_KEY = Reason(
    "keys.no_rsa_did_key",
    fr="une clé RSA n’a pas d’identité did:key ; prenez did:web, ou un autre algorithme",
    en="an RSA key has no did:key identity; take did:web, or another algorithm",
)
NOTHING_TO_DO = Reason(
    "keys.nothing_to_do",
    fr="dites ce qu’il faut faire : --out FICHIER pour une nouvelle clé, --revoke CLÉ pour en révoquer une",
    en="say what is to be done: --out FILE for a new key, --revoke KEY to revoke one",
)


def add_parser(subparsers: Subparsers) -> ArgumentParser:
    """The words of `sceau keys`."""
    parser = subparsers.add_parser(
        "keys",
        help=say(fr="créer et montrer les clés d’un organisme", en="make and show the keys of an institution"),
        description=say(
            fr="La clé privée signe\u00a0: elle ne se donne à personne. Le document DID dit au monde quelle clé "
            "publique est la vôtre\u00a0: il se publie sur votre site.",
            en="The private key signs: it is given to nobody. The DID document tells the world which public key is "
            "yours: it is published on your site.",
        ),
    )
    acts = parser.add_subparsers(dest="act", required=True, metavar="new|show|rotate")
    _add_new(acts)
    _add_show(acts)
    _add_rotate(acts)
    return parser


def run(arguments: Namespace) -> int:
    """Do it; gives the exit status. The clock is read here."""
    if arguments.act == "new":
        return _new(arguments)
    if arguments.act == "show":
        return show(arguments.file, as_json=arguments.json)
    return _rotate(arguments, now=datetime.now(UTC).replace(microsecond=0))


def moment(text: str) -> datetime:
    """A date (its first moment in universal time) or a moment with its zone, from the command line."""
    found = read_stamp(text if "T" in text else f"{text}T00:00:00Z")
    if found is None:
        raise ArgumentTypeError(
            say(
                fr=f"«\u00a0{text}\u00a0» n’est ni une date (2026-09-01) ni un instant (2026-09-01T12:00:00Z)",
                en=f"“{text}” is neither a date (2026-09-01) nor a moment (2026-09-01T12:00:00Z)",
            )
        )
    return found


def _add_new(acts: Subparsers) -> None:
    parser = acts.add_parser(
        "new",
        help=say(fr="créer une clé et son document", en="make a key and its document"),
        description=say(
            fr="Crée une clé, que votre compte seul peut lire, et à côté le document DID qui la publie. "
            "Un port s’écrit %3A\u00a0: web:localhost%3A8443\u202f; un chemin, après «\u00a0:\u00a0»\u00a0: "
            "web:exemple.fr:organismes:a.",
            en="Makes a key, which your account alone can read, and beside it the DID document that publishes it. "
            "A port is written with %3A: web:localhost%3A8443; a path, after “:”: web:badges.example:bodies:a.",
        ),
    )
    parser.add_argument(
        "--did",
        required=True,
        metavar=say(fr="web:DOMAINE[:CHEMIN]|key", en="web:HOST[:PATH]|key"),
        help=say(
            fr="web:DOMAINE identifie l’émetteur par son domaine\u202f; key n’identifie personne, pour un essai",
            en="web:HOST identifies the issuer by its domain; key identifies nobody, for a try",
        ),
    )
    _add_algorithm(parser)
    _add_out(parser, required=True)
    add_passphrase(parser)
    _add_json(parser)


def _add_show(acts: Subparsers) -> None:
    parser = acts.add_parser(
        "show", help=say(fr="montrer une clé, sans son secret", en="show a key, without its secret")
    )
    parser.add_argument(
        "file",
        type=Path,
        metavar=say(fr="FICHIER", en="FILE"),
        help=say(fr="un fichier de clé, ou un document DID", en="a key file, or a DID document"),
    )
    _add_json(parser)


def _add_rotate(acts: Subparsers) -> None:
    parser = acts.add_parser(
        "rotate",
        help=say(fr="remplacer ou révoquer une clé", en="replace or revoke a key"),
        description=say(
            fr="Avec --out\u00a0: une nouvelle clé prend la suite, les anciennes sont datées et restent publiées, "
            "pour que ce qu’elles ont signé reste vérifiable\u202f; une copie du document est laissée à côté d’elle.\n"
            "Avec --revoke\u00a0: la clé est tombée en d’autres mains\u202f; ce qu’elle a signé sera à vérifier.",
            en="With --out: a new key takes over, the old ones are dated and stay published, so that what they signed "
            "remains verifiable; a copy of the document is left beside it.\n"
            "With --revoke: the key fell into other hands; what it signed will be to check.",
        ),
    )
    parser.add_argument(
        "--did-document",
        type=Path,
        required=True,
        metavar=say(fr="FICHIER", en="FILE"),
        help=say(fr="le document DID, mis à jour sur place", en="the DID document, brought up to date in its place"),
    )
    _add_out(parser, required=False)
    _add_algorithm(parser)
    add_passphrase(parser)
    parser.add_argument(
        "--revoke",
        metavar=say(fr="CLÉ", en="KEY"),
        help=say(fr="la clé à révoquer, par exemple #key-1", en="the key to revoke, for instance #key-1"),
    )
    parser.add_argument(
        "--at",
        type=moment,
        metavar="DATE",
        help=say(
            fr="depuis quand la clé est compromise, ou remplacée (par défaut, maintenant)",
            en="since when the key is compromised, or replaced (now, by default)",
        ),
    )
    _add_json(parser)


def _add_algorithm(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--algorithm",
        choices=ALGORITHMS,
        default="Ed25519",
        help=say(fr="Ed25519 convient presque toujours", en="Ed25519 is nearly always right"),
    )


def _add_out(parser: ArgumentParser, *, required: bool) -> None:
    parser.add_argument(
        "--out",
        type=Path,
        required=required,
        metavar=say(fr="FICHIER", en="FILE"),
        help=say(fr="où écrire la nouvelle clé privée", en="where to write the new private key"),
    )


def _add_json(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=say(fr="répondre en JSON", en="answer in JSON"))


def _new(arguments: Namespace) -> int:
    beside = document_beside(arguments.out)
    _refuse_existing(arguments.out, beside)
    passphrase = new_passphrase(arguments)
    did = _wanted_did(arguments.did)
    if did == "did:key" and arguments.algorithm == "RSA":
        raise UnusableKeyFile(NO_RSA_DID_KEY)
    key = keyfiles.new_key(arguments.algorithm)
    did, method, document = _identity(did, key)
    keyfiles.write_key(arguments.out, key, method=method, controller=did, passphrase=passphrase)
    keyfiles.write_document(beside, document)
    _tell(_facts(arguments, key, method, beside), as_json=arguments.json)
    return 0


def _wanted_did(text: str) -> str:
    """ "did:key", or the did:web that the person means.

    raises:  MalformedController
    """
    kind, _, rest = text.removeprefix("did:").partition(":")
    if kind == "key" and not rest:
        return "did:key"
    if kind != "web" or not rest:
        raise MalformedController(WRONG_DID, found=text)
    host, *path = rest.split(":")
    return did_web.did_of(host.replace("%3A", ":").replace("%3a", ":"), path)


def _identity(did: str, key: PrivateKey) -> tuple[str, str, JsonObject]:
    """The DID, the id of the key, and the DID document."""
    if did == "did:key":
        did = did_key.did_of(key.public_key)
        return did, did_key.method_of(key.public_key), did_key.document_of(did)
    document = did_web.build_document(did, [PublishedKey(1, key.public_key)])
    return did, document["verificationMethod"][0]["id"], document


def _rotate(arguments: Namespace, *, now: datetime) -> int:
    if arguments.out is None and arguments.revoke is None:
        raise UnusableKeyFile(NOTHING_TO_DO)
    document = parse_object(arguments.did_document.read_bytes())
    facts: dict[str, Any] = {}
    if arguments.revoke is not None:
        since = arguments.at or now
        document = with_revoked_key(document, arguments.revoke, since=since)
        facts |= {"revoked": arguments.revoke, "since": write_stamp(since)}
    beside = None
    if arguments.out is not None:
        beside = _free_beside(arguments)
        passphrase = new_passphrase(arguments)
        key = keyfiles.new_key(arguments.algorithm)
        ends = now if arguments.revoke is not None else arguments.at or now
        document, method = with_next_key(document, key.public_key, ends=ends)
        keyfiles.write_key(arguments.out, key, method=method, controller=document["id"], passphrase=passphrase)
        facts |= _facts(arguments, key, method, arguments.did_document)
    keyfiles.write_document(arguments.did_document, document, replace=True)
    if beside is not None:
        keyfiles.write_document(beside, document)
    facts |= {"document": str(arguments.did_document), "copy": beside and str(beside)}
    _tell(facts, as_json=arguments.json)
    return 0


def _free_beside(arguments: Namespace) -> Path | None:
    """Where a copy of the document goes, beside the new key; None when the document itself lies there.

    raises:  FileExistsError when the key or the copy would overwrite something
    """
    beside = document_beside(arguments.out)
    if beside.exists() and beside.samefile(arguments.did_document):
        _refuse_existing(arguments.out)
        return None
    _refuse_existing(arguments.out, beside)
    return beside


def _refuse_existing(*paths: Path) -> None:
    for path in paths:
        if path.exists():
            raise FileExistsError(17, "", str(path))


def _facts(arguments: Namespace, key: PrivateKey, method: str, document: Path) -> dict[str, Any]:
    did = controller_url(method)
    return {
        "did": did,
        "method": method,
        "algorithm": key.algorithm,
        "private_key": str(arguments.out),
        "encrypted": arguments.passphrase or arguments.passphrase_file is not None,
        "document": str(document),
        "serve_at": did_web.url_of(did) if did.startswith(did_web.PREFIX) else None,
    }


def _tell(facts: dict[str, Any], *, as_json: bool) -> None:
    """Say what was done, for a machine or for a person."""
    if as_json:
        sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n")
        return
    rows = []
    if "revoked" in facts:
        rows.append((say(fr="Clé révoquée", en="Revoked key"), f"{facts['revoked']} ({facts['since']})"))
    if "method" in facts:
        rows += [
            (say(fr="Identité", en="Identity"), facts["did"]),
            (say(fr="Clé", en="Key"), f"{facts['method']} ({facts['algorithm']})"),
            (say(fr="Clé privée", en="Private key"), facts["private_key"]),
        ]
    rows.append((say(fr="Document DID", en="DID document"), facts["document"]))
    if facts.get("copy"):
        rows.append((say(fr="Sa copie", en="Its copy"), facts["copy"]))
    if facts.get("serve_at"):
        rows.append((say(fr="À publier à", en="To publish at"), facts["serve_at"]))
    write_rows(rows)
    if "method" in facts:
        sys.stdout.write(_advice(encrypted=facts["encrypted"]) + _about_port(facts["did"]))


def _advice(*, encrypted: bool) -> str:
    if encrypted:
        return say(
            fr="\nGardez une copie de la clé privée et de sa phrase secrète, en deux lieux sûrs.\n",
            en="\nKeep a copy of the private key and of its passphrase, in two safe places.\n",
        )
    return say(
        fr="\nLa clé privée n’est lisible que par vous\u00a0: ne la donnez à personne, "
        "gardez-en une copie en lieu sûr.\n",
        en="\nThe private key is readable by you alone: give it to nobody, keep a copy in a safe place.\n",
    )


def _about_port(did: str) -> str:
    """What to know of a path that begins as a port would: whoever wrote host:8443 meant a port, most of the time."""
    _, _, rest = did.partition("did:web:")
    host, *path = rest.split(":")
    if not path or not path[0].isdecimal():
        return ""
    return say(
        fr=f"\n«\u00a0{path[0]}\u00a0» est ici un élément du chemin. Pour un port, écrivez web:{host}%3A{path[0]}\n",
        en=f"\n“{path[0]}” is part of the path here. For a port, write web:{host}%3A{path[0]}\n",
    )
