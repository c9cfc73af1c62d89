"""What the pages for readers say of the house is what the house does: roles, names of buttons, addresses, settings."""

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.utils import translation
from PIL import Image

from institutions.people import NOW
from sceau.cli import main
from sceau.config import reading
from sceau.engine.checks.report import CANNOT_BE_VERIFIED
from sceau.engine.model.bundle import Bundle, read_bundle, write_bundle
from sceau.institutions.models import Institution, Logo
from sceau.institutions.roles import IN_A_UNIT, MAY, Right, Role
from sceau.journal.queries import acts_of
from sceau.journal.services import record
from sceau.keyring.documents import key_history
from sceau.keyring.models import Purpose, SigningKey
from sceau.outside.keystores.kek import new_kek
from sceau.web import translations
from sceau.web.journal.export import as_json
from sceau.web.public import machine_urls
from sceau.web.public.catalogue import urls as catalogue_urls
from sceau.web.public.journal import FORMAT
from test_documentation import INDEX, PAGES, ROOT, blocks, read

RIGHTS = {
    Right.SEE_INSTITUTION: ("voir la fiche, l’identité et les composantes", "see the profile, the identity, the units"),
    Right.EDIT_INSTITUTION: ("modifier la fiche et l’apparence", "change the profile and the appearance"),
    Right.MANAGE_UNITS: ("tenir les composantes", "keep the units"),
    Right.SEE_MEMBERS: ("voir l’équipe", "see the team"),
    Right.MANAGE_MEMBERS: ("inviter, donner et retirer des rôles", "invite, give and take roles"),
    Right.SEE_DELEGATIONS: ("voir les délégations et leurs actes", "see the delegations and their acts"),
    Right.MANAGE_DELEGATIONS: ("enregistrer et révoquer des délégations", "record and revoke delegations"),
    Right.SEE_HABILITATIONS: ("voir les habilitations", "see the entitlements"),
    Right.MANAGE_HABILITATIONS: ("donner ou demander des habilitations", "give entitlements, or ask for them"),
    Right.PROVE_IDENTITY: ("prouver un domaine", "prove a domain"),
    Right.SEE_KEYS: ("voir les clés", "see the keys"),
    Right.MANAGE_KEYS: ("demander, créer et déclarer les clés de l’organisme", "ask for, make and report keys"),
    Right.HOLD_KEY: ("avoir une clé personnelle", "have a key of one’s own"),
    Right.MANAGE_DIRECTORY: ("relier l’annuaire", "connect the directory"),
    Right.SEE_DESIGNS: ("voir les micro-certifications en préparation", "see the micro-credentials being prepared"),
    Right.EDIT_DESIGNS: ("écrire des micro-certifications", "write micro-credentials"),
    Right.REVIEW_DESIGNS: ("relire des micro-certifications", "review micro-credentials"),
    Right.PUBLISH_DESIGNS: ("publier et retirer des micro-certifications", "publish and retire micro-credentials"),
    Right.MANAGE_DESIGN_SETTINGS: ("fixer les règles de conception", "set the design rules"),
    Right.SEE_JOURNAL: ("lire et contrôler le journal", "read and check the journal"),
    Right.SEE_PEOPLE: ("voir les candidats et titulaires", "see the candidates and holders"),
    Right.EDIT_PEOPLE: ("tenir les fiches des personnes", "keep the records of people"),
    Right.SEE_CIVIL_STATUS: ("ouvrir un état civil, au journal", "open a civil status, on record in the journal"),
    Right.MANAGE_RETENTION: ("fixer les durées de conservation, effacer", "set how long data are kept, and erase"),
    Right.SEE_SESSIONS: ("voir les sessions et leurs chiffres", "see the sessions and their figures"),
    Right.MANAGE_SESSIONS: ("tenir les sessions et les candidats", "run the sessions and their candidates"),
    Right.MANAGE_ARRANGEMENTS: ("accorder ou refuser des aménagements", "grant or refuse arrangements"),
    Right.MARK: ("noter", "mark"),
    Right.SIT_ON_JURY: ("siéger dans un jury", "sit on a jury"),
    Right.PRESIDE_JURY: ("présider un jury", "preside over a jury"),
    Right.RELEASE_AWARDS: ("confirmer et diffuser des résultats", "confirm and release results"),
    Right.ANSWER_APPEALS: ("répondre aux recours", "answer appeals"),
    Right.MANAGE_ASSESSMENT_SETTINGS: ("fixer les règles d’évaluation", "set the rules of assessment"),
    Right.SEE_CREDENTIALS: ("voir les lots et les preuves délivrées", "see batches and credentials issued"),
    Right.PREPARE_CREDENTIALS: ("préparer un lot, l’arrêter", "prepare a batch, and stop it"),
    Right.RELEASE_CREDENTIALS: ("libérer un lot", "release a batch"),
    Right.CHANGE_CREDENTIALS: ("suspendre, révoquer, corriger une preuve", "suspend, revoke and correct credentials"),
    Right.MANAGE_ISSUING_SETTINGS: ("fixer les règles de délivrance", "set the rules of issuing"),
}
"""Each right as a reader says it, in French and in English."""

