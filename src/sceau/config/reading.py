"""From the variables to an Environment, or to the whole list of what is wrong with them."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError

from sceau.config import errors
from sceau.config.environment import PREFIX, Environment, fields, is_secret, says, variable
from sceau.config.errors import Fault, WrongSettings
from sceau.config.generated import with_generated_secrets
from sceau.config.shapes import Unfit

DEMANDED = ("base_url", "secret_key", "kek", "mail", "mail_from")  # in production
OF_THE_COMMAND = frozenset(
    PREFIX + name for name in ("LANG", "DEBUG", "CONTEXTS", "PORT", "SHARED", "HYPOTHESIS", "TEST_DATABASE_URL")
)
FILE = "_FILE"
ALIKE = 0.85  # of difflib's ratio: one or two letters of a name
_OF_SOMEBODY = re.compile(r"//[^/]*@")  # an account and its password, in an address
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def read(variables: Mapping[str, str] | None = None) -> Environment:
    """The settings that these variables make, by default those of the process; secrets made where they may be.

    raises:  WrongSettings, with every variable that is wrong
    """
    given = {name: text.strip() for name, text in (os.environ if variables is None else variables).items()}
    faults: list[Fault] = []
    values = {name: text for name in fields() if (text := _text(name, given, faults))}
    environment = _validated(values, faults)
    faults += _lacking(values, environment, faults) + _misnamed(given)
    if faults or environment is None:
        order = [variable(name) for name in fields()]
        raise WrongSettings(
            sorted(faults, key=lambda each: order.index(each.variable) if each.variable in order else 99)
        )
    return with_generated_secrets(environment)


def _text(name: str, given: Mapping[str, str], faults: list[Fault]) -> str:
    """The text of a field; a secret may stand in the file that SCEAU_…_FILE names."""
    text, from_file = given.get(variable(name), ""), given.get(variable(name) + FILE, "")
    if not is_secret(name) or name == "kek" or not from_file:
        return text
    if text:
        faults.append(Fault(variable(name), errors.TWICE, {"other": variable(name) + FILE}))
        return text
    try:
        return Path(from_file).expanduser().read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        faults.append(Fault(variable(name) + FILE, errors.FILE_OUT_OF_REACH, {"value": from_file}))
        return ""


def _validated(values: Mapping[str, str], faults: list[Fault]) -> Environment | None:
    try:
        return Environment.model_validate(values)
    except ValidationError as error:
        found = {str(each["loc"][0]): each for each in error.errors(include_url=False)}
        faults += [_fault(name, values.get(name, ""), each) for name, each in found.items()]
        return None


def _fault(name: str, text: str, error: Any) -> Fault:
    """What is wrong with the value of a field; a secret's value is not repeated."""
    cause = error.get("ctx", {}).get("error")
    expects: dict[str, object] = {"expects": says(name).wants}
    if isinstance(cause, Unfit):
        return Fault(variable(name), cause.reason, expects | cause.details)
    if is_secret(name):
        return Fault(variable(name), errors.WRONG_SECRET, expects)
    return Fault(variable(name), errors.WRONG_VALUE, expects | {"value": _OF_SOMEBODY.sub("//…@", text)})


def _lacking(values: Mapping[str, str], environment: Environment | None, faults: list[Fault]) -> list[Fault]:
    """What production demands, and the key-encryption key given in two ways; wrong values are told elsewhere."""
    told = {fault.variable.removesuffix(FILE) for fault in faults}
    found = []
    if "kek" in values and "kek_file" in values:
        found.append(Fault(variable("kek"), errors.TWICE, {"other": variable("kek_file")}))
    if values.get("mode", "production") != "production":
        return found
    there = set(values) | ({"kek"} if "kek_file" in values else set())
    found += [_missing(name) for name in DEMANDED if name not in there and variable(name) not in told]
    if variable("base_url") not in told and _is_in_clear(values.get("base_url", "")):
        found.append(Fault(variable("base_url"), errors.HTTPS_IN_PRODUCTION, {"value": values["base_url"]}))
    return found


def _missing(name: str) -> Fault:
    expects: dict[str, object] = {"expects": says(name).wants}
    if is_secret(name):
        return Fault(variable(name), errors.MISSING_SECRET, expects | {"file": variable(name) + FILE})
    return Fault(variable(name), errors.MISSING, expects)


def _is_in_clear(url: str) -> bool:
    """Whether an address that is right in itself leads over the network without TLS."""
    parts = urlsplit(url.lower())
    return parts.scheme == "http" and parts.hostname not in LOOPBACK


def _misnamed(given: Mapping[str, str]) -> list[Fault]:
    """Variables whose name is nearly that of a setting: a slip that would otherwise be passed over in silence."""
    known = names()
    found = []
    for name in sorted(given):
        if name.startswith(PREFIX) and name not in known:
            meant = difflib.get_close_matches(name, sorted(known - OF_THE_COMMAND), n=1, cutoff=ALIKE)
            found += [Fault(name, errors.NO_SUCH_VARIABLE, {"meant": meant[0]}) for meant in [meant] if meant]
    return found


def names() -> frozenset[str]:
    """Every variable that Sceau reads."""
    plain = {variable(name) for name in fields()}
    return OF_THE_COMMAND | plain | {variable(name) + FILE for name in fields() if is_secret(name)}


def unknown(given: Mapping[str, str]) -> list[str]:
    """The variables SCEAU_… that decide nothing."""
    return sorted(name for name in given if name.startswith(PREFIX) and name not in names())
