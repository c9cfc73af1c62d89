"""Every write of the designs, by what it is about."""

from sceau.design.services.copies import copy_design
from sceau.design.services.drafts import (
    create_design,
    delete_draft,
    drop_new_version,
    new_version,
    purge_deleted,
    rename_design,
    restore_draft,
    save_step,
)
from sceau.design.services.fields import (
    add_custom_field,
    edit_custom_field,
    order_custom_fields,
    remove_custom_field,
    restore_custom_field,
)
from sceau.design.services.files import export_file, import_file
from sceau.design.services.keeping import archive_design, retire_version, unarchive_design
from sceau.design.services.publishing import Frozen, freeze, publish
from sceau.design.services.reassessing import reassess
from sceau.design.services.reviews import ask_review, decide_review, withdraw_review
from sceau.design.services.settings import edit_settings

__all__ = [
    "Frozen",
    "add_custom_field",
    "archive_design",
    "ask_review",
    "copy_design",
    "create_design",
    "decide_review",
    "delete_draft",
    "drop_new_version",
    "edit_custom_field",
    "edit_settings",
    "export_file",
    "freeze",
    "import_file",
    "new_version",
    "order_custom_fields",
    "publish",
    "purge_deleted",
    "reassess",
    "remove_custom_field",
    "rename_design",
    "restore_custom_field",
    "restore_draft",
    "retire_version",
    "save_step",
    "unarchive_design",
    "withdraw_review",
]
