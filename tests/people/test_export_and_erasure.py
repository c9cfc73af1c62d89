"""What a person may ask: everything that is held, and that it be erased but for what must stay."""

from __future__ import annotations

import io
import zipfile

import orjson
import pytest
from django.utils import translation

from institutions.people import NOW, person
from people.samples import BOX, SIOBHAN, Shelf, known
from sceau.engine.errors import Reason
from sceau.journal.models import Act, Why
from sceau.people import erasure, export, processing
from sceau.people.activities import ACTIVITIES
from sceau.people.durations import duration_of
from sceau.people.erasure import Line, erase, preview_of
from sceau.people.errors import NotEntitled, NotNow, WrongValue
from sceau.people.export import Part, export_of
from sceau.people.exportpage import Section
from sceau.people.models import Address, Change, CivilStatus, Consent, Guardian, Person, RetentionRule, TraitOf
from sceau.people.queries import has_consented, people_seen_by, person_of
from sceau.people.retention import rules_of
from sceau.people.schedule import DEFAULTS, GROUNDS, POSSIBLE
from sceau.people.services import (
    add_address,
    add_guardian,
    edit_contact,
    edit_person,
    edit_rule,
    give_consent,
    merge,
    remove_processing,
    save_processing,
    set_civil_status,
    withdraw_consent,
)
from sceau.people.states import DataKind, Then

AWARDS = Reason("test.awards", "certifications", "awards")
LAW = Reason("test.law", "la loi", "the law")


@pytest.fixture
def above(monkeypatch):
    """A room above that keeps the awards of whom it is told."""
    monkeypatch.setattr(erasure, "_PARTS", {})
    monkeypatch.setattr(export, "_TELLERS", {})
    awarded, wiped = set(), []

    def lines(records):
        count = len(awarded & {each.pk for each in records})
        return [Line(AWARDS, count, ground=LAW, keeps_name=True), Line(AWARDS, 3)]

    erasure.register(
        "awards",
        lines=lines,
        apply=lambda records, by, now: wiped.extend(records),
        held=lambda keys: awarded & set(keys),
    )
    export.register(
        "awards",
        lambda records, language: Part(
            {"count": len(records)},
            [Section(AWARDS.sentence(language, {}), [("n", "<b>1</b>")])],
            {"a.pdf": "aa", "gone.pdf": "bb"},
        ),
    )
    return awarded, wiped


def _siobhan(alpes, **more):
    found = known(alpes, civil=SIOBHAN, email="s@example.org", native_name="שׁיבון", reference="A1", **more)
    add_guardian(person=found, name="Maeve O’Brien", relation="mère", by=None, now=NOW)
    give_consent(person=found, subject="achievement:x/1", how="on_screen", by=None, now=NOW)
    return found


def test_everything_that_is_held_is_in_one_file(alpes, dora, above):
    siobhan = _siobhan(alpes)

    archive = zipfile.ZipFile(io.BytesIO(export_of(person=siobhan, by=dora, now=NOW, box=BOX, files=Shelf(aa=b"%PDF"))))

    assert sorted(archive.namelist()) == ["donnees.json", "fichiers/a.pdf", "fichiers/manquants.txt", "lisez-moi.html"]
    assert archive.read("fichiers/a.pdf") == b"%PDF"
    assert archive.read("fichiers/manquants.txt") == b"gone.pdf"
    found = orjson.loads(archive.read("donnees.json"))
    assert found["format"] == "sceau.person/1"
    assert found["awards"] == {"count": 1}
    own = found["person"]
    assert own["civil_status"][0]["birth_name"] == "O’Brien"
    assert own["addresses"][0]["value"] == "s@example.org"
    assert own["guardians"][0]["name"] == "Maeve O’Brien"
    assert own["consents"][0]["subject"] == "achievement:x/1"
    assert own["changes"][0]["fields"] == ["guardian_added"]
    page = archive.read("lisez-moi.html").decode()
    assert '<html lang="fr">' in page
    assert "O’Brien" in page
    assert "&lt;b&gt;1&lt;/b&gt;" in page
    act = Act.objects.get(code="person.exported")
    assert (act.subject, act.actor) == (f"person:{siobhan.uuid}", dora.uuid)


def test_the_page_is_in_the_language_of_the_person(alpes, amina, above):
    siobhan = _siobhan(alpes, language="ga")

    archive = zipfile.ZipFile(
        io.BytesIO(export_of(person=siobhan, by=amina, now=NOW, box=BOX, files=Shelf(aa=b"%PDF")))
    )

    assert '<html lang="en">' in archive.read("read-me.html").decode()


def test_only_who_may_and_the_person_get_it(alpes, bruno, claire, above):
    own = person("Siobhan Ellemême")
    siobhan = _siobhan(alpes, user=own)

    for stranger in (bruno, claire):
        with pytest.raises(NotEntitled):
            export_of(person=siobhan, by=stranger, now=NOW, box=BOX, files=Shelf(aa=b"%PDF"))
    assert export_of(person=siobhan, by=own, now=NOW, box=BOX, files=Shelf(aa=b"%PDF"))


