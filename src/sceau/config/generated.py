"""The secrets that an installation for trying makes for itself: files of the data folder, for their owner alone."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from pydantic import SecretStr

from sceau.config import shapes
from sceau.config.environment import Environment, says, variable
from sceau.config.errors import DATA_OUT_OF_REACH, FILE_OUT_OF_REACH, WRONG_SECRET, Fault, WrongSettings
from sceau.outside.keystores.kek import new_kek

SECRET_KEY = "secret-key"  # noqa: S105 -- the name of a file
KEK = "kek"
OWNER_ALONE = 0o600


def with_generated_secrets(environment: Environment) -> Environment:
    """The settings with the text of the key-encryption key, and outside production with the secrets they lack.

    raises:  WrongSettings
    """
    found: dict[str, object] = {}
    if environment.kek_file is not None:
        found["kek"] = SecretStr(_kek_in(environment.kek_file))
    elif not environment.kek.get_secret_value():
        if environment.in_production:
            return environment
        found["kek_file"] = environment.data / KEK
        kept_secret(environment.data / KEK, lambda: new_kek().strip())
        found["kek"] = SecretStr(_kek_in(environment.data / KEK))
    if not environment.secret_key.get_secret_value() and not environment.in_production:
        found["secret_key"] = SecretStr(kept_secret(environment.data / SECRET_KEY, new_secret_key))
    return environment.model_copy(update=found)


def _kek_in(path: Path) -> str:
    """The text of the key-encryption key."""
    try:
        text = shapes.kek(path.read_text(encoding="ascii"))
    except OSError as error:
        raise WrongSettings([Fault(variable("kek_file"), FILE_OUT_OF_REACH, {"value": str(path)})]) from error
    except shapes.Unfit as error:
        raise WrongSettings([Fault(variable("kek_file"), error.reason, error.details)]) from error
    except UnicodeDecodeError:
        text = ""
    if not text:
        raise WrongSettings([Fault(variable("kek_file"), WRONG_SECRET, {"expects": says("kek").wants})])
    return text


def kept_secret(path: Path, make: Callable[[], str]) -> str:
    """What the file holds; made first when it is not there. Two processes that begin together keep the same one.

    raises:  WrongSettings
    """
    try:
        if not path.exists():
            draft = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ALONE)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(make() + "\n")
                file.flush()
                os.fsync(file.fileno())
            try:
                os.link(draft, path)  # refuses to replace what another process has made in the meantime
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise WrongSettings([Fault(variable("data"), DATA_OUT_OF_REACH, {"value": str(path.parent)})]) from error


def new_secret_key() -> str:
    """43 signs of 256 random bits would do; Django counts 50."""
    return secrets.token_urlsafe(48)
