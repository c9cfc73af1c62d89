"""Certificates: what they say and carry, their seal, once made the same for ever; and the archive of many."""

from __future__ import annotations

import csv
import subprocess
from dataclasses import asdict, replace
from io import BytesIO, StringIO
from types import SimpleNamespace
from zipfile import ZipFile

import orjson
import pytest
from PIL import Image
from pyhanko.pdf_utils.reader import PdfFileReader

from assessment.juries import a_key as key_for
from issuing.making import NOW, a_released_batch, an_award, awards, body, the_store
from issuing.readied import prepared
from issuing.standing import LATER, issued, signed
from issuing.test_renewing import YEAR_AFTER, ending, renewed
from sample_awards import sample_award, sample_design, sample_issuer
from sceau.engine.images import unbake
from sceau.engine.images.portrait import ink_of
from sceau.engine.images.seal import INKS
from sceau.engine.model.annex_one import annex_one_record, record_bytes
from sceau.engine.model.describe import describe
from sceau.engine.model.designs import read_design
from sceau.institutions.logos import Printed, redraw
from sceau.institutions.models import Logo
from sceau.issuing import papers
from sceau.issuing.archive import links_csv, stream
from sceau.issuing.errors import NotNow
from sceau.issuing.models import Credential, IssuingSettings, Paper
from sceau.issuing.papers import attachments_of, certificate, kinds_of
from sceau.issuing.queries.papers import paper_digests
from sceau.issuing.services.papers import Press, paper_of
from sceau.issuing.services.renewing import LONGEST_GROUNDS
from sceau.keyring.models import Purpose
from sceau.outside.files import DiskFiles
from sceau.outside.pictures import picture_of
from sceau.outside.press import PressRoom
from sceau.outside.sealing import PdfSealer
from sceau.outside.typesetter import WarmTypesetter
from sceau.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def press(tmp_path):
    return Press(WarmTypesetter(), PdfSealer(), the_store(), DiskFiles(tmp_path / "files"))


@pytest.fixture
def one():
    (made,) = issued(1)
    key_for(made.institution, Purpose.DOCUMENTS)
    return made


def zipped(press):
    """The ZIP of all credentials, whole."""
    return ZipFile(BytesIO(b"".join(stream(Credential.objects.all(), files=press.files, painter=picture_of, now=NOW))))


def text_of(pdf, tmp_path):
    path = tmp_path / "read.pdf"
    path.write_bytes(pdf)
    read = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True, text=True)
    return " ".join(read.stdout.split())


def seal_of(pdf, tmp_path):
    path = tmp_path / "sealed.pdf"
    path.write_bytes(pdf)
    return subprocess.run(["pdfsig", path], capture_output=True, check=False, text=True).stdout


def carried_by(pdf):
    names = PdfFileReader(BytesIO(pdf)).root["/Names"]["/EmbeddedFiles"]["/Names"]
    return {str(names[at]): names[at + 1]["/EF"]["/F"].data for at in range(0, len(names), 2)}


def test_a_certificate_says_who_what_when_and_carries_the_exact_bytes(one, press, tmp_path):
    pdf = paper_of(one, "certificate", press=press, now=NOW)

    text = text_of(pdf, tmp_path)
    for said in (
        "Alpes Numérique",
        str(one.award.person.root or one.award.person),
        "Gestion de projet agile",
        "22 novembre 2026",
        f"{one.code[:5]}-{one.code[5:9]}-{one.code[9:]}",
    ):
        assert said in text
    assert "RNCP" not in text
    assert carried_by(pdf) == {"credential.json": bytes(one.content.body), "annex-1.json": bytes(one.content.record)}
    assert one.opening in certificate(one, "certificate", base="https://sceau.example")["url"]


@pytest.mark.parametrize(("colour", "shown"), [("#7a1f4d", "#7a1f4d"), ("#ffd800", ""), ("", "")])
def test_it_bears_the_colour_of_its_body_where_that_can_be_read(one, press, colour, shown):
    one.institution.colour = colour
    data = certificate(one, "certificate", base="https://sceau.example")

    assert data["colour"] == (shown or INKS[ink_of(read_design(one.award.version.document))].line)
    assert data["colour"] in data["ground"]
    assert len(press.typesetter.document("certificate", data, at=NOW)) < 110_000


