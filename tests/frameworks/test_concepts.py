"""ESCO, ROME and lists of one's own; the fixtures of ESCO and ROME are derived (see derived/README.md)."""

from __future__ import annotations

import json
import shutil

import pytest

from frameworks.exports import HERE, load
from sceau.frameworks.errors import AlreadyLoaded, OlderThanInUse, WrongFile
from sceau.frameworks.models import Concept, ConceptLink, Framework, Release
from sceau.search import queries as search

pytestmark = pytest.mark.django_db
LISTEN = "http://data.europa.eu/esco/skill/a17286c5-238d-4f0b-bc24-29e9121345de"
CYBER = "http://data.europa.eu/esco/skill/8088750d-8388-4170-a76f-48354c469c44"
JOB = "http://data.europa.eu/esco/occupation/00000000-0000-4000-8000-000000000002"


@pytest.fixture
def package(tmp_path):
    """A folder that holds some of the files, under the name that the package of a language has."""

    def made(name, *files):
        folder = tmp_path / name
        folder.mkdir()
        for file in files or [each.name for each in (HERE / "esco").iterdir()]:
            shutil.copy(HERE / "esco" / file, folder / file)
        return folder

    return made


def test_esco_is_read_in_both_languages(tmp_path, package):
    release = load(package("ESCO dataset - v1.2.0 - classification"), tmp_path)

    concept = Concept.objects.get(code=LISTEN)
    assert (concept.label_fr, concept.label_en, concept.url) == ("pratiquer l’écoute active", "listen actively", LISTEN)
    assert concept.alternatives == {
        "fr": ["écouter activement", "être à l’écoute"],
        "en": ["active listening", "be attentive"],
    }
    assert (concept.kind, concept.reuse, concept.parents) == (
        "skill", "transversal", ["http://data.europa.eu/esco/skill/S1"],
    )  # fmt: skip
    assert Concept.objects.get(code=CYBER).kind == "knowledge"
    assert (Concept.objects.get(code=JOB).kind, Concept.objects.get(code=JOB).notation) == ("occupation", "2529.9")
    assert Concept.objects.get(label_fr="compétence d’autrefois").retired
    assert set(ConceptLink.objects.values_list("target", "kind")) == {(CYBER, "essential"), (LISTEN, "optional")}
    framework = Framework.objects.get(code="esco")
    assert (framework.version, framework.whole, framework.licence) == (
        "1.2.0", True, "© Union européenne, décision 2011/833/UE",
    )  # fmt: skip
    assert release.counts["oddities"] == {"broader_unknown": 1}
    assert [hit.key for hit in search.find("concept:esco", "ecoute actve", limit=1)] == [LISTEN]


@pytest.mark.parametrize("order", [("fr", "en"), ("en", "fr")])
def test_the_package_of_one_language_completes_that_of_the_other(tmp_path, package, order):
    for language in order:
        folder = package(f"ESCO dataset - v1.2.0 - {language} - csv", f"skills_{language}.csv")
        load(folder, tmp_path)

    concept = Concept.objects.get(code=LISTEN)
    assert (concept.label_fr, concept.label_en) == ("pratiquer l’écoute active", "listen actively")
    assert concept.alternatives["en"] == ["active listening", "be attentive"]


