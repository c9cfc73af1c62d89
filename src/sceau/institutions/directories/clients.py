"""Who we are for a directory, its secret opened for the time of a question."""

from __future__ import annotations

from sceau.engine.errors import EngineError
from sceau.institutions.directories import reasons
from sceau.institutions.directories.errors import WrongSetting
from sceau.institutions.directories.ports import SecretBox
from sceau.institutions.directories.protocol import Client
from sceau.institutions.models import Directory


def secret_context(directory: Directory) -> str:
    """What the secret of a directory is sealed for."""
    return f"directory:{directory.uuid}"


def client_of(directory: Directory, *, box: SecretBox, redirect_uri: str = "") -> Client:
    """Who we are for a directory. Raises WrongSetting when the secret no longer opens.

    redirect_uri:  "" where no browser is sent
    """
    secret = ""
    if directory.client_secret:
        try:
            secret = box.open(directory.client_secret, context=secret_context(directory)).decode()
        except EngineError as error:
            raise WrongSetting(reasons.SECRET_UNREADABLE, field="client_secret") from error
    return Client(directory.client_id, secret, redirect_uri)