WORDS = {"fr": ("tous", "oui", "non"), "en": ("everybody", "yes", "no")}
HOUSE = {"docs/organisme.md": "fr", "docs/institution.md": "en"}
DESIGNING = {"docs/concevoir.md": "fr", "docs/design.md": "en"}
ASSESSING = {"docs/evaluer.md": "fr", "docs/assess.md": "en"}
ISSUING = {"docs/lots-et-preuves.md": "fr", "docs/batches.md": "en"}
PUBLISHED = {"docs/publications.md": "fr", "docs/published.md": "en"}
INSTALL = ("docs/installer.md", "docs/install.md")
EVERY_PAGE = [page for pair in PAGES.items() for page in pair] + [INDEX, "CONTRIBUTING.md", "CHANGELOG.md"]
DECISIONS = ROOT / "docs" / "decisions"


def rows_of_roles(language):
    """The table of who may do what, as the page has to hold it."""
    everybody, yes, no = WORDS[language]
    translations.keep_fresh()
    with translation.override(language):
        for right in Right:
            who = [str(role.label).partition(",")[0] for role in Role if right in MAY[role]]
            told = everybody if len(who) == len(Role) else ", ".join(who)
            words = RIGHTS[right][language == "en"]
            yield f"| {words} | {told} | {yes if right in IN_A_UNIT else no} |"


@pytest.mark.parametrize(("page", "language"), HOUSE.items())
def test_the_page_of_a_body_says_who_may_do_what_as_the_table_of_roles_does(page, language):
    rows = list(rows_of_roles(language))

    assert len(rows) == len(RIGHTS) == len(Right)
    assert "\n".join(rows) + "\n\n" in read(page)


@pytest.mark.parametrize(("page", "language"), HOUSE.items())
def test_what_becomes_of_credentials_of_a_compromised_key_is_said_as_a_report_says_it(page, language):
    assert CANNOT_BE_VERIFIED[language] in read(page)


@pytest.mark.parametrize(
    ("page", "language"), [*HOUSE.items(), *DESIGNING.items(), *ASSESSING.items(), *ISSUING.items()]
)
def test_what_is_in_bold_stands_on_a_page_of_the_house(page, language):
    messages = [
        message
        for part in translations.PARTS.glob("*.po")
        for message in re.findall(
            rf'^{"msgid" if language == "fr" else "msgstr"} "(.+)"$', part.read_text(encoding="utf-8"), re.MULTILINE
        )
    ]
    bold = [word.rstrip(".") for word in re.findall(r"\*\*([^*]+)\*\*", read(page).partition("\n## ")[2])]

    missing = [word for word in bold if word not in messages]
    assert len(bold) > 20
    assert missing == ([{"fr": "L’invitation", "en": "The invitation"}[language]] if page in HOUSE else [])


@pytest.mark.parametrize("page", DESIGNING)
def test_the_guide_for_designers_shows_pictures_that_are_light_and_said_in_words(page):
    """Made by tests/browser/test_pictures.py."""
    shown = re.findall(r'<img src="(pictures/design-\w+\.\w\w\.png)" width="720" alt="[^"]{60,}">', read(page))

    assert len(shown) == read(page).count("<img") == 3
    assert all((ROOT / "docs" / picture).stat().st_size < 150_000 for picture in shown)


