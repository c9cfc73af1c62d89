"""What is typed about a domain."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from sceau.institutions.domains import read_domain
from sceau.institutions.models.evidence import EvidenceKind
from sceau.web.desk.fields import CHOOSE, DeskForm, Ruled


class DomainForm(DeskForm):
    """Which domain, and how it will prove itself."""

    domain = Ruled(
        read_domain,
        required=True,
        label=_("Nom de domaine"),
        help_text=_("Celui de votre organisme, comme greta-exemple.fr."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    kind = forms.ChoiceField(
        label=_("Comment le prouver"),
        choices=[
            (EvidenceKind.DNS, _("par un enregistrement DNS, ajouté par qui gère le nom de domaine")),
            (EvidenceKind.DID_WEB, _("par un fichier, publié par qui gère le site")),
        ],
        initial=EvidenceKind.DNS,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
