"""From a draft to a version, as pages: what comes next, what the gate says, who reads, who publishes, what ends."""

import html
import json
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from design.keys import key_of
from design.samples import begun, changed, released, reviewed, sample
from institutions.people import member, person
from sceau.design import services
from sceau.design.models import CustomField, Design, DesignSettings, DesignVersion
from sceau.design.queries import settings_of
from sceau.design.services import create_design, edit_settings, new_version
from sceau.web.desk.designs.gate import Addresses
from signing_in import prove_at, prove_now

MOST_QUERIES = 15


@pytest.fixture
def draft(alpes, amina):
    return create_design(institution=alpes, document={"title": {"fr": "Suivre un chantier"}}, by=amina, now=now())


@pytest.fixture
def good(alpes, claire):
    """A draft that passes the gate."""
    return begun(alpes, claire)


@pytest.fixture
def published(alpes, claire, amina):
    return released(alpes, claire, amina).design


def at(name, design=None, *more, slug="alpes-numerique"):
    return reverse(name, args=[slug, *([design.uuid] if design else []), *more])


def said(answer):
    """The words of a page, its signs as they are read."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def main_buttons(answer):
    return re.findall(r'class="button button--main[^"]*"[^>]*>([^<]+)', answer.content.decode())


def current(answer):
    """The line of the rail on which one is."""
    return re.findall(r'aria-current="page">([^<]+)</a></li>', answer.content.decode().split("</nav>")[1])


# what comes next


def test_home_tells_what_waits_and_what_is_being_written(client, good, claire, amina):
    review = services.ask_review(design=good, reviewer=amina, by=claire, now=now())

    prove_now(client, amina)
    home = client.get(at("desk_home"))
    assert "1 relecture vous attend" in said(home)
    assert at("desk_design_review", good) in home.content.decode()

    prove_now(client, claire)
    home = client.get(at("desk_home"))
    assert "vous attend" not in said(home)
    assert at("desk_design", good) in home.content.decode()
    assert at("desk_design_new") in home.content.decode()

    services.decide_review(review=review, approved=True, by=amina, now=now())
    prove_now(client, amina)
    assert "1 micro-certification à publier" in said(client.get(at("desk_home")))


def test_every_page_of_the_room_is_reached_from_its_pages(client, amina, draft):
    prove_now(client, amina)
    page = client.get(at("desk_designs")).content.decode()

    for name in ("desk_design_settings", "desk_framework_search", "desk_designs_deleted", "desk_design_new"):
        assert f'href="{at(name)}"' in page
    assert current(client.get(at("desk_design_settings"))) == ["Règles de conception"]
    assert current(client.get(at("desk_design", draft))) == ["Micro-certifications"]


def test_a_draft_that_lacks_something_says_the_first_thing_and_leads_to_it(client, amina, draft):
    prove_now(client, amina)

    answer = client.get(at("desk_design", draft))

    assert "points à régler avant la publication. Le premier :" in said(answer)
    assert main_buttons(answer) == ["Régler ce point"]
    assert answer.context["following_url"].startswith(at("desk_design_step", draft, "identity"))


def test_one_that_passes_is_to_be_reviewed_where_the_institution_asks_it(client, claire, good):
    prove_now(client, claire)

    answer = client.get(at("desk_design", good))

    assert "Faites-la relire par quelqu’un d’autre : votre organisme le demande." in said(answer)
    assert main_buttons(answer) == ["Demander une relecture"]


def test_a_head_may_publish_at_once_where_no_review_is_asked(client, alpes, amina, good):
    edit_settings(institution=alpes, languages=["fr"], review_required=False, licence="CC-BY-4.0", by=amina, now=now())
    prove_now(client, amina)

    assert main_buttons(client.get(at("desk_design", good))) == ["Publier cette version"]


def test_whoever_may_not_write_has_nothing_to_do(client, alpes, draft):
    auditor = person("Odile Audit")
    member(auditor, alpes, "auditor", until=now() + timedelta(days=9))
    prove_now(client, auditor)

    answer = client.get(at("desk_design", draft))

    assert "Vous n’avez rien à faire." in said(answer)
    assert main_buttons(answer) == []
    assert "Supprimer ce brouillon" not in said(answer)


def test_in_review_its_author_waits_and_another_reads(client, amina, claire, good):
    services.ask_review(design=good, by=claire, now=now())
    prove_now(client, claire)
    assert "Rien ne change tant qu’elle y est." in said(client.get(at("desk_design", good)))

    prove_now(client, amina)
    assert main_buttons(client.get(at("desk_design", good))) == ["Lire et décider"]


def test_a_published_one_shows_its_page_and_a_retired_one_its_successor(client, amina, published):
    prove_now(client, amina)
    assert main_buttons(client.get(at("desk_design", published))) == ["Voir la page publique"]

    version = DesignVersion.objects.get(design=published)
    services.retire_version(version=version, why="Le référentiel a changé.", by=amina, now=now())

    answer = client.get(at("desk_design", published))
    assert "La version 1 est retirée" in said(answer)
    assert main_buttons(answer) == ["Préparer une nouvelle version"]


# the gate and the translations


def test_the_gate_names_what_blocks_where_it_is_mended_and_a_good_example(client, amina, draft):
    prove_now(client, amina)

    answer = client.get(at("desk_design_gate", draft))

    first = answer.context["groups"][0]
    assert [group.severity for group in answer.context["groups"]] == ["blocks", "warns", "advises"]
    assert all(line.url.startswith("/desk/alpes-numerique/designs/") for line in first.lines)
    assert any("#" in line.url for line in first.lines)
    assert "Un bon exemple" in said(answer)
    assert len(answer.context["elements"]) == 16


def test_whoever_may_not_write_is_led_to_no_field(client, alpes, draft):
    auditor = person("Odile Audit")
    member(auditor, alpes, "auditor", until=now() + timedelta(days=9))
    prove_now(client, auditor)

    answer = client.get(at("desk_design_gate", draft))

    assert all(line.url == "" for group in answer.context["groups"] for line in group.lines)


def test_an_address_leads_to_the_field_of_a_place(good):
    good.refresh_from_db()
    where = Addresses("alpes-numerique", good)

    assert where.of("level", "/annex1/mandatory/level/rationale").endswith("step/level/#id_volume-rationale-fr")
    assert where.of("nowhere", "/title") == ""


def test_what_is_not_translated_is_named_with_where_to_write_it(client, amina, alpes):
    design = begun(alpes, amina, sample() | {"languages": ["fr", "en"], "summary": {"fr": "Seulement en français."}})
    prove_now(client, amina)

    answer = client.get(at("desk_design_translations", design))

    assert "Telle quelle, elle serait publiée en français seulement." in said(answer)
    assert "« Seulement en français. »" in said(answer)
    assert [tongue.complete for tongue in answer.context["languages"]] == [True, False]


# the preview


def test_the_preview_may_be_framed_by_ourselves_and_by_nobody_else(client, amina, draft):
    prove_now(client, amina)

    answer = client.get(at("desk_design_preview", draft), {"bare": "1"})

    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "masthead" not in answer.content.decode()
    assert "frame-ancestors 'none'" in client.get(at("desk_design", draft))["Content-Security-Policy"]


def test_the_preview_speaks_the_language_that_is_asked(client, amina, good):
    prove_now(client, amina)

    assert "What you will be able to do" in said(client.get(at("desk_design_preview", good), {"language": "en"}))


def test_the_seal_is_drawn_in_the_ink_that_is_asked(client, amina, draft):
    prove_now(client, amina)

    drawn, red = (client.get(at("desk_design_seal", draft), {"ink": ink}) for ink in ("cire", "garance"))

    assert drawn["Content-Type"] == "image/svg+xml"
    assert b"#14573f" in drawn.content
    assert b"#8a3324" in red.content
    assert (
        client.get(at("desk_design_seal", draft), {"ink": "x"}).content
        == client.get(at("desk_design_seal", draft)).content
    )


# review


def test_a_review_is_asked_read_and_answered_step_by_step(client, amina, claire, good):
    prove_now(client, claire)
    asked = client.post(at("desk_design_review", good), {"reviewer": str(amina.uuid), "message": "La grille ?"})
    assert asked.status_code == 302

    prove_now(client, amina)
    page = client.get(at("desk_design_review", good))
    assert "La grille ?" in said(page)
    assert "Approuver cette version" in said(page)
    client.post(
        at("desk_design_review", good),
        {"decision": "changes", "note": "Presque.", "on_assessment": "Le critère 2 manque d’exemple."},
    )

    good.refresh_from_db()
    assert good.state == "draft"
    overview = said(client.get(at("desk_design", good)))
    assert "Modifications demandées" in overview
    assert "Évaluation : Le critère 2 manque d’exemple." in overview


def test_its_author_is_told_that_another_must_review_it(client, amina, alpes):
    design = begun(alpes, amina)
    services.ask_review(design=design, by=amina, now=now())
    prove_now(client, amina)

    page = client.get(at("desk_design_review", design))
    assert "une autre personne doit la relire" in said(page)
    assert "Approuver cette version" not in said(page)
    client.post(at("desk_design_review", design), {"decision": "approve"})

    design.refresh_from_db()
    assert design.state == "in_review"


def test_changes_are_asked_with_a_word_of_why(client, amina, claire, good):
    services.ask_review(design=good, by=claire, now=now())
    prove_now(client, amina)

    answer = client.post(at("desk_design_review", good), {"decision": "changes"})

    assert answer.context["form"].errors["note"]
    good.refresh_from_db()
    assert good.state == "in_review"


def test_nobody_else_may_review_it_is_said(client, amina, alpes):
    design = begun(alpes, amina)
    prove_now(client, amina)

    assert "Personne d’autre ne peut la relire." in said(client.get(at("desk_design_review", design)))


def test_from_version_two_the_reader_sees_the_difference(client, alpes, amina, claire, published):
    there = new_version(design=published, by=claire, now=now())
    changed(there, "identity", {"/title": {"fr": "Conduire une itération"}}, claire, now())
    services.ask_review(design=Design.objects.get(pk=there.pk), by=claire, now=now())
    prove_now(client, amina)

    page = said(client.get(at("desk_design_review", published)))

    assert "Ce qui change depuis la version 1" in page
    assert "Conduire une itération" in page


def test_what_is_in_review_is_withdrawn_to_be_written_again(client, claire, good):
    services.ask_review(design=good, by=claire, now=now())
    prove_now(client, claire)

    client.post(at("desk_design_withdraw", good))

    good.refresh_from_db()
    assert good.state == "draft"


# publication


def test_before_publishing_one_reads_what_will_be_frozen(client, alpes, amina, claire, good):
    reviewed(good, claire, amina)
    prove_now(client, amina)

    page = client.get(at("desk_design_publish", good))

    assert page.context["frozen"].digest in page.content.decode()
    for words in ("Publier la version 1 ?", "Claire Dumas", "Amina Benali, vous", "aucune clé"):
        assert words in said(page)
    assert not DesignVersion.objects.exists()


def test_publishing_freezes_exactly_what_was_shown(client, amina, claire, good):
    reviewed(good, claire, amina)
    prove_now(client, amina)
    digest = client.get(at("desk_design_publish", good)).context["frozen"].digest

    answer = client.post(at("desk_design_publish", good), follow=True)

    version = DesignVersion.objects.get(design=good)
    assert (version.number, version.digest) == (1, digest)
    assert "La version 1 est publiée. Elle ne changera plus." in said(answer)
    assert f"/m/{good.uuid}/1" in answer.content.decode()


def test_publishing_asks_for_a_fresh_proof(client, amina, claire, good):
    reviewed(good, claire, amina)
    prove_at(client, amina, 0)

    answer = client.post(at("desk_design_publish", good))

    assert answer.status_code == 302
    assert "/account/" in answer.url
    assert not DesignVersion.objects.exists()


def test_the_key_of_the_institution_seals_what_is_published(client, alpes, amina, claire, good, monkeypatch):
    signer = key_of(alpes, amina)
    reviewed(good, claire, amina)
    monkeypatch.setattr("sceau.web.desk.designs.publishing._signer", lambda key: signer)
    prove_now(client, amina)

    assert "la clé n° 1 de l’organisme" in said(client.get(at("desk_design_publish", good)))
    client.post(at("desk_design_publish", good))

    assert DesignVersion.objects.get(design=good).proof["cryptosuite"] == "eddsa-jcs-2022"


def test_the_gate_refuses_and_says_why(client, amina, draft):
    prove_now(client, amina)

    page = client.get(at("desk_design_publish", draft))

    assert "La version 1 ne peut pas encore être publiée" in said(page)
    assert "À régler avant de publier" in said(page)
    client.post(at("desk_design_publish", draft))
    assert not DesignVersion.objects.exists()


def test_without_review_where_one_is_asked_nothing_is_published(client, amina, good):
    prove_now(client, amina)

    page = client.get(at("desk_design_publish", good))

    assert "Votre organisme demande une relecture avant de publier" in said(page)
    assert main_buttons(page) == ["Demander une relecture"]


# versions


def test_a_version_says_who_answers_for_it_and_its_digest(client, amina, published):
    prove_now(client, amina)

    page = client.get(at("desk_design_version", published, 1))

    version = DesignVersion.objects.get(design=published)
    assert version.digest in page.content.decode()
    for words in ("Écrite par Claire Dumas", "Relue par Amina Benali", "Publiée par Amina Benali", "sur 100"):
        assert words in said(page)
    assert client.get(at("desk_design_version", published, 2)).status_code == 404


def test_the_difference_with_the_draft_is_told_in_words(client, amina, claire, published):
    there = new_version(design=published, by=claire, now=now())
    changed(there, "identity", {"/title": {"fr": "Conduire une itération"}}, claire, now())
    prove_now(client, amina)

    page = client.get(at("desk_design_difference", published, 1, 0))

    group = page.context["changes"][0]
    assert group.step == "identity"
    assert {change.after for change in group.changes} & {"Conduire une itération"}


def test_a_new_version_is_begun_and_given_up(client, claire, published):
    prove_now(client, claire)

    began = client.post(at("desk_design_new_version", published))
    assert began.url == at("desk_design_step", published, "identity")
    assert "version 2 en préparation" in said(client.get(at("desk_design", published)))
    client.post(at("desk_design_drop", published))

    published.refresh_from_db()
    assert published.state == "published"


def test_retiring_asks_why_and_offers_the_milder_act(client, amina, published):
    prove_now(client, amina)

    page = said(client.get(at("desk_design_retire", published, 1)))
    assert "Cela ne se défait pas." in page
    assert "Préparez plutôt une nouvelle version" in page
    assert client.post(at("desk_design_retire", published, 1), {"why": " "}).context["form"].errors["why"]
    client.post(at("desk_design_retire", published, 1), {"why": "Le référentiel a changé."})

    assert DesignVersion.objects.get(design=published).retired_why == "Le référentiel a changé."


def test_what_is_offered_is_not_archived(client, amina, published):
    prove_now(client, amina)

    answer = client.post(at("desk_design_archive", published), {"to": "archive"})

    assert "Retirez-la avant d’archiver" in said(answer)


def test_it_is_archived_and_taken_out(client, amina, draft):
    prove_now(client, amina)

    client.post(at("desk_design_archive", draft), {"to": "archive"})
    assert "Archivée" in said(client.get(at("desk_design", draft)))
    client.post(at("desk_design_archive", draft), {"to": "out"})

    draft.refresh_from_db()
    assert draft.archived_at is None


def test_a_deleted_draft_is_offered_back_at_once(client, amina, draft):
    prove_now(client, amina)

    answer = client.post(at("desk_design_delete", draft), follow=True)
    assert "« Suivre un chantier » est supprimée. Annuler" in said(answer)
    assert client.get(at("desk_design", draft)).status_code == 404
    client.post(at("desk_design_restore", draft))

    assert client.get(at("desk_design", draft)).status_code == 200


def test_a_copy_is_another_draft(client, claire, published):
    prove_now(client, claire)

    answer = client.post(at("desk_design_copy", published))

    made = Design.objects.exclude(pk=published.pk).get()
    assert answer.url == at("desk_design_step", made, "identity")
    assert made.last_number == 0


# files


def test_what_is_exported_is_imported_after_it_was_shown(client, amina, claire, published):
    prove_now(client, claire)
    exported = client.get(at("desk_design_export", published, 1))
    assert exported["Content-Disposition"].startswith('attachment; filename="mc-')
    file = SimpleUploadedFile("mc.json", exported.content, content_type="application/json")

    shown = client.post(at("desk_design_import"), {"file": file})
    assert "Ce fichier n’est pas signé." in said(shown)
    assert Design.objects.count() == 1
    content = shown.context["form"]["content"].value()
    client.post(at("desk_design_import"), {"content": content})

    made = Design.objects.exclude(pk=published.pk).get()
    assert made.origin["kind"] == "file"


def test_a_signed_file_says_who_signed_it(client, alpes, amina, claire):
    signer = key_of(alpes, amina)
    design = released(alpes, claire, amina, signer=signer).design
    prove_now(client, amina)
    data = client.get(at("desk_design_export", design, 1)).content
    altered = data.replace("itération".encode(), b"iteration", 1)

    good, bad = (
        client.post(at("desk_design_import"), {"file": SimpleUploadedFile("mc.json", each)}) for each in (data, altered)
    )

    assert f"Signé par {alpes.did}, et intact." in said(good)
    assert "le nom de « Institut Alpes Numérique »" in said(good)  # the key proves the DID, and no name
    assert bad.status_code == 422
    assert "La signature de ce fichier est fausse" in said(bad)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Ce fichier ne se lit pas"),
        (b'{\n "schema": "sceau.design/1",\n oops }', "Ligne 3"),
        (b'{"schema": "sceau.design/1", "uuid": 3}', "Endroit"),
        (b"\xff\xfe\x00", "Ce fichier ne se lit pas"),
        (b"[" * 5000, "Ce fichier ne se lit pas"),
        (b" " * (1024 * 1024 + 1), "Ce fichier pèse"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place_and_nothing_stays(client, amina, content, words):
    prove_now(client, amina)

    answer = client.post(at("desk_design_import"), {"file": SimpleUploadedFile("mc.json", content)})

    assert answer.status_code == 422
    assert words in said(answer)
    assert not Design.objects.exists()


def test_what_comes_back_altered_is_read_again(client, amina):
    prove_now(client, amina)

    assert client.post(at("desk_design_import"), {"content": "x"}).status_code == 302
    assert client.post(at("desk_design_import"), {"content": "e30="}).status_code == 422
    assert not Design.objects.exists()


# the rules of the institution


def test_the_rules_are_saved(client, alpes, amina):
    prove_now(client, amina)

    client.post(at("desk_design_settings"), {"main": "en", "languages": ["fr", "en"], "licence": "CC-BY-4.0"})

    rules = settings_of(alpes)
    assert (rules.languages, rules.review_required, rules.licence) == (["en", "fr"], False, "CC-BY-4.0")
    assert DesignSettings.objects.count() == 1


def test_a_field_is_added_changed_moved_removed_and_taken_back(client, alpes, amina):
    prove_now(client, amina)
    add = at("desk_design_field_add")

    client.post(add, {"label_fr": "Centre de coût", "kind": "text", "public": "on"})
    client.post(add, {"label_fr": "Pôle", "kind": "choice", "choices": "Gap\nGrenoble | Grenoble", "required": "on"})
    centre, pole = CustomField.objects.order_by("position")
    assert (centre.code, centre.public, pole.required) == ("centre_de_cout", True, True)
    client.post(reverse("desk_design_field_move", args=[alpes.slug, pole.uuid, "up"]))
    assert [each.code for each in CustomField.objects.order_by("position")] == ["pole", "centre_de_cout"]
    edit = reverse("desk_design_field_edit", args=[alpes.slug, centre.uuid])
    client.post(edit, {"label_fr": "Centre analytique", "label_en": "Cost centre"})
    centre.refresh_from_db()
    assert (centre.labels, centre.public) == ({"fr": "Centre analytique", "en": "Cost centre"}, False)
    client.post(reverse("desk_design_field_remove", args=[alpes.slug, centre.uuid]))
    client.post(reverse("desk_design_field_restore", args=[alpes.slug, centre.uuid]))

    centre.refresh_from_db()
    assert centre.removed_at is None


def test_a_field_of_a_taken_name_or_without_choices_is_refused_at_its_field(client, amina):
    prove_now(client, amina)
    add = at("desk_design_field_add")
    client.post(add, {"label_fr": "Pôle", "kind": "text"})

    twice = client.post(add, {"label_fr": "Pôle", "kind": "text"})
    bare = client.post(add, {"label_fr": "Site", "kind": "choice", "choices": "Gap"})
    nameless = client.post(add, {"label_fr": " ", "kind": "text"})

    assert list(twice.context["form"].errors) == list(nameless.context["form"].errors) == ["label_fr"]
    assert list(bare.context["form"].errors) == ["choices"]


# how often the database is asked


PAGES = """desk_design desk_design_gate desk_design_translations desk_design_preview desk_design_publish
desk_design_versions desk_design_archive desk_design_copy desk_design_review""".split()


@pytest.mark.parametrize("page", PAGES)
def test_no_page_asks_the_database_more_than_fifteen_times(client, amina, claire, published, page):
    there = new_version(design=published, by=claire, now=now())
    changed(there, "identity", {"/title": {"fr": "Conduire une itération"}}, claire, now())
    prove_now(client, amina)
    client.get(at(page, published))

    with CaptureQueriesContext(connection) as caught:
        assert client.get(at(page, published)).status_code == 200

    assert len(caught) <= MOST_QUERIES, "\n".join(each["sql"][:200] for each in caught)


@pytest.mark.parametrize("step", ["level", "look", "issuing"])
def test_no_step_asks_the_database_more_than_fifteen_times(client, claire, good, step):
    prove_now(client, claire)
    client.get(at("desk_design_step", good, step))

    with CaptureQueriesContext(connection) as caught:
        assert client.get(at("desk_design_step", good, step)).status_code == 200

    assert len(caught) <= MOST_QUERIES, "\n".join(each["sql"][:200] for each in caught)


@pytest.mark.parametrize("more", [(1,), (1, 0)])
def test_no_page_of_a_version_asks_more_than_fifteen_times(client, amina, claire, published, more):
    name = "desk_design_version" if len(more) == 1 else "desk_design_difference"
    prove_now(client, amina)
    client.get(at(name, published, *more))

    with CaptureQueriesContext(connection) as caught:
        assert client.get(at(name, published, *more)).status_code == 200

    assert len(caught) <= MOST_QUERIES, "\n".join(each["sql"][:200] for each in caught)


def test_the_exported_file_is_the_document_that_was_frozen(client, amina, published):
    prove_now(client, amina)

    version = DesignVersion.objects.get(design=published)
    assert json.loads(client.get(at("desk_design_export", published, 1)).content) == version.document


# what follows each save of a step


@pytest.mark.parametrize(
    ("step", "typed", "piece"),
    [
        ("level", {"volume-guided": "17 h"}, "Somme des parties : 25 h. Cela ferait 1,0 crédit ECTS."),
        ("issuing", {"issuing-amount": "700"}, "Somme des parties"),
        ("look", {"look-ink": "garance"}, 'id="seal"'),
    ],
)
def test_what_is_computed_follows_each_save(client, claire, good, step, typed, piece):
    prove_now(client, claire)
    page = client.get(at("desk_design_step", good, step))
    sent = page.context["step"].typed().copy()
    for name, value in {**typed, "seen": page.context["seen"], "act": "save"}.items():
        sent[name] = value

    answer = client.post(at("desk_design_step", good, step), sent, headers={"HX-Request": "true"})

    assert answer["Sceau-Saved"] == "yes"
    assert piece in (answer.content.decode() if piece.startswith("id=") else said(answer))


def test_what_is_proposed_is_taken_by_a_button(client, claire, alpes):
    document = {name: value for name, value in sample().items() if name != "limits"}
    design = begun(alpes, claire, document)
    prove_now(client, claire)
    page = client.get(at("desk_design_step", design, "look"))
    assert "il est honnête de dire" in said(page)
    sent = page.context["step"].typed().copy()
    sent.update({"seen": page.context["seen"], "act": "propose:limits"})

    answer = client.post(at("desk_design_step", design, "look"), sent)

    assert answer.url.endswith("/step/look/#s-limits")
    design.refresh_from_db()
    assert "ni un diplôme" in design.draft["limits"]["fr"]


def test_a_field_of_the_institution_is_asked_at_the_last_step_and_kept(client, amina, alpes, claire, good):
    services.add_custom_field(
        institution=alpes, code="pole", kind="choice", labels={"fr": "Pôle"}, required=True, by=amina, now=now(),
        choices=[{"code": "gap", "label": {"fr": "Gap"}}, {"code": "grenoble", "label": {"fr": "Grenoble"}}],
    )  # fmt: skip
    prove_now(client, claire)
    page = client.get(at("desk_design_step", good, "issuing"))
    assert "Ce que votre organisme demande" in said(page)
    sent = page.context["step"].typed().copy()
    sent.update({"seen": page.context["seen"], "act": "save", "custom-pole": "gap"})

    client.post(at("desk_design_step", good, "issuing"), sent)

    good.refresh_from_db()
    assert good.draft["custom"] == [{"code": "pole", "value": "gap"}]


def test_the_cpf_is_told_with_its_reason(client, claire, good):
    prove_now(client, claire)

    assert "Non éligible" in said(client.get(at("desk_design_step", good, "issuing")))
