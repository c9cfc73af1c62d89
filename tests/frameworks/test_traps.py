"""What the real files do that surprises, and what hostile ones try: read well, or refused with file, line and reason."""

from __future__ import annotations

import json
import struct
import unicodedata
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frameworks.exports import archive, fiche, fixture, real_sample, texts, xml, xml_fiche
from sceau.frameworks import reasons
from sceau.frameworks.errors import FrameworksError, Hostile, TooLarge, WrongFile
from sceau.frameworks.prefilling import statements_in
from sceau.frameworks.reading import csv_export, kinds, values, xml_export
from sceau.frameworks.reading.limits import DEFAULT
from sceau.frameworks.reading.merging import Said, merged
from sceau.frameworks.reading.packages import open_package
from sceau.frameworks.reading.sheets import BlocSheet, BodySheet, Oddities, Sheet, as_bytes, from_bytes
from sceau.intake.limits import Limits as TableLimits


def read_csv(path, tmp_path, limits=DEFAULT):
    package = open_package(path, limits=limits)
    assert kinds.kind_of(package, path) == kinds.FC_CSV
    return {
        each.number: each for each in csv_export.sheets(package, scratch=tmp_path, oddities=Oddities(), limits=limits)
    }


def read_xml(path, limits=DEFAULT):
    return list(xml_export.sheets(open_package(path, limits=limits), oddities=Oddities(), limits=limits))


def refusal_of(read, *args, **words):
    with pytest.raises(FrameworksError) as refusal:
        read(*args, **words)
    for language in ("fr", "en"):
        assert "{" not in refusal.value.sentence(language)
    return refusal.value


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("flagged", [True, False])
def test_member_names_are_matched_however_they_are_written(tmp_path, form, flagged):
    path = tmp_path / "export-fiches-csv-2026-01-15.zip"
    with zipfile.ZipFile(path, "w") as target:
        for name, data in texts([fiche("RNCP1")], VoixdAccès=[("RNCP1", "Par expérience")]).items():
            target.writestr(f"{unicodedata.normalize(form, f'export_fiches_CSV_{name}')}_2026_01_14.csv", data)
    if not flagged:  # the same bytes without bit 11, as the real archive has them
        data = path.read_bytes()
        for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            pieces = data.split(mark)
            data = mark.join(
                [pieces[0], *(each[: offset - 4] + struct.pack("<H", 0) + each[offset - 2 :] for each in pieces[1:])]
            )
        path.write_bytes(data)
        assert any("\u251c" in each.filename or "\u2560" in each.filename for each in zipfile.ZipFile(path).infolist())

    assert [each.code for each in read_csv(path, tmp_path)["RNCP1"].routes] == ["VAE"]


def test_the_real_archive_names_its_members_in_cp437_and_dates_them_the_day_before(tmp_path):
    assert any("├" in each.filename for each in zipfile.ZipFile(real_sample()).infolist())
    assert len(read_csv(real_sample(), tmp_path)) == 9
    assert csv_export.export_day(open_package(fixture("csv"))) == date(2026, 1, 15)
    assert csv_export.export_day(open_package(fixture("folder"))) == date(2026, 1, 14)


def test_a_mark_at_the_head_is_accepted(tmp_path):
    files = {name: b"\xef\xbb\xbf" + data for name, data in texts([fiche("RNCP1")]).items()}

    assert read_csv(archive(tmp_path / "export-fiches-csv-2026-01-15.zip", files), tmp_path)["RNCP1"].active


