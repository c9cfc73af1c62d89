"""Papers of many pages: whatever names and texts they are given, in both languages; read back by poppler."""

from __future__ import annotations

import json
import re
import subprocess
import time
from datetime import UTC, datetime
from typing import Any, get_args, get_type_hints, is_typeddict

import pytest

from outside import papers
from published import tool
from sceau.assessment import papers as shapes
from sceau.engine.errors import french_spaces
from sceau.engine.ports import Attachment
from sceau.issuing.printing import LettersData
from sceau.outside import typesetter
from sceau.outside.letters import OTHER_SCRIPTS, legible, of_many_scripts
from sceau.outside.papers import StrangePaper
from sceau.outside.typesetter import TEMPLATES, NotTypeset, TypstTypesetter, WarmTypesetter
from sceau.verification.pile.papers import VerificationData

AT = datetime(2026, 6, 26, 16, 52, 7, 123_456, tzinfo=UTC)
SHAPES = {
    "minutes": shapes.MinutesData,
    "attendance": shapes.AttendanceData,
    "convocation": shapes.ConvocationData,
    "letter": LettersData,
    "grid": shapes.GridData,
    "attestation": shapes.AttestationData,
    "results": shapes.ResultsData,
    "verification": VerificationData,
}
ATTACKS = [
    '#read("/etc/passwd")',
    "$x^2$",
    "#eval(1)",
    "*gras* `code` = titre",
    "@end-0",
    '#import "@preview/x"',
    "// x",
]


@pytest.fixture(scope="module")
def setter() -> TypstTypesetter:
    return TypstTypesetter()


@pytest.fixture(scope="module")
def made(setter) -> dict[str, bytes]:
    """Each paper of `papers.every` in French, set once."""
    found: dict[str, bytes] = {}
    for template, data in papers.every("fr"):
        name = "corrective" if data.get("corrects") else "redacted" if data.get("redacted_for") else template
        found[name if name not in found else f"{name} again"] = setter.document(template, data, at=AT)
    return found


def read(pdf: bytes, tmp_path, *options: str) -> str:
    (tmp_path / "read.pdf").write_bytes(pdf)
    words = [tool("pdftotext"), *options, tmp_path / "read.pdf", "-"]
    return subprocess.run(words, capture_output=True, check=True).stdout.decode()


def told(pdf: bytes, tmp_path) -> dict[str, str]:
    (tmp_path / "told.pdf").write_bytes(pdf)
    lines = subprocess.run([tool("pdfinfo"), tmp_path / "told.pdf"], capture_output=True, check=True).stdout.decode()
    return dict(re.split(r":\s+", line, maxsplit=1) for line in lines.splitlines() if re.search(r":\s", line))


def test_every_paper_is_an_archive_that_can_be_read_aloud(setter, made):
    english = {template: setter.document(template, data, at=AT) for template, data in papers.every("en")[::4]}
    assert len(made) == len(papers.every("fr"))

    for name, pdf in [*made.items(), *english.items()]:
        assert b"<pdfaid:part>3</pdfaid:part>" in pdf, name
        assert b"<pdfaid:conformance>A</pdfaid:conformance>" in pdf
        assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
        assert b"/StructTreeRoot" in pdf


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_data_of_the_tests_have_the_shape_that_callers_are_told(language):
    for template, data in papers.every(language):
        _same_shape(data, SHAPES[template], template)


def _same_shape(value: Any, shape: Any, place: str) -> None:
    if value is None:
        assert type(None) in get_args(shape), place
    elif isinstance(value, list):
        for each in value:
            _same_shape(each, get_args(shape)[0], place)
    elif isinstance(value, dict):
        shape = shape if is_typeddict(shape) else next(each for each in get_args(shape) if is_typeddict(each))
        hints = get_type_hints(shape)
        assert value.keys() == hints.keys(), place
        for name, each in value.items():
            _same_shape(each, hints[name], f"{place}/{name}")


def test_both_languages_have_the_same_words_and_french_has_its_spaces():
    words = json.loads((TEMPLATES / "words.json").read_text(encoding="utf-8"))

    def leaves(value: Any, place: str = "") -> dict[str, str]:
        if isinstance(value, dict):
            return {at: text for key, each in value.items() for at, text in leaves(each, f"{place}/{key}").items()}
        return {place: value} if isinstance(value, str) else {}

    french, english = leaves(words["fr"]), leaves(words["en"])
    assert french.keys() == english.keys()
    for place, text in french.items():
        assert text == french_spaces(text).replace("\u202f", "\u00a0"), place
        assert "'" not in text, place


