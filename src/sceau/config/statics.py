"""Static files under names that hold their digests, the modules that our scripts import as well."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage

_IMPORTS = CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]


class NamedByDigest(CompressedManifestStaticFilesStorage):
    """What our scripts import is named by its digest too: kept for ever, and never mixed with that of another version.

    Scripts of others that come with a package are left as they are: some import what is not there.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", _IMPORTS))
    max_post_process_passes = 20  # a module that imports waits for the names of those below it: ten deep today