def test_its_seal_is_valid_and_one_changed_byte_breaks_it(one, press, tmp_path):
    pdf = paper_of(one, "certificate", press=press, now=NOW)
    at = pdf.index(b"stream") + 40

    assert "Signature is Valid" in seal_of(pdf, tmp_path)
    assert "Total document signed" in seal_of(pdf, tmp_path)
    assert "Signature is Valid" not in seal_of(pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :], tmp_path)


def test_it_is_made_once_and_the_same_for_whoever_asks(one, press):
    first = paper_of(one, "certificate", press=press, now=NOW)

    assert paper_of(one, "certificate", press=press, now=LATER) == first
    assert Paper.objects.count() == 1


def test_a_file_that_was_lost_is_made_again(one, press):
    paper_of(one, "certificate", press=press, now=NOW)
    press.files.remove(Paper.objects.get().digest)

    again = paper_of(one, "certificate", press=press, now=LATER)

    assert press.files.read(Paper.objects.get().digest) == again


def test_after_a_renewal_of_the_opening_the_square_opens_the_page_again(one, press):
    former = paper_of(one, "certificate", press=press, now=NOW)
    Paper.objects.all().delete()
    Credential.objects.filter(pk=one.pk).update(opening="n" * 43)

    assert paper_of(one, "certificate", press=press, now=LATER) != former


@pytest.mark.parametrize("state", ["cancelled", "erased"])
def test_one_that_is_gone_has_no_paper(one, press, state):
    Credential.objects.filter(pk=one.pk).update(state=state)

    with pytest.raises(NotNow) as refused:
        paper_of(one, "certificate", press=press, now=NOW)
    assert refused.value.reason.code == "papers.gone"


def test_without_a_key_of_documents_there_is_none_and_it_is_said_why(press):
    (made,) = issued(1)

    with pytest.raises(NotNow) as refused:
        paper_of(made, "certificate", press=press, now=NOW)
    assert refused.value.reason.code == "papers.no_key_of_documents"


def test_only_a_registered_certification_has_a_parchment(one, press):
    with pytest.raises(NotNow) as refused:
        paper_of(one, "parchment", press=press, now=NOW)
    assert refused.value.reason.code == "papers.no_parchment"


def test_a_parchment_names_the_register_the_title_the_level_the_day_and_the_holder(tmp_path):
    design = sample_design("mc-excel-reporting-rh")
    award, issuer = sample_award(design), sample_issuer(design)
    record = record_bytes(annex_one_record(design, issuer, award))
    content = SimpleNamespace(body=orjson.dumps(describe(design, issuer, award, record=record)), record=record)
    version = SimpleNamespace(document=design.document)
    one = SimpleNamespace(
        code=award.code,
        opening="o" * 43,
        content=content,
        award=SimpleNamespace(version=version),
        institution=SimpleNamespace(colour=""),
    )

    data = certificate(one, "parchment", base="https://sceau.example")
    text = text_of(WarmTypesetter().document("certificate", data, at=NOW), tmp_path)

    assert kinds_of(orjson.loads(record)) == ("certificate", "parchment")
    for said in ("PARCHEMIN", "RS9901", "Maîtriser Excel", "Niveau", award.holder.name, issuer.body.name):
        assert said in text


@pytest.mark.parametrize(
    ("given", "family", "native"),
    [
        ("Nour", "Al-Sayed", "نور السيد"),
        ("A" * 150, "B" * 149, ""),
        ("Łucja", "Ó Súilleabháin", ""),
    ],
)
def test_any_name_has_its_place_on_one_page(press, tmp_path, given, family, native):
    award = an_award(body())
    Person.objects.filter(pk=award.person_id).update(given_name=given, family_name=family, native_name=native)
    key_for(award.institution, Purpose.DOCUMENTS)
    (made,) = signed(a_released_batch([award]))
    pdf = paper_of(made, "certificate", press=press, now=NOW)

    assert len(list(PdfFileReader(BytesIO(pdf)).root["/Pages"]["/Kids"])) == 1
    assert family[:20] in text_of(pdf, tmp_path)


def test_signs_that_our_letters_lack_are_said_to_be_left_out_and_the_bytes_carry_them(press, tmp_path):
    award = an_award(body())
    Person.objects.filter(pk=award.person_id).update(given_name="Wei", family_name="Wang", native_name="王伟")
    key_for(award.institution, Purpose.DOCUMENTS)
    (made,) = signed(a_released_batch([award]))

    pdf = paper_of(made, "certificate", press=press, now=NOW)

    assert "Wang" in text_of(pdf, tmp_path)
    assert "remplacés par […]" in text_of(pdf, tmp_path)
    assert "王伟".encode() in carried_by(pdf)["credential.json"]