def test_minutes_say_who_decided_what_about_whom(made, tmp_path):
    text = read(made["minutes"], tmp_path, "-layout")

    text = text.replace("\u00a0", " ")
    for said in (
        "Procès-verbal de jury",
        "Nadia Ferrand",
        "Modifié par le jury",
        "10 candidats · admis : 4",
        "page 1 sur 2",
    ):
        assert said in text, said
    assert "01234567 89abcdef" in text
    for name, native in papers.NAMES:
        assert name.split()[0] in text
        assert not native or native.split()[0] in text, native


def test_a_redacted_copy_holds_nothing_of_others(made, tmp_path):
    text = read(made["redacted"], tmp_path, "-layout")

    assert "Exemplaire destiné à Elena Papadopoulou" in text
    assert "Candidats n° 1 à 3, non communiqués" in text
    assert "Candidat n° 5, non communiqué" in text
    for place, (name, _) in enumerate(papers.NAMES):
        assert (name in text.replace("\n", " ")) == (place == 3) or place == 5, name


def test_a_corrective_names_the_first_and_its_digest(made, tmp_path):
    text = read(made["corrective"], tmp_path, "-layout")

    assert "Ce procès-verbal corrige le procès-verbal n° PV-2026-009 du 12 juin 2026." in text
    assert text.count("89abcdef 01234567") > 1


def test_an_attestation_says_what_it_is_not_and_has_no_green(made, tmp_path):
    text = read(made["attestation"], tmp_path)

    assert "Ce n’est ni une certification ni un diplôme." in text
    assert "wax" not in (TEMPLATES / "attestation.typ").read_text(encoding="utf-8")


def test_each_letter_counts_its_own_pages(made, tmp_path):
    assert told(made["convocation"], tmp_path)["Pages"] == "2"
    assert read(made["convocation"], tmp_path).count("page 1 sur 1") == 2


def test_what_is_written_is_text_and_never_source(setter, tmp_path):
    data = papers.minutes(remarks=ATTACKS, session=ATTACKS[0], count=1)
    data["candidates"][0]["name"] = "#sys.inputs"
    text = "".join(read(setter.document("minutes", data, at=AT), tmp_path).split())

    for attack in [*ATTACKS, "#sys.inputs"]:
        assert attack.replace(" ", "") in text, attack
    assert "root:" not in text


def test_the_same_data_give_the_same_bytes(setter):
    attachments = [Attachment("a.json", b"{}", "application/json", "source", "Données")]
    one, other = (setter.document("minutes", papers.minutes(count=1), at=AT, attachments=attachments) for _ in range(2))

    assert one == other


def test_the_same_bytes_come_from_this_process_and_a_paper_that_cannot_be_set_is_refused_there_too(setter):
    data, attachments = papers.minutes(count=1), [Attachment("a.json", b"{}", "application/json", "source", "Données")]

    assert WarmTypesetter().document("minutes", data, at=AT, attachments=attachments) == setter.document(
        "minutes", data, at=AT, attachments=attachments
    )
    with pytest.raises(NotTypeset):
        WarmTypesetter().document("minutes", {}, at=AT)


def test_signs_that_no_letter_of_ours_draws_are_replaced_and_that_is_said(setter, made, tmp_path):
    data = papers.minutes(count=1)
    data["candidates"][0] |= {"name": "Wang Xiaoming \ue000🙂", "native": "王小明"}
    text = read(setter.document("minutes", data, at=AT), tmp_path)

    assert text.count("[…]") == 3
    assert "remplacés par […]" in text
    assert "remplacés" not in read(made["minutes"], tmp_path)


ACCENTS = {
    "محمد بن عبد الله": "محمد بن عبد الله",
    "می\u200cخواهم": "می\u200cخواهم",  # a joiner that Persian writes
    "प्रिया": "प्रिया",
    "Ẹ̀kọ́": "Ẹ̀kọ́",
    "a\u093e": "a[…]",  # an accent of one script on a letter of another: no face has both
    "王\u0301": "[…]",
    "🕉\ufe0f": "[…]",
    "\u0600١": "[…]١",
}


def test_an_accent_is_printed_with_its_letter_or_not_at_all(setter):
    data = papers.minutes(count=len(ACCENTS))
    for row, (typed, printed) in zip(data["candidates"], ACCENTS.items(), strict=True):
        assert legible(typed, of_many_scripts())[0] == printed
        row |= {"name": f"x{typed}", "native": typed}

    assert setter.document("minutes", data, at=AT)


