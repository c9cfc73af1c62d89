"""The whole way of a batch: awards, two people, a worker, a holder who saves a certificate; one called off in time."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core import mail
from django.utils.timezone import now
from playwright.sync_api import expect

from browser.hands import Hand
from issuing.making import a_batch, a_preparer, awards, body, colleague, head
from published import tool
from sceau.accounts.models import User
from sceau.config.wiring import ports
from sceau.engine.checks.policy import Policy
from sceau.engine.checks.verify import verify
from sceau.engine.vocabularies.contexts import shipped
from sceau.issuing.models import Batch, Credential, Letter
from sceau.issuing.services.finishing import move_batch_on
from sceau.issuing.services.releasing import ask_release, release_batch
from sceau.issuing.services.signing import issue_next_lines
from sceau.jobs.batch_files import prepare_files
from sceau.jobs.letters import send_due
from sceau.keyring.models import Purpose
from sceau.keyring.services import agree, ask_for_key
from web.public.credentials.test_verifying_what_is_served import Served

DESK = "/desk/alpes-numerique/"


@pytest.fixture
def people(own_database) -> tuple[User, User]:
    """Who prepares and who releases, in an institution whose keys are in service."""
    amina, benoit = head(body()), colleague(body(), "Benoît Roux", "head")
    long_ago = now() - timedelta(days=3)
    for purpose in (Purpose.CREDENTIALS, Purpose.DOCUMENTS):
        asked = ask_for_key(institution=body(), purpose=purpose, by=amina, now=long_ago, delay=timedelta(hours=48))
        agree(ceremony=asked, by=benoit, store=ports().keys, now=long_ago)
    return a_preparer(), amina


@pytest.fixture
def hand(page_at, sign_in) -> Callable[[User], Hand]:
    def hand(user: User) -> Hand:
        page = page_at(1280, "fr")
        sign_in(user, page)
        return Hand(page, "fr")

    return hand


def the_worker_signs(batch: Batch) -> None:
    while issue_next_lines(batch.pk, limit=100, keys=ports().keys, now=now()):
        pass
    batch.refresh_from_db()
    move_batch_on(batch, now=now())


def looks_right(someone: Hand, axe) -> None:
    for width in (320, 1280):
        someone.page.set_viewport_size({"width": width, "height": 800})
        assert someone.page.evaluate("document.documentElement.scrollWidth") <= width, someone.page.url
    axe(someone.page)


def test_two_people_release_a_batch_a_holder_saves_a_certificate_and_another_batch_is_called_off(
    people, hand, page_at, axe, faults, tmp_path, monkeypatch
):
    preparer, releaser = people
    awards(3)
    awards(1, email=False)

    sonia = hand(preparer)
    sonia.page.goto(DESK)
    sonia.sees("%(n)s attributions à délivrer", n=4)
    sonia.press("link", "Préparer un lot")
    looks_right(sonia, axe)
    sonia.fill("Nom du lot", "Promotion d’automne")
    sonia.press("button", "Préparer le lot")
    looks_right(sonia, axe)
    sonia.press("button", "Demander la libération")
    batch = Batch.objects.get()
    assert (batch.state, batch.lines_total) == ("asked", 4)

    amina = hand(releaser)
    amina.page.goto(DESK)
    amina.press("link", "Relire et libérer")
    amina.press("link", "Promotion d’automne")
    amina.page.locator(".example a").first.click()
    amina.sees("Un spécimen : rien n’est signé.")
    looks_right(amina, axe)
    amina.press("link", "Revenir au lot")
    amina.press("link", "Libérer le lot")
    looks_right(amina, axe)
    amina.press("button", "Libérer le lot")
    amina.sees("%(done)s preuves signées sur %(total)s", done=0, total=4)

    issue_next_lines(batch.pk, limit=2, keys=ports().keys, now=now())  # the page that is open learns it by itself
    expect(amina.page.locator("#told")).to_have_text("50 % traités")
    amina.sees("%(done)s preuves signées sur %(total)s", done=2, total=4)
    the_worker_signs(batch)
    expect(amina.page.get_by_text(re.compile("Il reste 1[45] minutes pour annuler."))).to_be_visible()
    looks_right(amina, axe)
    batch.refresh_from_db()
    Batch.objects.filter(pk=batch.pk).update(cancel_until=now() - timedelta(seconds=1))
    batch.refresh_from_db()
    move_batch_on(batch, now=now())
    amina.page.reload()
    amina.heading("La remise")
    expect(amina.page.get_by_role("link", name="Annuler le lot")).to_have_count(0)
    assert sorted(Letter.objects.values_list("state", flat=True)) == ["to_print", "waiting", "waiting", "waiting"]
    assert set(Credential.objects.values_list("state", flat=True)) == {"valid"}

    holder = Hand(page_at(320, "fr"), "fr")
    saved = saves_a_certificate(holder, axe, tmp_path)
    credential = is_sealed_and_carries_a_credential(saved, tmp_path)
    assert credential.code in holder.page.url
    amina.page.goto(f"{DESK}credentials/{credential.uuid}/")
    amina.press("link", "Ouvrir sa page, avec ses fichiers")
    assert download(amina, tmp_path / "desk.pdf").read_bytes() == saved.read_bytes()

    files_are_taken_away(batch, amina, axe, monkeypatch)
    is_called_off(a_batch(awards(2), by=preparer, name="Une erreur", now=now()), amina, releaser, axe)


def files_are_taken_away(batch: Batch, amina: Hand, axe, monkeypatch) -> None:
    """Of more than a few the worker makes the papers; the page that is open learns it by itself."""
    monkeypatch.setattr("sceau.web.desk.batches.files.SHORT", 1)
    amina.page.goto(f"{DESK}batches/{batch.uuid}/")
    amina.press("button", "Préparer les fichiers")
    amina.sees("Fichiers préparés : %(done)s preuves sur %(total)s", done=0, total=4)
    prepare_files.call()
    expect(amina.page.locator("#files-told")).to_have_text("Les fichiers sont prêts.")
    looks_right(amina, axe)
    with amina.page.expect_download() as given:
        amina.named("link", "Télécharger les fichiers (ZIP)").click()
    names = ZipFile(given.value.path()).namelist()
    assert sum(name.endswith("/certificate.pdf") for name in names) == 4


def saves_a_certificate(holder: Hand, axe, folder: Path) -> Path:
    """Whoever is written to opens the link, without an account."""
    assert send_due(clock=now, at_most=timedelta(seconds=30)) == 3
    first = Letter.objects.filter(state="sent").order_by("credential__line__number").first()
    address = first.credential.award.person.addresses.get(kind="email").value
    (letter,) = [each for each in mail.outbox if each.to == [address]]
    holder.page.goto(re.search(r"https://\S+\?o=\S+", letter.body)[0])
    looks_right(holder, axe)
    return download(holder, folder / "certificate.pdf")


def download(someone: Hand, target: Path) -> Path:
    with someone.page.expect_download() as given:
        someone.named("link", "Certificat (PDF)").click()
    given.value.save_as(target)
    return target


def is_sealed_and_carries_a_credential(saved: Path, folder: Path) -> Credential:
    """With programs that are not ours; what is attached is authentic, and one changed byte is noticed."""
    told = run("pdfsig", "-nocert", saved)
    assert "Signature is Valid." in told
    assert "Total document signed" in told
    pdf = saved.read_bytes()
    at = pdf.index(b"stream") + 40
    changed = folder / "changed.pdf"
    changed.write_bytes(pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :])
    assert "Signature is Valid." not in run("pdfsig", "-nocert", changed)

    run("pdfdetach", "-saveall", "-o", folder, saved)
    attached = (folder / "credential.json").read_bytes()
    policy = Policy(contexts=shipped())
    assert verify(attached, policy=policy, fetcher=Served(), now=now()).verdict == "valid"
    other = attached.replace(b'"type"', b'"kind"', 1)
    assert verify(other, policy=policy, fetcher=Served(), now=now()).verdict == "invalid"
    return Credential.objects.get(digest=sha256(attached).hexdigest())


def run(program: str, *words: object) -> str:
    return subprocess.run([tool(program), *words], check=False, capture_output=True, text=True).stdout


def is_called_off(batch: Batch, amina: Hand, releaser: User, axe) -> None:
    """A batch that is signed and that nobody heard of yet."""
    ask_release(batch=batch, by=batch.prepared_by, now=now())
    the_worker_signs(release_batch(batch=batch, by=releaser, now=now(), keys=ports().keys))
    amina.page.goto(f"{DESK}batches/{batch.uuid}/")
    amina.press("link", "Annuler le lot")
    looks_right(amina, axe)
    amina.press("button", "Annuler le lot")
    amina.sees("Le lot est annulé. Personne n’a été prévenu.")
    states = Credential.objects.filter(line__batch=batch).values_list("state", flat=True)
    assert list(states) == ["cancelled", "cancelled"]
    assert Letter.objects.filter(credential__line__batch=batch).count() == 0
