"""From a draft to a version: who may, what is frozen, and that nothing changes it afterwards."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from design.keys import key_of
from design.samples import begun, changed, released, reviewed, sample
from institutions.people import NOW, member
from sceau.design import guards
from sceau.design.errors import GateRefuses, NotEntitled, NotNow, WrongValue
from sceau.design.models import Author, CatalogueEntry, Design, DesignVersion
from sceau.design.queries import gate_of, latest_published, published, reviewers_for, reviews_waiting_for
from sceau.design.services import (
    add_custom_field,
    archive_design,
    ask_review,
    decide_review,
    drop_new_version,
    edit_settings,
    new_version,
    publish,
    retire_version,
    unarchive_design,
    withdraw_review,
)
from sceau.design.steps import digest_of
from sceau.engine.model.designs import read_design
from sceau.frameworks import small_set
from sceau.frameworks.models import Fiche
from sceau.institutions.models import Institution, Membership
from sceau.journal.models import Act


@pytest.fixture
def version(alpes, claire, amina):
    return released(alpes, claire, amina)


def test_a_version_says_what_people_wrote_and_what_the_house_knows(version, alpes):
    document = version.document

    assert (document["uuid"], document["version"], document["status"]) == (str(version.design.uuid), 1, "published")
    assert document["annex1"]["mandatory"]["awarding_body"] == [
        {
            "id": "alpes-numerique",
            "name": "Institut Alpes Numérique",
            "siren": "999900103",
            "siret": "99990010300014",
            "country": "FR",
            "did": "did:web:sceau.example:i:alpes-numerique",
        }
    ]
    assert document["cpf"]["eligible"] is False
    assert version.digest == digest_of(document)
    assert read_design(document).number == 1
    assert list(document)[:4] == ["schema", "uuid", "id", "version"]


def test_texts_of_a_language_that_is_not_complete_are_not_published(alpes, claire, amina):
    document = sample() | {"languages": ["fr", "en"]}
    assert set(document["title"]) == {"fr", "en"}
    del document["need"]["en"]

    version = released(alpes, claire, amina, document)

    assert version.languages == version.document["languages"] == ["fr"]
    assert version.document["title"] == {"fr": document["title"]["fr"]}
    assert any("en" in field["label"] for field in version.document["classification"]["isced_f"])
    assert version.source["title"] == document["title"]


def test_who_answers_for_it_is_told_with_names_roles_and_moments(version, claire, amina):
    told = [(each["part"], each["name"], each["roles"]) for each in version.signatures]

    assert told == [
        ("author", "Claire Dumas", ["designer"]),
        ("reviewer", "Amina Benali", ["head"]),
        ("publisher", "Amina Benali", ["head"]),
    ]
    act = Act.objects.last()
    assert act.code == "design.published"
    assert json.loads(act.details)["digest"] == version.digest


def test_a_design_is_not_published_by_its_only_author_where_a_review_is_asked(alpes, amina, claire):
    design = begun(alpes, amina)

    with pytest.raises(NotNow):
        publish(design=design, by=amina, now=NOW)
    review = ask_review(design=design, by=amina, now=NOW)
    with pytest.raises(NotEntitled):
        decide_review(review=review, approved=True, by=amina, now=NOW)
    decide_review(review=review, approved=True, by=claire, now=NOW)
    assert publish(design=design, by=amina, now=NOW).number == 1


def test_the_institution_may_do_without_a_review(alpes, amina):
    edit_settings(institution=alpes, languages=["fr"], review_required=False, licence="CC-BY-4.0", by=amina, now=NOW)

    assert publish(design=begun(alpes, amina), by=amina, now=NOW).number == 1


def test_who_writes_after_being_asked_is_no_reviewer_and_a_designer_does_not_publish(alpes, amina, claire):
    design = begun(alpes, claire)
    changed(design, "look", {"/worth/fr": "Utile"}, amina)

    assert reviewers_for(design, now=NOW) == []
    with pytest.raises(NotEntitled):
        ask_review(design=design, reviewer=amina, by=claire, now=NOW)
    with pytest.raises(NotEntitled):
        publish(design=design, by=claire, now=NOW)


def test_what_is_reviewed_does_not_change_until_it_is_taken_back(alpes, amina, claire):
    design = begun(alpes, claire)
    ask_review(design=design, by=claire, now=NOW)
    memberships = list(Membership.objects.filter(user=amina))
    assert [each.design for each in reviews_waiting_for(amina, memberships)] == [design]
    assert not reviews_waiting_for(claire, list(Membership.objects.filter(user=claire)))

    with pytest.raises(NotNow):
        changed(design, "look", {"/worth/fr": "Utile"}, claire)
    with pytest.raises(NotNow):
        publish(design=design, by=amina, now=NOW)
    withdraw_review(design=design, by=claire, now=NOW)
    changed(design, "look", {"/worth/fr": "Utile"}, claire)

    assert Design.objects.get(pk=design.pk).state == "draft"


def test_a_draft_that_was_changed_by_another_way_after_the_review_is_not_published(alpes, amina, claire):
    design = reviewed(begun(alpes, claire), claire, amina)
    Design.objects.filter(pk=design.pk).update(draft=sample() | {"worth": {"fr": "Autre chose"}})

    with pytest.raises(NotNow) as refusal:
        publish(design=design, by=amina, now=NOW)
    assert refusal.value.reason.code == "designs.changed_since_review"
    assert not DesignVersion.objects.exists()


def test_changes_are_asked_with_words(alpes, amina, claire):
    design = begun(alpes, claire)
    review = ask_review(design=design, message="Bonne lecture", by=claire, now=NOW)
    with pytest.raises(WrongValue):
        decide_review(review=review, approved=False, by=amina, now=NOW)
    with pytest.raises(NotNow) as refusal:
        archive_design(design=design, by=amina, now=NOW)
    assert refusal.value.reason.code == "designs.in_review"

    told = decide_review(
        review=review, approved=False, comments={"level": " Niveau 5 ? ", "nothing": "x"}, by=amina, now=NOW
    )

    assert (told.comments, told.decision) == ({"level": "Niveau 5 ?"}, "changes_asked")
    assert Design.objects.get(pk=design.pk).state == "draft"


def test_what_cannot_be_described_is_refused_with_its_place(alpes, amina, claire):
    document = sample()
    document["assessment"]["grid"]["criteria"][0]["weight"] = 1
    design = reviewed(begun(alpes, claire, document), claire, amina)

    with pytest.raises((WrongValue, GateRefuses)):
        publish(design=design, by=amina, now=NOW)
    assert not DesignVersion.objects.exists()


def test_an_unknown_partner_is_refused_and_a_known_one_is_told_in_full(alpes, occitanie, amina, claire):
    document = sample()
    document["annex1"]["mandatory"]["awarding_body"] = ["alpes-numerique", "certif-occitanie", {"name": "Un autre"}]
    names = [
        body["name"]
        for body in released(alpes, claire, amina, document).document["annex1"]["mandatory"]["awarding_body"]
    ]
    assert names == ["Institut Alpes Numérique", "Certif’Compétences Occitanie", "Un autre"]

    document["annex1"]["mandatory"]["awarding_body"] = ["personne"]
    design = reviewed(begun(alpes, claire, document), claire, amina)
    with pytest.raises(WrongValue) as refusal:
        publish(design=design, by=amina, now=NOW)
    assert refusal.value.pointer == "/annex1/mandatory/awarding_body/0"


def test_the_next_version_starts_from_the_last_and_can_be_given_up(version, claire, amina):
    design = new_version(design=version.design, by=claire, now=NOW)
    with pytest.raises(NotNow):
        new_version(design=design, by=claire, now=NOW)
    changed(design, "look", {"/worth/fr": "Autre"}, claire)
    dropped = drop_new_version(design=design, by=claire, now=NOW)
    assert (dropped.state, dropped.draft) == ("published", version.source)

    design = new_version(design=design, by=claire, now=NOW)
    with pytest.raises(NotNow) as refusal:
        publish(design=reviewed(design, claire, amina), by=amina, now=NOW)
    assert refusal.value.reason.code == "designs.nothing_new"
    withdraw_review(design=design, by=claire, now=NOW)
    changed(design, "look", {"/worth/fr": "Autre"}, claire)
    second = publish(design=reviewed(design, claire, amina), by=amina, now=NOW)

    assert (second.number, second.document["version"]) == (2, 2)
    assert list(Author.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert [each.number for each in latest_published()] == [2]
    assert published(design.uuid, 1) == version


def test_a_retired_version_is_offered_no_more_and_the_design_is_archived_and_taken_out(version, amina, claire):
    design = version.design
    assert CatalogueEntry.objects.get().version == version
    with pytest.raises(NotNow):
        archive_design(design=design, by=amina, now=NOW)
    with pytest.raises(WrongValue):
        retire_version(version=version, why="  ", by=amina, now=NOW)
    with pytest.raises(NotEntitled):
        retire_version(version=version, why="Remplacée", by=claire, now=NOW)

    retire_version(version=version, why="Remplacée", by=amina, now=NOW)
    assert not CatalogueEntry.objects.exists()
    assert published(design.uuid, 1).retired_why == "Remplacée"
    archive_design(design=design, by=amina, now=NOW)
    with pytest.raises(NotNow):
        new_version(design=design, by=claire, now=NOW)
    unarchive_design(design=design, by=amina, now=NOW)
    assert new_version(design=design, by=claire, now=NOW).state == "draft"


@pytest.mark.parametrize(
    "change",
    [
        {"digest": "0" * 64},
        {"document": {"title": "Autre"}},
        {"source": {}},
        {"gate": {}},
        {"signatures": []},
        {"number": 7},
        {"published_at": NOW - timedelta(days=9)},
        {"proof": {"type": "DataIntegrityProof"}},
        {"languages": ["en"]},
    ],
)
def test_the_database_refuses_to_change_what_was_published(version, change):
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        DesignVersion.objects.filter(pk=version.pk).update(**change)


def test_the_database_refuses_to_delete_or_replace_a_version(version):
    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM design_designversion")
    if connection.vendor == "sqlite":
        copy = "INSERT OR REPLACE INTO design_designversion SELECT * FROM design_designversion"
        with pytest.raises(DatabaseError, match="never replaced"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(copy)
    DesignVersion.objects.filter(pk=version.pk).update(archived_at=NOW)  # and what has a life lives


def test_every_column_is_frozen_but_those_that_have_a_life():
    columns = {field.column for field in DesignVersion._meta.concrete_fields}

    assert columns - set(guards.FROZEN) == {"retired_at", "retired_by_id", "retired_why", "archived_at"}


class Slow:
    """A signer during whose work something else happens."""

    def __init__(self, signer, happens):
        self.signer, self.happens = signer, happens

    def __getattr__(self, name):
        return getattr(self.signer, name)

    def sign(self, *args, **options):
        self.happens()
        return self.signer.sign(*args, **options)


def test_what_ends_while_the_key_signs_is_not_published(alpes, amina):
    rules = {"institution": alpes, "languages": ["fr"], "licence": "CC-BY-4.0", "by": amina, "now": NOW}
    edit_settings(**rules, review_required=False)
    signer, design = key_of(alpes, amina), begun(alpes, amina)

    with pytest.raises(NotNow):  # from now on somebody else has to read it
        publish(
            design=design, by=amina, now=NOW, signer=Slow(signer, lambda: edit_settings(**rules, review_required=True))
        )
    edit_settings(**rules, review_required=False)
    mine = Membership.objects.filter(user=amina)
    with pytest.raises(NotEntitled):  # whoever publishes is no longer of the house
        publish(design=design, by=amina, now=NOW, signer=Slow(signer, lambda: mine.update(ended_at=NOW)))
    assert not DesignVersion.objects.exists()


def test_a_body_that_names_the_certifier_beside_itself_is_not_entitled_by_it(alpes, amina):
    """The fictional RS9901 belongs to the Alps: another body that writes their SIREN may not award it."""
    small_set.load(now=NOW)
    other = Institution.objects.create(
        slug="autre", name="Autre", legal_name="Autre", siren="123456782", did="did:web:sceau.example:i:autre",
        created_at=NOW,
    )  # fmt: skip
    member(amina, other, "head")
    document = sample("mc-excel-reporting-rh") | {"purpose": "registered"}
    document["annex1"]["mandatory"]["awarding_body"] = [{"name": alpes.name, "siren": alpes.siren}, alpes.slug]

    for institution, refused in ((other, True), (alpes, False)):
        report = gate_of(begun(institution, amina, document), now=NOW)
        assert ("registration.entitled" in {finding.code for finding in report.findings}) is refused


def test_a_next_step_without_words_bears_the_title_that_is_offered(version, alpes, amina, claire):
    draft = begun(alpes, claire, sample() | {"title": {"fr": "Pas encore dit"}})
    steps = [{"design": str(version.design.uuid)}, {"design": str(version.design.uuid), "label": {"fr": "Puis"}}]

    made = released(alpes, claire, amina, sample() | {"title": {"fr": "Un début"}, "next_steps": steps})

    assert [step["label"] for step in made.document["next_steps"]] == [version.document["title"], {"fr": "Puis"}]
    with pytest.raises(GateRefuses):  # what is not offered has no title for the world
        released(alpes, claire, amina, sample() | {"next_steps": [{"design": str(draft.uuid)}]})


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "//x.example", 'https://x.example/"><b>', "ftp://x.example"]
)
@pytest.mark.parametrize("place", ["next_steps", "enrol_url", "alignment"])
def test_an_address_that_no_page_may_lead_to_is_not_published(alpes, claire, amina, place, address):
    document = sample()
    if place == "next_steps":
        document["next_steps"] = [{"label": {"fr": "Suite"}, "url": address}]
    elif place == "enrol_url":
        document["delivery"] = {"modes": ["online"], "enrol_url": address}
    else:
        document["annex1"]["mandatory"]["learning_outcomes"][0]["alignments"][0]["url"] = address

    with pytest.raises((GateRefuses, WrongValue)):
        released(alpes, claire, amina, document)


def test_a_field_that_a_file_brought_is_published_only_as_what_it_may_be(alpes, claire, amina):
    add_custom_field(institution=alpes, code="page", kind="url", labels={"fr": "Page"}, by=amina, now=NOW)
    document = sample() | {"custom": [{"code": "page", "value": "javascript:alert(1)"}]}

    with pytest.raises(WrongValue):
        released(alpes, claire, amina, document)


def test_a_day_ends_at_midnight_where_the_institution_is(alpes, amina):
    """At half past eleven in the evening at Greenwich a registration that ended that day has ended in Paris."""
    small_set.load(now=NOW)
    document = sample("mc-excel-reporting-rh") | {"purpose": "registered"}
    design = begun(alpes, amina, document)
    last = Fiche.objects.get(number="RS9901").ends_on

    def codes(hour):
        moment = datetime.combine(last, time(hour, 30), UTC)
        return {finding.code for finding in gate_of(design, now=moment).findings}

    assert "registration.retired" not in codes(12)
    assert "registration.retired" in codes(23)
