"""The seal on a PDF, judged by poppler: whose it is, what it covers, and that nothing can be changed under it."""

from __future__ import annotations

import re
import subprocess
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from types import SimpleNamespace

import pytest
from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

from outside import papers
from outside.pdf import objects_of
from published import tool
from sceau.engine.keys.private import generate
from sceau.engine.ports import Attachment
from sceau.outside import sealing
from sceau.outside.sealing import NotSealed, PdfSealer
from sceau.outside.typesetter import TypstTypesetter

NOW = datetime(2026, 6, 26, 17, 30, tzinfo=UTC)
KEY = generate("P-256", b"the key of documents of a test" * 3)
OTHER = generate("P-256", b"the key of somebody else" * 4)
ATTACHED = b'{"decisions": ["\xc3\xa9"]}'


def certificate(subject="GRETA du Val d’Essai", *, key=KEY, by=None, days=900, ca=False) -> x509.Certificate:
    def named(name):
        return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])

    issuer, signing = by or (subject, key)
    return (
        x509.CertificateBuilder()
        .subject_name(named(subject))
        .issuer_name(named(issuer))
        .public_key(key.public_key.native())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=30))
        .not_valid_after(NOW + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .sign(signing.native(), hashes.SHA256())
    )


def pem(*certificates: x509.Certificate) -> str:
    return "".join(each.public_bytes(serialization.Encoding.PEM).decode() for each in certificates)


OWN = certificate()


def seal(pdf: bytes, *, chain=(OWN,), signer=None, now=NOW, location="Rodez") -> bytes:
    return PdfSealer().seal(
        pdf,
        signer=signer or KEY.signer(),
        certificate_pem=pem(*chain),
        reason="Procès-verbal de jury",
        location=location,
        name="GRETA du Val d’Essai",
        now=now,
    )


@pytest.fixture(scope="module")
def pdf() -> bytes:
    attachments = [Attachment("data.json", ATTACHED, "application/json", "source", "Données")]
    return TypstTypesetter().document("minutes", papers.minutes(), at=NOW, attachments=attachments)


@pytest.fixture(scope="module")
def sealed(pdf) -> bytes:
    return seal(pdf)


def judged(pdf: bytes, tmp_path) -> str:
    (tmp_path / "judged.pdf").write_bytes(pdf)
    done = subprocess.run([tool("pdfsig"), "-nocert", tmp_path / "judged.pdf"], capture_output=True, check=False)
    return done.stdout.decode("utf-8", "replace")


def holds(pdf: bytes, tmp_path) -> bool:
    said = judged(pdf, tmp_path)
    return "Signature is Valid." in said and "Total document signed" in said


def cms_of(pdf: bytes) -> cms.SignedData:
    content = re.findall(rb"/Contents <([0-9A-Fa-f]+)>", pdf)[-1]
    return cms.ContentInfo.load(bytes.fromhex(content.decode()).rstrip(b"\0") + b"\0" * 4)["content"]


def test_an_independent_tool_finds_the_seal_whole(sealed, tmp_path):
    said = judged(sealed, tmp_path)

    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "Signature Type: ETSI.CAdES.detached" in said
    assert "Signature Field Name: Sceau" in said
    assert "Signer Certificate Common Name: GRETA du Val d’Essai" in said
    assert "Signing Hash Algorithm: SHA-256" in said


def test_the_document_is_not_moved_by_a_byte(pdf, sealed):
    assert sealed.startswith(pdf)
    assert len(sealed) - len(pdf) < 12_000


def test_it_stays_an_archive_that_can_be_read_aloud(pdf, sealed):
    assert sealed.count(b"<pdfaid:part>3</pdfaid:part>") == pdf.count(b"<pdfaid:part>3</pdfaid:part>") == 1
    (field,) = (body for body in objects_of(sealed).values() if b"/FT /Sig" in body)
    assert b"/TU (" in field  # what a reader of screens says of it
    assert b"/F 132" in field  # printed, locked, not hidden
    assert b"-9999" in field  # outside the page


def test_nothing_may_be_added_after_it(sealed):
    assert b"/TransformMethod /DocMDP" in sealed
    assert re.search(rb"/TransformParams\s*<<[^>]*/P 1\b", sealed)


def test_the_certificate_is_ours_and_is_what_was_signed(sealed):
    signed = cms_of(sealed)
    (found,) = signed["certificates"]
    attributes = {each["type"].native: each["values"] for each in signed["signer_infos"][0]["signed_attrs"]}

    assert found.chosen.dump() == OWN.public_bytes(serialization.Encoding.DER)
    assert set(attributes) == {"content_type", "message_digest", "signing_certificate_v2"}
    reference = attributes["signing_certificate_v2"][0]["certs"][0]
    assert reference["cert_hash"].native == OWN.fingerprint(hashes.SHA256())