def test_an_erasure_says_before_what_goes_and_what_stays(alpes, above):
    siobhan = _siobhan(alpes)
    awarded, _ = above
    assert not preview_of(siobhan).keeps_name

    awarded.add(siobhan.pk)
    found = preview_of(siobhan)

    assert found.keeps_name
    assert [(line.words.code, line.count) for line in found.goes] == [
        ("people.goes_addresses", 1),
        ("people.goes_civil_status", 1),
        ("people.goes_guardians", 1),
        ("people.goes_history", 2),
        ("people.goes_consents", 1),
        ("test.awards", 3),
    ]
    assert [line.words.code for line in found.stays] == ["test.awards", "people.stays_name", "people.stays_trace"]
    assert all(line.ground for line in found.stays)
    assert Address.objects.exists()


def test_what_goes_is_gone_from_every_record_and_the_line_of_the_register_stays(alpes, amina, dora, above):
    awarded, wiped = above
    siobhan, other = _siobhan(alpes, user=person("Siobhan Ellemême")), known(alpes, "Siobhán", "Kerr", email="k@e.org")
    merge(kept=siobhan, other=other, why="Siobhán Kerr est la même", by=amina, now=NOW)
    awarded.add(other.pk)

    erase(person=other, why="Demande de la personne", by=dora, now=NOW)

    for model in (Address, CivilStatus, TraitOf, Guardian, Change):
        assert not model.objects.exists(), model
    siobhan.refresh_from_db()
    assert (siobhan.given_name, siobhan.family_name) == ("Siobhán", "O’Brien")
    assert (siobhan.native_name, siobhan.reference, siobhan.user, siobhan.erased_at) == ("", "", None, NOW)
    assert {each.pk for each in wiped} == {siobhan.pk, other.pk}
    assert not has_consented(siobhan, "achievement:x/1")
    assert Consent.objects.count() == 1
    assert siobhan.merges.get().why == ""
    assert set(Why.objects.values_list("text", flat=True)) == {
        "Demande de la personne",
        "effacement des données d’une personne",
    }  # the journal does not name whom the merge was about either
    act = Act.objects.get(code="person.erased")
    assert (act.subject, act.details) == (f"person:{siobhan.uuid}", "{}")
    assert Why.objects.get(act=act).text == "Demande de la personne"


def test_where_nothing_obliges_to_keep_the_name_it_goes_too(alpes, amina, above):
    siobhan = _siobhan(alpes)

    erase(person=siobhan, why="Demande", by=amina, now=NOW)

    siobhan.refresh_from_db()
    assert str(siobhan) == ""
    assert not people_seen_by(amina.memberships.all()).exists()
    assert person_of(siobhan) == siobhan


def test_an_erased_record_does_not_change_any_more(alpes, amina, gaelle, above):
    siobhan, other = _siobhan(alpes), known(alpes)
    with pytest.raises(NotEntitled):
        erase(person=siobhan, why="Demande", by=gaelle, now=NOW)
    with pytest.raises(WrongValue):
        erase(person=siobhan, why="", by=amina, now=NOW)
    erase(person=siobhan, why="Demande", by=amina, now=NOW)

    for act in (
        lambda: erase(person=siobhan, why="Encore", by=amina, now=NOW),
        lambda: add_address(person=siobhan, kind="email", value="x@example.org", by=amina, now=NOW),
        lambda: set_civil_status(person=siobhan, values=SIOBHAN, box=BOX, by=amina, now=NOW),
        lambda: merge(kept=other, other=siobhan, why="La même", by=amina, now=NOW),
        lambda: give_consent(person=siobhan, subject="x", how="on_paper", by=amina, now=NOW),
    ):
        with pytest.raises(NotNow):
            act()


def test_nothing_is_public_without_consent_and_it_is_taken_back_on_every_record(alpes, amina):
    siobhan, other = known(alpes), known(alpes)
    assert not has_consented(siobhan, "credential-1")
    give_consent(person=siobhan, subject="credential-1", how="on_screen", by=None, now=NOW)
    give_consent(person=siobhan, subject="credential-1", how="on_screen", by=None, now=NOW)
    give_consent(person=other, subject="credential-1", how="on_paper", by=amina, now=NOW)
    assert Consent.objects.count() == 2
    assert not has_consented(siobhan, "credential-2")
    merge(kept=siobhan, other=other, why="La même", by=amina, now=NOW)

    withdraw_consent(person=siobhan, subject="credential-1", by=None, now=NOW)

    assert not has_consented(siobhan, "credential-1")
    with pytest.raises(NotNow):
        withdraw_consent(person=siobhan, subject="credential-1", by=None, now=NOW)
    for subject in ("", "x" * 251, "a\nb"):
        with pytest.raises(WrongValue):
            give_consent(person=siobhan, subject=subject, how="on_paper", by=amina, now=NOW)


