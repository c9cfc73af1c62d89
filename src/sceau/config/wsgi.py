"""The door of the server."""

from __future__ import annotations

import os
import sys

from django.core.wsgi import get_wsgi_application

from sceau.config.errors import WrongSettings
from sceau.config.loading import kept_for_good

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sceau.config.settings")
try:
    with kept_for_good():
        application = get_wsgi_application()
except WrongSettings as refusal:  # for servers that begin here; `sceau serve` says it earlier, in one language
    sys.stderr.write(f"{refusal.sentence('fr')}.\n\n{refusal.sentence('en')}.\n")
    raise SystemExit(78) from None  # EX_CONFIG of sysexits.h

from sceau.verification.counting import write_by_and_by  # its tables are there only now

write_by_and_by()
