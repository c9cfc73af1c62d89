"""Its settings: one application, no database, keys that die with the process."""

from __future__ import annotations

import os
import secrets

from sceau.api.vc_api.server import Conformance

SECRET_KEY = secrets.token_urlsafe(32)
DEBUG = False
ALLOWED_HOSTS = ["*"]  # it holds nothing: suites reach it by whatever name they like
INSTALLED_APPS = ["sceau.api.vc_api"]
MIDDLEWARE: list[str] = ["django.middleware.common.CommonMiddleware"]
ROOT_URLCONF = "sceau.api.vc_api.urls"
APPEND_SLASH = False
USE_TZ = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

SCEAU_CONFORMANCE = Conformance(
    os.environ.get("SCEAU_CONFORMANCE_BASE", "http://127.0.0.1:8000"),
    bytes.fromhex(os.environ.get("SCEAU_CONFORMANCE_SEED", "")) or secrets.token_bytes(32),
)