RIGHT_TO_LEFT = ("نور الهدى بن علي", "یاسمین قربانی", "محمد عبد الله", "خديجة بنت خويلد", "שרה כהן")
DIRECTIONS = dict.fromkeys((0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))  # poppler writes them


def test_a_name_that_is_written_from_right_to_left_is_found_by_whoever_looks_for_it(setter, tmp_path):
    data = papers.minutes(count=len(RIGHT_TO_LEFT))
    for row, name in zip(data["candidates"], RIGHT_TO_LEFT, strict=True):
        row |= {"name": f"Léa {name}", "native": name}
    text = read(setter.document("minutes", data, at=AT), tmp_path, "-layout").translate(DIRECTIONS)

    for name in RIGHT_TO_LEFT:
        assert text.count(name) >= 2, name


def test_a_name_cannot_turn_the_order_of_letters(setter, tmp_path):
    data = papers.minutes(count=1)
    data["candidates"][0]["name"] = "Anne\u202e drahcuoB\u2066"

    assert "Anne drahcuoB" in read(setter.document("minutes", data, at=AT), tmp_path)


@pytest.mark.parametrize(
    "stroke", ['M0 0"/><image href="/etc/passwd"/>', "M0 0&#34;", "javascript:1", "M0 0" * 9_000, "A1 1 0 0 0 2 2"]
)
def test_a_stroke_that_is_none_is_refused(setter, stroke):
    data = papers.minutes(count=1)
    data["signatures"][0]["stroke"] = stroke
    with pytest.raises(StrangePaper):
        setter.document("minutes", data, at=AT)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "https://a b", "https://é"])
def test_an_address_that_is_none_is_refused(setter, address):
    data = papers.convocation("fr")
    data["letters"][0]["url"] = address
    with pytest.raises(StrangePaper):
        setter.document("convocation", data, at=AT)


def test_what_is_attached_comes_out_as_it_went_in(setter, tmp_path):
    given = {"data.json": '{"a": "é"}'.encode(), "scan.bin": bytes(range(256)) * 20}
    attachments = [
        Attachment(name, content, "application/octet-stream", "supplement", "Pièce") for name, content in given.items()
    ]
    (tmp_path / "a.pdf").write_bytes(setter.document("minutes", papers.minutes(), at=AT, attachments=attachments))
    subprocess.run([tool("pdfdetach"), "-saveall", "a.pdf"], cwd=tmp_path, check=True, capture_output=True)

    assert {name: (tmp_path / name).read_bytes() for name in given} == given


def test_too_much_is_refused_before_anything_is_set(setter, monkeypatch):
    monkeypatch.setattr(typesetter, "MOST_BYTES_OF_DOCUMENT", 1_000)
    with pytest.raises(NotTypeset):
        setter.document("minutes", papers.minutes(), at=AT)


def test_minutes_of_five_hundred_take_less_than_five_seconds(setter, tmp_path):
    data = papers.minutes(count=500)
    start = time.perf_counter()
    pdf = setter.document("minutes", data, at=AT)

    assert time.perf_counter() - start < 5
    assert int(told(pdf, tmp_path)["Pages"]) > 15


def test_a_font_that_is_added_sets_the_signs_that_ours_lack(setter, tmp_path):
    folder = tmp_path / "fonts"
    folder.mkdir()
    (folder / "broken.ttf").write_bytes(b"\0\1\0\0no font")
    symbols = next(OTHER_SCRIPTS.glob("NotoSansSymbols*.ttf")).read_bytes()
    (folder / "added.ttf").write_bytes(symbols)
    data = papers.minutes(count=1)
    data["candidates"][0]["name"] = "Wei \u2648\u2649"
    richer = TypstTypesetter(str(folder))

    assert not setter.printable("\u2648")
    assert richer.printable("\u2648")
    assert "Wei […]" in read(setter.document("minutes", data, at=AT), tmp_path)
    pdf = richer.document("minutes", data, at=AT)
    assert "Wei \u2648\u2649" in read(pdf, tmp_path)
    assert b"<pdfaid:part>3</pdfaid:part>" in pdf
    (tmp_path / "fonts.pdf").write_bytes(pdf)
    fonts = subprocess.run([tool("pdffonts"), tmp_path / "fonts.pdf"], capture_output=True, check=True).stdout.decode()
    (row,) = (line for line in fonts.splitlines() if "Symbols" in line)
    assert row.split()[-5:-2] == ["yes", "yes", "yes"], "embedded, subset, told in Unicode"
