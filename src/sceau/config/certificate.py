"""A certificate to throw away: for trying TLS on one's own machine, never for others."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from django.conf import settings

LASTS = timedelta(days=30)
RENEWED = timedelta(days=7)  # before its end


def throw_away(host: str) -> tuple[Path, Path]:
    """The files of a self-signed certificate for a host and of its key, in the data folder; made when there is none.

    host:  a name or an address; "localhost" and the loopback addresses are always named too
    """
    folder = Path(settings.HOUSE) / "tls"
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    now = datetime.now(UTC)
    names = sorted({host, "localhost", "127.0.0.1", "::1"})
    if not (key.exists() and certificate.exists() and _serves(certificate.read_bytes(), names, now)):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        pem, secret = _make(names, now)
        _write(key, secret)
        _write(certificate, pem)
    return certificate, key


def _make(names: list[str], now: datetime) -> tuple[bytes, bytes]:
    secret = generate_private_key(SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Sceau, certificat d’essai")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(secret.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + LASTS)
        .add_extension(x509.SubjectAlternativeName([_general(each) for each in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(secret, SHA256())
    )
    return (
        certificate.public_bytes(Encoding.PEM),
        secret.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
    )


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _serves(pem: bytes, names: list[str], now: datetime) -> bool:
    """Whether a certificate is for these names, and will be for a while."""
    certificate = x509.load_pem_x509_certificate(pem)
    told = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return list(told) == [_general(each) for each in names] and certificate.not_valid_after_utc - now > RENEWED


def _write(path: Path, content: bytes) -> None:
    """A file for its owner alone."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