def test_what_a_newer_version_leaves_out_is_marked_and_an_older_one_is_refused(tmp_path, package):
    load(package("ESCO v1.2.0", "skills_fr.csv"), tmp_path)
    newer = package("ESCO v1.2.1", "skills_fr.csv")
    lines = (newer / "skills_fr.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (newer / "skills_fr.csv").write_text("".join(line for line in lines if CYBER not in line), encoding="utf-8")

    release = load(newer, tmp_path)

    assert (release.counts["gone"], release.counts["changed"], release.counts["new"]) == (1, 0, 0)
    assert Concept.objects.get(code=CYBER).gone_on is not None
    assert search.find("concept:esco", "cybersécurité") == []
    with pytest.raises(OlderThanInUse, match=r"1\.1\.0"):
        load(package("ESCO v1.1.0", "skills_en.csv"), tmp_path)


def test_rome_is_read_with_its_job_titles_its_skills_and_what_a_job_asks_for(tmp_path):
    release = load(HERE / "rome", tmp_path)

    assert Concept.objects.get(code="M1802").label_fr == "Expertise et support en systèmes d'information"
    title = Concept.objects.get(code="ogr:900010")
    assert (title.kind, title.parents, title.alternatives) == ("job_title", ["M1844"], {"fr": ["Analyste cyber"]})
    assert Concept.objects.get(code="ogr:100001").label_fr == "Analyser les risques d'un système d'information"
    assert Concept.objects.get(code="ogr:200001").kind == "knowledge"
    assert set(ConceptLink.objects.values_list("source", "target")) == {
        ("M1844", "ogr:100001"),
        ("M1844", "ogr:200001"),
    }
    assert Framework.objects.get(code="rome").version == "461"
    assert release.counts["oddities"] == {"job_title_without_job": 1}
    assert "ogr:900010" in [hit.key for hit in search.find("concept:rome", "analyste en cybersecurite")]


def test_rome_in_json_says_the_same(tmp_path):
    folder = tmp_path / "RefRomeJson"
    folder.mkdir()
    twice = "Expertise et support en systèmes".encode().decode("latin-1")
    said = {
        "unix_referentiel_code_rome_v461.json": [{"code_rome": "M1802", "libelle": twice}],
        "unix_referentiel_appellation_v461.json": [
            {"code_ogr": 900011, "libelle": "Technicien d’exploitation", "code_rome_parent": "M1802"}
        ],
        "unix_referentiel_competence_v461.json": {
            "item_referentiel_competence": [{"code_ogr": 100001, "libelle": "Gérer"}]
        },
    }
    for name, content in said.items():
        (folder / name).write_bytes(json.dumps(content, ensure_ascii=False).replace("’", "'").encode("latin-1"))

    load(folder, tmp_path)

    assert Concept.objects.get(code="M1802").label_fr == "Expertise et support en systèmes"
    assert Concept.objects.get(code="ogr:900011").parents == ["M1802"]


FREE = "code;label_fr;label_en;url;parent\nA;Métiers d’art;Crafts;https://exemple.org/a;\nA1;Reliure;;;A\n"


def test_a_list_of_ones_own_is_read_in_any_usual_encoding(tmp_path):
    path = tmp_path / "liste.csv"
    path.write_bytes(FREE.encode("cp1252"))

    load(path, tmp_path, framework="metiers-d-art", framework_name="Métiers d’art")

    assert list(Concept.objects.order_by("code").values_list("code", "label_fr", "label_en", "url", "parents")) == [
        ("A", "Métiers d’art", "Crafts", "https://exemple.org/a", []),
        ("A1", "Reliure", "", "", ["A"]),
    ]
    assert Framework.objects.get().name_fr == "Métiers d’art"
    with pytest.raises(AlreadyLoaded):
        load(path, tmp_path, framework="metiers-d-art")


@pytest.mark.parametrize(
    ("rows", "code", "line"),
    [
        ("A;Un;;;\nA;Deux;;;", "frameworks.code_twice", 3),
        (";Un;;;", "frameworks.no_code", 2),
        ("A;;;;", "frameworks.no_label", 2),
        ("A;Un;;javascript:alert(1);", "frameworks.wrong_address", 2),
        ("A;Un;;;B", "frameworks.unknown_parent", 2),
        ("A;Un;;;A", "frameworks.unknown_parent", 2),
        (f"{'x' * 201};Un;;;", "frameworks.code_too_long", 2),
    ],
)
def test_a_wrong_list_is_refused_with_its_line_and_leaves_nothing(tmp_path, rows, code, line):
    path = tmp_path / "liste.csv"
    path.write_text(f"code;label_fr;label_en;url;parent\n{rows}\n", encoding="utf-8")

    with pytest.raises(WrongFile) as refusal:
        load(path, tmp_path, framework="ours")

    assert (refusal.value.reason.code, refusal.value.line, refusal.value.file) == (code, line, "liste.csv")
    assert not Concept.everything.exists()


@pytest.mark.parametrize("name", ["", "ESCO", "esco", "rncp", "a b", "é", "-x-", "x" * 41])
def test_a_list_has_a_short_name_of_its_own(tmp_path, name):
    path = tmp_path / "liste.csv"
    path.write_text(FREE, encoding="utf-8")

    with pytest.raises(WrongFile):
        load(path, tmp_path, framework=name)
    assert not Release.objects.exists()
