"""The registers of France compétences in the tables: the real sample, our fixtures, what a second import changes."""

from __future__ import annotations

from datetime import date

import pytest

from frameworks.exports import NOW, archive, fiche, fixture, load, real_sample, texts, xml, xml_fiche
from sceau.frameworks.errors import AlreadyLoaded, OlderThanInUse, UnderWay, WrongFile
from sceau.frameworks.models import Bloc, Fiche, FicheBody, FicheCode, FicheSource, Release, ReleaseState
from sceau.frameworks.services import carry_out, carry_out_waiting, sweep, take_file
from sceau.frameworks.services.staging import stage_fiches
from sceau.journal.models import Act
from sceau.search import queries as search

pytestmark = pytest.mark.django_db


def values(number: str) -> dict[str, object]:
    """Everything that is kept of a fiche, without what is of the import."""
    row = Fiche.objects.get(number=number)
    plain = {
        field.attname: getattr(row, field.attname)
        for field in Fiche._meta.concrete_fields
        if field.attname not in ("id", "release_id")
    }
    return plain | {
        "blocs": sorted(row.blocs.values_list("code", "label", "skills", "assessment")),
        "bodies": sorted(row.bodies.values_list("right", "siret", "siren", "name", "state", "website", "since")),
        "codes": sorted(row.codes.values_list("scheme", "code", "label")),
        "links": sorted(row.links.values_list("other", "newer")),
        "sources": sorted(row.sources.values_list("kind", "on")),
    }


def test_the_nine_real_fiches_are_read(tmp_path):
    release = load(real_sample(), tmp_path)

    assert (release.state, release.export_on) == (ReleaseState.IN_USE, date(2024, 2, 22))
    assert set(Fiche.objects.values_list("number", flat=True)) == {
        "RNCP509", "RNCP1197", "RNCP4049", "RNCP22094", "RNCP28155", "RNCP30271", "RNCP19468", "RS5000", "RS6117",
    }  # fmt: skip
    assert Bloc.objects.count() == 6
    assert FicheBody.objects.count() == 16
    assert release.counts["oddities"] == {"orphans": 1}  # RNCP38228 is named by the chain file alone


def test_a_real_fiche_is_read_field_by_field(tmp_path):
    load(real_sample(), tmp_path)

    row = Fiche.objects.get(number="RNCP509")

    assert (row.title, row.level, row.active) == ("Agent vérificateur d'appareils extincteurs", 3, False)
    assert (row.abbreviation, row.abbreviation_title) == ("CAP", "Certificat d'aptitude professionnelle")
    assert (row.ends_on, row.decided_on, row.registered) == (date(2023, 8, 31), None, "by_right")
    assert (row.new_caledonia, row.partial_validation) == (False, None)
    assert [each.code for each in row.blocs.order_by("code")] == [f"RNCP509BC0{place}" for place in range(1, 7)]
    assert {each["code"] for each in row.routes} == {"VAE", "CL", "FI", "CA", "CQ", "FC"}
    assert list(row.bodies.values_list("right", "siret", "siren")) == [("certifier", "11004301500012", "110043015")]
    assert list(row.codes.order_by("scheme").values_list("scheme", "code", "label")) == [
        ("formacode", "42872", ""),
        ("nsf", "251", "Mécanique générale et de précision, usinage"),
        ("rome", "I1203", "Maintenance des bâtiments et des locaux"),
    ]


def test_the_labels_of_formacode_are_stored_nowhere(tmp_path):
    load(real_sample(), tmp_path)

    assert FicheCode.objects.filter(scheme="formacode").exclude(label="").count() == 0
    assert all(b"incendie" not in bytes(each.sheet) for each in FicheSource.objects.filter(fiche__number="RNCP509"))


def test_the_archive_and_the_folder_say_the_same(tmp_path):
    load(fixture("csv"), tmp_path)
    of_the_archive = {number: values(number) for number in ("RNCP99901", "RS9901", "RNCP99700")}
    Fiche.everything.all().delete()
    Release.objects.all().delete()

    load(fixture("folder"), tmp_path)

    for number, said in of_the_archive.items():
        assert values(number) | {"sources": 0} == said | {"sources": 0}, number


