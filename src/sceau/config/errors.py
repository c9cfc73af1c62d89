"""What stops the start, in words: every wrong variable at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sceau.engine.errors import Reason

WRONG_SETTINGS = Reason(
    "config.wrong_settings",
    "Sceau ne démarre pas : les réglages suivants sont à reprendre\n{faults}\n"
    "Chaque réglage est expliqué dans docs/administrer.md",
    "Sceau does not start: the following settings are to be mended\n{faults}\n"
    "Each setting is explained in docs/administer.md",
)
WRONG_VALUE = Reason(
    "config.wrong_value",
    "« {value} » ne convient pas. Attendu : {expects}",
    "“{value}” will not do. Expected: {expects}",
)
WRONG_SECRET = Reason(
    "config.wrong_secret",
    "la valeur, qui n’est pas montrée ici, ne convient pas. Attendu : {expects}",
    "the value, which is not shown here, will not do. Expected: {expects}",
)
MISSING = Reason(
    "config.missing", "ce réglage manque. Attendu : {expects}", "this setting is missing. Expected: {expects}"
)
MISSING_SECRET = Reason(
    "config.missing_secret",
    "ce secret manque, ici ou dans le fichier que {file} nomme. Attendu : {expects}",
    "this secret is missing, here or in the file that {file} names. Expected: {expects}",
)
NO_SUCH_VARIABLE = Reason(
    "config.no_such_variable",
    "ce nom n’est pas celui d’un réglage. Vouliez-vous écrire {meant} ?",
    "this is not the name of a setting. Did you mean {meant}?",
)
HTTPS_IN_PRODUCTION = Reason(
    "config.https_in_production",
    "« {value} » n’est pas chiffrée. En production l’adresse publique commence par https://",
    "“{value}” is not encrypted. In production the public address begins with https://",
)
DATA_OUT_OF_REACH = Reason(
    "config.data_out_of_reach",
    "on ne peut pas écrire dans le dossier {value}. Créez-le et donnez-le au compte qui fait tourner Sceau",
    "the folder {value} cannot be written. Make it and give it to the account that runs Sceau",
)
FILE_OUT_OF_REACH = Reason(
    "config.file_out_of_reach",
    "le fichier {value} ne peut pas être lu. Vérifiez son nom et les droits du compte qui fait tourner Sceau",
    "the file {value} cannot be read. Check its name and the rights of the account that runs Sceau",
)
TWICE = Reason(
    "config.twice",
    "ce réglage est donné deux fois, aussi par {other}. Gardez l’un des deux",
    "this setting is given twice, also by {other}. Keep one of them",
)
WEAK_SECRET = Reason(
    "config.weak_secret",
    "le secret est trop court ou trop simple. Attendu : {expects}",
    "the secret is too short or too simple. Expected: {expects}",
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one variable.

    variable:  its whole name, "SCEAU_…"
    details:   fill the reason's sentence; a text of two languages is given as {"fr": …, "en": …}; never a secret
    """

    variable: str
    reason: Reason
    details: dict[str, object] = field(default_factory=dict)

    def sentence(self, language: str) -> str:
        """The variable and what is wrong with it, without a full stop."""
        spoken = {name: value[language] if isinstance(value, dict) else value for name, value in self.details.items()}
        colon = "\u00a0: " if language == "fr" else ": "
        return f"{self.variable}{colon}{self.reason.sentence(language, spoken)}"


class WrongSettings(Exception):
    """The variables do not make an installation: `faults` has every one that is wrong."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(WRONG_SETTINGS, tuple(faults))
        self.reason = WRONG_SETTINGS
        self.faults = tuple(faults)

    def sentence(self, language: str) -> str:
        """All of them, one a line, in "fr" or "en"; without a full stop at the end."""
        told = [fault.sentence(language) for fault in self.faults]
        lines = "\n".join(f"  ■ {each}" if each.endswith("?") else f"  ■ {each}." for each in told)
        return self.reason.sentence(language, {"faults": lines})

    def __str__(self) -> str:
        return self.sentence("en")
