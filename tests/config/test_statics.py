"""Where only names with digests are served, a script still finds what it imports."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage

from sceau import web
from sceau.config.statics import NamedByDigest

SCRIPTS = Path(web.__file__).parent / "static" / "js"
WANTED = re.compile(r"""(?:from|import)\s*\(?\s*["'](\.[^"']+)["']""")
NAME = re.compile(r"[\w-]+\.[0-9a-f]{12}\.js")


def test_every_module_that_a_script_imports_is_there_under_the_name_that_it_asks_for(tmp_path):
    shutil.copytree(SCRIPTS, tmp_path / "js")
    storage = NamedByDigest(location=tmp_path)
    files = {
        str(each.relative_to(tmp_path)): (storage, str(each.relative_to(tmp_path))) for each in tmp_path.rglob("*.js")
    }
    names = {before: after for before, after, _done in ManifestStaticFilesStorage.post_process(storage, files)}

    seen, waiting = set(), [tmp_path / names["js/verifying-here.js"]]
    while waiting:
        module = waiting.pop()
        seen.add(module)
        asked = {(module.parent / each).resolve() for each in WANTED.findall(module.read_text("utf-8"))}
        waiting += asked - seen
    assert len(seen) > 30
    assert [each.name for each in seen if not NAME.fullmatch(each.name)] == []
