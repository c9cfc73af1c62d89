"""What each step of the wizard asks for: a design document in, a design document out, nothing else."""

from __future__ import annotations

from typing import Final

from sceau.web.desk.designs.forms.assessment import AssessmentStep
from sceau.web.desk.designs.forms.base import Step
from sceau.web.desk.designs.forms.identity import IdentityStep
from sceau.web.desk.designs.forms.issuing import IssuingStep
from sceau.web.desk.designs.forms.level import LevelStep
from sceau.web.desk.designs.forms.look import LookStep
from sceau.web.desk.designs.forms.outcomes import OutcomesStep

STEPS: Final[dict[str, type[Step]]] = {
    each.name: each for each in (IdentityStep, OutcomesStep, AssessmentStep, LevelStep, LookStep, IssuingStep)
}
