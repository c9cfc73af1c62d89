"""What whoever installs Sceau may decide: one typed class, one variable `SCEAU_…` a field."""

from __future__ import annotations

import os
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr

from sceau.config import shapes

PREFIX = "SCEAU_"
ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True, slots=True)
class Says:
    """What people are told of a setting: in the documentation, and when its value will not do.

    fr, en:       what it decides
    wants:        what a right value looks like, in both languages
    by_default:   what holds without it, where the value itself would not say so
    """

    fr: str
    en: str
    wants: dict[str, str]
    by_default: dict[str, str] | None = None


def _wants(*, fr: str, en: str) -> dict[str, str]:
    return {"fr": fr, "en": en}


def default_data(root: Path = ROOT) -> Path:
    """var/house of a clone; for an installed package, the folder where the account keeps its data."""
    if (root / "sceau").is_file():
        return root / "var" / "house"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "sceau"


_TOKEN = _wants(fr="au moins 20 signes tirés au hasard", en="at least 20 random signs")
_COUNT = _wants(fr="un nombre entier de 1 à 64", en="a whole number from 1 to 64")

Mode = Literal["demo", "development", "production"]


class Environment(BaseModel):
    """The variables of an installation; `sceau.config.reading.read` makes one, or says all that is wrong."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mode: Annotated[
        Mode,
        Says(
            fr="`demo` montre des organismes inventés et comment s’y connecter\u202f; `development` sert à qui modifie "
            "Sceau\u202f; `production` ne fait ni l’un ni l’autre et exige tous ses secrets",
            en="`demo` shows invented bodies and how to sign in; `development` is for those who change Sceau; "
            "`production` does neither and demands all its secrets",
            wants=_wants(fr="demo, development ou production", en="demo, development or production"),
        ),
    ] = "production"
    base_url: Annotated[
        str,
        BeforeValidator(shapes.base_url),
        Says(
            fr="l’adresse publique, sans chemin. Elle est écrite dans chaque preuve signée\u00a0: ne la changez plus "
            "après la première",
            en="the public address, without a path. It is written into every signed credential: do not change it "
            "after the first one",
            wants=_wants(
                fr="une adresse telle que https://preuves.exemple.fr, sans chemin",
                en="an address such as https://preuves.exemple.fr, without a path",
            ),
        ),
    ] = "http://localhost:8000"
    data: Annotated[
        Path,
        BeforeValidator(shapes.folder),
        Says(
            fr="le dossier de la base SQLite, des fichiers publiés ou déposés et, hors production, des secrets et des "
            "messages",
            en="the folder of the SQLite database, of files published or handed in and, outside production, of secrets "
            "and mail",
            wants=_wants(fr="un dossier où Sceau peut écrire", en="a folder that Sceau may write"),
            by_default=_wants(
                fr="`var/house` dans une copie du dépôt, sinon `~/.local/share/sceau`",
                en="`var/house` in a clone, otherwise `~/.local/share/sceau`",
            ),
        ),
    ] = Field(default_factory=default_data, validate_default=True)
    database_url: Annotated[
        SecretStr,
        BeforeValidator(shapes.database_url),
        Says(
            fr="la base de données, si ce n’est pas le fichier SQLite du dossier",
            en="the database, when it is not the SQLite file of the folder",
            wants=_wants(
                fr="une adresse telle que postgresql://sceau:motdepasse@serveur/sceau, ou rien pour SQLite",
                en="an address such as postgresql://sceau:password@server/sceau, or nothing for SQLite",
            ),
        ),
    ] = SecretStr("")
    secret_key: Annotated[
        SecretStr,
        BeforeValidator(shapes.secret_key),
        Says(
            fr="protège les connexions et les liens d’invitation\u202f; la changer déconnecte tout le monde",
            en="protects sign-ins and links of invitation; changing it signs everybody out",
            wants=_wants(
                fr="au moins 50 signes tirés au hasard, tels que «\u00a0openssl rand -base64 48\u00a0» en donne",
                en="at least 50 random signs, such as “openssl rand -base64 48” gives",
            ),
            by_default=_wants(fr="créée dans le dossier, hors production", en="made in the folder, outside production"),
        ),
    ] = SecretStr("")
    kek: Annotated[
        SecretStr,
        BeforeValidator(shapes.kek),
        Says(
            fr="la clé qui chiffre les clés des organismes. Sans elle, plus rien ne peut être signé\u00a0: "
            "gardez-en une copie à part de la base",
            en="the key that encrypts the keys of the bodies. Without it nothing can be signed any more: keep a copy "
            "apart from the database",
            wants=_wants(
                fr="une ligne «\u00a0version:clé\u00a0», que «\u00a0sceau keyring new\u00a0» écrit, "
                "ou plusieurs dont la plus récente sert",
                en="a line “version:key”, which “sceau keyring new” writes, or several of which the latest is used",
            ),
            by_default=_wants(fr="créée dans le dossier, hors production", en="made in the folder, outside production"),
        ),
    ] = SecretStr("")
    kek_file: Annotated[
        Path | None,
        BeforeValidator(shapes.file),
        Says(
            fr="le fichier qui contient la clé précédente, au lieu de `SCEAU_KEK`",
            en="the file that holds the key above, in place of `SCEAU_KEK`",
            wants=_wants(fr="le nom d’un fichier lisible", en="the name of a file that can be read"),
        ),
    ] = None
    allowed_hosts: Annotated[
        tuple[str, ...],
        BeforeValidator(shapes.hosts),
        Says(
            fr="les noms sous lesquels on demande ce serveur, séparés par des virgules",
            en="the names under which this server is asked for, separated by commas",
            wants=_wants(
                fr="des noms de serveur sans port, séparés par des virgules",
                en="names of servers without a port, separated by commas",
            ),
            by_default=_wants(fr="celui de `SCEAU_BASE_URL`", en="that of `SCEAU_BASE_URL`"),
        ),
    ] = ()
    trusted_proxies: Annotated[
        tuple[IPv4Network | IPv6Network, ...],
        BeforeValidator(shapes.networks),
        Says(
            fr="les adresses des serveurs mandataires dont on croit `X-Forwarded-For`, `X-Forwarded-Proto` et "
            "`X-Request-ID`",
            en="the addresses of the proxies whose `X-Forwarded-For`, `X-Forwarded-Proto` and `X-Request-ID` are "
            "believed",
            wants=_wants(
                fr="des adresses ou des réseaux séparés par des virgules, tels que 127.0.0.1,10.0.0.0/8",
                en="addresses or networks separated by commas, such as 127.0.0.1,10.0.0.0/8",
            ),
            by_default=_wants(fr="aucun", en="none"),
        ),
    ] = ()
    mail: Annotated[
        SecretStr,
        BeforeValidator(shapes.mail),
        Says(
            fr="le serveur qui envoie le courriel\u00a0: `smtp://` chiffre par STARTTLS, `smtps://` d’emblée, "
            "`smtp+clear://` jamais",
            en="the server that sends mail: `smtp://` encrypts by STARTTLS, `smtps://` at once, `smtp+clear://` never",
            wants=_wants(
                fr="une adresse telle que smtp://compte:motdepasse@courriel.exemple.fr:587",
                en="an address such as smtp://account:password@mail.example.org:587",
            ),
            by_default=_wants(
                fr="des fichiers dans `mail/` du dossier, hors production",
                en="files in `mail/` of the folder, outside production",
            ),
        ),
    ] = SecretStr("")
    mail_from: Annotated[
        str,
        BeforeValidator(shapes.mail_from),
        Says(
            fr="de qui vient le courriel",
            en="whom mail is from",
            wants=_wants(
                fr="une adresse telle que Sceau <preuves@exemple.fr>",
                en="an address such as Sceau <credentials@example.org>",
            ),
            by_default=_wants(fr="hors production, une adresse inventée", en="outside production, an invented address"),
        ),
    ] = ""
    files: Annotated[
        SecretStr,
        BeforeValidator(shapes.files),
        Says(
            fr="l’espace compatible S3 où sont les fichiers déposés et les PDF, pour une installation de plusieurs "
            "serveurs\u00a0: `s3://` chiffre, `s3+clear://` jamais",
            en="the S3-compatible storage of the files handed in and of PDFs, for an installation of several servers: "
            "`s3://` encrypts, `s3+clear://` never",
            wants=_wants(
                fr="une adresse telle que s3://cle:motdepasse@s3.exemple.fr/espace/dossier?region=fr-par",
                en="an address such as s3://key:password@s3.example.org/bucket/folder?region=fr-par",
            ),
            by_default=_wants(fr="`files/` du dossier", en="`files/` of the folder"),
        ),
    ] = SecretStr("")
    fonts: Annotated[
        Path | None,
        BeforeValidator(shapes.fonts),
        Says(
            fr="un dossier de polices de plus pour les PDF, où sont les écritures que les nôtres n’ont pas\u00a0: "
            "chinois, japonais, coréen",
            en="a folder of more fonts for PDFs, with the scripts that ours lack: Chinese, Japanese, Korean",
            wants=_wants(fr="le nom d’un dossier lisible", en="the name of a folder that can be read"),
        ),
    ] = None
    admin_email: Annotated[
        str,
        BeforeValidator(shapes.email),
        Says(
            fr="l’adresse que les pages d’erreur donnent à qui a besoin d’aide",
            en="the address that pages of errors give to whoever needs help",
            wants=_wants(fr="une adresse de courriel", en="an e-mail address"),
            by_default=_wants(fr="aucune", en="none"),
        ),
    ] = ""
    log_format: Annotated[
        Literal["", "json", "console"],
        Says(
            fr="la forme des lignes du journal technique\u00a0: `json` pour une machine, `console` pour une personne",
            en="the form of the lines of the log: `json` for a machine, `console` for a person",
            wants=_wants(fr="json ou console", en="json or console"),
            by_default=_wants(fr="`json` en production, sinon `console`", en="`json` in production, else `console`"),
        ),
    ] = ""
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"],
        Says(
            fr="ce que le journal technique retient au moins",
            en="the least that the log keeps",
            wants=_wants(fr="debug, info, warning ou error", en="debug, info, warning or error"),
        ),
    ] = "info"
    metrics_token: Annotated[
        SecretStr,
        BeforeValidator(shapes.token),
        Says(
            fr="le jeton demandé par `/metrics` (`Authorization: Bearer …`)\u202f; "
            "sans lui, seul ce serveur peut les lire",
            en="the token that `/metrics` asks for (`Authorization: Bearer …`); without it, only this machine reads it",
            wants=_TOKEN,
        ),
    ] = SecretStr("")
    key_delay_hours: Annotated[
        int,
        Field(ge=1, le=720),
        Says(
            fr="les heures au bout desquelles une personne seule peut créer une clé qu’elle a demandée",
            en="the hours after which one person alone may make a key that they asked for",
            wants=_wants(fr="un nombre entier d’heures, de 1 à 720", en="a whole number of hours, from 1 to 720"),
        ),
    ] = 48
    invitation_days: Annotated[
        int,
        Field(ge=1, le=90),
        Says(
            fr="les jours pendant lesquels une invitation peut être acceptée",
            en="the days during which an invitation may be accepted",
            wants=_wants(fr="un nombre entier de jours, de 1 à 90", en="a whole number of days, from 1 to 90"),
        ),
    ] = 14
    session_hours: Annotated[
        int,
        Field(ge=1, le=720),
        Says(
            fr="les heures au bout desquelles on doit se connecter de nouveau",
            en="the hours after which one has to sign in again",
            wants=_wants(fr="un nombre entier d’heures, de 1 à 720", en="a whole number of hours, from 1 to 720"),
        ),
    ] = 12
    time_zone: Annotated[
        str,
        BeforeValidator(shapes.time_zone),
        Says(
            fr="le fuseau des heures affichées",
            en="the zone of the hours that are shown",
            wants=_wants(
                fr="un nom de fuseau tel que Europe/Paris ou Indian/Reunion",
                en="the name of a zone such as Europe/Paris or Indian/Reunion",
            ),
        ),
    ] = "Europe/Paris"
    workers: Annotated[
        int,
        Field(ge=1, le=64),
        Says(fr="les processus qui servent les pages", en="the processes that serve pages", wants=_COUNT),
    ] = 2
    threads: Annotated[
        int,
        Field(ge=1, le=64),
        Says(
            fr="les fils de chacun de ces processus\u202f; chacun tient une connexion à la base",
            en="the threads of each of these processes; each holds a connection to the database",
            wants=_COUNT,
        ),
    ] = 2
    signing_share: Annotated[
        int,
        Field(ge=10, le=100),
        Says(
            fr="la part de son temps, en pour cent, où un processus de travail signe\u202f; le reste est aux pages",
            en="the share of its time, in percent, in which a worker signs; the rest is for the pages",
            wants=_wants(fr="un nombre entier de 10 à 100", en="a whole number from 10 to 100"),
        ),
    ] = 100

    @property
    def in_production(self) -> bool:
        """Whether people rely on what is here."""
        return self.mode == "production"

    @property
    def over_tls(self) -> bool:
        """Whether the public address is encrypted: cookies and HSTS follow."""
        return self.base_url.startswith("https://")


def says(field: str) -> Says:
    """What people are told of a field."""
    return next(each for each in Environment.model_fields[field].metadata if isinstance(each, Says))


def is_secret(field: str) -> bool:
    """Whether the field's value is never shown, and may also be given as a file."""
    return Environment.model_fields[field].annotation is SecretStr


def variable(field: str) -> str:
    """The variable's whole name."""
    return PREFIX + field.upper()


def fields() -> dict[str, Any]:
    """Every field by name, in the order of the documentation."""
    return dict(Environment.model_fields)
