"""The wizard as a browser meets it, first without a script."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from institutions.people import member, person
from sceau.design import pointers
from sceau.design.models import Design
from sceau.design.services import ask_review, create_design, save_step
from sceau.design.steps import STEPS as NAMES
from sceau.design.steps import digest_of, part_of
from sceau.web.desk.designs.forms.outcomes import AT
from signing_in import prove_now

HTMX = {"HX-Request": "true"}


def stored(at) -> dict:
    return Design.objects.get(pk=at.design.pk).draft


def page_of(client, at, step: str, **query: str) -> str:
    answer = client.get(at(step), query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("step", NAMES)
def test_a_step_asks_the_database_few_times(client, at, step):
    client.get(at(step))
    with CaptureQueriesContext(connection) as caught:
        page_of(client, at, step)

    assert len(caught) <= 15, "\n".join(query["sql"] for query in caught)


@pytest.mark.parametrize("step", ["identity", "outcomes", "assessment"])
def test_a_save_while_one_types_asks_the_database_few_times(client, at, step):
    sent = at.sent(step)
    client.post(at(step), sent, headers=HTMX)
    with CaptureQueriesContext(connection) as caught:
        answer = client.post(at(step), sent, headers=HTMX)

    assert answer.headers["Sceau-Saved"] == "yes"
    assert len(caught) <= 24, "\n".join(query["sql"] for query in caught)


def test_the_steps_are_linked_and_the_current_one_is_marked(client, at):
    page = page_of(client, at, "outcomes")

    assert page.count('aria-current="step"') == 1
    assert all(at(name) in page for name in NAMES)


def test_saving_and_going_on_leads_to_the_next_step_and_at_the_end_to_the_design(client, at):
    answer = client.post(at("identity"), at.sent("identity", act="next", about__title__fr="Suivre un chantier"))
    assert (answer.status_code, answer.url) == (302, at("outcomes"))
    assert stored(at)["title"]["fr"] == "Suivre un chantier"

    last = client.post(at("issuing"), at.sent("issuing", act="next"))
    assert last.url == reverse("desk_design", args=[at.design.institution.slug, at.design.uuid])


def test_a_button_that_adds_keeps_all_that_was_typed(client, at):
    before = len(pointers.read(at.design.draft, AT))
    changed = {"act": "add:outcomes", "outcomes__LO1__statement__fr": "Animer une revue devant dix personnes"}

    answer = client.post(at("outcomes"), at.sent("outcomes", **changed))

    outcomes = pointers.read(stored(at), AT)
    assert len(outcomes) == before + 1
    assert outcomes[0]["statement"]["fr"] == "Animer une revue devant dix personnes"
    assert answer.url.endswith(f"#outcomes-{outcomes[-1]['id']}")
    assert f'id="outcomes-{outcomes[-1]["id"]}"' in page_of(client, at, "outcomes")


def test_an_outcome_that_is_taken_away_leaves_the_assessment_too(client, at):
    client.post(at("outcomes"), at.sent("outcomes", act="remove:outcomes:LO1"))

    judged = {code for each in pointers.read(stored(at), "/assessment/grid/criteria") for code in each["outcome_ids"]}
    assert "LO1" not in judged
    assert "LO1" not in [each["id"] for each in pointers.read(stored(at), AT)]


def test_a_row_without_a_name_of_its_own_is_shown_empty_then_kept_once_filled(client, at):
    there = stored(at)["delivery"]["places"]
    row = f"n{len(there)}"
    answer = client.post(at("identity"), at.sent("identity", act="add:places"))
    assert "more=places" in answer.url
    assert answer.url.endswith(f"#places-{row}")
    assert f'name="places-{row}-city"' in client.get(answer.url).content.decode()

    sent = at.sent("identity")
    filled = {"places": [*sent["places"], row], f"places-{row}-city": "Gap", f"places-{row}-postal_code": "05000"}
    client.post(at("identity"), sent | filled)
    assert stored(at)["delivery"]["places"] == [*there, {"city": "Gap", "postal_code": "05000"}]


def test_a_new_row_that_is_saved_while_one_types_and_saved_again_is_one_row(client, at):
    there = stored(at)["delivery"]["places"]
    row = f"n{len(there)}"
    for city in ("Ga", "Gap"):
        sent = at.sent("identity")
        sent |= {"places": [*(f"n{place}" for place in range(len(there))), row], f"places-{row}-city": city}
        answer = client.post(at("identity"), sent, headers=HTMX)
        assert f'id="places-{row}_findings"' in answer.content.decode()

    assert stored(at)["delivery"]["places"] == [*there, {"city": "Gap"}]


def test_what_cannot_be_read_is_said_the_rest_is_written_and_nothing_typed_is_lost(client, at):
    changed = {"rules__score": "beaucoup", "rules__attempts": "4"}
    answer = client.post(at("assessment"), at.sent("assessment", **changed))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="beaucoup"' in page
    assert 'role="alert"' in page
    assert 'href="#id_rules-score"' in page
    assert stored(at)["assessment"]["retake"]["max_attempts"] == 4


def test_a_save_while_one_types_touches_no_field(client, at):
    sent = at.sent("identity", about__title__fr="Suivre un chantier")
    answer = client.post(at("identity"), sent, headers=HTMX)

    page = answer.content.decode()
    assert "<textarea" not in page
    assert "<select" not in page
    assert set(re.findall(r'<input[^>]*name="(\w+)"', page)) == {"seen", "was"}
    assert "Enregistré à" in page
    assert "Suivre un chantier" in page
    # what comes next is sent with the new mark, and is no conflict
    seen = re.search(r'name="seen" id="seen" value="(\w+)"', page)[1]
    again = client.post(at("identity"), sent | {"seen": seen, "about-title-fr": "Suivre"}, headers=HTMX)
    assert again.headers["Sceau-Saved"] == "yes"
    assert stored(at)["title"]["fr"] == "Suivre"


def test_a_warning_about_a_verb_follows_what_is_typed(client, at):
    changed = {"outcomes__LO1__statement__fr": "Comprendre les enjeux de l’étanchéité"}
    page = client.post(at("outcomes"), at.sent("outcomes", **changed), headers=HTMX).content.decode()

    slot = page.split('id="id_outcomes-LO1-statement_findings"')[1].split("</div></div>")[0]
    assert "omprendre" in slot


@pytest.fixture
def colin(alpes):
    colleague = person("Colin Gue")
    member(colleague, alpes, "designer")
    return colleague


def _meanwhile(at, colin, **values):
    design = Design.objects.get(pk=at.design.pk)
    save_step(
        design=design,
        step="identity",
        values={f"/{name}": value for name, value in values.items()},
        seen=digest_of(part_of(design.draft, "identity")),
        by=colin,
        now=now(),
    )


def test_what_a_colleague_wrote_meanwhile_is_shown_beside_and_nothing_is_lost(client, at, colin):
    mine = at.sent("identity", about__title__fr="Mon titre", about__need__fr="Mon besoin")
    _meanwhile(at, colin, title={"fr": "Titre de Colin"}, audience={"fr": "Tout le monde"})

    answer = client.post(at("identity"), mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert stored(at)["title"] == {"fr": "Titre de Colin"}
    for text in ("Colin Gue", "Titre de Colin", "Mon titre", "Mon besoin", "Tout le monde"):
        assert text in page, text
    assert set(re.findall(r'type="radio" name="([^"]+)"', page)) == {"choice:about-title"}

    # the page sends all that was typed again, with what was chosen
    fields = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page):
        fields.setdefault(name, []).append(value)
    fields = {name: [unescape(each) for each in values] for name, values in fields.items()}
    done = client.post(at("identity"), fields | {"choice:about-title": "there", "act": "save"})

    assert done.status_code == 302
    assert stored(at)["title"] == {"fr": "Titre de Colin"}
    assert stored(at)["audience"]["fr"] == "Tout le monde"
    assert stored(at)["need"]["fr"] == "Mon besoin"


def test_two_people_who_wrote_in_other_fields_of_a_step_are_both_kept(client, at, colin):
    mine = at.sent("identity", about__need__fr="Mon besoin")
    _meanwhile(at, colin, title={"fr": "Titre de Colin"})

    assert client.post(at("identity"), mine).status_code == 302
    assert (stored(at)["title"]["fr"], stored(at)["need"]["fr"]) == ("Titre de Colin", "Mon besoin")


def test_a_save_while_one_types_says_that_a_colleague_wrote(client, at, colin):
    mine = at.sent("identity", about__title__fr="Mon titre")
    _meanwhile(at, colin, title={"fr": "Titre de Colin"})

    answer = client.post(at("identity"), mine, headers=HTMX)

    assert answer.headers["Sceau-Saved"] == "no"
    assert "Colin Gue" in answer.content.decode()
    assert stored(at)["title"] == {"fr": "Titre de Colin"}


def test_two_people_in_two_steps_do_not_meet(client, at, colin):
    mine = at.sent("outcomes", outcomes__LO1__statement__fr="Animer une revue devant dix personnes")
    _meanwhile(at, colin, title={"fr": "Titre de Colin"})

    assert client.post(at("outcomes"), mine).status_code == 302
    assert stored(at)["title"] == {"fr": "Titre de Colin"}


def test_a_design_in_review_is_not_written_in(client, at, amina):
    ask_review(design=at.design, by=amina, now=now())

    answer = client.get(at("identity"))

    assert answer.url == reverse("desk_design", args=[at.design.institution.slug, at.design.uuid])
    assert client.post(at("identity"), {"act": "save"}).status_code == 302


def test_a_step_that_is_none_is_not_found(client, at):
    assert client.get(at("nothing")).status_code == 404


def test_weights_are_shared_by_a_button_and_the_total_is_said(client, at):
    bad = client.post(at("assessment"), at.sent("assessment", criteria__C1__weight="3"), headers=HTMX)
    assert "il manque" in bad.content.decode()

    client.post(at("assessment"), at.sent("assessment", act="weights:even"))
    assert "Les poids font 100" in page_of(client, at, "assessment")


def test_a_blank_draft_is_begun_with_what_is_known_of_the_institution(client, alpes, amina):
    prove_now(client, amina)
    answer = client.post(reverse("desk_design_new", args=[alpes.slug]), {"title": "Suivre un chantier"})

    design = Design.objects.get()
    assert answer.url == reverse("desk_design_step", args=[alpes.slug, design.uuid, "identity"])
    assert design.draft["title"] == {"fr": "Suivre un chantier"}
    assert pointers.read(design.draft, "/annex1/mandatory/awarding_body/0/name") == alpes.name
    assert design.origin == {"kind": "blank"}


def test_whoever_works_in_one_unit_begins_it_there(client, alpes, gap):
    zoe = person("Zoe Essai")
    member(zoe, alpes, "designer", unit=gap)
    prove_now(client, zoe)
    address = reverse("desk_design_new", args=[alpes.slug])

    assert client.post(address, {"title": "Suivre"}).status_code == 200
    assert client.post(address, {"title": "Suivre", "unit": str(gap.uuid)}).status_code == 302
    assert Design.objects.get().unit == gap


def test_the_same_number_of_questions_for_one_design_and_for_thirty(client, alpes, amina):
    prove_now(client, amina)
    address = reverse("desk_designs", args=[alpes.slug])

    def questions() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        return len(caught)

    create_design(institution=alpes, document={"title": {"fr": "Une"}}, by=amina, now=now())
    client.get(address)
    one = questions()
    for number in range(29):
        create_design(institution=alpes, document={"title": {"fr": f"N° {number}"}}, by=amina, now=now())

    assert questions() == one <= 12
    page = client.get(address)
    assert len(page.context["rows"]) == 25
    assert "page 1 sur 2" in page.content.decode()


def test_a_list_is_searched_without_regard_to_case_and_accents_and_narrowed_by_state(client, at, amina):
    address = reverse("desk_designs", args=[at.design.institution.slug])
    create_design(
        institution=at.design.institution, document={"title": {"fr": "Équipier de secours"}}, by=amina, now=now()
    )

    def titles(**query: str) -> list[str]:
        return [row["title"] for row in client.get(address, query).context["rows"]]

    assert titles(q="EQUIPIER") == ["Équipier de secours"]
    assert titles(q="rien de tel") == []
    assert len(titles(state="draft")) == 2
    assert titles(state="published") == titles(state="archived") == []


def test_nothing_yet_says_what_will_be_there_and_what_to_do(client, alpes, amina):
    prove_now(client, amina)
    page = client.get(reverse("desk_designs", args=[alpes.slug])).content.decode()

    assert "Vos micro-certifications" in page
    assert page.count(reverse("desk_design_new", args=[alpes.slug])) == 1


def test_what_was_typed_is_never_markup(client, at):
    client.post(at("identity"), at.sent("identity", about__title__fr="<script>x</script></textarea>"))

    for step in ("identity", "outcomes"):
        page = page_of(client, at, step)
        assert "<script>x" not in page


def test_an_empty_field_is_given_a_hint_and_only_what_stands_there_is_called_wrong(client, alpes, amina):
    prove_now(client, amina)
    draft = {"purpose": "eu", "language": "fr", "languages": ["fr"], "title": {"fr": "Diplôme de soudeur"}}
    design = create_design(institution=alpes, document=draft, by=amina, now=now())

    page = client.get(reverse("desk_design_step", args=[alpes.slug, design.uuid, "identity"])).content.decode()
    said = re.findall(r'class="finding finding--(\w+)">.*?<p>(.*?)[:<]', page, re.DOTALL)

    assert ("quiet", "Il manque le résumé") in [(how, what.strip("\u00a0 ")) for how, what in said]
    assert [how for how, what in said if "diplôme" in what.lower()] == ["blocks"]
