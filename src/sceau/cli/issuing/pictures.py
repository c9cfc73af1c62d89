"""The pictures that credentials are baked into: the seal of a design, or a picture of the body's own."""

from __future__ import annotations

from dataclasses import dataclass

from sceau.cli.issuing.site import Site
from sceau.engine.images.portrait import seal_of
from sceau.engine.model.awards import Issuer
from sceau.engine.model.designs import Design
from sceau.outside.pictures import picture_of

FORMS = ("png", "svg")


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures of one design, by form; a form that there is no picture for is absent."""

    by_form: dict[str, bytes]

    @property
    def main(self) -> str:
        """The form that the credential points to: PNG when there is one, for wallets draw nothing else."""
        return "png" if "png" in self.by_form else "svg"


def pictures_of(design: Design, issuer: Issuer, site: Site) -> Pictures:
    """The pictures of a version: those that are published, else its seal, drawn now."""
    published = {form: file.read_bytes() for form in FORMS if (file := site.picture_file(design, form)).exists()}
    return Pictures(published) if len(published) == len(FORMS) else draw_pictures(design, issuer)


def draw_pictures(design: Design, issuer: Issuer) -> Pictures:
    """The seal of a design under a body's name, engraved and as a picture."""
    seal = seal_of(design, issuer.body.name)
    return Pictures({"png": picture_of(seal), "svg": seal})
