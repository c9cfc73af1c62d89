from __future__ import annotations

import pytest
from django.utils.timezone import now

from institutions.directories import (  # noqa: F401 -- fixtures
    REDIRECT,
    box,
    directory,
    draft,
    idp,
    prove_domain,
    web,
)
from institutions.fake_idp import ISSUER, SECRET
from institutions.people import person
from sceau.institutions.directories import reasons
from sceau.institutions.directories.clients import client_of
from sceau.institutions.directories.errors import DirectoryError
from sceau.institutions.directories.queries import (
    directory_for,
    directory_in_service,
    directory_required_of,
    domains_in_force,
)
from sceau.institutions.directories.services import (
    put_into_service,
    require_directory,
    reseal_secrets,
    set_up_directory,
    stop_vouching_for,
    try_connection,
    turn_off,
    vouch_for,
)
from sceau.institutions.models import Bond, Directory, DirectoryState, VouchedDomain
from sceau.journal.models import Act
from sceau.outside.keystores.sealed import CannotOpen, KekRing, SealedBox, new_kek


def tried(directory, web, box, by):  # noqa: F811
    return try_connection(
        directory=directory, web=web, box=box, redirect_uri=REDIRECT, verifier="v" * 64, by=by, now=now()
    )


def codes(findings):
    return [fault.reason.code for fault in findings.faults]


def refusal(call, **arguments):
    with pytest.raises(DirectoryError) as caught:
        call(**arguments)
    return caught.value.reason


def change(directory, amina, box, **other):  # noqa: F811
    values = {"name": directory.name, "issuer": directory.issuer, "client_id": directory.client_id}
    return set_up_directory(
        institution=directory.institution, client_secret=None, box=box, by=amina, now=now(), **{**values, **other}
    )


# what is typed


@pytest.mark.parametrize(
    "issuer",
    [
        "http://idp.example",
        "idp.example",
        "",
        "https://",
        "https://idp.example/?a=b",
        "https://u:p@idp.example",
        "https://idp.example/#x",
    ],
)
def test_an_address_that_is_no_directory_is_refused(alpes, amina, box, issuer):  # noqa: F811
    asked = {"institution": alpes, "name": "A", "client_id": "c", "client_secret": "", "box": box, "by": amina}
    assert refusal(set_up_directory, issuer=issuer, now=now(), **asked) == reasons.WRONG_ISSUER_URL
    assert not Directory.objects.exists()


@pytest.mark.parametrize(("field", "reason"), [("name", reasons.NO_NAME), ("client_id", reasons.NO_CLIENT)])
def test_a_name_and_an_identifier_are_needed(draft, amina, box, field, reason):  # noqa: F811
    assert refusal(change, directory=draft, amina=amina, box=box, **{field: "  "}) == reason


def test_the_well_known_part_is_taken_off(draft, amina, box):  # noqa: F811
    changed = change(draft, amina, box, issuer=f" {ISSUER}/.well-known/openid-configuration ")
    assert changed.issuer == ISSUER


def test_the_secret_is_sealed_for_this_directory_alone(draft, box):  # noqa: F811
    assert SECRET not in draft.client_secret
    assert client_of(draft, box=box).secret == SECRET
    with pytest.raises(CannotOpen):
        box.open(draft.client_secret, context="directory:another")


def test_a_secret_that_no_longer_opens_is_told(draft):  # noqa: F811
    other = SealedBox(KekRing.read(new_kek()))
    assert refusal(client_of, directory=draft, box=other) == reasons.SECRET_UNREADABLE


def test_the_secret_is_sealed_anew_under_the_next_key(draft, box):  # noqa: F811
    before = draft.client_secret
    assert reseal_secrets(box=box) == 1
    draft.refresh_from_db()
    assert draft.client_secret != before
    assert client_of(draft, box=box).secret == SECRET


def test_every_act_is_in_the_journal_without_secret_or_address(directory, amina):  # noqa: F811
    acts = Act.objects.filter(code__startswith="directory.").order_by("number")
    assert [act.code for act in acts] == [
        "directory.set_up",
        "directory.domain_added",
        "directory.tested",
        "directory.put_into_service",
    ]
    for act in acts:
        assert act.actor == amina.uuid
        assert SECRET not in act.details
        assert "alpes.example" not in act.details


# the test of the connection


def test_a_good_directory_passes(draft, web, box, amina):  # noqa: F811
    found = tried(draft, web, box, amina)
    assert (found.faults, found.remarks) == ((), ())
    draft.refresh_from_db()
    assert draft.tested_at is not None
    assert len(draft.keys) == 1  # the kind of key that we do not know is left out