def test_cells_are_cleaned_of_what_nobody_meant(tmp_path):
    sheet = read_csv(
        archive(
            tmp_path / "export-fiches-csv-2026-01-15.zip",
            texts(
                [fiche("RNCP1", Intitule="Souder l''acier\r\n et   l’inox (Fiche incomplète)")],
                Blocs=[("RNCP1", "RNCP1BC02", ""), ("RNCP1", "RNCP1BC01", "Un"), ("RNCP1", "01", "Seul")],
                Partenaires=[
                    ("RNCP1", "LA POSTE", "\t35600000000048", "HABILITATION_ORGANISER"),
                    ("RNCP1", "SANS", "123", "HABILITATION_NOUVELLE"),
                ],
                Rome=[("RNCP1", "H1102", "Management et ingénierie d''affaires")],
                Nsf=[("RNCP1", "251", "251 : Mécanique : générale")],
                Formacode=[("RNCP1", "42872", "42872 : Sécurité incendie")],
            ),
        ),
        tmp_path,
    )["RNCP1"]

    assert (sheet.title, sheet.incomplete) == ("Souder l'acier et l’inox", True)
    assert [(each.code, each.label) for each in sheet.blocs] == [
        ("01", "Seul"), ("RNCP1BC01", "Un"), ("RNCP1BC02", ""),
    ]  # fmt: skip
    assert [(each.siret, each.right) for each in sheet.bodies] == [("35600000000048", "assess"), ("", "")]
    assert {each.scheme: each.label for each in sheet.codes} == {
        "rome": "Management et ingénierie d'affaires",
        "nsf": "Mécanique : générale",
        "formacode": "",
    }


@pytest.mark.parametrize(("word", "level"), [("NIV3", 3), ("niv8", 8), ("", None), ("REPRISE", None), ("AUCUN", None)])
def test_a_level_may_be_none(word, level):
    assert values.level(word) == level


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"Numero_Fiche": "38596"}, reasons.WRONG_NUMBER),
        ({"Intitule": ""}, reasons.NO_TITLE),
        ({"Nomenclature_Europe_Niveau": "NIV9"}, reasons.WRONG_WORD),
        ({"Date_Fin_Enregistrement": "2029-01-15"}, reasons.WRONG_DATE),
        ({"Date_Fin_Enregistrement": "31/02/2029"}, reasons.WRONG_DATE),
        ({"Actif": ""}, reasons.WRONG_WORD),
        ({"Type_Enregistrement": "Enregistrement par tirage"}, reasons.WRONG_WORD),
        ({"Numero_Fiche": "RNCP1"}, reasons.NUMBER_TWICE),
        ({"Numero_Fiche": "RS2", "Nomenclature_Europe_Niveau": "NIV5"}, reasons.WRONG_LEVEL_OF_RS),
    ],
)
def test_a_cell_that_means_nothing_refuses_the_file_at_its_line(tmp_path, cells, reason):
    rows = [fiche("RNCP1", Intitule="Sur\ndeux lignes"), fiche("RNCP2", **cells)]
    path = archive(tmp_path / "export-fiches-csv-2026-01-15.zip", texts(rows))

    refusal = refusal_of(read_csv, path, tmp_path)

    assert (refusal.reason, refusal.line) == (reason, 3)
    assert refusal.file == "export_fiches_CSV_Standard_2026_01_14.csv"


def broken(tmp_path, name, data, **more):
    files = texts([fiche("RNCP1")]) | ({name: data} if data is not None else {})
    if data is None:
        del files[name]
    return archive(tmp_path / "export-fiches-csv-2026-01-15.zip", files | more)


@pytest.mark.parametrize(
    ("name", "data", "reason", "line"),
    [
        ("Partenaires", None, reasons.MISSING_FILES, 0),
        ("Nsf", b"", reasons.EMPTY, 0),
        ("Nsf", b'"Numero_Fiche";"Code"\r\n', reasons.MISSING_COLUMNS, 1),
        ("Nsf", '"Numero_Fiche";"Nsf_Code";"Nsf_Intitule"\r\n"RNCP1";"1";"é"\r\n'.encode("cp1252"), reasons.WRONG_ENCODING, 2),
        ("Nsf", '"Numero_Fiche";"Nsf_Code";"Nsf_Intitule"\r\n'.encode("utf-16"), reasons.WRONG_ENCODING, 1),
        ("Nsf", b'"Numero_Fiche";"Nsf_Code";"Nsf_Intitule"\r\n"RNCP1";"1";"never closed\r\n', reasons.UNREADABLE_ROWS, 2),
        ("Nsf", b'"Numero_Fiche";"Nsf_Code";"Nsf_Intitule"\r\n"RNCP1";"1";"' + b"x" * 600_000, reasons.UNREADABLE_ROWS, 2),
        ("Standard", "\r\n".join([";".join(texts([])["Standard"].decode().split(";"))]).encode(), reasons.NO_FICHE, 0),
    ],
)  # fmt: skip
def test_a_damaged_member_is_refused_by_name(tmp_path, name, data, reason, line):
    refusal = refusal_of(read_csv, broken(tmp_path, name, data), tmp_path)

    assert (refusal.reason, refusal.line) == (reason, line)


