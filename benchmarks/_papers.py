"""Certificates made one after the other, measured from inside: `python _papers.py COUNT`, SCEAU_… set; prints JSON.

Each certificate is of a credential of its own, in one process with one thread, by the typesetter that has read template
and letters already. What is added at each step is measured with all that stands before it.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any, Final

os.environ["RAYON_NUM_THREADS"] = "1"

from sceau.cli import house

house.open_house(mode="demo")

from _lines import released  # noqa: E402 -- the rooms had to be loaded first
from django.conf import settings  # noqa: E402 -- as above
from django.utils.timezone import now  # noqa: E402 -- as above

from sceau.issuing.models import Credential  # noqa: E402 -- as above
from sceau.issuing.papers import CERTIFICATE, attachments_of, certificate  # noqa: E402 -- as above
from sceau.issuing.services.papers import Press, paper_of  # noqa: E402 -- as above
from sceau.issuing.services.signing import issue_next_lines  # noqa: E402 -- as above
from sceau.jobs.ports import ports  # noqa: E402 -- as above
from sceau.keyring.documents import ref_of  # noqa: E402 -- as above
from sceau.keyring.models import Purpose  # noqa: E402 -- as above
from sceau.keyring.queries import active_key  # noqa: E402 -- as above
from sceau.outside.typesetter import WarmTypesetter  # noqa: E402 -- as above

WARMING: Final = 5


class Bench:
    """The credentials, and what makes papers of them."""

    def __init__(self, count: int) -> None:
        batch = released(count + WARMING)
        issue_next_lines(batch.pk, limit=count + WARMING, keys=ports().keys, now=now())
        related = ("institution", "award__version", "content")
        self.credentials = list(Credential.objects.filter(line__batch=batch).select_related(*related).order_by("pk"))
        self.typesetter, self.sealer = WarmTypesetter(), ports().sealer  # type: ignore[attr-defined]
        self.key = active_key(batch.institution, Purpose.DOCUMENTS)
        self.signer = ports().keys.signer(ref_of(self.key))

    def data(self, credential: Credential, *, square: bool) -> Any:
        """What is said on the page; without the square, without its address too."""
        told = certificate(credential, CERTIFICATE, base=settings.BASE_URL)
        return told if square else told | {"url": ""}

    def page(
        self, credential: Credential, *, square: bool = False, attached: bool = True, sealed: bool = True
    ) -> bytes:
        """One PDF."""
        files = attachments_of(credential) if attached else ()
        told = self.data(credential, square=square)
        pdf = self.typesetter.document("certificate", told, at=credential.issued_at, attachments=files)
        if not sealed:
            return pdf
        return self.sealer.seal(
            pdf,
            signer=self.signer,
            certificate_pem=self.key.certificate,
            reason="Certificat",
            location=credential.institution.city,
            name=credential.institution.legal_name,
            now=now(),
        )

    def whole(self, credential: Credential) -> bytes:
        """As whoever asks for it has it: the square, the seal, the file kept."""
        press = Press(self.typesetter, self.sealer, ports().keys, ports().files)
        return paper_of(credential, CERTIFICATE, press=press, now=now())

    def timed(self, name: str, act: Callable[[Credential], object]) -> dict[str, Any]:
        """Milliseconds of processor for one, and by the clock."""
        for each in self.credentials[:WARMING]:
            act(each)
        count, processor, begun = len(self.credentials) - WARMING, time.process_time(), time.perf_counter()
        for each in self.credentials[WARMING:]:
            act(each)
        processor, clock = time.process_time() - processor, time.perf_counter() - begun
        return {"step": name, "processor": processor * 1000 / count, "clock": clock * 1000 / count}


def main(count: int) -> None:
    """Measure and print."""
    house.prepare(demo=True)
    bench = Bench(count)
    steps = [
        bench.timed("data", lambda each: bench.data(each, square=False)),
        bench.timed("page", lambda each: bench.page(each, attached=False, sealed=False)),
        bench.timed("attached", lambda each: bench.page(each, sealed=False)),
        bench.timed("sealed", bench.page),
        bench.timed("square", lambda each: bench.page(each, square=True)),
        bench.timed("kept", bench.whole),
    ]
    sys.stdout.write(json.dumps({"count": count, "steps": steps}) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