@pytest.mark.parametrize(("number", "feed"), [("RNCP99901", "rncp"), ("RS9901", "rs")])
def test_csv_and_xml_agree_field_by_field(tmp_path, number, feed):
    load(fixture("csv"), tmp_path)
    of_csv = values(number)
    Fiche.everything.all().delete()
    Release.objects.all().delete()
    load(fixture(feed), tmp_path)
    of_xml = values(number)

    said_by_both = (
        "title incomplete level active decided_on ends_on effect_on journal_on registered register number".split()
    )
    assert {name: of_xml[name] for name in said_by_both} == {name: of_csv[name] for name in said_by_both}
    assert {each["code"] for each in of_xml["routes"]} == {each["code"] for each in of_csv["routes"]}
    for name, width in (("blocs", 2), ("codes", 3), ("links", 2)):
        assert {row[:width] for row in of_xml[name]} <= {row[:width] for row in of_csv[name]}, name
    assert {row[:4] for row in of_xml["bodies"]} <= {row[:4] for row in of_csv["bodies"]}


@pytest.mark.parametrize("order", [("csv", "rncp", "rs"), ("rncp", "rs", "csv")])
def test_the_two_feeds_of_a_day_complete_one_another_in_either_order(tmp_path, order):
    for feed in order:
        load(fixture(feed), tmp_path)

    row = values("RNCP99901")

    assert [each[0] for each in row["blocs"]] == [f"RNCP99901BC0{place}" for place in (1, 2, 3, 4)]
    assert [bool(each[2]) for each in row["blocs"]] == [True, True, False, False]  # the XML has two of them
    assert {each[3]: each[4] for each in row["bodies"]} == {
        "CERTIF’COMPETENCES OCCITANIE": "active",
        "PREV’OUEST FORMATION": "active",
        "RESEAU TERRES VIVES": "deleted",
        "CABINET-ECOLE DONNEES & DROIT": "",
    }
    assert ("formacode", "42872", "") in row["codes"]  # the CSV alone
    assert row["activities"].startswith("- Administrer les réseaux")
    assert row["new_caledonia"] is False
    assert row["routes"][0] == {"code": "FI", "jury": "Trois membres dont deux professionnels extérieurs"}
    assert row["statistics"][0]["certified"] == "42"
    assert row["sources"] == [("csv", date(2026, 1, 15)), ("xml", date(2026, 1, 15))]


def test_the_same_file_changes_nothing(tmp_path):
    load(fixture("csv"), tmp_path)
    before = list(Fiche.objects.order_by("pk").values_list("pk", "number"))

    with pytest.raises(AlreadyLoaded, match="nothing was changed"):
        load(fixture("csv"), tmp_path)

    assert list(Fiche.objects.order_by("pk").values_list("pk", "number")) == before


def test_a_newer_export_changes_what_changed_and_marks_what_is_gone(tmp_path):
    first = texts([fiche("RNCP1"), fiche("RNCP2"), fiche("RS3")], Blocs=[("RNCP2", "RNCP2BC01", "Bloc")])
    load(archive(tmp_path / "export-fiches-csv-2026-01-15.zip", first), tmp_path)
    kept = Fiche.objects.get(number="RNCP1").pk
    then = texts([fiche("RNCP1"), fiche("RNCP2", Intitule="Souder l’aluminium", Actif="INACTIVE")])

    release = load(archive(tmp_path / "export-fiches-csv-2026-01-16.zip", then, day="2026_01_15"), tmp_path)

    assert {name: release.counts[name] for name in ("new", "changed", "unchanged", "gone")} == {
        "new": 0, "changed": 1, "unchanged": 1, "gone": 1,
    }  # fmt: skip
    assert Fiche.objects.get(number="RNCP1").pk == kept
    assert Fiche.objects.get(number="RNCP2").title == "Souder l’aluminium"
    assert Fiche.objects.get(number="RS3").gone_on == date(2026, 1, 16)
    assert Fiche.everything.filter(current=False).count() == 0
    assert Bloc.everything.count() == 0
    assert [hit.key for hit in search.find("fiche:rncp", "alumiinum souder")] == ["RNCP2"]
    assert search.find("fiche:rs", "RS3") == []
    assert Release.objects.filter(state=ReleaseState.IN_USE).count() == 1

    load(archive(tmp_path / "export-fiches-csv-2026-01-17.zip", first, day="2026_01_16"), tmp_path)

    assert Fiche.objects.get(number="RS3").gone_on is None
    assert [hit.key for hit in search.find("fiche:rs", "RS3")] == ["RS3"]


