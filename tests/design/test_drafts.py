"""The work on a draft: saved by steps, merged, shown when two meet, thrown away and taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from institutions.people import NOW, member, person
from sceau.design.cleaning import LARGEST_DRAFT
from sceau.design.errors import AlreadyThere, ChangedMeanwhile, NotEntitled, NotNow, TooLarge, WrongValue
from sceau.design.models import Design
from sceau.design.services import (
    create_design,
    delete_draft,
    purge_deleted,
    rename_design,
    restore_draft,
    save_step,
)
from sceau.design.steps import ABSENT, digest_of, part_of
from sceau.journal.models import Act


@pytest.fixture
def design(alpes, amina):
    return create_design(institution=alpes, document={"title": {"fr": "Souder"}}, by=amina, now=NOW)


def seen(design, step):
    return digest_of(part_of(Design.objects.get(pk=design.pk).draft, step))


def test_a_blank_design_has_the_languages_of_its_institution_and_a_name(alpes, amina):
    design = create_design(institution=alpes, by=amina, now=NOW)

    assert design.draft == {
        "schema": "sceau.design/1",
        "language": "fr",
        "languages": ["fr"],
        "licence": "all-rights-reserved",
    }
    assert (design.state, design.name, design.revision) == ("draft", "mc-1", 1)
    assert Act.objects.last().code == "design.created"


def test_a_short_name_comes_from_the_title_and_is_given_once(alpes, amina, design):
    second = create_design(institution=alpes, document={"title": {"fr": "Souder !"}}, by=amina, now=NOW)

    assert [design.name, second.name] == ["mc-souder", "mc-souder-1"]
    with pytest.raises(AlreadyThere):
        rename_design(design=second, name="mc-souder", by=amina, now=NOW)


def test_what_is_given_at_publication_is_not_taken_from_a_document(alpes, amina):
    document = {"uuid": "x", "version": 4, "status": "published", "cpf": {"eligible": True}, "proof": {}, "worth": "x"}

    draft = create_design(institution=alpes, document=document, by=amina, now=NOW).draft

    assert set(draft) == {"schema", "language", "languages", "licence", "worth"}


def test_values_are_cleaned(design, claire):
    values = {
        "/title": {"fr": "  Soude\u0301 \u200b bien\u0000 ", "en": "  "},
        "/need/fr": "Un\r\nbesoin  \r\n",
        "/sector": "",
    }

    saved = save_step(design=design, step="identity", values=values, seen=seen(design, "identity"), by=claire, now=NOW)

    assert saved.design.draft["title"] == {"fr": "Soudé  bien"}
    assert saved.design.draft["need"] == {"fr": "Un\nbesoin"}
    assert "sector" not in saved.design.draft
    assert saved.seen == seen(design, "identity")
    assert saved.design.titles == {"fr": "Soudé  bien"}


@pytest.mark.parametrize(
    "pointer", ["/uuid", "/cpf/eligible", "/annex1", "/titles", "title", "", "/language/x/y", "/delivery/places/7/city"]
)
def test_pointers_that_are_not_of_the_step_are_refused(design, amina, pointer):
    with pytest.raises(WrongValue):
        save_step(
            design=design, step="identity", values={pointer: "x"}, seen=seen(design, "identity"), by=amina, now=NOW
        )
    design.refresh_from_db()
    assert design.revision == 1


def test_a_value_is_taken_away(design, amina):
    saved = save_step(
        design=design, step="identity", values={"/title": ABSENT}, seen=seen(design, "identity"), by=amina, now=NOW
    )

    assert "title" not in saved.design.draft


def test_different_steps_merge_and_one_step_is_shown(design, amina, claire):
    identity, look = seen(design, "identity"), seen(design, "look")
    save_step(design=design, step="identity", values={"/title/fr": "Braser"}, seen=identity, by=amina, now=NOW)
    save_step(design=design, step="look", values={"/worth": {"fr": "Utile"}}, seen=look, by=claire, now=NOW)

    with pytest.raises(ChangedMeanwhile) as refusal:
        save_step(design=design, step="identity", values={"/title/fr": "Coller"}, seen=identity, by=amina, now=NOW)

    there = Design.objects.get(pk=design.pk)
    assert (there.draft["title"], there.draft["worth"]) == ({"fr": "Braser"}, {"fr": "Utile"})
    assert refusal.value.there["/title"] == {"fr": "Braser"}
    assert refusal.value.yours == {"/title/fr": "Coller"}
    assert refusal.value.by == amina  # of another window of hers
    saved = save_step(
        design=design, step="identity", values={"/title/fr": "Coller"}, seen=refusal.value.seen, by=amina, now=NOW
    )
    assert saved.design.draft["title"] == {"fr": "Coller"}


def test_the_person_who_is_named_is_who_changed_that_step(design, amina, claire):
    identity = seen(design, "identity")
    save_step(design=design, step="identity", values={"/title/fr": "Braser"}, seen=identity, by=claire, now=NOW)
    later = NOW + timedelta(minutes=5)
    look = seen(design, "look")
    save_step(design=design, step="look", values={"/worth/fr": "Utile"}, seen=look, by=amina, now=later)

    with pytest.raises(ChangedMeanwhile) as refusal:
        save_step(design=design, step="identity", values={"/title/fr": "Coller"}, seen=identity, by=amina, now=later)

    assert (refusal.value.by, refusal.value.at) == (claire, NOW)


def test_the_same_value_twice_changes_nothing(design, amina):
    saved = save_step(design=design, step="identity", values={"/title/fr": "Souder"}, seen="", by=amina, now=NOW)

    assert not saved.changed
    assert Design.objects.get(pk=design.pk).revision == 1


def test_saves_of_one_sitting_are_one_act(design, amina, claire):
    for minute, title in enumerate(["A", "B", "C"]):
        save_step(
            design=design,
            step="identity",
            values={"/title/fr": title},
            seen=seen(design, "identity"),
            by=claire,
            now=NOW + timedelta(minutes=minute),
        )

    assert Act.objects.filter(code="design.edited").count() == 1


def test_budgets(design, amina):
    nest: object = "x"
    for _ in range(30):
        nest = [nest]
    with pytest.raises(TooLarge):
        save_step(design=design, step="look", values={"/worth": nest}, seen=seen(design, "look"), by=amina, now=NOW)
    steps = [{"label": {"fr": "é" * 9000}} for _ in range(LARGEST_DRAFT // 18_000 + 1)]
    with pytest.raises(TooLarge):
        save_step(
            design=design, step="look", values={"/next_steps": steps}, seen=seen(design, "look"), by=amina, now=NOW
        )


def test_a_role_in_a_unit_writes_in_the_designs_of_the_unit_only(alpes, amina, design, gap, grenoble):
    karim = person("Karim Sadki")
    member(karim, alpes, "designer", unit=gap)
    there = create_design(institution=alpes, unit=gap, by=karim, now=NOW)

    with pytest.raises(NotEntitled):
        save_step(design=design, step="identity", values={"/title/fr": "x"}, seen="", by=karim, now=NOW)
    with pytest.raises(NotEntitled):
        create_design(institution=alpes, unit=grenoble, by=karim, now=NOW)
    assert there.unit == gap


def test_somebody_from_elsewhere_writes_nothing(design, bruno, alpes):
    with pytest.raises(NotEntitled):
        save_step(design=design, step="identity", values={"/title/fr": "x"}, seen="", by=bruno, now=NOW)
    with pytest.raises(NotEntitled):
        create_design(institution=alpes, by=bruno, now=NOW)


def test_a_draft_is_thrown_away_taken_back_and_in_the_end_forgotten(design, amina):
    delete_draft(design=design, by=amina, now=NOW)
    with pytest.raises(NotNow):
        save_step(design=design, step="identity", values={"/title/fr": "x"}, seen="", by=amina, now=NOW)
    restore_draft(design=design, by=amina, now=NOW + timedelta(days=29))
    delete_draft(design=design, by=amina, now=NOW)

    with pytest.raises(NotNow):
        restore_draft(design=design, by=amina, now=NOW + timedelta(days=31))
    assert purge_deleted(now=NOW + timedelta(days=29)) == 0
    assert purge_deleted(now=NOW + timedelta(days=31)) == 1