def test_a_name_that_our_letters_lack_altogether_gets_no_certificate_of_nobody(press):
    award = an_award(body())
    Person.objects.filter(pk=award.person_id).update(given_name="伟", family_name="王", native_name="")
    key_for(award.institution, Purpose.DOCUMENTS)
    (made,) = signed(a_released_batch([award]))

    with pytest.raises(NotNow) as refused:
        paper_of(made, "certificate", press=press, now=NOW)
    assert refused.value.reason.code == "papers.name_not_printed"


def test_the_files_of_papers_are_known_to_whoever_sweeps(one, press):
    paper_of(one, "certificate", press=press, now=NOW)

    assert paper_digests() == {Paper.objects.get().digest}


def test_an_archive_holds_everything_of_each_and_a_table(press):
    first, second = issued(2)
    key_for(first.institution, Purpose.DOCUMENTS)
    prepared(first.line.batch, press)
    Credential.objects.filter(pk=second.pk).update(state="cancelled")

    archive = zipped(press)

    assert archive.testzip() is None
    names = archive.namelist()
    folder = names[0].partition("/")[0]
    assert names == [
        *(
            f"{folder}/{name}"
            for name in ("preuve.json", "annexe-1.json", "preuve.png", "preuve.svg", "certificate.pdf")
        ),
        "index.csv",
    ]
    assert archive.read(names[0]) == bytes(first.content.body)
    for name in names[2:4]:
        assert unbake(archive.read(name)).text.encode() == bytes(first.content.body)
    table = list(csv.reader(StringIO(archive.read("index.csv").decode("utf-8-sig")), delimiter=";"))
    assert len(table) == 2
    assert table[1][3].endswith(f"/v/{first.code}?o={first.opening}")


def test_without_a_key_of_documents_the_archive_says_why_a_paper_is_not_there(press):
    (made,) = issued(1)
    assert prepared(made.line.batch, press).state == "stopped"

    archive = zipped(press)

    assert not any(name.endswith(".pdf") for name in archive.namelist())
    assert "clé de documents" in archive.read("index.csv").decode()


def test_two_names_that_cannot_be_printed_stop_none_of_the_others_and_the_table_says_why(press):
    chosen = awards(5)
    key_for(chosen[0].institution, Purpose.DOCUMENTS)
    strange = [chosen[0].person_id, chosen[3].person_id]
    Person.objects.filter(pk__in=strange).update(given_name="伟", family_name="王", native_name="")
    made = signed(a_released_batch(chosen))

    with PressRoom() as typesetter:
        prepared(made[0].line.batch, replace(press, typesetter=typesetter))
    archive = zipped(press)

    assert sum(name.endswith("certificate.pdf") for name in archive.namelist()) == 3
    table = list(csv.reader(StringIO(archive.read("index.csv").decode("utf-8-sig")), delimiter=";"))
    assert [bool(line[6]) for line in table[1:]] == [True, False, False, True, False]
    assert Paper.objects.count() == 3


def test_what_is_called_off_while_the_archive_is_made_is_not_in_it(press):
    first, second = issued(2)
    key_for(first.institution, Purpose.DOCUMENTS)
    prepared(first.line.batch, press)

    pieces = stream(Credential.objects.all(), files=press.files, painter=picture_of, now=NOW)
    begun = next(pieces)
    Credential.objects.filter(pk=second.pk).update(state="cancelled")

    names = ZipFile(BytesIO(begun + b"".join(pieces))).namelist()
    assert len({name.partition("/")[0] for name in names}) == 2, "one folder, and the table"


def test_no_name_is_a_formula_or_a_path(press):
    award = an_award(body())
    Person.objects.filter(pk=award.person_id).update(given_name="=cmd|'/C'!A1", family_name="../../etc")
    signed(a_released_batch([award]))

    archive = zipped(press)
    assert not any(".." in name or name.startswith("/") for name in archive.namelist())
    cells = b"".join(links_csv(Credential.objects.all())).decode("utf-8-sig").splitlines()[1].split(";")
    assert not any(cell.lstrip('"').startswith(("=", "+", "-", "@")) for cell in cells)


