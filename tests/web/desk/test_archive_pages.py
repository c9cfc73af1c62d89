"""What lies in the restricted archive: opened by whoever manages retention, with an act; elsewhere told, never shown."""

from __future__ import annotations

import html
import re

import pytest
from django.urls import reverse
from django.utils.timezone import now

from assessment.deciders import BEST, jury_session, releaser
from assessment.making import body, colleague
from sceau.assessment.models import Award, Candidate, Piece
from sceau.assessment.services.awarding import make_awards
from sceau.journal.models import Act
from sceau.people.models import Archived, Keeping
from sceau.web import words
from signing_in import prove_now

pytestmark = pytest.mark.django_db

NOW = now()


def said(answer):
    """The words of a page, its spaces as they are read."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def at(name, *args):
    return reverse(name, args=["alpes-numerique", *args])


def put_away(kind, *uuids):
    for uuid in uuids:
        Archived.objects.create(institution=body(), kind=kind, uuid=uuid, at=NOW)


@pytest.fixture
def sealed(client):
    """A jury that decided, its minutes and its award; Gaëlle who manages sessions reads, Amina heads the body."""
    releaser()
    deliberation = jury_session([BEST])
    make_awards(deliberation=deliberation, by=None, now=NOW)
    prove_now(client, colleague(body(), "Gaëlle Roux", "session_manager"))
    return deliberation


def openings():
    return list(Act.objects.filter(code="archive.opened").order_by("pk"))


def refused(answer, kind):
    page = said(answer)
    assert answer.status_code == 403, page
    assert f"Ces données ({kind}) sont dans l’archive restreinte depuis le" in page
    assert words.day(NOW, "fr").replace("\u00a0", " ") in page
    return page


def test_an_award_put_away_is_told_and_listed_for_nobody_else(client, sealed):
    award = Award.objects.get()
    name = str(award.person)
    assert name in said(client.get(at("desk_awards")))
    put_away("awards", award.uuid)

    page = said(client.get(at("desk_awards")))
    assert name not in page
    assert "1 attribution ancienne est dans l’archive restreinte" in page
    assert name not in said(client.get(at("desk_awards"), {"q": name.rsplit(maxsplit=1)[-1]}))
    page = refused(client.get(at("desk_award", award.uuid)), "registre des décisions")
    assert name not in page
    assert "Leur durée d’usage, 5 ans, est passée" in page
    assert "demandez à la personne responsable de certification" in page
    assert openings() == []

    amina = releaser()
    prove_now(client, amina)
    assert name in said(client.get(at("desk_awards")))
    assert name in said(client.get(at("desk_award", award.uuid)))
    (act,) = openings()
    assert act.actor == amina.uuid
    assert str(award.uuid) in act.details
    assert name not in act.details


def test_minutes_put_away_give_neither_page_nor_file_nor_extract(client, sealed):
    minutes = sealed.minutes.get()
    candidate = Candidate.objects.get()
    Keeping.objects.create(institution=body(), dpo="Dora Petit", dpo_contact="dpo@alpes.example")
    urls = [
        at("desk_minutes", minutes.uuid),
        at("desk_minutes_file", minutes.uuid, "data"),
        at("desk_minutes_file", minutes.uuid, "sealed"),
        at("desk_minutes_extract", minutes.uuid, candidate.uuid),
    ]
    data = urls[1]
    assert client.get(data).status_code == 200
    put_away("awards", minutes.uuid)

    for url in urls:
        page = refused(client.get(url), "registre des décisions")
        assert "demandez à Dora Petit (dpo@alpes.example)" in page
    prove_now(client, releaser())
    assert client.get(data).status_code == 200
    assert len(openings()) == 1


def test_marks_put_away_are_on_no_page_of_the_jury_nor_of_the_candidate(client, sealed):
    candidate = Candidate.objects.get()
    attempt = candidate.attempts.get()
    score = words.number(attempt.score, "fr", 1)
    results = at("desk_candidate_results", candidate.uuid)
    assert f"Note, sur 100 {score}" in said(client.get(results))
    put_away("scores", attempt.uuid)

    page = said(client.get(results))
    assert "Note, sur 100" not in page
    assert "Ces données (notes par critère) sont dans l’archive restreinte depuis le" in page
    assert "Décision Acquis" in page  # what was decided is a line of the register
    refused(client.get(at("desk_deliberation", sealed.uuid)), "notes par critère")

    prove_now(client, releaser())
    assert f"Note, sur 100 {score}" in said(client.get(results))
    assert client.get(at("desk_deliberation", sealed.uuid)).status_code == 200
    assert len(openings()) == 2


def test_results_put_away_are_a_list_without_scores_and_then_no_list(client, sealed):
    award, attempt = Award.objects.get(), Candidate.objects.get().attempts.get()
    results, score = at("desk_results", sealed.uuid), words.number(attempt.score, "fr")
    cell = f"Acquis {score} "
    assert cell in said(client.get(results))

    put_away("scores", attempt.uuid)
    page = said(client.get(results))
    assert cell not in page
    assert str(award.person) in page
    assert "Ces données (notes par critère) sont dans l’archive restreinte depuis le" in page
    put_away("awards", award.uuid)
    assert str(award.person) not in refused(client.get(results), "registre des décisions")

    prove_now(client, releaser())
    assert cell in said(client.get(results))
    assert len(openings()) == 2


def test_evidence_put_away_is_neither_listed_nor_given(client, sealed):
    candidate = Candidate.objects.get()
    pieces = [
        Piece.objects.create(
            attempt=candidate.attempts.get(), kind="text", name=name, text=f"Corps du {name}", sent_at=NOW
        )
        for name in ("Rapport ancien", "Rapport récent")
    ]
    put_away("answers", pieces[0].uuid)

    page = said(client.get(at("desk_candidate_evidence", candidate.uuid)))
    assert "Rapport ancien" not in page
    assert "Corps du Rapport récent" in page
    assert "Ces données (copies et fichiers remis) sont dans l’archive restreinte" in page
    refused(client.get(at("desk_piece_file", pieces[0].uuid)), "copies et fichiers remis")
    refused(client.post(at("desk_piece_remove", pieces[0].uuid)), "copies et fichiers remis")
    pieces[0].refresh_from_db()
    assert pieces[0].removed_at is None

    prove_now(client, releaser())
    assert "Corps du Rapport ancien" in said(client.get(at("desk_candidate_evidence", candidate.uuid)))
    assert len(openings()) == 1


def test_the_sentence_is_in_english_too(client, sealed):
    award = Award.objects.get()
    put_away("awards", award.uuid)
    client.cookies["sceau_language"] = "en"

    page = said(client.get(at("desk_award", award.uuid), headers={"accept-language": "en"}))

    assert "These data (register of decisions) have been in the restricted archive since" in page
    assert "To read them, ask the head of certification." in page