@pytest.mark.parametrize("page", [*PAGES.values(), "CHANGELOG.md"])
def test_an_english_page_names_what_is_on_screen_in_english(page):
    translated = {
        french: english
        for part in translations.PARTS.glob("*.po")
        for french, english in re.findall(
            r'^msgid "(.+)"\nmsgstr "(.+)"$', part.read_text(encoding="utf-8"), re.MULTILINE
        )
    }

    quoted = re.findall(r"“([^”]+)”|\*\*([^*]+)\*\*", read(page))
    assert [word for word in map("".join, quoted) if translated.get(word, word) != word] == []


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_what_a_page_points_to_is_there(page):
    for target in re.findall(r"\]\(([^)\s]+)\)", read(page)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (ROOT / page).parent / path if path else ROOT / page
        assert file.exists(), target
        assert not anchor or unquote(anchor) in anchors(file), target


def anchors(page):
    """What the headings of a page are called in addresses."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", title.lower().replace("\u00a0", "").replace("\u202f", "")).replace(" ", "-")
        for title in titles
    }


CODE, VERSION = "6f0d1c3e-9a52-4c1b-8a3e-1d2f3a4b5c6d", "3"
LASTING = {"oui", "yes"}
SECONDS = {"min": 60, "h": 3600, "jour": 86400, "day": 86400, "an": 365 * 86400, "year": 365 * 86400, "–": 0}


def published_addresses(page):
    """Each address of the table with its types, how long it may be kept in seconds, and whether it is for ever."""
    for row in re.findall(r"^\| (`[^|]*) \| [^|]* \| ([^|]*) \| ([^|]*) \| (oui|yes|non|no) \|$", read(page), re.M):
        first, *others = re.findall(r"`([^`]+)`", row[0])
        kept = row[2].replace("\u00a0", " ").split()
        seconds = SECONDS[kept[-1]] * int(kept[0] if kept[0].isdigit() else 0)
        addresses = [first, *(_beside(first, other) for other in others)]
        types = re.findall(r"`([^`]+)`", row[1]) or [""]
        if len(addresses) == 1:
            addresses *= len(types)  # one address that answers in several ways
        elif len(types) == 1:
            types *= len(addresses)
        yield from ((address, kind, seconds, row[3] in LASTING) for address, kind in zip(addresses, types, strict=True))


def _beside(first, other):
    """The address that a second name in a cell stands for: of its own, another ending, another file in the same folder."""
    if other.startswith(("{base}", "/")):
        return other
    return re.sub(r"\.\w+$", other, first) if other.startswith(".") else f"{first.rpartition('/')[0]}/{other}"


@pytest.mark.parametrize("page", PUBLISHED)
def test_what_is_published_is_where_and_as_the_page_says(page, client, alpes, publish, settings, tmp_path):
    settings.HOUSE = tmp_path
    version = publish(institution=alpes)
    uuid = str(version.design.uuid)
    for name in (f"status/{uuid}.json", f"status/{uuid}/notices.json", "issuers/alpes-numerique.json"):
        (tmp_path / "published" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "published" / name).write_bytes(b"{}")
    Institution.objects.filter(pk=alpes.pk).update(domain="alpes.example")
    logo = Logo.objects.create(institution=alpes, png=b"picture", digest="0" * 64, width=1, height=1)
    found = list(published_addresses(page))
    values = {"{base}": "", "{nom}": alpes.slug, "{name}": alpes.slug, "{uuid}": uuid, "{version}": "1"}
    values |= dict.fromkeys(("{empreinte}", "{digest}"), logo.digest)

    assert len(found) == 24
    for address, kind, seconds, lasting in found:
        path = re.sub(r"\{\w+\}", lambda word: values[word[0]], address)
        host = "alpes.example" if path.startswith("/.well-known") else "sceau.example"
        answer = client.get(path, headers={"host": host, "accept": kind or "text/html"})
        assert (address, answer.status_code) == (address, 200 if kind else 302)
        assert (address, answer["Content-Type"].partition(";")[0]) == (address, kind or "text/html")
        assert (address, bool(seconds)) == (address, "public" in answer.headers.get("Cache-Control", ""))
        assert not seconds or f"max-age={seconds}" in answer["Cache-Control"], address
        if seconds and lasting and kind not in ("", "text/html"):
            assert answer["Access-Control-Allow-Origin"] == "*", address
            assert answer.headers.get("Vary", "Accept") == "Accept", address
            again = client.get(path, headers={"host": host, "accept": kind, "if-none-match": answer["ETag"]})
            assert (address, again.status_code, again.content) == (address, 304, b"")


def test_every_address_for_machines_is_on_the_page():
    told = {
        re.sub(r"\{base\}|\{\w+\}|\?.*", "", address) for address, *_ in published_addresses("docs/publications.md")
    }
    patterns = [
        each
        for each in (*machine_urls.urlpatterns, *catalogue_urls.urlpatterns)
        if each.name not in ("catalogue_compare", "sitemap_page")
    ]
    served = {re.sub(r"<[^>]*>", "", str(each.pattern)) for each in patterns}

    plain = {path.lstrip("/") for path in told}
    assert {path for path in served if "(?P" not in path} <= plain
    assert len(patterns) == 20


@pytest.mark.parametrize(
    ("page", "file"), [("docs/publications.md", "journal-exporte.json"), ("docs/published.md", "exported-journal.json")]
)
def test_an_exported_journal_is_rechecked_as_the_page_says(page, file, client, alpes, amina, monkeypatch, tmp_path):
    record(
        "key.ceremony_stopped",
        subject=f"ceremony:{CODE}",
        by=amina.uuid,
        at=NOW,
        institution=alpes.uuid,
        why="Été…",
        n=1,
    )
    record("evidence.lapsed", subject=f"evidence:{CODE}", by=None, at=NOW, institution=alpes.uuid)
    monkeypatch.chdir(tmp_path)
    Path("journal.json").write_bytes(client.get(f"/i/{alpes.slug}/journal.json").content)
    record("journal.exported", subject=f"chain:{alpes.uuid}", by=amina.uuid, at=NOW, institution=alpes.uuid)
    exported = json.loads(b"".join(as_json(acts_of(alpes.uuid))))
    ((_, program),) = blocks(page, "python")

    def said(acts):
        Path(file).write_text(json.dumps(acts), encoding="utf-8")
        exec(program, {})

    said(exported)
    for wrong in (
        exported[:1] + exported[2:],
        exported[2:],
        [exported[0] | {"details": "{}", "code": "x"}, *exported[1:]],
    ):
        with pytest.raises(AssertionError, match=r"."):
            said(wrong)


@pytest.mark.parametrize("page", PUBLISHED)
def test_the_documents_of_the_page_have_the_fields_of_those_served(page, client, alpes):
    bundle, keys, head = (json.loads(block) for _, block in blocks(page, "json"))
    written = json.loads(write_bundle(Bundle("x", b"{}", NOW)))
    assert (bundle.keys(), bundle["credential"].keys()) == (written.keys(), written["credential"].keys())
    assert read_bundle(json.dumps(bundle).encode()).documents
    key = SigningKey(number=1, purpose=Purpose.CREDENTIALS, algorithm="Ed25519", public_key="z6Mk…", created_at=NOW)
    key.retired_at = NOW

    assert head.keys() == client.get(f"/i/{alpes.slug}/journal.json").json().keys()
    assert head["format"] == FORMAT
    described = key_history(alpes, [key])
    assert described.keys() == keys.keys()
    assert described["keys"][0].keys() == keys["keys"][0].keys()


# Installing


def block_of(page, language, holding):
    """The one block of code of a page that holds these words."""
    (found,) = [block for _, block in blocks(page, language) if holding in block]
    return found


def placed(text, folder):
    """The text with the folders of an installation elsewhere."""
    for place in ("/etc/sceau", "/var/lib/sceau"):
        text = text.replace(place, f"{folder}{place}")
    return text


@pytest.mark.parametrize("page", INSTALL)
def test_the_service_is_one_that_systemd_takes_and_finds_hardened(page, tmp_path):
    unit = tmp_path / "sceau.service"
    unit.write_text(block_of(page, "systemd", "[Service]").replace("/opt/sceau/sceau", "/bin/true"), encoding="utf-8")
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not here")

    seen = subprocess.run([analyze, "verify", unit], capture_output=True, text=True, check=False)
    judged = subprocess.run(
        [analyze, "security", "--offline=true", "--threshold=30", unit], capture_output=True, text=True, check=False
    )

    assert (seen.returncode, "sceau.service" in seen.stderr) == (0, False), seen.stderr
    assert judged.returncode == 0, judged.stdout[-300:]


@pytest.mark.parametrize("page", INSTALL)
def test_the_settings_of_the_page_are_read_by_a_shell_and_open_a_house(page, tmp_path):
    secrets = tmp_path / "etc" / "sceau"
    secrets.mkdir(parents=True)
    making = placed(block_of(page, "sh", "openssl"), tmp_path).replace("/opt/sceau/sceau keyring new", "cat made")
    (tmp_path / "made").write_text(new_kek(), encoding="ascii")
    made = subprocess.run(["sh", "-ec", making.partition("chgrp")[0]], cwd=tmp_path, capture_output=True, check=False)
    (tmp_path / "settings").write_text(placed(block_of(page, "ini", "SCEAU_MODE"), tmp_path), encoding="utf-8")
    told = subprocess.run(
        ["sh", "-c", "set -a; . ./settings; env"], cwd=tmp_path, capture_output=True, text=True, check=True, env={}
    )

    settings = reading.read(dict(line.split("=", 1) for line in told.stdout.splitlines() if line[:6] == "SCEAU_"))

    assert made.returncode == 0, made.stderr
    assert {path.name for path in secrets.iterdir()} == {"secret-key", "kek", "mail"}
    assert {path.stat().st_mode & 0o007 for path in secrets.iterdir()} == {0}
    assert settings.in_production
    assert settings.mail_from.startswith("Sceau <")


@pytest.mark.parametrize("page", INSTALL)
def test_the_commands_of_the_page_are_commands_of_sceau(page):
    text = "\n".join(block for _, block in [*blocks(page, "sh"), *blocks(page, "cron"), *blocks(page, "systemd")])
    lines = re.findall(r"^(?:.*(?:/opt/sceau|/usr/local/sbin)/)?sceau ((?!-)[a-z].*)$", text, re.MULTILINE)
    asked = [shlex.split(re.sub(r"\$\([^)]*\)| > .*", "", line)) for line in lines if '"$@"' not in line]

    assert {"doctor", "keyring", "manage", "admin", "backup", "restore", "journal", "serve"} == {it[0] for it in asked}
    for words in asked:
        command, _ = main._find(words)
        assert command is not None, words
        if not command.passes_on:
            main._parser(command).parse_args(words)


def test_both_pages_on_installing_give_the_same_service_and_the_same_wrapper():
    units = {block_of(page, "systemd", "[Service]") for page in INSTALL}
    wrappers = {block_of(page, "sh", "runuser") for page in INSTALL}

    assert (len(units), len(wrappers)) == (1, 1)
    assert subprocess.run(["sh", "-n"], input=wrappers.pop(), text=True, check=False).returncode == 0


# Pictures, decisions


@pytest.mark.parametrize(("page", "picture"), [("README.md", "desk.fr.png"), ("README.en.md", "desk.en.png")])
def test_the_readme_shows_the_product_in_a_picture_that_is_light(page, picture):
    """Made by ./sceau screenshots (desk-alpes-numerique-1280-*.png): below the first line, 1,000 px, 96 colours."""
    file = ROOT / "docs" / "pictures" / picture

    assert re.search(rf'<img src="docs/pictures/{re.escape(picture)}"[^>]* alt="[^"]{{20,}}"', read(page))
    assert file.stat().st_size < 150_000
    with Image.open(file) as opened:
        assert opened.format == "PNG"
        assert opened.width == 1280


def test_every_decision_is_in_the_index_once_and_says_what_was_rejected():
    named = re.findall(r"^\| \[[^\]]+\]\(([a-z0-9-]+\.md)\) \|", read("docs/decisions/README.md"), re.MULTILINE)
    there = {path.name for path in DECISIONS.glob("*.md")} - {"README.md"}

    assert sorted(named) == sorted(there)
    assert [name for name in there if "Rejected" not in (DECISIONS / name).read_text(encoding="utf-8")] == []


def test_the_readmes_and_the_map_name_every_page():
    for page in [page for pair in PAGES.items() for page in pair if page.startswith("docs/")]:
        assert Path(page).name in read(INDEX), page
    for readme, pages in (("README.md", PAGES), ("README.en.md", PAGES.values())):
        missing = [page for page in pages if page not in read(readme) and page.startswith("docs/")]
        assert missing == [], readme