def test_what_was_called_before_is_in_the_history(alpes, amina):
    siobhan = known(alpes)
    edit_person(
        person=siobhan, given_name="Siobhán", family_name="Kerr", native_name="", language="fr", reference="",
        by=amina, now=NOW,
    )  # fmt: skip

    change = Change.objects.get(person=siobhan)
    assert (change.fields, change.before, change.by) == (["family_name"], {"family_name": "O’Brien"}, amina)


def test_the_register_of_processing_says_the_durations_that_rule(alpes, dora):
    before = {each.name: each for each in processing.register_of(alpes, "fr")}
    assert "3 ans, puis archive restreinte, suppression à 10 ans" in before["Évaluation et jury"].duration
    assert "délégué" in before["État civil et déclaration à l’État"].recipients

    edit_rule(institution=alpes, kind=DataKind.SCORES, active_months=18, then="delete", months=None, by=dora, now=NOW)
    save_processing(
        institution=alpes,
        line=None,
        values={"name": "=Vidéosurveillance", "purpose": "sécurité", "basis": "intérêt légitime"},
        by=dora,
        now=NOW,
    )
    edit_contact(institution=alpes, dpo="Dora Petit", dpo_contact="dpo@alpes.example", by=dora, now=NOW)

    after = processing.register_of(alpes, "en")
    assert "18 months, then deleted" in next(each.duration for each in after if each.name == "Assessment and jury")
    assert after[-1].name == "=Vidéosurveillance"
    assert "'=Vidéosurveillance" in processing.as_csv(alpes, "fr")
    found = processing.as_json(alpes, "fr")
    assert found["dpo"] == {"name": "Dora Petit", "contact": "dpo@alpes.example"}
    assert len(found["activities"]) == 7
    line = after[-1].own
    save_processing(institution=alpes, line=line, values={"name": "V", "purpose": "s", "basis": "b"}, by=dora, now=NOW)
    remove_processing(line=line, by=dora, now=NOW)
    assert len(processing.register_of(alpes, "fr")) == 6


def test_every_rule_and_every_activity_is_in_the_register_in_both_languages(alpes):
    """Nothing that is kept lacks its duration there, and no activity says nothing of a thing that article 30 asks."""
    for language, kept in (("fr", "gardé"), ("en", "kept")):
        entries = processing.register_of(alpes, language)
        whole = " ".join(each.duration for each in entries)
        with translation.override(language):
            assert [kind.value for kind in DataKind if str(kind.label) not in whole] == []
        for each in entries:
            values = [getattr(each, name) for name in processing.COLUMNS]
            assert all(len(value) > 3 for value in values), each.name
        assert kept in whole
        assert processing.as_json(alpes, language)["transfers"]
    texts = {reason.fr for activity in ACTIVITIES for reason in (activity.data, activity.security)}
    assert not any("sauvegardes chiffrées" in text for text in texts)  # they are encrypted by whoever keeps them


def test_the_schedule_promises_only_what_can_be_done(alpes, dora):
    said = {kind: duration_of(rule, "fr") for kind, rule in rules_of(alpes).items()}
    assert said[DataKind.AWARDS] == "5 ans, puis archive restreinte ; à 50 ans, l’organisme décide de leur sort"
    assert said[DataKind.ACCESS_LOGS] == "1 an, par l’hébergeur de Sceau, hors de cette base"
    assert said[DataKind.RECORDINGS] == "suppression aussitôt"
    assert set(GROUNDS) == set(POSSIBLE) == set(DataKind) == set(DEFAULTS)
    assert all(DEFAULTS[kind].then in possible for kind, possible in POSSIBLE.items())

    for kind, possible in POSSIBLE.items():
        for then in set(Then) - set(possible):
            with pytest.raises(WrongValue) as refusal:
                edit_rule(institution=alpes, kind=kind, active_months=12, then=then, months=None, by=dora, now=NOW)
            assert refusal.value.field == "then"
            assert str(kind.label) in refusal.value.sentence("fr")
    # a row from before is not carried out either
    RetentionRule.objects.create(institution=alpes, kind="awards", active_months=1, then="delete")
    assert rules_of(alpes)[DataKind.AWARDS] == DEFAULTS[DataKind.AWARDS]


def test_only_those_who_manage_retention_write_the_register(alpes, gaelle, bruno):
    for stranger in (gaelle, bruno):
        with pytest.raises(NotEntitled):
            save_processing(
                institution=alpes, line=None, values={"name": "V", "purpose": "s", "basis": "b"}, by=stranger, now=NOW
            )
        with pytest.raises(NotEntitled):
            edit_contact(institution=alpes, dpo="x", dpo_contact="", by=stranger, now=NOW)


def test_every_row_of_a_person_is_either_erased_or_said_to_stay(alpes):
    """A table that points at a person is known here, or this list must grow."""
    ours = {
        relation.related_model.__name__
        for relation in Person._meta.related_objects
        if relation.related_model._meta.app_label == "people"
    }
    assert ours == {
        "Person", "NameWord", "Address", "Guardian", "CivilStatus", "TraitOf", "Merge", "Apart", "Consent", "Change",
    }  # fmt: skip
