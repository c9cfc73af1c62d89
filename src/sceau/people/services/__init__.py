"""Every write of this room.

A service that takes `by` writes one act of the journal in its transaction, with opaque ids only. `by` is None where the
person acts without an account, or the house does.
"""

from __future__ import annotations

from sceau.people.services.addresses import (
    add_address,
    prefer_address,
    remove_address,
    restore_address,
    verify_address,
)
from sceau.people.services.civil import (
    complete_civil_status,
    read_civil_status,
    reseal_civil_statuses,
    set_civil_status,
)
from sceau.people.services.consents import give_consent, withdraw_consent
from sceau.people.services.guardians import (
    add_guardian,
    edit_guardian,
    note_guardian_consent,
    remove_guardian,
    restore_guardian,
)
from sceau.people.services.importing import How, find_or_create
from sceau.people.services.joining import merge, propose_again, tell_apart, undo_merge
from sceau.people.services.keeping import (
    confirm_schedule,
    edit_contact,
    edit_rule,
    remove_processing,
    save_processing,
    suspend_schedule,
)
from sceau.people.services.persons import create_person, edit_person, link_account

__all__ = [
    "How",
    "add_address",
    "add_guardian",
    "complete_civil_status",
    "confirm_schedule",
    "create_person",
    "edit_contact",
    "edit_guardian",
    "edit_person",
    "edit_rule",
    "find_or_create",
    "give_consent",
    "link_account",
    "merge",
    "note_guardian_consent",
    "prefer_address",
    "propose_again",
    "read_civil_status",
    "remove_address",
    "remove_guardian",
    "remove_processing",
    "reseal_civil_statuses",
    "restore_address",
    "restore_guardian",
    "save_processing",
    "set_civil_status",
    "suspend_schedule",
    "tell_apart",
    "undo_merge",
    "verify_address",
    "withdraw_consent",
]
