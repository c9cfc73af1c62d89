"""Every write of the reference data: a file is taken, read beside what is in use, and put in its place in one act."""

from __future__ import annotations

from sceau.frameworks.services.files import take_file
from sceau.frameworks.services.loading import Progress, carry_out, carry_out_waiting, unfinished
from sceau.frameworks.services.own import FrameworkRow, load_own
from sceau.frameworks.services.sweeping import sweep

__all__ = ["FrameworkRow", "Progress", "carry_out", "carry_out_waiting", "load_own", "sweep", "take_file", "unfinished"]
