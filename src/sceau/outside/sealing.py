"""The seal of an institution on a PDF: PAdES baseline B, by a key that is never at hand, without the network.

pyHanko writes the PDF; the signature inside (CMS) is put together here, so that a store of keys, an HSM or a remote
signer is asked once, for 64 bytes.

source:  ETSI EN 319 142-1, §6.3 (level B-B); RFC 5652; RFC 5035 (signing certificate); ISO 32000-2, §12.8
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Final

from asn1crypto import algos, cms, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding

from sceau.engine.errors import EngineError, Reason
from sceau.engine.keys.stamps import write_stamp
from sceau.engine.ports import Signer

if TYPE_CHECKING:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

FIELD: Final = "Sceau"
_ROOM: Final = 2_048  # bytes of a CMS besides its certificates: three signed attributes and a signature take some 600
_SEQUENCE, _SET, _OCTETS, _TAG_0 = 0x30, 0x31, 0x04, 0xA0  # ITU-T X.690
_PLACE: Final = bytes(range(160, 192))  # where the digest of a document goes

NOT_A_PDF = Reason(
    "sealing.not_a_pdf",
    "ce document n’est pas un PDF que l’on puisse sceller ({problem})",
    "this document is no PDF that can be sealed ({problem})",
)
ALREADY = Reason("sealing.already", "ce document porte déjà un sceau", "this document bears a seal already")
OTHER_KEY = Reason(
    "sealing.other_key",
    "le certificat n’est pas celui de la clé de documents : à la page des clés, mettez en place celui de cette clé",
    "the certificate is not that of the key of documents: on the page of keys, put that of this key in place",
)
NOT_IN_TIME = Reason(
    "sealing.not_in_time",
    "le certificat de la clé de documents vaut du {start} au {end} : à la page des clés, remplacez cette clé",
    "the certificate of the key of documents is valid from {start} to {end}: on the page of keys, replace this key",
)
WRONG_SIGNATURE = Reason(
    "sealing.wrong_signature",
    "la clé de documents a répondu par une signature qui n’est pas la sienne : le document n’est pas scellé",
    "the key of documents answered with a signature that is not its own: the document is not sealed",
)


class NotSealed(EngineError):
    """There is no seal, and the document is as it was."""


class PdfSealer:
    """Seals so that whatever is changed or added afterwards is seen: the document is certified, no change allowed."""

    def seal(
        self, pdf: bytes, *, signer: Signer, certificate_pem: str, reason: str, location: str, name: str, now: datetime
    ) -> bytes:
        """The document with the seal after it; what stood there is not moved by a byte. See `sceau.assessment.ports`.

        raises:  NotSealed
        """
        chain = _chain(certificate_pem)
        _refuse_unfit(chain[0], signer, now)
        writer = _opened(pdf)
        from pyhanko.sign.fields import (  # noqa: PLC0415 -- half a second, for those who seal only
            InvisSigSettings,
            MDPPerm,
            SigFieldSpec,
            SigSeedSubFilter,
        )
        from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigMDPSetup, SigObjSetup  # noqa: PLC0415
        from pyhanko.sign.signers.pdf_byterange import SignatureObject  # noqa: PLC0415

        # PDF/A wants the field printable, PDF/UA wants it outside the page or in the structure: outside it is
        outside = InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)
        field = SigFieldSpec(FIELD, invis_sig_settings=outside, readable_field_name=f"{reason} · {name}")
        steps = PdfCMSEmbedder(new_field_spec=field).write_cms(FIELD, writer)
        next(steps)
        size = sum(len(each.public_bytes(Encoding.DER)) for each in chain)
        placeholder = SignatureObject(
            timestamp=now,
            subfilter=SigSeedSubFilter.PADES,
            name=name,
            location=location or None,
            reason=reason,
            bytes_reserved=2 * (size + _ROOM),  # two digits a byte
        )
        certified = SigMDPSetup("sha256", certify=True, docmdp_perms=MDPPerm.NO_CHANGES)
        steps.send(SigObjSetup(sig_placeholder=placeholder, mdp_setup=certified))
        prepared, output = steps.send(SigIOSetup(md_algorithm="sha256"))
        steps.send(_signature(prepared.document_digest, chain, signer))
        return bytes(output.getvalue())


@lru_cache(maxsize=64)  # see `_frame`
def _chain(pem: str) -> tuple[x509.Certificate, ...]:
    return tuple(x509.load_pem_x509_certificates(pem.encode("ascii")))


def _opened(pdf: bytes) -> IncrementalPdfFileWriter:
    """What adds to the document, which has no seal yet. raises: NotSealed"""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415 -- same
    from pyhanko.pdf_utils.misc import PdfError  # noqa: PLC0415 -- same

    try:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        sealed = bool(writer.prev.embedded_signatures)
    except (PdfError, ValueError, KeyError, RecursionError) as error:
        raise NotSealed(NOT_A_PDF, problem=str(error)[:200]) from error
    if sealed:
        raise NotSealed(ALREADY)
    # what the document says of itself (PDF/A, PDF/UA, when it was made) stays as it was written
    writer._update_meta = lambda: None  # type: ignore[method-assign]  # it has no other way to be told
    return writer


def _refuse_unfit(certificate: x509.Certificate, signer: Signer, now: datetime) -> None:
    key = certificate.public_key()
    if signer.algorithm != "P-256" or signer.public_key.native() != key:
        raise NotSealed(OTHER_KEY)
    start, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if not start <= now < end:
        raise NotSealed(NOT_IN_TIME, start=write_stamp(start), end=write_stamp(end))


def _signature(digest: bytes, chain: tuple[x509.Certificate, ...], signer: Signer) -> bytes:
    """The CMS over a document of this SHA-256: its type, its digest and our certificate are what is signed.

    Of one certificate, all but the digest and the signature is the same each time: made once, it is put around them.

    source:  EN 319 142-1, §6.3: content-type, message-digest, signing-certificate-v2, no signing-time
    """
    frame = _frame(chain)
    before, after = frame.attributes
    attributes = before + digest + after
    signature = _der(_OCTETS, _signed(_der(_SET, attributes), chain[0], signer))
    info = _der(_SEQUENCE, frame.signer + _der(_TAG_0, attributes) + frame.algorithm + signature)
    signed = _der(_SEQUENCE, frame.data + _der(_SET, info))
    return _der(_SEQUENCE, frame.kind + _der(_TAG_0, signed))


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the CMS of one certificate always says, as DER.

    kind:        of the whole: signed data
    data:        version, digest algorithms, kind of content, certificates
    signer:      version, whose certificate, digest algorithm; algorithm: of the signature
    attributes:  what is signed, before and after the digest of the document
    """

    kind: bytes
    data: bytes
    signer: bytes
    algorithm: bytes
    attributes: tuple[bytes, bytes]