def test_files_of_two_days_are_no_export(tmp_path):
    path = broken(tmp_path, "Nsf", None, **{"export_fiches_CSV_Nsf_2026_01_13.csv": texts([])["Nsf"]})

    assert refusal_of(csv_export.export_day, open_package(path)).reason is reasons.TWO_DAYS


def zipped(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in members:
            target.writestr(name, data)
    return path


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ([("../evil.csv", b"x")], reasons.CLIMBING_NAME),
        ([("/evil.csv", b"x")], reasons.CLIMBING_NAME),
        ([("a\\evil.csv", b"x")], reasons.CLIMBING_NAME),
        ([("C:evil.csv", b"x")], reasons.CLIMBING_NAME),
        ([("a/x.csv", b"x"), ("b/x.csv", b"y")], reasons.CLIMBING_NAME),
        ([(f"{place}.csv", b"x") for place in range(501)], reasons.TOO_MANY_MEMBERS),
        ([("bomb.csv", bytes(30_000_000))], reasons.UNFOLDS_TOO_MUCH),
        ([("readme.txt", b"x")], reasons.NOT_KNOWN_KIND),
    ],
)
def test_a_hostile_archive_is_not_opened(tmp_path, members, reason):
    assert refusal_of(open_package, zipped(tmp_path / "a.zip", members)).reason is reason


def test_what_unfolds_beyond_the_budget_or_lies_about_it_is_not_read(tmp_path):
    small = replace(DEFAULT, open_bytes=1_000)
    path = archive(tmp_path / "export-fiches-csv-2026-01-15.zip", texts([fiche(f"RNCP{n}") for n in range(1, 30)]))
    assert refusal_of(open_package, path, limits=small).reason is reasons.OPENS_TOO_LARGE
    assert refusal_of(open_package, path, limits=replace(DEFAULT, file_bytes=100)).reason is reasons.TOO_LARGE

    data = bytearray(path.read_bytes())
    place = data.rindex(b"PK\x01\x02", 0, data.index(b"PK\x01\x02") + 4)
    data[place + 16 : place + 20] = b"\0\0\0\0"  # its CRC
    path.write_bytes(data)
    assert refusal_of(read_csv, path, tmp_path).reason is reasons.DAMAGED_ARCHIVE


def test_a_locked_damaged_or_empty_archive_is_refused(tmp_path):
    path = zipped(tmp_path / "a.zip", [("a.csv", b"x")])
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "locked.zip").write_bytes(data)
    (tmp_path / "damaged.zip").write_bytes(path.read_bytes()[:-30])
    (tmp_path / "empty.zip").write_bytes(b"")

    found = [refusal_of(open_package, tmp_path / f"{name}.zip").reason for name in ("locked", "damaged", "empty")]

    assert found == [reasons.LOCKED_ARCHIVE, reasons.DAMAGED_ARCHIVE, reasons.EMPTY]


def test_too_many_rows_are_too_large(tmp_path):
    few = replace(DEFAULT, table=TableLimits(rows=10))
    path = archive(tmp_path / "export-fiches-csv-2026-01-15.zip", texts([fiche(f"RNCP{n}") for n in range(1, 30)]))

    refusal = refusal_of(read_csv, path, tmp_path, limits=few)

    assert isinstance(refusal, TooLarge)
    assert refusal.reason is reasons.TOO_MANY_ROWS


BOMB = '<!DOCTYPE FICHES [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>\n'