@pytest.mark.parametrize(
    ("lie", "code"),
    [
        ({"issuer": "https://idp.alpes.example/other"}, "directory.other_issuer"),
        ({"issuer": f"{ISSUER}/"}, "directory.other_issuer"),
        ({"code_challenge_methods_supported": ["plain"]}, "directory.no_pkce"),
        ({"response_types_supported": ["id_token"]}, "directory.no_code"),
        ({"token_endpoint": None}, "directory.missing_endpoint"),
        ({"authorization_endpoint": "http://idp.alpes.example/authorize"}, "directory.missing_endpoint"),
        ({"userinfo_endpoint": "file:///etc/passwd"}, "directory.missing_endpoint"),
        ({"id_token_signing_alg_values_supported": ["HS256", "none"]}, "directory.no_algorithm"),
        ({"token_endpoint_auth_methods_supported": ["tls_client_auth"]}, "directory.no_client_authentication"),
        ({"userinfo_endpoint": None, "grant_types_supported": ["authorization_code"]}, "directory.cannot_recheck"),
        ({"jwks_uri": f"{ISSUER}/nowhere"}, "directory.not_metadata"),
    ],
)
def test_what_is_wrong_is_named_and_keeps_it_out_of_service(draft, idp, web, box, amina, alpes, lie, code):  # noqa: F811
    idp.metadata_lies = lie
    assert codes(tried(draft, web, box, amina)) == [code]
    prove_domain(alpes, "alpes.example")
    vouch_for(directory=draft, domain="alpes.example", by=amina, now=now())
    assert refusal(put_into_service, directory=draft, by=amina, now=now()) == reasons.NOT_TESTED


def test_all_that_is_wrong_is_named_at_once(draft, idp, web, box, amina):  # noqa: F811
    idp.metadata_lies = {"code_challenge_methods_supported": [], "response_types_supported": []}
    assert codes(tried(draft, web, box, amina)) == ["directory.no_code", "directory.no_pkce"]


def test_a_silent_directory_is_told(draft, web, box, amina):  # noqa: F811
    web.silent = True
    found = tried(draft, web, box, amina)
    assert codes(found) == ["directory.unreachable"]
    assert "ne répond pas" in found.faults[0].sentence("fr")
    assert "does not answer" in found.faults[0].sentence("en")


def test_a_failing_directory_is_told(draft, web, box, amina):  # noqa: F811
    web.failing = 500
    assert codes(tried(draft, web, box, amina)) == ["directory.failing"]


def test_a_page_that_is_no_description_is_told(draft, idp, web, box, amina, monkeypatch):  # noqa: F811
    monkeypatch.setattr(type(web), "ask", lambda *_a, **_k: type("A", (), {"status": 200, "body": b"<html>"})())
    assert codes(tried(draft, web, box, amina)) == ["directory.not_metadata"]


def test_a_wrong_secret_is_found_without_anybody_signing_in(draft, web, box, amina):  # noqa: F811
    wrong = change(draft, amina, box, client_id="somebody-else")
    assert codes(tried(wrong, web, box, amina)) == ["directory.client_refused"]


def test_a_directory_that_does_not_say_pkce_may_be_used_with_a_remark(draft, idp, web, box, amina):  # noqa: F811
    idp.metadata_lies = {"code_challenge_methods_supported": None}
    found = tried(draft, web, box, amina)
    assert found.faults == ()
    assert [each.reason for each in found.remarks] == [reasons.PKCE_UNSAID]


# domains


@pytest.mark.parametrize("state", ["pending", "failed", "lapsed"])
def test_a_domain_without_evidence_that_holds_is_not_vouched_for(draft, alpes, amina, state):  # noqa: F811
    prove_domain(alpes, "alpes.example", state=state)
    assert refusal(vouch_for, directory=draft, domain="alpes.example", by=amina, now=now()) == reasons.DOMAIN_UNPROVEN


def test_an_entry_in_a_register_proves_no_domain(draft, alpes, amina):  # noqa: F811
    prove_domain(alpes, "alpes.example", kind="register")
    assert refusal(vouch_for, directory=draft, domain="alpes.example", by=amina, now=now()) == reasons.DOMAIN_UNPROVEN


def test_the_evidence_of_another_institution_does_not_count(draft, occitanie, amina):  # noqa: F811
    prove_domain(occitanie, "alpes.example")
    assert refusal(vouch_for, directory=draft, domain="alpes.example", by=amina, now=now()) == reasons.DOMAIN_UNPROVEN


