"""What the body publishes: its DID document, its status lists, its achievements, laid out as a static web site.

The folder `site` stands for the root of the web server; an address without an extension is the file of that name with
.json. Credentials and Annex I records are not in it: whose they are decides who sees them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import orjson

from sceau.cli.issuing.errors import KEY_NOT_PUBLISHED, NO_DOCUMENT, CannotIssue
from sceau.cli.issuing.files import write_file, write_once
from sceau.cli.issuing.keys import SigningKey, refuse_out_of_service
from sceau.cli.issuing.lists import Lists
from sceau.cli.issuing.register import Register
from sceau.cli.issuing.signing import Signing
from sceau.engine.errors import EngineError
from sceau.engine.keys import did_web
from sceau.engine.keys.controller import method_with_key
from sceau.engine.model.addresses import achievement_url
from sceau.engine.model.awards import Issuer
from sceau.engine.model.describe import describe_achievement, issuer_profile
from sceau.engine.model.designs import Design
from sceau.engine.strict_json import JsonObject, parse_object


@dataclass(frozen=True, slots=True)
class Site:
    """The folder to publish. root: stands for the root of the server of base."""

    root: Path
    base: str

    def file_of(self, url: str) -> Path:
        """Where the document of an address lies; another host than ours has a folder of its own beside."""
        parts = urlsplit(url)
        folder = self.root
        if parts.netloc != urlsplit(self.base).netloc:
            folder = self.root.with_name(f"{self.root.name}-{parts.netloc.replace(':', '-')}")
        path = folder.joinpath(*[name for name in parts.path.split("/") if name])
        return path if path.suffix else path.with_name(f"{path.name}.json")

    def publish_controller(self, key: SigningKey, *, beside: Path, now: datetime) -> None:
        """The DID document of a did:web; one that is there already must list our key, and as one that still serves.

        beside:  where the document of the key would lie, to say so
        raises:  CannotIssue
        """
        if not key.did.startswith(did_web.PREFIX):
            return
        path = self.file_of(did_web.url_of(key.did))
        if key.document is not None and write_once(path, _pretty(key.document)):
            return
        if not path.exists():
            raise CannotIssue(NO_DOCUMENT, method=key.method, file=beside)
        try:
            published = parse_object(path.read_bytes())
            found = method_with_key(published, key.signer.public_key)
        except EngineError as error:
            raise CannotIssue(KEY_NOT_PUBLISHED, file=path, method=key.method) from error
        if found is None:
            raise CannotIssue(KEY_NOT_PUBLISHED, file=path, method=key.method)
        refuse_out_of_service(key, published, path, now)

    def publish_lists(self, register: Register, signing: Signing) -> None:
        """The status lists that are not published yet, with what the register says of the credentials in them."""
        lists = Lists(register, self.file_of)
        lists.add_missing()
        for each in lists.signed(signing):
            write_file(each.path, each.data)

    def picture_file(self, design: Design, form: str) -> Path:
        """Where a picture of a version lies."""
        return self.file_of(achievement_url(self.base, design)).with_suffix("") / f"image.{form}"

    def publish_design(self, design: Design, issuer: Issuer, pictures: Mapping[str, bytes]) -> None:
        """An achievement as JSON-LD, and its pictures by form; what was published of a version stays as it was."""
        path = self.file_of(achievement_url(self.base, design))
        write_once(path, _pretty(describe_achievement(design, issuer, design.language)))
        for form, picture in pictures.items():
            write_once(self.picture_file(design, form), picture)

    def publish_profile(self, issuer: Issuer, design: Design) -> None:
        """The issuer as an Open Badges profile, one for each body that this key signs for."""
        name = issuer.body.id or "issuer"
        profile = {"@context": list(_PROFILE_CONTEXTS), **issuer_profile(issuer, design, design.language)}
        path = self.file_of(f"{self.base}/issuers/{name}")
        if not path.exists() or path.read_bytes() != _pretty(profile):
            write_file(path, _pretty(profile))


_PROFILE_CONTEXTS = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)


def _pretty(document: JsonObject) -> bytes:
    return orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n"