@pytest.mark.parametrize(
    ("head", "body", "reason", "kind"),
    [
        (BOMB, xml_fiche("RNCP1", title="&b;"), reasons.DOCTYPE, Hostile),
        ('<!DOCTYPE FICHES SYSTEM "file:///etc/passwd">\n', xml_fiche("RNCP1"), reasons.DOCTYPE, Hostile),
        ("", xml_fiche("RNCP1", title="&unknown;"), reasons.NOT_XML, WrongFile),
        ("", f"<FICHE>{'<A>' * 40}{'</A>' * 40}</FICHE>", reasons.TOO_DEEP, Hostile),
        ("", xml_fiche("RNCP1", f"<ACTIVITES_VISEES>{'x' * 5000}</ACTIVITES_VISEES>"), reasons.TEXT_TOO_LONG, TooLarge),
        ("", xml_fiche("RNCP1", f"<A>{('x' * 3000 + '<B/>') * 20}</A>"), reasons.TEXT_TOO_LONG, TooLarge),
        ("", f'<FICHE a="{"x" * 1_000_000}"/>', reasons.TAG_TOO_LONG, TooLarge),
        ("", f"<!-- {'x' * 1_000_000} -->", reasons.TAG_TOO_LONG, TooLarge),
        ("", xml_fiche("RNCP1", "<A/>" * 3000), reasons.TOO_MANY_PIECES, TooLarge),
        ("", "<FICHE><NUMERO_FICHE>RNCP1</FICHE>", reasons.NOT_XML, WrongFile),
        ("", "", reasons.NO_FICHE, WrongFile),
        ("", xml_fiche("RNCP1") + xml_fiche("RS1"), reasons.TWO_REGISTERS, WrongFile),
        ("", xml_fiche("RNCP1") + xml_fiche("RNCP1"), reasons.NUMBER_TWICE, WrongFile),
        ("", "<FICHE><NUMERO_FICHE>RNCP1</NUMERO_FICHE></FICHE>", reasons.NO_TITLE, WrongFile),
        ("", "<FICHE><NUMERO_FICHE>X</NUMERO_FICHE></FICHE>", reasons.WRONG_NUMBER, WrongFile),
        ("", xml_fiche("RNCP1", "<DATE_EFFET>hier</DATE_EFFET>"), reasons.WRONG_DATE, WrongFile),
        ("", xml_fiche("RS1", "<NOMENCLATURE_EUROPE><NIVEAU>NIV5</NIVEAU></NOMENCLATURE_EUROPE>"), reasons.WRONG_LEVEL_OF_RS, WrongFile),
    ],
)  # fmt: skip
def test_a_wrong_or_hostile_feed_is_refused_where_it_is(tmp_path, head, body, reason, kind):
    path = xml(tmp_path / "export_fiches_RNCP_V4_1_2026-01-15.xml", body, head=head)

    refusal = refusal_of(read_xml, path, replace(DEFAULT, text=4_000, fiche=20_000, tag=10_000, pieces=2_000))

    assert (refusal.reason, type(refusal)) == (reason, kind)
    assert refusal.file == path.name


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<HTML/>", reasons.OTHER_ROOT),
        (b"<FICHES><VERSION_FLUX>3.0</VERSION_FLUX></FICHES>", reasons.OTHER_VERSION),
        ('<?xml version="1.0" encoding="UTF-8"?><FICHES>é</FICHES>'.encode("latin-1"), reasons.NOT_XML),
        (b'<?xml version="1.0" encoding="no-such"?><FICHES/>', reasons.NOT_XML),
        (b"<FICHES>", reasons.NOT_XML),
    ],
)
def test_another_xml_is_refused(tmp_path, data, reason):
    path = tmp_path / "export_fiches_RNCP_V4_1_2026-01-15.xml"
    path.write_bytes(data)

    assert refusal_of(read_xml, path).reason is reason


