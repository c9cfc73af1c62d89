"""Its door."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from sceau.config.loading import kept_for_good

os.environ["DJANGO_SETTINGS_MODULE"] = "sceau.config.conformance.settings"
with kept_for_good():
    application = get_wsgi_application()
