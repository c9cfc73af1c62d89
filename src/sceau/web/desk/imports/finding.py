"""Files of past results of the desk, found through the right to bring them; how they are named and gone back to."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sceau.assessment.errors import AssessmentError
from sceau.assessment.models import ResultsFile
from sceau.assessment.states import FileRowState, FileState
from sceau.design.models import DesignVersion
from sceau.engine.errors import EngineError
from sceau.people.errors import PeopleError
from sceau.web.desk.designs.wording import said
from sceau.web.desk.doors import DeskRequest
from sceau.web.desk.fields import DeskForm
from sceau.web.ports import ports
from sceau.web.templatetags.words import spoken

METHODS: Final = ["GET", "HEAD", "POST"]
REFUSALS: Final = (AssessmentError, EngineError, PeopleError)
TABS: Final = (
    (FileRowState.TO_CORRECT, gettext_lazy("À corriger")),
    (FileRowState.SUSPICIOUS, gettext_lazy("À vérifier")),
    (FileRowState.CHANGED, gettext_lazy("Changées")),
    (FileRowState.READY, gettext_lazy("Prêtes")),
    (FileRowState.ALREADY_ISSUED, gettext_lazy("Déjà là")),
    (FileRowState.NOT_AWARDED, gettext_lazy("Sans attribution")),
    (FileRowState.IGNORED, gettext_lazy("Ignorées")),
    (FileRowState.LEFT, gettext_lazy("Laissées de côté")),
)
AT_WORK: Final = (FileState.TO_CHECK, FileState.PROPOSING)


def file_here(request: DeskRequest, uuid: UUID) -> ResultsFile:
    """One of the institution. raises: Http404"""
    found = (
        ResultsFile.objects.filter(uuid=uuid, institution=request.desk.institution)
        .select_related("institution", "version__design")
        .first()
    )
    if found is None:
        raise Http404
    return found


def files_here(request: DeskRequest) -> list[ResultsFile]:
    """Those that wait, oldest first."""
    rows = ResultsFile.objects.filter(institution=request.desk.institution).exclude(state=FileState.DONE)
    return list(rows.order_by("created_at", "pk"))


def hands(request: DeskRequest) -> dict[str, Any]:
    """Where files are kept and what opens secrets, as the services take them."""
    return {"files": ports().files, "box": ports().box}


def frame(file: ResultsFile) -> dict[str, Any]:
    """What every page of a file shows of it."""
    return {"file": file, "title": title_of(file), "fault": file.fault.get(spoken()) or file.fault.get("fr", "")}


def title_of(file: ResultsFile) -> str:
    """The micro-credential of all rows, or that each names its own."""
    return named(file.version) if file.version is not None else _("Chaque ligne dit sa micro-certification")


def named(version: DesignVersion) -> str:
    """A version by its title and its number."""
    return _("%(title)s, version %(n)s") % {"title": said(version.titles, spoken()), "n": version.number}


def versions_here(request: DeskRequest) -> list[DesignVersion]:
    """Every version that this institution published, retired ones too: past holders have those."""
    rows = DesignVersion.objects.filter(design__institution=request.desk.institution, archived_at__isnull=True)
    return list(
        rows.filter(design__archived_at__isnull=True)
        .select_related("design__institution")
        .order_by("design", "-number")
    )


def to_file(request: DeskRequest, file: ResultsFile, query: str = "") -> HttpResponse:
    """Back to the rows."""
    answer = redirect("desk_results_file", request.desk.institution.slug, file.uuid)
    if query:
        answer["Location"] += f"?{query}"
    return answer


def refuse(form: DeskForm, refusal: AssessmentError | EngineError | PeopleError, otherwise: str = "file") -> None:
    """Say why a service refused, at the field that it names."""
    field = getattr(refusal, "field", "") or otherwise
    form.add_error(field if field in form.fields else None, refusal.sentence(spoken()))


def tell(request: DeskRequest, refusal: AssessmentError | EngineError | PeopleError) -> None:
    """Say why a service refused, above the page that comes."""
    messages.warning(request, refusal.sentence(spoken()))


def number_in(typed: str) -> int:
    """A revision or a line as our own pages write it; -1 for anything else."""
    return int(typed) if typed.isdecimal() and len(typed) < 10 else -1  # noqa: PLR2004 -- figures of a number that we gave