def test_a_renewed_one_says_so_on_its_one_page_however_long_its_grounds_are(press, tmp_path):
    IssuingSettings.objects.create(institution=body(), two_people=False)
    (old,) = ending()
    grounds = " ".join(["Formations de mise à jour suivies"] * 20)[:LONGEST_GROUNDS]
    (new,) = signed(renewed(old, grounds=grounds), YEAR_AFTER)
    key_for(new.institution, Purpose.DOCUMENTS)

    pdf = paper_of(new, "certificate", press=press, now=YEAR_AFTER)

    assert len(PdfFileReader(BytesIO(pdf)).root["/Pages"]["/Kids"]) == 1
    text = text_of(pdf, tmp_path)
    assert "Renouvelée" in text
    assert "le 22 novembre 2027, sans nouvelle évaluation" in text
    assert grounds[-80:].split()[-1] in text


def a_logo(width, height, *, busy=False):
    """A PNG. busy: that packs badly"""
    plain = Image.new("RGBA", (width, height), (20, 80, 160, 200))
    out = BytesIO()
    (Image.effect_noise((width, height), 90) if busy else plain).save(out, format="PNG")
    return out.getvalue()


def printed_pictures(pdf, tmp_path):
    """The width and the height of each picture of dots on the page, in points, and how it is packed."""
    (tmp_path / "pictures.pdf").write_bytes(pdf)
    words = ["pdfimages", "-list", tmp_path / "pictures.pdf"]
    rows = subprocess.run(words, capture_output=True, check=True, text=True).stdout.splitlines()[2:]
    cells = [row.split() for row in rows if row.split()[2] == "image"]
    return [(int(c[3]) / int(c[12]) * 72, int(c[4]) / int(c[13]) * 72, c[8]) for c in cells]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", ["certificate", "parchment"])
@pytest.mark.parametrize(
    ("width", "height", "busy"), [(512, 60, False), (512, 128, True), (300, 300, False), (64, 512, False)]
)
def test_the_logo_of_the_body_stands_on_its_papers_in_its_proportions(
    one, press, tmp_path, kind, language, width, height, busy
):
    drawn = redraw(a_logo(width, height, busy=busy))
    Logo.objects.create(institution=one.institution, **asdict(drawn))
    data = certificate(one, "certificate", base="https://sceau.example") | {"kind": kind, "language": language}
    data["body"] = {"name": "Université des Causses et de la Méditerranée occidentale " * 3, "lines": ["Rodez"] * 3}
    data["skills"] = ["Planifier une itération avec toutes les parties prenantes de ce projet"] * 9

    pdf = press.typesetter.document("certificate", data, at=NOW, attachments=attachments_of(one))

    ((wide, high, packed),) = printed_pictures(pdf, tmp_path)
    assert wide / high == pytest.approx(width / height, rel=0.06)
    assert wide < 200
    assert high < 58
    assert packed == ("jpeg" if busy else "image")
    assert len(PdfFileReader(BytesIO(pdf)).root["/Pages"]["/Kids"]) == 1
    assert b"<pdfaid:part>3</pdfaid:part>" in pdf
    assert "Université des Causses" in text_of(pdf, tmp_path)


def test_a_paper_with_a_logo_is_sealed_as_the_others(one, press, tmp_path):
    Logo.objects.create(institution=one.institution, **asdict(redraw(a_logo(300, 200))))

    pdf = paper_of(one, "certificate", press=press, now=NOW)

    assert "Signature is Valid" in seal_of(pdf, tmp_path)
    assert len(printed_pictures(pdf, tmp_path)) == 1


@pytest.mark.parametrize(
    "kept",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (60_000).to_bytes(4) * 2 + b"\x08\x06\0\0\0",
        b"",
    ],
)
def test_what_is_no_logo_of_ours_never_reaches_a_paper(one, press, tmp_path, kept):
    Logo.objects.create(institution=one.institution, png=kept, digest="0" * 64, width=1, height=1)

    assert certificate(one, "certificate", base="https://sceau.example")["logo"] == ""
    assert printed_pictures(paper_of(one, "certificate", press=press, now=NOW), tmp_path) == []


def test_a_logo_is_drawn_once_for_many_papers(one, monkeypatch):
    Logo.objects.create(institution=one.institution, **asdict(redraw(a_logo(301, 200))))
    drawn = []
    monkeypatch.setattr(papers, "printed", lambda png: drawn.append(png) or Printed())

    for _ in range(3):
        certificate(Credential.objects.get(pk=one.pk), "certificate", base="https://sceau.example")
    assert len(drawn) == 1
