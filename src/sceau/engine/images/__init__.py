"""Credentials inside pictures, baked and found again; and the picture that we draw when there is none."""

from __future__ import annotations

from sceau.engine.errors import MalformedImage
from sceau.engine.images import png, svg
from sceau.engine.images.baked import NOT_AN_IMAGE, Baked, Standard

__all__ = ["Baked", "bake", "unbake"]


def bake(image: bytes, credential: str, *, standard: Standard = "ob3") -> bytes:
    """The same picture with the credential inside; one that it held before is taken out.

    image:       PNG or SVG
    credential:  the text of a JSON document, or a compact JWT
    standard:    "ob3" for Open Badges 3.0, "ob2" for 2.0; a picture may hold one of each
    raises:      MalformedImage
    """
    if png.is_png(image):
        return png.bake(image, credential, standard=standard)
    if svg.looks_like_svg(image):
        return svg.bake(image, credential, standard=standard)
    raise MalformedImage(NOT_AN_IMAGE)


def unbake(image: bytes) -> Baked:
    """The credential that a picture holds; of one for Open Badges 3.0 and one for 2.0, the former.

    raises:  MalformedImage, also when there is none
    """
    if png.is_png(image):
        return png.unbake(image)
    if svg.looks_like_svg(image):
        return svg.unbake(image)
    raise MalformedImage(NOT_AN_IMAGE)
