"""The table of every address of the house, and who may ask for it. An address without its row fails the tests.

who:      ANYONE, whoever is SIGNED_IN, the ADMINISTRATOR of the installation, a MACHINE that
      has its token, or roles in the institution of the address
args:     what the address takes, from the `World` of the test
own:      of those roles, only whoever it concerns: a colleague with the same role finds nothing
post:     it is asked by POST; what it would change is put back by the test
elsewhere:  the same with things of another institution in the place of ours: nobody may find them
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from institutions.people import NOW
from sceau.verification.models import KnownList

ANYONE, SIGNED_IN, ADMINISTRATOR, MACHINE = "anyone", "signed in", "administrator", "a machine with its token"

ALL = frozenset(
    "head designer assessor jury_member jury_president session_manager centre_manager employer_manager "
    "disability_officer dpo auditor".split()
)
HEAD = frozenset({"head"})
SEE_PEOPLE = frozenset({"head", "dpo", "auditor"})
SEE_DELEGATIONS = frozenset({"head", "dpo", "auditor", "jury_president"})
SEE_HABILITATIONS = frozenset({"head", "auditor", "jury_president", "session_manager", "centre_manager"})
SEE_KEYS = frozenset({"head", "dpo", "auditor", "assessor", "jury_member", "jury_president"})
SEE_SESSIONS = frozenset(
    {"head", "jury_president", "session_manager", "centre_manager", "disability_officer", "auditor"}
)
SIT_ON_JURY = frozenset({"head", "jury_member", "jury_president"})
SEE_JURY = frozenset({"head", "session_manager", "centre_manager", "auditor"})  # and whoever sits on it
MANAGE_SESSIONS = frozenset({"head", "session_manager", "centre_manager"})
MANAGE_ARRANGEMENTS = MANAGE_SESSIONS | {"disability_officer"}
MARK = frozenset({"head", "assessor", "jury_member", "jury_president"})
ANSWER_APPEALS = frozenset({"head", "jury_president"})
WRITE_DESIGNS = frozenset({"head", "designer"})
REVIEW_DESIGNS = frozenset({"head", "designer", "assessor", "jury_member", "jury_president"})
HOLD_KEY = frozenset({"head", "assessor", "jury_member", "jury_president"})
SEE_JOURNAL = frozenset({"head", "dpo", "auditor"})
SEE_CANDIDATES = frozenset({"head", "session_manager", "centre_manager", "dpo"})
EDIT_CANDIDATES = frozenset({"head", "session_manager", "centre_manager"})
MANAGE_RETENTION = frozenset({"head", "dpo"})
SEE_DESIGNS = ALL - {"employer_manager"}
SEE_CREDENTIALS = frozenset({"head", "session_manager", "dpo", "auditor"})
PREPARE_CREDENTIALS = frozenset({"head", "session_manager"})

Args = Callable[[Any], list[object]]


def _none(world: Any) -> list[object]:
    return []


def _slug(world: Any) -> list[object]:
    return [world.ours.slug]


def _ours(kind: str, *more: object) -> Args:
    return lambda world: [world.ours.slug, getattr(world, kind).uuid, *more]


def _theirs(kind: str, *more: object) -> Args:
    return lambda world: [world.ours.slug, getattr(world, f"their_{kind}").uuid, *more]


@dataclass(frozen=True)
class Row:
    who: str | frozenset[str]
    args: Args = _none
    post: bool = False
    elsewhere: Args | None = None
    own: bool = False


def desk(who: frozenset[str], *, post: bool = False) -> Row:
    """A page of the desk about the institution as a whole."""
    return Row(who, _slug, post)


def thing(who: frozenset[str], kind: str, *more: object, post: bool = False, own: bool = False) -> Row:
    """A page of the desk about one thing of the institution."""
    return Row(who, _ours(kind, *more), post, _theirs(kind, *more), own)


def of_session(who: frozenset[str], kind: str, *more: str, post: bool = False) -> Row:
    """A page of the desk about one thing of a session, and things of it by number; elsewhere, another body's session.

    A thing of another session under our own one is for the tests of the page.
    """

    def args(world: Any, prefix: str = "") -> list[object]:
        things = [getattr(world, f"{prefix}{each}") for each in ("session", kind)]
        numbers = [getattr(world, f"{prefix}{each}").pk for each in more]
        return [world.ours.slug, *(each.uuid for each in things), *numbers]

    return Row(who, args, post, lambda world: args(world, "their_"))


def pair(who: frozenset[str], *, post: bool = False) -> Row:
    """A page of the desk about two people; elsewhere, one of them is another institution's."""
    return Row(
        who,
        lambda world: [world.ours.slug, world.person.uuid, world.alike.uuid],
        post,
        lambda world: [world.ours.slug, world.person.uuid, world.their_person.uuid],
    )


