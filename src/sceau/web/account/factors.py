"""How allauth keeps second factors for us."""

from __future__ import annotations

import base64
import logging
from io import BytesIO
from secrets import token_bytes
from typing import ClassVar
from urllib.parse import urlsplit

import qrcode
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes
from django.utils.functional import Promise
from django.utils.translation import gettext
from qrcode.image.svg import SvgPathFillImage

from sceau.accounts.models import User
from sceau.web.account.words import FACTOR_REFUSALS

log = logging.getLogger(__name__)
_USE = b"sceau: secrets of second factors"


class FactorsAdapter(DefaultMFAAdapter):
    """Secrets are sealed in the database; passkeys belong to our own host, whatever a request says."""

    error_messages: ClassVar[dict[str, str | Promise]] = FACTOR_REFUSALS

    def encrypt(self, text: str) -> str:
        """The text, sealed."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What was sealed with the present secret key, or with a former one.

        Sealed with neither, it is lost: chance takes its place, no code is right, and the person asks for the factor to
        be taken away like anybody who has lost it.
        """
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            log.warning("a second factor does not open: SCEAU_SECRET_KEY was changed")
            return base64.b32encode(token_bytes(40)).decode()

    def build_totp_svg(self, url: str) -> str:
        """The drawing that an application reads, on paper of its own: it is read in the dark too."""
        drawn = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(drawn)
        return drawn.getvalue().decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Whom a passkey is for: the host of our address, never the one that a request names."""
        return {"id": urlsplit(settings.BASE_URL).hostname or "localhost", "name": settings.SITE_NAME}

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002 -- allauth's name
        """A name to begin with."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Clé d’accès") if number == 1 else gettext("Clé d’accès n° %(number)d") % {"number": number}


def _box() -> MultiFernet:
    """The present key first, then those that may still open what is older."""
    return MultiFernet([_key(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str | bytes) -> Fernet:
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=_USE).derive(force_bytes(secret))
    return Fernet(base64.urlsafe_b64encode(made))
