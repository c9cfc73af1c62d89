"""X.509 for the keys of documents: self-signed, asked for, and read when an authority made it.

Everything is signed through the store's Signer: the private key is never at hand.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from sceau.engine.errors import MalformedKey
from sceau.engine.keys.public import PublicKey, public_key_of
from sceau.engine.keys.stamps import write_stamp
from sceau.engine.ports import Signer
from sceau.institutions.models import Institution
from sceau.keyring import reasons
from sceau.keyring.errors import UnusableCertificate

LIFE = timedelta(days=3 * 365)  # of a self-signed certificate: a key of documents is replaced well before
LONGEST_PEM = 65_536  # characters: a certificate and those of its authorities
MOST_CERTIFICATES = 6  # one's own, and the authorities above
DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336
ORGANIZATION_IDENTIFIER = ObjectIdentifier("2.5.4.97")  # ETSI EN 319 412-1, §5.1.4: NTRFR-, then the SIREN
_ECDSA_SHA256 = bytes.fromhex("300a06082a8648ce3d040302")  # AlgorithmIdentifier of ecdsa-with-SHA256, RFC 5758 §3.2
_WEAK = ("md5", "sha1")
_USES = {ExtendedKeyUsageOID.EMAIL_PROTECTION, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE, DOCUMENT_SIGNING}
_USES |= {ExtendedKeyUsageOID.CLIENT_AUTH, ObjectIdentifier("1.3.6.1.4.1.311.10.3.12")}  # the latter: Microsoft's


def self_signed(institution: Institution, signer: Signer, *, now: datetime) -> str:
    """A certificate of the key by itself, as PEM. signer: of a P-256 key"""
    return _self_signed(_name_of(institution), signer, now)


def self_signed_of_house(host: str, signer: Signer, *, now: datetime) -> str:
    """The same for the key of an installation, which has no other name than its host."""
    attributes = [
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Sceau"),
        x509.NameAttribute(NameOID.COMMON_NAME, host[:64] or "sceau"),
    ]
    return _self_signed(x509.Name(attributes), signer, now)


def _self_signed(name: x509.Name, signer: Signer, now: datetime) -> str:
    """source: RFC 5280, §4.1; RFC 9336, §3.1"""
    key = _native(signer.public_key)
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    start = now.astimezone(UTC).replace(microsecond=0)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.ExtendedKeyUsage([DOCUMENT_SIGNING]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )
    # The library signs with keys that it holds only. What a certificate says does not depend on who signs it: a key
    # made for this moment lets the library write it, and ours signs what was written.
    written = builder.sign(ec.generate_private_key(ec.SECP256R1()), hashes.SHA256()).tbs_certificate_bytes
    return _pem("CERTIFICATE", _signed(written, signer))


def request(institution: Institution, signer: Signer) -> str:
    """A request that an authority answers with a certificate, as PEM.

    signer:  of a P-256 key
    source:  RFC 2986, §4.1: version 0, the name, the key, no attribute
    """
    key = _native(signer.public_key).public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    info = _der(0x30, b"\x02\x01\x00" + _name_of(institution).public_bytes() + key + b"\xa0\x00")
    return _pem("CERTIFICATE REQUEST", _signed(info, signer))


def read_certificate(text: str, *, key: PublicKey, institution: Institution, now: datetime) -> str:
    """The certificates of a text, one's own first, as they are kept: PEM and nothing else.

    raises:  UnusableCertificate: not for this key, not now, not for signing, of an authority, of another body
    """
    try:
        chain = x509.load_pem_x509_certificates(text[:LONGEST_PEM].encode("ascii"))
    except ValueError as error:  # UnicodeEncodeError is one
        raise UnusableCertificate(reasons.NOT_PEM) from error
    if len(text) > LONGEST_PEM or len(chain) > MOST_CERTIFICATES:
        raise UnusableCertificate(reasons.NOT_PEM)
    try:
        _judge(chain[0], key, institution, now)
        for place, (lower, upper) in enumerate(pairwise(chain), start=2):
            _refuse_stranger(lower, upper, place)
    except (ValueError, x509.UnsupportedGeneralNameType, x509.DuplicateExtension) as error:
        raise UnusableCertificate(reasons.NOT_PEM) from error
    return "".join(each.public_bytes(serialization.Encoding.PEM).decode("ascii") for each in chain)


def _judge(certificate: x509.Certificate, key: PublicKey, institution: Institution, now: datetime) -> None:
    native = certificate.public_key()
    try:
        found = public_key_of(native) if isinstance(native, ec.EllipticCurvePublicKey) else None
    except MalformedKey:
        found = None
    if found != key:
        raise UnusableCertificate(reasons.OTHER_KEY)
    start, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if not start <= now < end:
        raise UnusableCertificate(reasons.NOT_IN_TIME, start=write_stamp(start), end=write_stamp(end))
    digest = certificate.signature_hash_algorithm
    if digest is not None and digest.name in _WEAK:
        raise UnusableCertificate(reasons.WEAK_SIGNATURE, found=digest.name)
    _refuse_other_uses(certificate.extensions)
    _refuse_other_body(certificate.subject, institution)


def _refuse_other_uses(extensions: x509.Extensions) -> None:
    for extension in extensions:
        value = extension.value
        if isinstance(value, x509.BasicConstraints) and value.ca:
            raise UnusableCertificate(reasons.OF_AN_AUTHORITY)
        if isinstance(value, x509.KeyUsage) and not (value.digital_signature or value.content_commitment):
            raise UnusableCertificate(reasons.NOT_FOR_SIGNING, found="keyUsage")
        if isinstance(value, x509.ExtendedKeyUsage) and not _USES.intersection(value):
            found = ", ".join(each.dotted_string for each in value)
            raise UnusableCertificate(reasons.NOT_FOR_SIGNING, found=found)


def _refuse_other_body(subject: x509.Name, institution: Institution) -> None:
    """A certificate need not give a SIREN; one that does gives that of the body."""
    for attribute in subject.get_attributes_for_oid(ORGANIZATION_IDENTIFIER):
        found = str(attribute.value)
        expected = f"NTRFR-{institution.siren}"
        if institution.siren and found.startswith("NTRFR-") and found != expected:
            raise UnusableCertificate(reasons.OTHER_BODY, found=found, expected=expected)


def _refuse_stranger(lower: x509.Certificate, upper: x509.Certificate, place: int) -> None:
    try:
        lower.verify_directly_issued_by(upper)
    except Exception as error:  # the library raises InvalidSignature, ValueError or TypeError, by the kind of key
        raise UnusableCertificate(reasons.BROKEN_CHAIN, place=place) from error


def _name_of(institution: Institution) -> x509.Name:
    attributes = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, institution.country),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, institution.legal_name[:64]),
    ]
    if institution.siren:
        attributes.append(x509.NameAttribute(ORGANIZATION_IDENTIFIER, f"NTRFR-{institution.siren}"))
    attributes.append(x509.NameAttribute(NameOID.COMMON_NAME, institution.name[:64]))  # RFC 5280, A.1: 64 signs
    return x509.Name(attributes)


def _native(key: PublicKey) -> ec.EllipticCurvePublicKey:
    native = key.native()
    if not isinstance(native, ec.EllipticCurvePublicKey):
        raise TypeError(f"a certificate takes a P-256 key, not {key.algorithm}")
    return native


def _signed(data: bytes, signer: Signer) -> bytes:
    """SEQUENCE { data, ecdsa-with-SHA256, BIT STRING of the signature }, as certificates and requests both are."""
    raw = signer.sign(data)
    half = len(raw) // 2
    signature = encode_dss_signature(int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big"))
    return _der(0x30, data + _ECDSA_SHA256 + _der(0x03, b"\x00" + signature))


def _der(tag: int, content: bytes) -> bytes:
    """A value of DER: its tag, its length, its content."""
    length = len(content)
    if length < 0x80:  # noqa: PLR2004 -- X.690, §8.1.3: the short form
        return bytes([tag, length]) + content
    size = (length.bit_length() + 7) // 8
    return bytes([tag, 0x80 | size]) + length.to_bytes(size, "big") + content


def _pem(label: str, der: bytes) -> str:
    if label == "CERTIFICATE":
        return x509.load_der_x509_certificate(der).public_bytes(serialization.Encoding.PEM).decode("ascii")
    return x509.load_der_x509_csr(der).public_bytes(serialization.Encoding.PEM).decode("ascii")