def test_blocs_of_equivalences_are_not_blocs_of_the_fiche_and_html_becomes_lines(tmp_path):
    more = (
        "<NOMENCLATURE_EUROPE><NIVEAU>AUCUN</NIVEAU></NOMENCLATURE_EUROPE>"
        "<BLOCS_COMPETENCES><BLOC_COMPETENCES><CODE>RNCP1BC01</CODE><LISTE_COMPETENCES>"
        "<![CDATA[<p>Savoir&nbsp;:</p><ul><li>Souder</li><li>Couper <b>droit</b></li></ul>]]>"
        "</LISTE_COMPETENCES></BLOC_COMPETENCES></BLOCS_COMPETENCES>"
        "<CORRESPONDANCES><CORRESPONDANCE><SOURCE><BLOC_COMPETENCES><CODE>RNCP9BC09</CODE></BLOC_COMPETENCES></SOURCE>"
        "<DESTINATION><NUMERO_FICHE>RNCP9</NUMERO_FICHE></DESTINATION></CORRESPONDANCE></CORRESPONDANCES>"
    )
    path = xml(tmp_path / "export_fiches_RNCP_V4_1_2026-01-15.xml", xml_fiche("RNCP1", more))

    (sheet,) = read_xml(path)

    assert [each.code for each in sheet.blocs] == ["RNCP1BC01"]
    assert sheet.blocs[0].skills == "Savoir :\n- Souder\n- Couper droit"
    assert sheet.equivalences == ({"blocs": ["RNCP9BC09"], "number": "RNCP9", "as": []},)
    assert sheet.level is None


def test_a_feed_in_an_archive_or_in_utf_16_is_the_same(tmp_path):
    path = xml(tmp_path / "export_fiches_RNCP_V4_1_2026-01-15.xml", xml_fiche("RNCP1", title="Été"))
    packed = zipped(tmp_path / "export-fiches-rncp-v4-1-2026-01-15.zip", [(path.name, path.read_bytes())])
    wide = tmp_path / "export_fiches_wide_2026-01-15.xml"
    wide.write_bytes(path.read_text(encoding="utf-8").replace("UTF-8", "UTF-16").encode("utf-16"))

    assert kinds.kind_of(open_package(packed), packed) == kinds.FC_XML_RNCP
    assert read_xml(path) == read_xml(packed) == read_xml(wide)


def test_what_is_no_export_is_said_to_be_none(tmp_path):
    for name, data in {"a.csv": b"nom;prenom\nA;B\n", "b.json": json.dumps({}).encode(), "c.pdf": b"%PDF"}.items():
        (tmp_path / name).write_bytes(data)
        package = open_package(tmp_path / name)
        assert refusal_of(kinds.kind_of, package, tmp_path / name).reason is reasons.NOT_KNOWN_KIND


SHEETS = st.builds(
    Sheet,
    number=st.just("RNCP1"),
    title=st.sampled_from(["A", "B"]),
    level=st.sampled_from([None, 5, 6]),
    ends_on=st.sampled_from([None, "", "2029-01-15"]),
    activities=st.sampled_from([None, "", "texte"]),
    blocs=st.sampled_from([None, (), (BlocSheet("RNCP1BC01", "Un"),), (BlocSheet("RNCP1BC01", "", "Faire"), BlocSheet("RNCP1BC02"))]),
    bodies=st.sampled_from([None, (BodySheet("assess", "1" * 14, "X"),), (BodySheet("assess", "1" * 14, "X", state="active"),)]),
)  # fmt: skip
DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 4))


@given(SHEETS, DAYS, SHEETS, DAYS)
def test_the_order_in_which_feeds_come_changes_nothing(one, its_day, other, other_day):
    said = [Said("csv", its_day, one), Said("xml", other_day, other)]

    assert merged(said) == merged(said[::-1])
    assert merged([said[0]]) == one
    assert from_bytes(as_bytes(one)) == one


@given(st.text(max_size=200))
def test_any_text_is_cleaned_once_and_for_all(text):
    for read in (values.line, values.label, values.paragraphs):
        once = read(text)
        assert "\0" not in once
        assert read is values.paragraphs or read(once) == once


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("- Cartographier les biens\n- Évaluer les risques", ["Cartographier les biens.", "Évaluer les risques."]),
        ("C1.1 – Souder l’acier ;\nC1.2. Couper droit", ["Souder l’acier.", "Couper droit."]),
        ("Être capable de :\n• Lire un plan. Tracer une pièce.", ["Lire un plan.", "Tracer une pièce."]),
        ("1. Préparer le chantier\n2) Ranger le chantier", ["Préparer le chantier.", "Ranger le chantier."]),
        ("Réaliser 3 pièces en 2 h, p. ex. un joint", ["Réaliser 3 pièces en 2 h, p. ex. un joint."]),
        ("", []),
        ("-\n\n  \nA", []),
    ],
)
def test_skills_are_split_into_statements(text, statements):
    assert statements_in(text) == statements