def test_an_older_export_is_refused_unless_it_is_forced(tmp_path):
    load(archive(tmp_path / "export-fiches-csv-2026-01-15.zip", texts([fiche("RNCP1")])), tmp_path)
    older = archive(tmp_path / "export-fiches-csv-2025-12-01.zip", texts([fiche("RNCP2")]), day="2025_11_30")

    with pytest.raises(OlderThanInUse) as refusal:
        load(older, tmp_path)
    assert "15/01/2026" in refusal.value.sentence("fr")
    assert list(Fiche.objects.values_list("number", flat=True)) == ["RNCP1"]

    load(older, tmp_path, forced=True)
    assert Fiche.objects.filter(gone_on=None).get().number == "RNCP2"


def test_an_older_xml_gives_texts_to_blocs_that_are_still_there_and_no_bloc_that_is_not(tmp_path):
    said = "<BLOCS_COMPETENCES>" + "".join(
        f"<BLOC_COMPETENCES><CODE>RNCP1BC0{place}</CODE><LIBELLE>L{place}</LIBELLE>"
        f"<LISTE_COMPETENCES>Faire {place}</LISTE_COMPETENCES></BLOC_COMPETENCES>"
        for place in (1, 2)
    )
    feed = xml(tmp_path / "export_fiches_RNCP_V4_1_2026-01-15.xml", xml_fiche("RNCP1", f"{said}</BLOCS_COMPETENCES>"))
    load(feed, tmp_path)
    export = texts([fiche("RNCP1")], Blocs=[("RNCP1", "RNCP1BC02", "Autre libellé")])

    load(archive(tmp_path / "export-fiches-csv-2026-03-01.zip", export, day="2026_02_28"), tmp_path)

    assert list(Bloc.objects.values_list("code", "label", "skills")) == [("RNCP1BC02", "Autre libellé", "Faire 2")]


def test_nothing_of_a_refused_file_is_left(tmp_path):
    load(archive(tmp_path / "export-fiches-csv-2026-01-15.zip", texts([fiche("RNCP1")])), tmp_path)
    good = "".join(xml_fiche(f"RNCP{number}") for number in range(10, 700))
    feed = xml(tmp_path / "export_fiches_RNCP_V4_1_2026-01-16.xml", good, xml_fiche("RNCP10"))

    with pytest.raises(WrongFile) as refusal:
        load(feed, tmp_path)

    assert refusal.value.line == 693
    assert list(Fiche.everything.values_list("number", flat=True)) == ["RNCP1"]
    refused = Release.objects.get(state=ReleaseState.REFUSED)
    assert refused.refusal["code"] == "frameworks.number_twice"
    assert refused.refusal["fr"].startswith("«\u00a0export_fiches_RNCP_V4_1_2026-01-16.xml\u00a0», ligne 693")
    assert list(Act.objects.order_by("pk").values_list("code", flat=True)) == [
        "framework.import_asked", "framework.loaded", "framework.import_asked", "framework.refused",
    ]  # fmt: skip


def test_nothing_is_seen_before_all_of_it_is(tmp_path, monkeypatch):
    seen = []

    def staged(*args, **words):
        counts = stage_fiches(*args, **words)
        seen.append((Fiche.objects.count(), Fiche.everything.count()))
        return counts

    monkeypatch.setattr("sceau.frameworks.services.loading.stage_fiches", staged)
    load(fixture("csv"), tmp_path)

    assert seen == [(0, 4)]
    assert Fiche.objects.count() == 4


