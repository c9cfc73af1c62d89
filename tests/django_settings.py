"""The settings of the tests: those of the house, with a folder of their own and no secret of anybody's."""

import atexit
import os
import shutil
import tempfile

for name in [name for name in os.environ if name.startswith("SCEAU_") and name not in ("SCEAU_LANG", "SCEAU_SHARED")]:
    if name not in ("SCEAU_TEST_DATABASE_URL", "SCEAU_TEST_DATABASE_NAME", "SCEAU_HYPOTHESIS", "SCEAU_PICTURES"):
        del os.environ[name]
folder, maker = tempfile.mkdtemp(prefix="sceau-tests-"), os.getpid()


def _tidy() -> None:
    if os.getpid() == maker:  # not a child of ours
        shutil.rmtree(folder, ignore_errors=True)


atexit.register(_tidy)
os.environ |= {
    "SCEAU_MODE": "development",
    "SCEAU_BASE_URL": "https://sceau.example",
    "SCEAU_DATA": folder,
    "SCEAU_DATABASE_URL": os.environ.get("SCEAU_TEST_DATABASE_URL", ""),
    "SCEAU_SECRET_KEY": "of the tests only, and long enough to be one, indeed fifty signs at least",
    "SCEAU_LOG_LEVEL": "warning",
}

from sceau.config.settings import *  # noqa: E402, F403 -- the environment had to be set first
from sceau.config.settings import DATABASES  # noqa: E402

DATABASES["default"]["TEST"] = {
    "NAME": None if "sqlite" in DATABASES["default"]["ENGINE"] else os.environ.get("SCEAU_TEST_DATABASE_NAME") or None
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # of the tests: quick
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