def platform(*, slug: bool = False, person: str = "", post: bool = False) -> Row:
    """A page for who administers the installation; about an institution, or a person."""
    return Row(
        ADMINISTRATOR, _slug if slug else (lambda world: [getattr(world, person).uuid]) if person else _none, post
    )


def known_list(world: Any) -> list[object]:
    """A list of issuers in use."""
    return [_list("Registre", taken_at=NOW).uuid]


def waiting_list(world: Any) -> list[object]:
    """One that waits for a decision."""
    return [_list("Attente", taken_at=None).uuid]


def _list(name: str, **more: Any) -> KnownList:
    about = {"kind": "dcc", "file_name": "registry.json", "sha256": "0" * 64, "entries": 0, "brought_at": NOW}
    return KnownList.objects.get_or_create(name=name, defaults=about | more)[0]


def anyone(*args: object, post: bool = False) -> Row:
    return Row(ANYONE, lambda world: list(args), post)


def signed_in(*args: object, post: bool = False) -> Row:
    return Row(SIGNED_IN, lambda world: list(args), post)


OF_NOBODY = "00000000-0000-4000-8000-000000000000"

ADDRESSES: dict[str, Row] = {
    # for machines
    "issuer_did": Row(ANYONE, _slug),
    "issuer_keys": Row(ANYONE, _slug),
    "issuer_journal": Row(ANYONE, _slug),
    "own_did": anyone(),
    "status_list": anyone(OF_NOBODY),
    "status_notices": anyone(OF_NOBODY),
    "achievement_picture": anyone(OF_NOBODY, 1),
    "achievement_drawing": anyone(OF_NOBODY, 1),
    "robots": anyone(),
    "sitemap": anyone(),
    "sitemap_page": anyone(1),
    "issuer_profile": anyone("nobody"),
    "healthz": anyone(),
    "healthz_web": anyone(),
    "metrics": Row(MACHINE),
    # public
    "home": anyone(),
    "issuers": anyone(),
    "catalogue": anyone(),
    "catalogue_compare": anyone(),
    "micro_credential": anyone(OF_NOBODY, 1),
    "micro_credential_latest": anyone(OF_NOBODY),
    "micro_credential_file": anyone(OF_NOBODY, 1),
    "micro_credential_brief": anyone(OF_NOBODY, 1),
    "micro_credential_small": anyone(OF_NOBODY, 1),
    "micro_credential_card": anyone(OF_NOBODY, 1),
    "credential": anyone("no-code"),
    "credential_wrong": anyone("no-code"),
    "credential_find": anyone(),
    "verifier": anyone(),
    "pile": anyone(),
    "pile_export": anyone(post=True),
    "pile_certificate": anyone(),
    "credential_json": anyone("no-code"),
    "verifier_offline": anyone(),
    "verifier_file": anyone(),
    "verifier_sum": anyone(),
    "credential_bundle": anyone("no-code"),
    "credential_record": anyone("no-code"),
    "credential_png": anyone("no-code"),
    "credential_svg": anyone("no-code"),
    "credential_pdf": anyone("no-code"),
    "credential_parchment": anyone("no-code"),
    "issuer": Row(ANYONE, _slug),
    "issuer_logo": Row(ANYONE, lambda world: [world.ours.slug, "0" * 64]),
    "issuer_seal": Row(ANYONE, _slug),
    "invitation": Row(ANYONE, lambda world: [world.token]),
    "apply": anyone(OF_NOBODY),
    "apply_sent": anyone(),
    "apply_confirm": anyone("a-token-of-nobody"),
    # a candidate, by a link and without an account
    "candidate_open": anyone("a-token-of-nobody"),
    "candidate_ask_link": anyone(),
    "candidate_leave": anyone(post=True),
    "candidate": anyone(OF_NOBODY),
    "candidate_answer": anyone(OF_NOBODY),
    "candidate_arrangements": anyone(OF_NOBODY),
    "candidate_withdraw": anyone(OF_NOBODY),
    "candidate_evidence": anyone(OF_NOBODY),
    "candidate_piece": anyone(OF_NOBODY, OF_NOBODY),
    "candidate_piece_remove": anyone(OF_NOBODY, OF_NOBODY),
    "candidate_results": anyone(OF_NOBODY),
    "candidate_results_paper": anyone(OF_NOBODY),
    "candidate_calendar": anyone(OF_NOBODY),
    "candidate_attendance": anyone(OF_NOBODY),
    "candidate_credentials": anyone(OF_NOBODY),
    "candidate_credential": anyone(OF_NOBODY, OF_NOBODY, post=True),
    "candidate_credential_wrong": anyone(OF_NOBODY, OF_NOBODY),
    "candidate_kept": anyone(OF_NOBODY),
    "candidate_copy": anyone(OF_NOBODY),
    "candidate_copy_open": anyone("a-token-of-nobody"),
    "candidate_consent": anyone(OF_NOBODY, post=True),
    "accessibility": anyone(),
    "language": anyone(post=True),
    "theme": anyone(post=True),
    "style": anyone(),
    "demo_mail": anyone(),
    "demo_sign_in": anyone(post=True),
    # signing in
    "directory_find": anyone(),
    "directory_sign_in": Row(ANYONE, _slug),
    "directory_start": Row(ANYONE, _slug, post=True),
    "directory_callback": Row(MACHINE, _slug),
    "directory_logout": Row(ANYONE, _slug, post=True),
    "account_login": anyone(),
    "account_request_login_code": anyone(),
    "account_confirm_login_code": anyone(),
    "account_logout": anyone(),
    "account_inactive": anyone(),
    "account_signup": anyone(),
    "account_reset_password": anyone(),
    "account_confirm_password_reset_code": anyone(),
    "account_complete_password_reset": anyone(),
    "account_password_reset_completed": anyone(),
    "account_email_verification_sent": anyone(),
    "account_lost_factor": anyone(),
    "account_lost_factor_code": anyone(),
    "account_lost_factor_link": anyone("a-token-of-nobody"),
    "mfa_authenticate": anyone(),
    "mfa_login_webauthn": anyone(),
    # one's own account
    "account": signed_in(),
    "account_welcome": signed_in(),
    "account_onwards": signed_in(),
    "account_factor_required": signed_in(),
    "account_reauthenticate": signed_in(),
    "account_proof_code": signed_in(),
    "account_email": signed_in(),
    "account_change_password": signed_in(),
    "account_set_password": signed_in(),
    "account_sessions": signed_in(),
    "account_sessions_end": signed_in(post=True),
    "account_session_end": signed_in(0, post=True),
    "account_lost_factor_cancel": signed_in(post=True),
    "account_resets": signed_in(),
    "account_reset": signed_in(OF_NOBODY),
    "account_reset_approve": signed_in(OF_NOBODY, post=True),
    "account_reset_refuse": signed_in(OF_NOBODY, post=True),
    "mfa_index": signed_in(),
    "mfa_reauthenticate": signed_in(),
    "mfa_activate_totp": signed_in(),
    "mfa_deactivate_totp": signed_in(),
    "mfa_view_recovery_codes": signed_in(),
    "mfa_generate_recovery_codes": signed_in(),
    "mfa_list_webauthn": signed_in(),
    "mfa_add_webauthn": signed_in(),
    "mfa_reauthenticate_webauthn": signed_in(),
    "mfa_edit_webauthn": signed_in(0),
    "mfa_remove_webauthn": signed_in(0),
    "desk": signed_in(),
    # the desk of an institution
    "desk_home": desk(ALL),
    "desk_profile": desk(ALL),
    "desk_profile_edit": desk(HEAD),
    "desk_second_factor": desk(HEAD, post=True),
    "desk_appearance": desk(HEAD),
    "desk_appearance_preview": desk(HEAD, post=True),
    "desk_logo": desk(HEAD, post=True),
    "desk_logo_remove": desk(HEAD, post=True),
    "desk_framework_search": desk(SEE_DESIGNS),
    "desk_units": desk(ALL),
    "desk_unit_add": desk(HEAD),
    "desk_unit_edit": thing(HEAD, "unit"),
    "desk_unit_close": thing(HEAD, "unit"),
    "desk_unit_reopen": thing(HEAD, "unit", post=True),
    "desk_quality": desk(SEE_SESSIONS),
    "desk_quality_version": thing(SEE_SESSIONS, "published", 1),
    "desk_designs": desk(SEE_DESIGNS),
    "desk_design_new": desk(WRITE_DESIGNS),
    "desk_design_new_from": Row(WRITE_DESIGNS, lambda world: [world.ours.slug, "fiche"]),
    "desk_design_step": thing(WRITE_DESIGNS, "design", "outcomes"),
    "desk_designs_deleted": desk(WRITE_DESIGNS),
    "desk_design_import": desk(WRITE_DESIGNS),
    "desk_design_settings": desk(HEAD),
    "desk_design_field_add": desk(HEAD),
    "desk_design_field_edit": thing(HEAD, "field"),
    "desk_design_field_move": thing(HEAD, "field", "up", post=True),
    "desk_design_field_remove": thing(HEAD, "field"),
    "desk_design_field_restore": thing(HEAD, "field", post=True),
    "desk_design": thing(SEE_DESIGNS, "design"),
    "desk_design_gate": thing(SEE_DESIGNS, "design"),
    "desk_design_translations": thing(SEE_DESIGNS, "design"),
    "desk_design_preview": thing(SEE_DESIGNS, "design"),
    "desk_design_seal": thing(SEE_DESIGNS, "design"),
    "desk_design_review": thing(REVIEW_DESIGNS, "read"),
    "desk_design_withdraw": thing(WRITE_DESIGNS, "read"),
    "desk_design_publish": thing(HEAD, "design"),
    "desk_design_versions": thing(SEE_DESIGNS, "published"),
    "desk_design_new_version": thing(WRITE_DESIGNS, "published", post=True),
    "desk_design_drop": thing(WRITE_DESIGNS, "published"),
    "desk_design_version": thing(SEE_DESIGNS, "published", 1),
    "desk_design_difference": thing(SEE_DESIGNS, "published", 1, 0),
    "desk_design_export": thing(SEE_DESIGNS, "published", 1),
    "desk_design_retire": thing(HEAD, "published", 1),
    "desk_design_archive": thing(HEAD, "design"),
    "desk_design_delete": thing(WRITE_DESIGNS, "design"),
    "desk_design_restore": thing(WRITE_DESIGNS, "deleted", post=True),
    "desk_design_copy": thing(WRITE_DESIGNS, "design"),
    "desk_sessions": desk(SEE_SESSIONS),
    "desk_session_open": desk(MANAGE_SESSIONS),
    "desk_session_open_on": thing(MANAGE_SESSIONS, "published", 1),
    # assessing: what is somebody else's is not found, see tests/web/assessor
    "assess": signed_in(),
    "assess_worker": anyone(),
    "assess_token": signed_in(),
    "assess_declaration": signed_in(OF_NOBODY),
    "assess_marking": signed_in(OF_NOBODY),
    "assess_writes": signed_in(OF_NOBODY, post=True),
    "assess_take_back": signed_in(OF_NOBODY, post=True),
    "assess_piece": signed_in(OF_NOBODY),
    "assess_comparison": signed_in(OF_NOBODY, "E1"),
    "assess_juries": signed_in(),
    "assess_jury_ties": Row(SIGNED_IN, lambda world: [world.seat.uuid]),
    "assess_sign": Row(SIGNED_IN, lambda world: [world.signature.uuid]),
    "assess_minutes_page": Row(SIGNED_IN, lambda world: [world.minutes.uuid]),
    "assess_sign_link": Row(ANYONE, lambda world: [world.signing_token]),
    "assess_sign_link_page": anyone("x" * 43),
    # juries, deliberations, minutes
    "desk_session_jury": thing(SEE_SESSIONS, "jury_session"),
    "desk_seat_add": thing(MANAGE_SESSIONS, "jury_session"),
    "desk_deliberation_open": thing(MANAGE_SESSIONS, "jury_session", post=True),
    "desk_seat_edit": thing(MANAGE_SESSIONS, "seat"),
    "desk_seat_remove": thing(MANAGE_SESSIONS, "seat"),
    "desk_seat_ties": thing(MANAGE_SESSIONS, "seat"),
    "desk_deliberation": thing(SEE_JURY, "deliberation"),
    "desk_deliberation_presence": thing(SEE_JURY, "deliberation"),
    "desk_deliberation_as_proposed": thing(MANAGE_SESSIONS, "deliberation", post=True),
    "desk_deliberation_move": thing(MANAGE_SESSIONS, "deliberation", "adjourn"),
    "desk_deliberation_close": thing(SEE_JURY, "deliberation"),
    "desk_deliberation_correct": thing(MANAGE_SESSIONS, "deliberation"),
    "desk_decision": thing(SEE_JURY, "jury_decision"),
    "desk_decision_mark": thing(MANAGE_SESSIONS, "jury_decision", post=True),
    "desk_my_juries": desk(SIT_ON_JURY),
    "desk_minutes_list": desk(SEE_SESSIONS),
    "desk_minutes": thing(SEE_JURY, "minutes"),
    "desk_minutes_seal": thing(MANAGE_SESSIONS, "minutes", post=True),
    "desk_minutes_withdraw": thing(MANAGE_SESSIONS, "minutes"),
    "desk_minutes_paper": thing(frozenset(), "minutes"),
    "desk_minutes_file": thing(SEE_JURY, "minutes", "data"),
    "desk_minutes_extract": Row(
        SEE_JURY,
        lambda world: [world.ours.slug, world.minutes.uuid, world.minuted.uuid],
        elsewhere=lambda world: [world.ours.slug, world.their_minutes.uuid, world.their_minuted.uuid],
    ),
    "desk_signature_link": thing(MANAGE_SESSIONS, "signature", "withdraw", post=True),
    "desk_signature_tablet": thing(frozenset(), "signature"),
    "desk_signature_prevented": thing(frozenset(), "signature"),
    "desk_assessment_settings": desk(HEAD),
    "desk_session": thing(SEE_SESSIONS, "session"),
    "desk_my_markings": desk(HOLD_KEY),
    "desk_session_assessors": thing(SEE_SESSIONS, "session"),
    "desk_session_share": thing(MANAGE_SESSIONS, "session", post=True),
    "desk_session_tie": thing(MANAGE_SESSIONS, "session"),
    "desk_session_take_in": thing(MANAGE_SESSIONS, "session"),
    "desk_session_grids": thing(SEE_SESSIONS, "session"),
    "desk_session_retakes": thing(MANAGE_SESSIONS, "session"),
    "desk_assessor_remove": thing(MANAGE_SESSIONS, "assessor"),
    "desk_tie_withdraw": thing(MANAGE_SESSIONS, "tie"),
    "desk_grid": thing(MANAGE_SESSIONS, "attempt", "E1"),
    "desk_grid_key_in": thing(MANAGE_SESSIONS, "attempt", "E1"),
    "desk_session_candidates": thing(SEE_SESSIONS, "session"),
    "desk_session_controls": thing(SEE_SESSIONS, "session"),
    "desk_candidate_add": thing(MANAGE_SESSIONS, "session"),
    "desk_candidate_add_new": thing(MANAGE_SESSIONS, "session"),
    "desk_candidate_add_person": Row(
        MANAGE_SESSIONS,
        lambda world: [world.ours.slug, world.session.uuid, world.candidate.person.uuid],
        elsewhere=lambda world: [world.ours.slug, world.session.uuid, world.their_candidate.person.uuid],
    ),
    "desk_candidate_invite": thing(MANAGE_SESSIONS, "session"),
    "desk_candidates_import": thing(MANAGE_SESSIONS, "session"),
    "desk_import": thing(MANAGE_SESSIONS, "staged"),
    "desk_import_columns": thing(MANAGE_SESSIONS, "staged"),
    "desk_import_row": thing(MANAGE_SESSIONS, "staged", 2, post=True),
    "desk_import_take": thing(MANAGE_SESSIONS, "staged", post=True),
    "desk_import_wrong": thing(MANAGE_SESSIONS, "staged"),
    "desk_import_confirm": thing(MANAGE_SESSIONS, "staged"),
    "desk_import_drop": thing(MANAGE_SESSIONS, "staged"),
    "desk_candidate": thing(SEE_SESSIONS, "candidate"),
    "desk_candidate_edit": thing(MANAGE_SESSIONS, "candidate"),
    "desk_candidate_prerequisites": thing(SEE_SESSIONS, "candidate"),
    "desk_candidate_move": thing(MANAGE_SESSIONS, "candidate", "withdraw"),
    "desk_candidate_link": thing(MANAGE_SESSIONS, "candidate", "show", post=True),
    "desk_candidate_arrangements": thing(SEE_SESSIONS, "candidate"),
    "desk_candidate_controls": thing(SEE_SESSIONS, "candidate"),
    "desk_candidate_evidence": thing(SEE_SESSIONS, "candidate"),
    "desk_candidate_results": thing(SEE_SESSIONS, "candidate"),
    "desk_candidate_history": thing(SEE_SESSIONS, "candidate"),
    "desk_arrangement_decide": thing(MANAGE_ARRANGEMENTS, "arrangement", "grant", post=True),
    "desk_piece_file": thing(SEE_SESSIONS, "piece"),
    "desk_piece_remove": thing(MANAGE_SESSIONS, "piece"),
    "desk_piece_show": thing(MANAGE_SESSIONS, "piece", post=True),
    "desk_session_edit": thing(MANAGE_SESSIONS, "session"),
    "desk_session_move": thing(MANAGE_SESSIONS, "session", "cancel"),
    "desk_session_planning": thing(SEE_SESSIONS, "session"),
    "desk_session_groups": thing(MANAGE_SESSIONS, "session"),
    "desk_session_cohort_add": thing(MANAGE_SESSIONS, "session", post=True),
    "desk_session_spread": thing(MANAGE_SESSIONS, "session", post=True),
    "desk_session_cohort": of_session(MANAGE_SESSIONS, "cohort"),
    "desk_session_slot_add": thing(MANAGE_SESSIONS, "session"),
    "desk_session_slot": of_session(MANAGE_SESSIONS, "slot"),
    "desk_session_slot_remove": of_session(MANAGE_SESSIONS, "slot", post=True),
    "desk_session_place": thing(MANAGE_SESSIONS, "session", "E1", post=True),
    "desk_session_day": thing(SEE_SESSIONS, "session"),
    "desk_session_calls": thing(SEE_SESSIONS, "session"),
    "desk_session_sheet_open": thing(MANAGE_SESSIONS, "session", post=True),
    "desk_session_sheet": of_session(SEE_SESSIONS, "sheet"),
    "desk_session_sheet_note": of_session(MANAGE_SESSIONS, "sheet", post=True),
    "desk_session_sheet_sign": of_session(MANAGE_SESSIONS, "sheet", "line"),
    "desk_session_sheet_line": of_session(MANAGE_SESSIONS, "sheet", post=True),
    "desk_session_sheet_scan": of_session(MANAGE_SESSIONS, "sheet", post=True),
    "desk_session_sheet_close": of_session(MANAGE_SESSIONS, "sheet", post=True),
    "desk_session_attendance": thing(SEE_SESSIONS, "session", "2026-12-07"),
    "desk_session_blank_grids": thing(SEE_SESSIONS, "session", "E1"),
    "desk_session_absent": of_session(MANAGE_SESSIONS, "candidate", post=True),
    "desk_session_attestation": of_session(MANAGE_SESSIONS, "candidate"),
    "desk_session_incidents": thing(SEE_SESSIONS, "session"),
    "desk_awards": desk(SEE_SESSIONS),
    "desk_award": thing(SEE_SESSIONS, "award"),
    "desk_session_results": thing(SEE_SESSIONS, "session"),
    "desk_results_propose": thing(MARK, "assessed"),
    "desk_results_propose_source": thing(MANAGE_SESSIONS, "quizzed"),
    "desk_proposals": desk(MARK),
    "desk_takeover": desk(MANAGE_SESSIONS),
    "desk_results_file": thing(MANAGE_SESSIONS, "results_file"),
    "desk_results_file_columns": thing(MANAGE_SESSIONS, "results_file"),
    "desk_results_file_sheet": thing(MANAGE_SESSIONS, "results_file", post=True),
    "desk_results_file_row": thing(MANAGE_SESSIONS, "results_file", 2, post=True),
    "desk_results_file_wrong": thing(MANAGE_SESSIONS, "results_file"),
    "desk_results_file_mended": thing(MANAGE_SESSIONS, "results_file"),
    "desk_results_file_again": thing(MANAGE_SESSIONS, "results_file", post=True),
    "desk_results_file_pieces": thing(MANAGE_SESSIONS, "results_file"),
    "desk_results_file_propose": thing(MANAGE_SESSIONS, "results_file"),
    "desk_results_file_drop": thing(MANAGE_SESSIONS, "results_file"),
    "desk_results": thing(SEE_SESSIONS, "results"),
    "desk_results_confirm": thing(HEAD, "waiting"),
    "desk_results_send_back": thing(HEAD, "waiting"),
    "desk_results_release": thing(SEE_SESSIONS, "results"),
    "desk_results_remind": thing(MANAGE_SESSIONS, "results", post=True),
    "desk_results_paper": Row(
        SEE_SESSIONS,
        lambda world: [world.ours.slug, world.results.uuid, world.attested.uuid],
        elsewhere=lambda world: [world.ours.slug, world.their_results.uuid, world.their_attested.uuid],
    ),
    "desk_result_check": thing(MARK, "drawn"),
    "desk_result_correct": thing(HEAD, "decision"),
    "desk_appeals": desk(SEE_SESSIONS),
    "desk_appeal": thing(SEE_SESSIONS, "appeal"),
    "desk_appeal_note": thing(MANAGE_SESSIONS, "decision"),
    "desk_appeal_answer": thing(ANSWER_APPEALS, "appeal"),
    "desk_appeal_withdraw": thing(ANSWER_APPEALS, "appeal"),
    # what is issued: credentials
    "desk_credentials": desk(SEE_CREDENTIALS),
    "desk_credentials_turn": Row(HEAD, lambda world: [world.ours.slug, "suspend"]),
    "desk_credentials_names": desk(HEAD),
    "desk_credential_requests": desk(HEAD),
    "desk_credential_request": thing(HEAD, "correction_request"),
    "desk_credentials_renew": desk(HEAD),
    "desk_credential": thing(SEE_CREDENTIALS, "told"),
    "desk_credential_correct": thing(HEAD, "told"),
    # what is issued: batches
    "desk_batches": desk(SEE_CREDENTIALS),
    "desk_batch_new": desk(PREPARE_CREDENTIALS),
    "desk_batch": thing(SEE_CREDENTIALS, "batch"),
    "desk_batch_add": thing(PREPARE_CREDENTIALS, "batch"),
    "desk_batch_rename": thing(PREPARE_CREDENTIALS, "batch"),
    "desk_batch_lines": thing(SEE_CREDENTIALS, "batch"),
    "desk_batch_drop": thing(PREPARE_CREDENTIALS, "batch", post=True),
    "desk_batch_preview": thing(SEE_CREDENTIALS, "batch", 1),
    "desk_batch_ask": thing(PREPARE_CREDENTIALS, "batch", post=True),
    "desk_batch_take_back": thing(PREPARE_CREDENTIALS, "batch", post=True),
    "desk_batch_release": thing(HEAD, "batch"),
    "desk_batch_move": thing(PREPARE_CREDENTIALS, "batch", "pause", post=True),
    "desk_batch_cancel": thing(PREPARE_CREDENTIALS, "batch"),
    "desk_batch_links": thing(PREPARE_CREDENTIALS, "batch"),
    "desk_batch_files": thing(PREPARE_CREDENTIALS, "batch"),
    "desk_batch_files_taken": thing(PREPARE_CREDENTIALS, "batch"),
    "desk_issuing_settings": desk(HEAD),
    # letters to holders
    "desk_letters": desk(SEE_CREDENTIALS),
    "desk_letters_print": desk(PREPARE_CREDENTIALS),
    "desk_letters_pdf": Row(PREPARE_CREDENTIALS, lambda world: [world.ours.slug, "fr"]),
    "desk_letters_printed": desk(PREPARE_CREDENTIALS, post=True),
    "desk_wordings": desk(HEAD),
    "desk_wording": Row(HEAD, lambda world: [world.ours.slug, "issued", "fr"]),
    "desk_wording_preview": Row(HEAD, lambda world: [world.ours.slug, "issued", "fr"], post=True),
    "desk_wording_reset": Row(HEAD, lambda world: [world.ours.slug, "issued", "fr"], post=True),
    "desk_wording_trial": Row(HEAD, lambda world: [world.ours.slug, "issued", "fr"], post=True),
    "desk_letter": thing(SEE_CREDENTIALS, "told"),
    "desk_letter_again": thing(PREPARE_CREDENTIALS, "told", post=True),
    "desk_letter_returned": thing(PREPARE_CREDENTIALS, "told", post=True),
    "desk_people": desk(SEE_CANDIDATES),
    "desk_person_new": desk(EDIT_CANDIDATES),
    "desk_people_alike": desk(SEE_CANDIDATES),
    "desk_people_compare": pair(EDIT_CANDIDATES),
    "desk_people_apart": pair(EDIT_CANDIDATES, post=True),
    "desk_people_again": pair(EDIT_CANDIDATES, post=True),
    "desk_people_separate": thing(EDIT_CANDIDATES, "merge"),
    "desk_person": thing(SEE_CANDIDATES, "person"),
    "desk_person_edit": thing(EDIT_CANDIDATES, "person"),
    "desk_person_address_add": thing(EDIT_CANDIDATES, "person"),
    "desk_person_address": thing(EDIT_CANDIDATES, "address", "remove", post=True),
    "desk_person_guardian_add": thing(EDIT_CANDIDATES, "person"),
    "desk_person_guardian_edit": thing(EDIT_CANDIDATES, "guardian"),
    "desk_person_guardian": thing(EDIT_CANDIDATES, "guardian", "agree", post=True),
    "desk_person_consent_withdraw": thing(EDIT_CANDIDATES, "consent", post=True),
    "desk_person_civil_status": thing(SEE_CANDIDATES, "person"),
    "desk_person_export": thing(SEE_CANDIDATES, "person", post=True),
    "desk_person_erase": thing(MANAGE_RETENTION, "person"),
    "desk_retention": desk(MANAGE_RETENTION),
    "desk_retention_edit": Row(MANAGE_RETENTION, lambda world: [world.ours.slug, "scores"]),
    "desk_retention_confirm": desk(MANAGE_RETENTION),
    "desk_retention_suspend": desk(MANAGE_RETENTION, post=True),
    "desk_retention_run": desk(MANAGE_RETENTION),
    "desk_processing": desk(SEE_JOURNAL),
    "desk_processing_contact": desk(MANAGE_RETENTION),
    "desk_processing_add": desk(MANAGE_RETENTION),
    "desk_processing_export": Row(SEE_JOURNAL, lambda world: [world.ours.slug, "csv"]),
    "desk_processing_edit": thing(MANAGE_RETENTION, "processing"),
    "desk_processing_remove": thing(MANAGE_RETENTION, "processing"),
    "desk_members": desk(SEE_PEOPLE),
    "desk_invite": desk(HEAD),
    "desk_member_change": thing(HEAD, "membership"),
    "desk_member_end": thing(HEAD, "membership"),
    "desk_invitation_resend": thing(HEAD, "invitation", post=True),
    "desk_invitation_withdraw": thing(HEAD, "invitation", post=True),
    "desk_delegations": desk(SEE_DELEGATIONS),
    "desk_delegation_add": desk(HEAD),
    "desk_delegation_revoke": thing(HEAD, "delegation"),
    "desk_delegation_act": thing(SEE_DELEGATIONS, "delegation"),
    "desk_habilitations": desk(SEE_HABILITATIONS),
    "desk_habilitation_give": desk(HEAD),
    "desk_habilitation_ask": desk(HEAD),
    "desk_habilitation": thing(SEE_HABILITATIONS, "request"),
    "desk_habilitation_move": thing(HEAD, "habilitation", "suspended"),
    "desk_directory": desk(HEAD),
    "desk_directory_settings": desk(HEAD),
    "desk_directory_test": desk(HEAD, post=True),
    "desk_directory_domains": desk(HEAD, post=True),
    "desk_directory_domain": Row(HEAD, lambda world: [world.ours.slug, "alpes.example"], post=True),
    "desk_directory_on": desk(HEAD, post=True),
    "desk_directory_off": desk(HEAD),
    "desk_directory_required": desk(HEAD, post=True),
    "desk_directory_person": thing(HEAD, "bond", post=True),
    "desk_member_leave": thing(ALL, "membership", own=True),
    "desk_habilitation_retract": thing(HEAD, "request", post=True),
    "desk_identity": desk(ALL),
    "desk_identity_new": desk(HEAD),
    "desk_identity_domain": thing(HEAD, "evidence"),
    "desk_identity_check": thing(HEAD, "evidence", post=True),
    "desk_identity_remove": thing(HEAD, "evidence"),
    "desk_identity_adopt": thing(HEAD, "evidence"),
    "desk_keys": desk(SEE_KEYS),
    "desk_keys_ask": Row(HEAD, lambda world: [world.ours.slug, "credentials"]),
    "desk_keys_ask_mine": desk(HOLD_KEY),
    "desk_ceremony_agree": thing(HEAD, "ceremony"),
    "desk_ceremony_alone": thing(HOLD_KEY, "ceremony", own=True),
    "desk_ceremony_stop": thing(HOLD_KEY, "ceremony", own=True),
    "desk_key_compromise": thing(HOLD_KEY, "key", own=True),
    "desk_key_certificate": thing(SEE_KEYS, "key"),
    "desk_key_request": thing(HEAD, "key"),
    "desk_key_import": thing(HEAD, "key"),
    "desk_journal": desk(SEE_JOURNAL),
    "desk_journal_recheck": desk(SEE_JOURNAL, post=True),
    "desk_journal_export": Row(SEE_JOURNAL, lambda world: [world.ours.slug, "csv"], post=True),
    # the installation
    "platform": platform(),
    "platform_journal": platform(),
    "platform_journal_recheck": platform(post=True),
    "platform_journal_export": Row(ADMINISTRATOR, lambda world: ["csv"], post=True),
    "platform_institution_new": platform(),
    "platform_institution": platform(slug=True),
    "platform_head": platform(slug=True, post=True),
    "platform_register": platform(slug=True),
    "platform_directory_off": platform(slug=True),
    "platform_frameworks": platform(),
    "platform_people": platform(),
    "platform_trust": platform(),
    "platform_trust_list": Row(ADMINISTRATOR, known_list),
    "platform_trust_replace": Row(ADMINISTRATOR, known_list),
    "platform_trust_decide": Row(ADMINISTRATOR, waiting_list),
    "platform_trust_changes": Row(ADMINISTRATOR, waiting_list),
    "platform_trust_remove": Row(ADMINISTRATOR, known_list),
    "platform_person": platform(person="stranger"),
    "platform_person_close": platform(person="stranger"),
    "platform_person_reopen": platform(person="gone"),
}