def test_an_import_that_was_killed_is_begun_again_and_only_one_is_at_work(tmp_path):
    path = archive(tmp_path / "export-fiches-csv-2026-01-15.zip", texts([fiche("RNCP1")]))
    release = take_file(path=path, by=None, now=NOW, keep=True)
    Release.objects.filter(pk=release.pk).update(state=ReleaseState.READING, started_at=NOW, beaten_at=NOW)
    Fiche.everything.create(number="RNCP1", register="rncp", title="à moitié", release=release)

    with pytest.raises(UnderWay):
        carry_out(release=release, scratch=tmp_path, clock=lambda: NOW)
    assert carry_out_waiting(scratch=tmp_path, clock=lambda: NOW) == 0
    with pytest.raises(UnderWay):
        take_file(path=path, by=None, now=NOW, keep=True)

    later = NOW.replace(hour=10)
    assert carry_out_waiting(scratch=tmp_path, clock=lambda: later) == 1
    assert list(Fiche.everything.values_list("number", "title")) == [("RNCP1", "Titre de RNCP1")]
    assert carry_out_waiting(scratch=tmp_path, clock=lambda: later) == 0


def test_one_killed_before_the_search_knew_is_finished(tmp_path, monkeypatch):
    monkeypatch.setattr("sceau.frameworks.services.loading._index", lambda release: 1 / 0)
    path = archive(tmp_path / "export-fiches-csv-2026-01-15.zip", texts([fiche("RNCP1", Intitule="Souder")]))
    with pytest.raises(ZeroDivisionError):
        load(path, tmp_path)
    assert search.find("fiche:rncp", "souder") == []
    monkeypatch.undo()

    assert carry_out_waiting(scratch=tmp_path, clock=lambda: NOW) == 1

    assert [hit.key for hit in search.find("fiche:rncp", "souder")] == ["RNCP1"]


def test_an_upload_is_thrown_away_once_it_was_read_and_what_is_not_ours_stays(tmp_path):
    ours = archive(tmp_path / "export-fiches-csv-2026-01-15.zip", texts([fiche("RNCP1")]))
    release = take_file(path=ours, by=None, now=NOW)
    carry_out(release=release, scratch=tmp_path, clock=lambda: NOW)

    assert not ours.exists()
    assert Release.objects.get().path == ""

    theirs = archive(tmp_path / "export-fiches-csv-2026-01-16.zip", texts([fiche("RNCP1")]), day="2026_01_15")
    load(theirs, tmp_path)
    assert theirs.exists()


def test_sweeping_leaves_what_is_in_use(tmp_path):
    load(fixture("csv"), tmp_path)

    assert sweep() == 0
    assert Fiche.objects.count() == 4


def test_what_another_import_has_staged_survives_the_end_of_one(tmp_path, monkeypatch):
    """The small set is loaded, or an import ends, while another one is at work."""

    def staged(*args, **words):
        counts = stage_fiches(*args, **words)
        sweep()
        return counts

    monkeypatch.setattr("sceau.frameworks.services.loading.stage_fiches", staged)
    load(fixture("csv"), tmp_path)

    assert Fiche.objects.count() == 4


def test_an_import_that_was_taken_for_dead_puts_nothing_in_use(tmp_path, monkeypatch):
    path = archive(tmp_path / "export-fiches-csv-2026-01-15.zip", texts([fiche("RNCP1")]))
    release = take_file(path=path, by=None, now=NOW, keep=True)
    later = NOW.replace(hour=10)

    def staged(*args, **words):
        counts = stage_fiches(*args, **words)
        Release.objects.filter(pk=release.pk).update(started_at=later, beaten_at=later)  # another worker's now
        return counts

    monkeypatch.setattr("sceau.frameworks.services.loading.stage_fiches", staged)
    with pytest.raises(UnderWay):
        carry_out(release=release, scratch=tmp_path, clock=lambda: NOW)

    assert not Fiche.objects.exists()
    assert Release.objects.get().state == ReleaseState.READING
    monkeypatch.undo()
    assert carry_out_waiting(scratch=tmp_path, clock=lambda: later.replace(hour=11)) == 1
    assert [each.number for each in Fiche.everything.all()] == ["RNCP1"]
