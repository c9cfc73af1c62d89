"""Certificates of the keys of documents, read by a library that is not ours."""

from __future__ import annotations

import shutil
import subprocess
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from sceau.journal.models import Act
from sceau.keyring import reasons
from sceau.keyring.certificates import DOCUMENT_SIGNING, LIFE, ORGANIZATION_IDENTIFIER
from sceau.keyring.documents import ref_of
from sceau.keyring.errors import NotEntitled, UnusableCertificate
from sceau.keyring.models import Purpose
from sceau.keyring.services import certificate_request, import_certificate, report_compromise


@pytest.fixture
def key(make_key):
    return make_key(Purpose.DOCUMENTS)


def test_a_key_of_documents_has_a_certificate_of_its_own(key, greta, now):
    certificate = x509.load_pem_x509_certificate(key.certificate.encode())

    certificate.verify_directly_issued_by(certificate)  # raises when its signature is not that of its key
    assert certificate.public_key() == ref_of(key).public_key.native()
    assert certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)[0].value == greta.legal_name
    assert certificate.subject.get_attributes_for_oid(ORGANIZATION_IDENTIFIER)[0].value == "NTRFR-732829320"
    assert certificate.not_valid_before_utc == now.replace(microsecond=0)
    assert certificate.not_valid_after_utc == now.replace(microsecond=0) + LIFE
    extensions = certificate.extensions
    assert not extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    usage = extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature
    assert not usage.key_cert_sign
    assert list(extensions.get_extension_for_class(x509.ExtendedKeyUsage).value) == [DOCUMENT_SIGNING]


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_openssl_reads_the_certificate_and_the_request(key, store, now, tmp_path):
    (tmp_path / "c.pem").write_text(key.certificate)
    (tmp_path / "r.pem").write_text(certificate_request(key=key, store=store))

    verified = subprocess.run(
        ["openssl", "verify", "-attime", str(int(now.timestamp()) + 60), "-CAfile", "c.pem", "c.pem"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    asked = subprocess.run(
        ["openssl", "req", "-in", "r.pem", "-verify", "-noout"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "OK" in verified.stdout, verified.stderr
    assert "OK" in asked.stdout + asked.stderr


class Authority:
    """Somebody who makes certificates."""

    def __init__(self, name="Autorité d’essai", above=None):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.certificate = None

    def own(self, now):
        builder = self._builder(self.name, self.key.public_key(), now - timedelta(days=9), now + timedelta(days=900))
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        return _pem(builder.sign(self.key, hashes.SHA256()))

    def answer(
        self, request, now, *, days=(-1, 365), uses=(DOCUMENT_SIGNING,), signs=True, ca=False, subject=None, key=None
    ):
        asked = x509.load_pem_x509_csr(request.encode())
        builder = self._builder(
            subject or asked.subject,
            key or asked.public_key(),
            now + timedelta(days=days[0]),
            now + timedelta(days=days[1]),
        )
        builder = builder.add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        fields = dict.fromkeys(
            [
                "key_encipherment",
                "data_encipherment",
                "key_agreement",
                "key_cert_sign",
                "crl_sign",
                "encipher_only",
                "decipher_only",
            ],
            False,
        )
        usage = x509.KeyUsage(
            **{**fields, "digital_signature": signs, "content_commitment": False, "crl_sign": not signs}
        )
        builder = builder.add_extension(usage, critical=True)
        builder = builder.add_extension(x509.ExtendedKeyUsage(list(uses)), critical=False)
        return _pem(builder.sign(self.key, hashes.SHA256()))

    def _builder(self, subject, key, start, end):
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(start)
            .not_valid_after(end)
        )


def _pem(certificate):
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def test_the_certificate_of_the_bodys_own_authority_takes_its_place(key, amina, store, now):
    authority = Authority()
    text = "Bonjour,\n" + authority.answer(certificate_request(key=key, store=store), now) + authority.own(now)

    imported = import_certificate(key=key, text=text, by=amina, now=now)

    key.refresh_from_db()
    assert key.certificate == imported.certificate
    assert len(x509.load_pem_x509_certificates(key.certificate.encode())) == 2
    assert "Bonjour" not in key.certificate
    assert Act.objects.filter(code="key.certificate_imported").count() == 1


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"days": (-400, -35)}, reasons.NOT_IN_TIME),
        ({"days": (1, 365)}, reasons.NOT_IN_TIME),
        ({"uses": (x509.ObjectIdentifier("1.3.6.1.5.5.7.3.1"),)}, reasons.NOT_FOR_SIGNING),
        ({"signs": False}, reasons.NOT_FOR_SIGNING),
        ({"ca": True}, reasons.OF_AN_AUTHORITY),
        ({"key": ec.generate_private_key(ec.SECP256R1()).public_key()}, reasons.OTHER_KEY),
        ({"key": ec.generate_private_key(ec.SECP521R1()).public_key()}, reasons.OTHER_KEY),
        (
            {"subject": x509.Name([x509.NameAttribute(ORGANIZATION_IDENTIFIER, "NTRFR-404833048")])},
            reasons.OTHER_BODY,
        ),
    ],
)
def test_a_certificate_that_does_not_go_with_the_key_is_refused(key, amina, store, now, changes, reason):
    text = Authority().answer(certificate_request(key=key, store=store), now, **changes)

    with pytest.raises(UnusableCertificate) as refusal:
        import_certificate(key=key, text=text, by=amina, now=now)

    assert refusal.value.reason is reason
    assert refusal.value.sentence("fr")
    before = key.certificate
    key.refresh_from_db()
    assert key.certificate == before


@pytest.mark.parametrize(
    "text", ["", "certificat", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "é", "x" * 70_000]
)
def test_what_is_no_certificate_is_refused(key, amina, now, text):
    with pytest.raises(UnusableCertificate) as refusal:
        import_certificate(key=key, text=text, by=amina, now=now)

    assert refusal.value.reason is reasons.NOT_PEM


def test_authorities_that_did_not_sign_are_refused(key, amina, store, now):
    text = Authority().answer(certificate_request(key=key, store=store), now) + Authority().own(now)

    with pytest.raises(UnusableCertificate) as refusal:
        import_certificate(key=key, text=text, by=amina, now=now)

    assert refusal.value.reason is reasons.BROKEN_CHAIN


def test_only_a_key_of_documents_in_service_has_one_and_only_whoever_manages_keys_brings_it(
    key, make_key, amina, chloe, bruno, store, now
):
    text = Authority().answer(certificate_request(key=key, store=store), now)
    for person in (chloe, bruno):
        with pytest.raises(NotEntitled):
            import_certificate(key=key, text=text, by=person, now=now)
    with pytest.raises(UnusableCertificate):
        certificate_request(key=make_key(), store=store)

    report_compromise(key=key, since=now, by=amina, now=now, why="fuite")

    key.refresh_from_db()
    with pytest.raises(UnusableCertificate):
        import_certificate(key=key, text=text, by=amina, now=now)
