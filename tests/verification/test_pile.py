"""A recruiter's pile: what is found in it, whose it is, and what hostile files come to."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Mapping, Sequence
from hashlib import sha256
from time import process_time

import orjson
import pytest

from sceau.engine.checks.policy import Policy
from sceau.engine.checks.trust import TrustedIssuer, TrustList
from sceau.engine.checks.written import OLD_OFFICE
from sceau.engine.errors import EngineError, OutOfReach, Reason
from sceau.engine.model.code import make_code
from sceau.engine.ports import Carried, Contents
from sceau.engine.vocabularies.contexts import shipped
from sceau.outside.fetchers import MemoryFetcher
from sceau.outside.strangers.reader import StrangersReader
from sceau.verification import zips
from sceau.verification.judging import Handed
from sceau.verification.pile import looking
from sceau.verification.pile.items import MalformedItems, read_items
from sceau.verification.pile.looking import NotHere, look_through, steps_through
from sceau.verification.pile.names import is_named, name_at_head, words_of
from sceau.verification.pile.places import Place, Places
from sceau.verification.pile.telling import as_json
from sceau.verification.pile.unpacking import count_files
from sceau.verification.zips import LONG_LIST
from strangers_files import certificate, pdf_with_attachments, picture
from verifying import BASE, NOW, Issuer, credential
from written_files import docx, ods, odt, page, pptx, rtf, xlsx

CODE = make_code(b"0123456789")
OTHER = make_code(b"abcdefghij")
GROUPED = f"{CODE[:5]}-{CODE[5:9]}-{CODE[9:]}"
PLACES = Places(BASE)
CLOSED = OutOfReach(Reason("test.closed", fr="demandez à la personne", en="ask the person"))
MISSING = NotHere(Reason("test.missing", fr="aucune preuve", en="no credential"))


def subject(name: str) -> dict:
    return {
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "identityHash": name,
                "identityType": "name",
                "hashed": False,
                "salt": "not-used",
            }
        ],
        "achievement": {
            "id": f"{BASE}/m/audit/1",
            "type": ["Achievement"],
            "name": "Audit",
            "description": "Relever.",
            "criteria": {"narrative": "Réussir."},
        },
    }


ISSUER = Issuer()
NAIMA = orjson.dumps(ISSUER.badge(id=f"{BASE}/v/{CODE}", credentialSubject=subject("Naïma Bensaïd")))
PAUL = orjson.dumps(ISSUER.badge(id=f"{BASE}/v/{OTHER}", credentialSubject=subject("Paul Rességuier")))
FORGED = NAIMA.replace("Naïma".encode(), b"Manon")


class House:
    """A house with one credential that is open, and one for whoever has its link."""

    def __init__(self) -> None:
        self.asked: list[Sequence[Place]] = []

    def given(self, places: Sequence[Place]) -> Mapping[Place, bytes | EngineError]:
        self.asked.append(places)
        open_to_all = {CODE: NAIMA}
        closed = {OTHER: PAUL}
        return {
            place: open_to_all.get(place.code)
            or (closed[place.code] if place.code in closed and place.opening == "secret" else None)
            or (CLOSED if place.code in closed else MISSING)
            for place in places
        }

    def issued(self, claims):
        true = {(CODE, sha256(NAIMA).hexdigest()), (OTHER, sha256(PAUL).hexdigest())}
        return true & set(claims)


class Written:
    """A reader of CVs: what each carries is told beforehand, by the bytes after the mark of a PDF."""

    def __init__(self, **contents: Contents) -> None:
        self.contents = contents

    def read(self, data: bytes) -> Contents:
        return self.contents[data.removeprefix(b"%PDF-").decode()]


class Asked(MemoryFetcher):
    """What others serve, and what of it was asked for."""

    def __init__(self) -> None:
        super().__init__(ISSUER.site)
        self.urls: list[str] = []

    def fetch(self, url, **how):
        self.urls.append(url)
        return super().fetch(url, **how)


def cv(words: str, *carried: Carried, fault: str = "") -> Contents:
    return Contents("pdf", carried, words, fault)


def link(address: str) -> Carried:
    return Carried("link", "1", address.encode())


def passed(*handed: tuple[str, bytes | str], reader=None, house=None, fetcher=None, policy=None, items=(), **more):
    return look_through(
        [Handed(*each) for each in handed],
        items,
        places=PLACES,
        house=house or House(),
        policy=policy or Policy(shipped()),
        reader=reader or Written(),
        fetcher=fetcher or MemoryFetcher(ISSUER.site),
        now=NOW,
        **more,
    )


def told(done) -> list[tuple[str, str, str]]:
    """File, verdict, code of the reason."""
    found = []
    for entry in done.entries:
        if entry.judged is None:
            found.append((entry.file, "missing" if entry.is_missing else "without", entry.why.reason.code))
        else:
            decisive = entry.judged.report.decisive
            found.append((entry.file, entry.judged.report.verdict, decisive.reason.code if decisive else ""))
    return found


def packed(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return out.getvalue()


def test_a_cv_is_compared_with_the_credentials_that_it_names():
    words = "BENSAID Naima\nIngénieure\nExpérience…\n"
    reader = Written(
        link=cv(words, link(f"{BASE}/v/{CODE}?o=x"), link("https://www.linkedin.example/in/naima")),
        printed=cv(f"Curriculum vitae\nJean Dupont\nMes preuves : {GROUPED.lower()}"),
        attached=cv("", Carried("attachment", "preuve.json", NAIMA)),
        bare=cv("Jean Dupont", link("https://github.example/jean")),
    )
    done = passed(*((f"{name}.pdf", f"%PDF-{name}".encode()) for name in reader.contents), reader=reader)

    assert sorted(told(done)) == [
        ("attached.pdf", "check", "pile.no_words"),
        ("bare.pdf", "without", "pile.nothing"),
        ("link.pdf", "valid", ""),
        ("printed.pdf", "check", "pile.name_differs"),
    ]
    (differs,) = [entry for entry in done.entries if entry.file == "printed.pdf"]
    assert differs.found_name == "Jean Dupont"
    said = differs.judged.report.decisive.message["fr"]
    assert "Naïma Bensaïd" in said
    assert "Jean Dupont" in said


def test_what_the_holder_does_not_open_is_said_to_exist_and_no_more():
    reader = Written(
        closed=cv("Paul Rességuier", link(f"{BASE}/v/{OTHER}")),
        opened=cv("Paul Rességuier", link(f"{BASE}/v/{OTHER}?o=secret")),
    )
    done = passed(("closed.pdf", b"%PDF-closed"), ("opened.pdf", b"%PDF-opened"), reader=reader)

    assert told(done) == [("closed.pdf", "check", "test.closed"), ("opened.pdf", "valid", "")]
    closed = as_json(done)["results"][0]
    assert closed["credential"] == {}
    assert closed["address"] == f"{BASE}/v/{OTHER}"


def test_a_credential_is_one_line_however_often_its_cv_names_it():
    words = f"Naïma Bensaïd {GROUPED} {BASE}/v/{CODE}"
    reader = Written(
        cv=cv(
            words,
            Carried("attachment", "a.json", NAIMA),
            link(f"{BASE}/v/{CODE}"),
            Carried("code", "1", f"{BASE}/v/{CODE}?o=s".encode()),
        )
    )

    assert told(passed(("cv.pdf", b"%PDF-cv"), reader=reader)) == [("cv.pdf", "valid", "")]


def test_a_list_with_names_is_gone_through_whatever_wrote_it():
    rows = f"Nom;Prénom;Lien\nBensaïd;Naïma;{BASE}/v/{CODE}\nDupont;Jean;{GROUPED}\nX;Y;{BASE}/v/{CODE[:-1]}{'0' if CODE[-1] != '0' else '1'}\nSans;Lien;\n"
    done = passed(("liste.csv", rows.encode("cp1252")))

    assert [(entry.where, *answer[1:]) for entry, answer in zip(done.entries, told(done), strict=True)] == [
        ("3", "check", "pile.name_differs"),
        ("4", "missing", "code.mistyped"),
        ("2", "valid", ""),
        ("5", "without", "pile.no_link"),
    ]


def test_a_code_that_was_never_given_does_not_stand_among_the_cvs_without_any():
    wrong = GROUPED[:-1] + ("0" if GROUPED[-1] != "0" else "1")
    reader = Written(
        invented=cv(f"Jean Dupont, certifié ({wrong}), né en 1990-1234"), plain=cv("Paul Petit 01234-12-2019")
    )
    done = passed(
        ("invented.pdf", b"%PDF-invented"), ("plain.pdf", b"%PDF-plain"), ("a.txt", wrong.encode()), reader=reader
    )

    assert sorted(told(done)) == [
        ("a.txt", "missing", "code.mistyped"),
        ("invented.pdf", "missing", "code.mistyped"),
        ("plain.pdf", "without", "pile.nothing"),
    ]


def test_pasted_links_elsewhere_are_asked_for_and_private_addresses_are_not():
    site = dict(ISSUER.site) | {"https://badges.other/1": NAIMA}
    fetcher = MemoryFetcher(site)
    done = passed(("", f"https://badges.other/1\n\n{BASE}/v/{CODE}\n"), fetcher=fetcher)
    assert [answer[1] for answer in told(done)] == ["valid", "valid"]

    from sceau.outside.http import HttpFetcher

    done = passed(("", "https://127.0.0.1/x\nhttps://[::1]/y\nhttp://badges.example/z"), fetcher=HttpFetcher())
    assert {answer[1] for answer in told(done)} == {"check"}


def test_a_zip_is_opened_once_and_what_is_not_opened_is_named():
    inner = packed(a__json=NAIMA)
    archive = packed(
        cv__pdf=b"%PDF-cv", forged__json=FORGED, inner__zip=inner, letter__pages=b"PK\x03\x04", old__doc=OLD_OFFICE + bytes(600), cut__docx=b"PK\x03\x04",
            __DS_Store=b"x", valid__json=NAIMA,
        empty__json=b"", did__json=orjson.dumps({"id": "did:web:x", "verificationMethod": []}),
    )  # fmt: skip
    done = passed(("lot.zip", archive), reader=Written(cv=cv("Personne")))

    assert told(done) == [
        ("lot.zip › forged.json", "invalid", "proof.wrong_signature"),
        ("lot.zip › inner.zip", "missing", "pile.nested"),
        ("lot.zip › letter.pages", "missing", "pile.other_file"),
        ("lot.zip › old.doc", "missing", "pile.old_office"),
        ("lot.zip › cut.docx", "missing", "pile.not_office"),
        ("lot.zip › valid.json", "valid", ""),
        ("lot.zip › cv.pdf", "without", "pile.nothing"),
        ("lot.zip › empty.json", "without", "pile.empty"),
        ("lot.zip › did.json", "without", "opening.not_a_credential"),
    ]
    assert done.counts == {"invalid": 1, "check": 0, "missing": 4, "valid": 1, "without": 3}
    assert done.files[0].name == "lot.zip"


@pytest.fixture(scope="module")
def opener():
    kept = StrangersReader(at_once=1)
    yield kept
    kept.close()


CV = ["Naïma Bensaïd", "Ingénieure", "Mes travaux : https://elsewhere.example/naima"]
OPENED = f"{BASE}/v/{OTHER}?o=secret"


@pytest.mark.parametrize(
    ("name", "made"),
    [("cv.docx", docx), ("cv.odt", odt), ("cv.pptx", pptx), ("cv.rtf", rtf), ("cv.html", page), ("cv.doc", rtf)],
)
def test_a_cv_of_any_office_is_compared_with_what_it_leads_to(opener, name, made):
    asked = Asked()
    whole, other = made(CV, f"{BASE}/v/{CODE}"), made(CV, OPENED)
    done = passed(("lot.zip", packed(**{"a/" + name: whole, name: other})), (name, whole), reader=opener, fetcher=asked)

    assert sorted(told(done)) == sorted(
        [
            (name, "valid", ""),
            (f"lot.zip › a/{name}", "valid", ""),
            (f"lot.zip › {name}", "check", "pile.name_differs"),
        ]
    )
    assert not [url for url in asked.urls if "elsewhere" in url]


def test_a_cv_in_plain_text_is_a_cv_and_a_list_in_plain_text_is_a_list():
    lines = "\n".join([*CV, f"Ma preuve : {BASE}/v/{CODE}", "Langues : anglais, arabe", "Loisirs, sport"])
    asked = Asked()
    done = passed(("cv.txt", lines.encode()), fetcher=asked)
    listed = passed(("liens.txt", f"Nom complet\tLien\nPaul Rességuier\t{BASE}/v/{CODE}\n".encode()))

    assert told(done) == [("cv.txt", "valid", "")]
    assert not [url for url in asked.urls if "elsewhere" in url]
    assert told(listed) == [("liens.txt", "check", "pile.name_differs")]


def test_a_list_in_a_workbook_is_gone_through_as_one_in_a_csv(opener):
    rows = [["Nom complet", "Preuve"], ["Naïma Bensaïd", "ouvrir"], ["Jean Dupont", f"{BASE}/v/{CODE}"], ["Rien", ""]]
    for name, content in (
        ("liste.xlsx", xlsx(rows, {"B2": f"{BASE}/v/{CODE}"})),
        ("liste.ods", ods(rows, {(1, 1): f"{BASE}/v/{CODE}"})),
    ):
        done = passed((name, content), reader=opener)

        assert told(done) == [
            (name, "check", "pile.name_differs"),
            (name, "valid", ""),
            (name, "without", "pile.no_link"),
        ]
        assert [entry.where for entry in done.entries] == ["3", "2", "4"]


def test_a_document_that_was_not_read_whole_is_told_beside_what_was_found(opener):
    long = docx(["Naïma Bensaïd", *(["mot " * 40_000] * 3)], f"{BASE}/v/{CODE}")
    locked = odt(CV, parts={"META-INF/manifest.xml": b"<m:encryption-data/>"})

    assert sorted(told(passed(("long.docx", long), ("locked.odt", locked), reader=opener))) == [
        ("locked.odt", "missing", "pile.locked"),
        ("long.docx", "missing", "pile.only_partly"),
        ("long.docx", "valid", ""),
    ]


def bomb(size: int) -> bytes:
    return packed(bomb__json=b"{" + b" " * size)


def test_hostile_archives_cost_little_and_are_told():
    overlong = b"PK\x05\x06" + b"\0" * 8 + (200_000_000).to_bytes(4, "little") + b"\0" * 6
    lzma = io.BytesIO()
    with zipfile.ZipFile(lzma, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.json", NAIMA)
    encrypted = bytearray(packed(a__json=NAIMA))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        at = encrypted.find(mark) + (6 if mark.endswith(b"\x04") else 8)
        encrypted[at] |= 1

    found = {}
    for name, content in {
        "bomb": bomb(300_000_000),
        "long": b"PK\x03\x04" + overlong,
        "lzma": lzma.getvalue(),
        "locked": bytes(encrypted),
        "cut": packed(a__json=NAIMA)[:-30],
    }.items():
        (answer,) = told(passed((f"{name}.zip", content)))
        found[name] = answer[1:]

    assert found == {
        "bomb": ("invalid", "json.too_large"),
        "long": ("missing", LONG_LIST.code),
        "lzma": ("missing", "source.other_method"),
        "locked": ("missing", "source.encrypted"),
        "cut": ("missing", "source.damaged_zip"),
    }


def test_hostile_files_are_opened_by_the_process_of_strangers():
    reader = StrangersReader()
    svg = b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>"
    huge = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x27\x10\0\0\x27\x10\x08\0\0\0\0"
    try:
        done = passed(
            ("ten_thousand.pdf", pdf_with_attachments(10_000)),
            ("broken.pdf", b"%PDF-1.7 broken"),
            ("entities.svg", svg),
            ("photo.png", picture(f"{BASE}/v/{CODE}")),
            ("hundred_megapixels.png", huge),
            ("certificate.pdf", certificate(("preuve.json", NAIMA))),
            reader=reader,
        )
    finally:
        reader.close()

    found = {name: (verdict, why) for name, verdict, why in told(done)}
    assert found["ten_thousand.pdf"][0] == "missing"
    assert found["broken.pdf"] == ("missing", "carried.broken")
    assert found["entities.svg"][0] in ("invalid", "without")
    assert found["photo.png"] == ("valid", "")
    assert found["hundred_megapixels.png"][0] in ("invalid", "missing", "without")
    assert found["certificate.pdf"] == ("valid", "")


def test_there_is_an_end_to_what_is_judged_and_it_is_told(monkeypatch):
    monkeypatch.setattr(looking, "MOST_ITEMS", 3)
    done = passed(("", "\n".join([f"{BASE}/v/{CODE}"] * 5)))

    assert [answer[1] for answer in told(done)] == ["missing", "valid", "valid", "valid"]


def test_out_of_time_is_told_of_each_file_that_was_left():
    ticks = iter([0.0, 1.0, 30.0, *[60.0] * 20])
    done = passed(("a.json", NAIMA), ("b.json", PAUL), clock=lambda: next(ticks))

    assert {answer[1:] for answer in told(done)} == {("missing", "judging.out_of_time")}


def test_a_machine_that_tries_codes_is_soon_told_no_more():
    codes = [make_code(bytes([n, n // 7]) + b"12345678") for n in range(150)]
    done = passed(("", "\n".join(codes)))
    reasons = [answer[2] for answer in told(done)]

    assert reasons.count("test.missing") == looking.MOST_UNKNOWN
    assert reasons.count("pile.guessing") == len(codes) - looking.MOST_UNKNOWN


def test_the_same_link_is_asked_and_judged_once():
    house = House()
    done = passed(("", "\n".join([f"{BASE}/v/{CODE}"] * 40)), house=house)

    assert house.asked == [[Place(CODE)]]
    assert len({id(entry.judged.document) for entry in done.entries}) == 1


@pytest.mark.parametrize(
    ("words", "name", "is_there"),
    [
        ("Inès DUPONT, ingénieure", "Dupont Ines", True),
        ("Nom : Le Goff\nPrénom : Anne-Élise", "Anne-Élise Le Goff", False),
        ("LE GOFF Anne Elise\n12 rue", "Anne-Élise Le Goff", True),
        ("Jean Martin. Référence : Paul Dupont", "Jean Dupont", False),
        ("Jean-Paul Dupont", "Jean Dupont", False),
        ("Łukasz Wiśniewski", "Wisniewski Lukasz", True),
        ("", "Jean Dupont", False),
    ],
)
def test_a_name_is_found_as_people_find_it(words, name, is_there):
    assert is_named(words_of(words), name) is is_there


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Curriculum Vitae\n\nInès Dupont\nParis", "Inès Dupont"),
        ("CV\n06 12 34 56 78\nJEAN-PAUL L’HERMITE\n", "JEAN-PAUL L’HERMITE"),
        ("développeuse python\nlangues", ""),
    ],
)
def test_the_name_at_the_head_of_a_cv(words, name):
    assert name_at_head(words) == name


def test_what_a_program_hands_in():
    items = read_items(
        orjson.dumps(
            {
                "items": [
                    {"link": f"{BASE}/v/{CODE}", "name": "Naïma Bensaïd", "reference": "A-17"},
                    {"link": GROUPED, "name": "Jean Dupont"},
                    {"credential": orjson.loads(FORGED)},
                    {"link": "javascript:alert(1)"},
                ]
            }
        ),
        PLACES,
    )
    done = passed(items=items)

    assert told(done) == [
        ("2", "invalid", "proof.wrong_signature"),
        ("1", "check", "pile.name_differs"),
        ("3", "missing", "pile.no_link"),
        ("A-17", "valid", ""),
    ]
    for wrong in (b'{"items": []}', b'{"items": [1]}', b'{"items": {}}', orjson.dumps({"items": [{}] * 1001})):
        with pytest.raises(MalformedItems):
            read_items(wrong, PLACES)


def test_a_document_that_a_thousand_credentials_name_is_not_unpacked_a_thousand_times():
    annex = f"{BASE}/v/{CODE}/annex-1.json"
    related = [{"id": annex, "digestSRI": "sha384-AAAA", "mediaType": "application/json"}]
    naming = orjson.dumps(ISSUER.badge(relatedResource=related))
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as there:
        there.writestr("annex-1.json", b" " * 15_000_000)
        for number in range(30):
            there.writestr(f"{number}.json", naming)
    read = []
    real = zips._unpack

    def unpack(*about, **more):
        read.append(real(*about, **more))
        return read[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(zips, "_unpack", unpack)
        done = passed(("lot.zip", archive.getvalue()))

    assert done.counts["invalid"] + done.counts["check"] + done.counts["valid"] > 0
    assert sum(map(len, read)) < 120_000_000


def test_a_credential_with_thousands_of_long_names_is_compared_with_few():
    names = [
        {"type": "IdentityObject", "identityHash": f"{n} " + "a " * 5_000, "identityType": "name", "hashed": False}
        for n in range(100)
    ]
    many = orjson.dumps(ISSUER.badge(credentialSubject=subject("x") | {"identifier": names}))
    reader = Written(cv=cv("a " * 25_000, Carried("attachment", "a.json", many)))
    begun = process_time()
    done = passed(("cv.pdf", b"%PDF-cv"), reader=reader)

    assert told(done)[0][1] != "valid"
    assert process_time() - begun < 2


def test_a_pile_is_not_turned_on_the_servers_of_others():
    fetcher = MemoryFetcher({})
    few = looking.FewQuestions(fetcher, most=3)
    done = passed(("", "\n".join(f"https://victim.example/{n}" for n in range(9))), fetcher=few)

    assert len(fetcher.asked) == 3
    assert sorted({answer[2] for answer in told(done)}) == ["pile.asked_enough", "reach.not_found"]


def test_what_waits_to_be_judged_has_a_bound(monkeypatch):
    monkeypatch.setattr(looking, "MOST_BYTES", len(NAIMA) + 10)

    assert told(passed(("a.json", NAIMA), ("b.json", PAUL)))[0][1:] == ("missing", "pile.too_much")


def spoofed() -> tuple[bytes, MemoryFetcher]:
    """What somebody signs with a site of their own, under our address and a great name."""
    evil = Issuer(2, host="evil.example")
    issuer = {"id": evil.id, "type": ["Profile"], "name": "Université Paris-Dauphine"}
    document = credential(evil.id, id=f"{BASE}/v/{CODE}", credentialSubject=subject("Jean Dupont"), issuer=issuer)
    return orjson.dumps(evil.sign(document)), MemoryFetcher({**ISSUER.site, **evil.site})


def test_a_great_name_that_somebody_gives_themselves_stands_behind_their_site_and_never_at_our_address():
    data, fetcher = spoofed()
    (result,) = as_json(passed(("preuve.json", data), fetcher=fetcher))["results"]

    assert result["verdict"] == "valid"
    assert result["issuer"]["en"] == "evil.example (says “Université Paris-Dauphine”)"
    assert result["address"] == ""


def test_an_attachment_that_claims_our_address_hides_no_credential_that_the_file_leads_to():
    data, fetcher = spoofed()
    reader = Written(a=cv("Jean Dupont", Carried("attachment", "preuve.json", data), link(f"{BASE}/v/{CODE}")))
    told = as_json(passed(("cv.pdf", b"%PDF-a"), reader=reader, fetcher=fetcher))

    assert {(each["address"], each["credential"]["issuer"]["id"]) for each in told["results"]} == {
        (f"{BASE}/v/{CODE}", ISSUER.id),
        ("", "did:web:evil.example"),
    }


def test_what_the_house_issued_and_its_link_in_one_file_count_once():
    reader = Written(a=cv("Naïma Bensaïd", Carried("attachment", "preuve.json", NAIMA), link(f"{BASE}/v/{CODE}")))

    assert len(passed(("cv.pdf", b"%PDF-a"), reader=reader).entries) == 1


@pytest.mark.parametrize("line", ["ab," * 4_000_000, "a\n" * 6_000_000])
def test_a_list_without_end_is_read_at_its_beginning_only(line):
    tracemalloc.start()
    try:
        done = passed(("liste.csv", f"{BASE}/v/{CODE}\n{line}".encode()))
        used = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert used < 200_000_000
    assert [entry.judged.report.verdict for entry in done.entries if entry.judged] == ["valid"]
    assert "pile.only_partly" in {entry.why.reason.code for entry in done.entries if entry.why}


def test_openings_that_are_tried_are_counted_as_codes_are(monkeypatch):
    monkeypatch.setattr(looking, "MOST_UNKNOWN", 5)
    done = passed(("", "\n".join(f"{BASE}/v/{OTHER}?o=guess{number}" for number in range(10))))
    reasons = [entry.why.reason.code for entry in done.entries if entry.why]

    assert reasons.count("pile.guessing") == 5


def test_it_is_told_by_what_an_issuer_is_known():
    alike, nobody = Issuer(2, host="badgės.example"), Issuer(3, host=None)
    sites = MemoryFetcher(ISSUER.site | alike.site)
    files = [(f"{number}.json", orjson.dumps(each.badge())) for number, each in enumerate((ISSUER, alike, nobody))]
    listed = TrustList.of(TrustedIssuer(ISSUER.id, "Université des Causses"))

    def known(**more):
        results = as_json(passed(*files, fetcher=sites, **more))["results"]
        return {each["file"]: (each["verdict"], each["issuer_known_by"], each["issuer_site"]) for each in results}

    assert known() == {
        "0.json": ("valid", "domain", "badges.example"),
        "1.json": ("valid", "domain", "xn--badgs-9za.example"),
        "2.json": ("check", "", ""),
    }
    assert known(policy=Policy(shipped(), trusted=listed))["0.json"] == ("valid", "list", "")


def test_it_is_said_how_far_a_pass_is():
    archive = packed(a__json=NAIMA, b__json=PAUL, c__txt=b"rien", __DS_Store=b"x")
    handed = [Handed("", f"{BASE}/v/{CODE}"), Handed("lot.zip", archive), Handed("seul.json", NAIMA)]
    steps = list(
        steps_through(
            handed,
            places=PLACES,
            house=House(),
            policy=Policy(shipped()),
            reader=Written(),
            fetcher=MemoryFetcher(ISSUER.site),
            now=NOW,
        )
    )

    assert [(step.opened, step.files) for step in steps if not step.total] == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]
    assert [(step.judged, step.total) for step in steps if step.total] == [
        (1, 4),
        (2, 4),
        (3, 4),
        (4, 4),
    ]  # one lies there twice
    assert count_files([Handed("a.zip", b"PK\x03\x04"), Handed("b.docx", docx(CV)), Handed("c.zip", bomb(10))]) == 3