def test_evidence_of_a_domain_is_none_of_another(draft, alpes, amina):  # noqa: F811
    prove_domain(alpes, "alpes.example")
    for other in ("mail.alpes.example", "example", "notalpes.example", "alpes.example.org"):
        asked = {"directory": draft, "domain": other, "by": amina, "now": now()}
        assert refusal(vouch_for, **asked) in (reasons.DOMAIN_UNPROVEN, reasons.NOT_A_DOMAIN)


@pytest.mark.parametrize(
    "text", ["", "alpes", "a b.fr", "https://alpes.example", "-a.example", "alpes.example/x", "..."]
)
def test_what_is_no_domain_is_refused(draft, amina, text):  # noqa: F811
    assert refusal(vouch_for, directory=draft, domain=text, by=amina, now=now()) == reasons.NOT_A_DOMAIN


def test_two_directories_never_vouch_for_one_domain(directory, occitanie, bruno, box):  # noqa: F811
    prove_domain(occitanie, "alpes.example")
    other = set_up_directory(
        institution=occitanie,
        name="O",
        issuer="https://o.example",
        client_id="o",
        client_secret="",
        box=box,
        by=bruno,
        now=now(),
    )
    asked = {"directory": other, "domain": "alpes.example", "by": bruno, "now": now()}
    assert refusal(vouch_for, **asked) == reasons.DOMAIN_TAKEN

    # unless the first can no longer prove it
    directory.institution.evidence.update(state="lapsed")
    vouch_for(**asked)
    assert VouchedDomain.objects.get(domain="alpes.example").directory == other


def test_a_domain_counts_while_its_evidence_holds(directory, alpes):  # noqa: F811
    assert domains_in_force(directory) == {"alpes.example"}
    assert directory_for("x@alpes.example") == directory
    alpes.evidence.update(state="lapsed")
    assert domains_in_force(directory) == frozenset()
    assert directory_for("x@alpes.example") is None


def test_without_a_domain_there_is_no_service(draft, web, box, amina):  # noqa: F811
    tried(draft, web, box, amina)
    assert refusal(put_into_service, directory=draft, by=amina, now=now()) == reasons.NO_DOMAIN


def test_the_last_domain_turns_it_off(directory, amina):  # noqa: F811
    stop_vouching_for(directory=directory, domain="alpes.example", by=amina, now=now())
    directory.refresh_from_db()
    assert directory.state == DirectoryState.OFF


# service


def test_a_changed_setting_takes_it_out_of_service(directory, amina, box):  # noqa: F811
    change(directory, amina, box, client_id="other")
    directory.refresh_from_db()
    assert (directory.state, directory.tested_at) == (DirectoryState.OFF, None)


def test_a_changed_name_does_not(directory, amina, box):  # noqa: F811
    change(directory, amina, box, name="Autre nom")
    directory.refresh_from_db()
    assert (directory.state, directory.name) == (DirectoryState.ACTIVE, "Autre nom")


def test_another_issuer_forgets_who_people_were(directory, amina, box):  # noqa: F811
    Bond.objects.create(directory=directory, subject="1", user=amina, created_at=now(), last_at=now())
    change(directory, amina, box, issuer="https://elsewhere.example")
    assert not Bond.objects.exists()


def test_it_is_required_only_once_somebody_came_through(directory, amina):  # noqa: F811
    asked = {"directory": directory, "required": True, "by": amina, "now": now()}
    assert refusal(require_directory, **asked) == reasons.NOBODY_YET
    user = person("Nadia Petit", is_platform_administrator=False)
    user.email = "nadia@alpes.example"
    user.save()
    assert directory_required_of(user) is None
    Bond.objects.create(directory=directory, subject="1", user=user, created_at=now(), last_at=now())
    require_directory(**asked)
    assert directory_required_of(user) == directory
    assert directory_required_of(amina) is None  # of another domain
    user.is_platform_administrator = True
    assert directory_required_of(user) is None


def test_what_is_off_is_not_required(directory, amina, draft):  # noqa: F811
    turn_off(directory=directory, by=amina, now=now())
    assert refusal(require_directory, directory=directory, required=True, by=amina, now=now()) == reasons.NOT_IN_SERVICE
    assert directory_in_service("alpes-numerique") is None
    directory.refresh_from_db()
    assert directory.client_secret  # the settings stay


def test_every_reason_speaks_both_languages():
    found = [value for value in vars(reasons).values() if isinstance(value, reasons.Reason)]
    assert len(found) > 40
    assert len({each.code for each in found}) == len(found)
    for each in found:
        assert each.fr != each.en