@lru_cache(maxsize=64)  # an installation seals for a few institutions at a time
def _frame(chain: tuple[x509.Certificate, ...]) -> _Frame:
    certificates = [asn1_x509.Certificate.load(each.public_bytes(Encoding.DER)) for each in chain]
    own = certificates[0]
    reference = tsp.ESSCertIDv2({"cert_hash": chain[0].fingerprint(hashes.SHA256())})
    attributes = cms.CMSAttributes(
        [
            cms.CMSAttribute({"type": "content_type", "values": ["data"]}),
            cms.CMSAttribute({"type": "message_digest", "values": [_PLACE]}),
            cms.CMSAttribute(
                {"type": "signing_certificate_v2", "values": [tsp.SigningCertificateV2({"certs": [reference]})]}
            ),
        ]
    )
    before, _, after = _within(attributes.dump()).partition(_PLACE)
    number = cms.IssuerAndSerialNumber({"issuer": own.issuer, "serial_number": own.serial_number})
    sha256 = algos.DigestAlgorithm({"algorithm": "sha256"})
    info = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier({"issuer_and_serial_number": number}),
            "digest_algorithm": sha256,
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
            "signature": b"",
        }
    )
    signed = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [sha256],
            "encap_content_info": {"content_type": "data"},
            "certificates": certificates,
            "signer_infos": [],
        }
    )
    return _Frame(
        kind=cms.ContentType("signed_data").dump(),
        data=_within(signed.dump())[: -len(_der(_SET, b""))],  # its last part is for who signs
        signer=b"".join(info[name].dump() for name in ("version", "sid", "digest_algorithm")),
        algorithm=info["signature_algorithm"].dump(),
        attributes=(before, after),
    )


def _der(tag: int, content: bytes) -> bytes:
    """A value with its tag and its length. source: ITU-T X.690, §8.1.3"""
    size = len(content)
    if size < 0x80:  # noqa: PLR2004 -- the short form
        return bytes((tag, size)) + content
    figures = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(figures))) + figures + content


def _within(value: bytes) -> bytes:
    """The content of a value."""
    first = value[1]
    return value[2 + (first & 0x7F if first & 0x80 else 0) :]


def _signed(data: bytes, certificate: x509.Certificate, signer: Signer) -> bytes:
    """The signature as DER, seen to be of the certificate's key. raises: NotSealed"""
    raw = signer.sign(data)
    half = len(raw) // 2
    signature = encode_dss_signature(int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big"))
    key = certificate.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise NotSealed(OTHER_KEY)
    try:
        key.verify(signature, data, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature as error:
        raise NotSealed(WRONG_SIGNATURE) from error
    return signature