def flipped(content: bytes, place: int) -> bytes:
    changed = bytearray(content)
    changed[place] ^= 1
    return bytes(changed)


def test_a_byte_changed_anywhere_is_found(pdf, sealed, tmp_path):
    gap = sealed.rindex(b"/Contents <") + 11
    own = sealed.index(b"/ByteRange")
    in_the_document = [0, 20, len(pdf) // 3, len(pdf) // 2, len(pdf) - 30]
    in_what_was_added = [len(pdf) + 40, gap - 20, own + 20, sealed.rindex(b"/Reason") + 20, len(sealed) - 20]
    for place in [*in_the_document, *in_what_was_added]:
        assert not holds(flipped(sealed, place), tmp_path), place


def test_a_byte_changed_inside_the_signature_is_found(sealed, tmp_path):
    signed = cms_of(sealed)["signer_infos"][0]
    start = sealed.rindex(b"/Contents <") + 11
    content = bytes.fromhex(sealed[start : sealed.index(b">", start)].decode())
    for part in (signed["signed_attrs"][1].dump(), signed["signature"].contents):
        place = start + 2 * (content.index(part) + len(part) - 3)
        assert not holds(flipped(sealed, place), tmp_path)


def test_another_certificate_of_the_same_key_is_not_the_one_that_was_signed(sealed):
    """Readers that know PAdES look at this digest; poppler does not."""
    start = sealed.rindex(b"/Contents <") + 11
    place = sealed.index(b"GRETA".hex().encode().upper(), start) + 1
    signed = cms_of(flipped(sealed, place))
    found = signed["certificates"][0].chosen.dump()
    (reference,) = (
        each["values"][0]["certs"][0]
        for each in signed["signer_infos"][0]["signed_attrs"]
        if each["type"].native == "signing_certificate_v2"
    )

    assert sha256(found).digest() != reference["cert_hash"].native


def test_what_is_added_behind_is_found(sealed, tmp_path):
    assert not holds(sealed + b"\n% more\n", tmp_path)


def test_what_is_attached_comes_out_as_it_went_in(sealed, tmp_path):
    (tmp_path / "a.pdf").write_bytes(sealed)
    subprocess.run([tool("pdfdetach"), "-saveall", "a.pdf"], cwd=tmp_path, check=True, capture_output=True)

    assert (tmp_path / "data.json").read_bytes() == ATTACHED


def test_the_authorities_above_go_with_it(pdf, tmp_path):
    authority = certificate("Autorité d’essai", key=OTHER, ca=True)
    own = certificate(by=("Autorité d’essai", OTHER))
    sealed = seal(pdf, chain=(own, authority), location="")

    assert holds(sealed, tmp_path)
    assert len(cms_of(sealed)["certificates"]) == 2
    assert b"/Location" not in sealed


@pytest.mark.parametrize("content", [b"", b"no pdf", b"%PDF-1.7\n" + b"\0" * 3000, b"%PDF-1.7\nstartxref\n9\n%%EOF\n"])
def test_what_is_no_pdf_is_refused(content):
    with pytest.raises(NotSealed) as refused:
        seal(content)
    assert refused.value.reason is sealing.NOT_A_PDF


def test_a_document_is_sealed_once(sealed):
    with pytest.raises(NotSealed) as refused:
        seal(sealed)
    assert refused.value.reason is sealing.ALREADY


def test_a_certificate_of_another_key_is_refused(pdf):
    for chain, signer in (((certificate(key=OTHER),), KEY.signer()), ((OWN,), OTHER.signer())):
        with pytest.raises(NotSealed) as refused:
            seal(pdf, chain=chain, signer=signer)
        assert refused.value.reason is sealing.OTHER_KEY


def test_a_key_of_another_kind_is_refused(pdf):
    with pytest.raises(NotSealed):
        seal(pdf, signer=generate("Ed25519", b"x" * 64).signer())


def test_a_certificate_out_of_its_time_is_refused(pdf):
    with pytest.raises(NotSealed) as refused:
        seal(pdf, now=NOW + timedelta(days=901))
    assert "remplacez cette clé" in refused.value.sentence("fr")


def test_a_store_that_answers_with_another_signature_is_found_out(pdf):
    lying = SimpleNamespace(algorithm="P-256", public_key=KEY.public_key, sign=OTHER.signer().sign)
    with pytest.raises(NotSealed) as refused:
        seal(pdf, signer=lying)
    assert refused.value.reason is sealing.WRONG_SIGNATURE


def test_the_signature_is_asked_for_once(pdf):
    asked = []

    def sign(data):
        asked.append(data)
        return KEY.signer().sign(data)

    seal(pdf, signer=SimpleNamespace(algorithm="P-256", public_key=KEY.public_key, sign=sign))
    assert len(asked) == 1
