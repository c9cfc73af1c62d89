"""A picture from a stranger: what is kept of it, and what is refused before it is opened."""

import zlib
from hashlib import sha256
from io import BytesIO
from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from sceau.institutions import logos, reasons
from sceau.institutions.errors import UnsafePicture
from sceau.institutions.logos import redraw


def picture(kind="PNG", *, size=(64, 48), mode="RGBA", colour=(20, 87, 63, 128), **options):
    out = BytesIO()
    Image.new(mode, size, colour if mode == "RGBA" else colour[:3] if mode == "RGB" else 1).save(out, kind, **options)
    return out.getvalue()


def chunk(kind, data):
    return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))


def png_of(width, height, *, data=b"", before=b""):
    header = pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + before + chunk(b"IDAT", zlib.compress(data, 9)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def chunks_of(png):
    kinds, at = [], 8
    while at < len(png):
        length = int.from_bytes(png[at : at + 4], "big")
        kinds.append(png[at + 4 : at + 8])
        at += 12 + length
    return kinds


def refused(sent):
    with pytest.raises(UnsafePicture) as refusal:
        redraw(sent)
    assert refusal.value.field == "logo"
    return refusal.value.reason


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_each_kind_becomes_a_png_of_ours(kind):
    drawn = redraw(picture(kind, mode="RGB"))

    with Image.open(BytesIO(drawn.png)) as seen:
        assert (seen.format, seen.size, seen.mode) == ("PNG", (64, 48), "RGB")
    assert (drawn.width, drawn.height) == (64, 48)
    assert drawn.digest == sha256(drawn.png).hexdigest()


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_transparency_is_kept(kind):
    drawn = redraw(picture(kind, lossless=True) if kind == "WEBP" else picture(kind))

    with Image.open(BytesIO(drawn.png)) as seen:
        assert seen.mode == "RGBA"
        assert seen.getpixel((10, 10))[3] == 128


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "RGBA", "RGB"])
def test_every_mode_of_a_png_is_drawn(mode):
    out = BytesIO()
    Image.new(mode, (64, 48)).save(out, "PNG")

    assert redraw(out.getvalue()).width == 64


def test_sixteen_bits_of_grey_keep_their_greys():
    out = BytesIO()
    Image.new("I;16", (64, 48), 0x8000).save(out, "PNG")

    with Image.open(BytesIO(redraw(out.getvalue()).png)) as seen:
        assert seen.getpixel((1, 1)) == (128, 128, 128)


def test_a_cmyk_jpeg_is_drawn():
    out = BytesIO()
    Image.new("CMYK", (64, 48), (0, 0, 0, 0)).save(out, "JPEG")

    with Image.open(BytesIO(redraw(out.getvalue()).png)) as seen:
        assert seen.mode == "RGB"


def test_it_is_made_small():
    drawn = redraw(picture(size=(2000, 1000)))

    assert (drawn.width, drawn.height) == (512, 256)


def test_a_lying_picture_is_set_upright_and_its_metadata_goes():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    exif[0x010E] = "un secret"
    exif[0x8825] = {1: "N", 2: (45.0, 11.0, 0.0)}  # where it was taken

    drawn = redraw(picture("JPEG", mode="RGB", exif=exif, comment=b"un secret"))

    assert (drawn.width, drawn.height) == (48, 64)
    assert set(chunks_of(drawn.png)) == {b"IHDR", b"IDAT", b"IEND"}
    assert b"secret" not in drawn.png


def test_texts_profiles_and_what_hangs_at_the_end_go():
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "<script>alert(1)</script>")
    sent = (
        picture(pnginfo=info, icc_profile=b"profile" * 20, dpi=(72, 72)) + b"PK\x03\x04<html><script>alert(1)</script>"
    )

    drawn = redraw(sent)

    assert set(chunks_of(drawn.png)) == {b"IHDR", b"IDAT", b"IEND"}
    assert b"script" not in drawn.png
    assert b"PK\x03\x04" not in drawn.png


def test_the_same_picture_gives_the_same_bytes():
    assert redraw(picture()) == redraw(picture())


# refused


def test_nothing_is_no_picture():
    assert refused(b"") is reasons.PICTURE_EMPTY


def test_weight():
    assert refused(picture() + bytes(logos.BYTES)) is reasons.PICTURE_TOO_HEAVY


@pytest.mark.parametrize(
    "sent",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b'<?xml version="1.0"?><!-- x --><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x"><svg/>',
        b'\xef\xbb\xbf\n <SVG width="1"></SVG>',
        b"<svg>",
    ],
)
def test_svg_is_refused_with_the_way_out(sent):
    assert refused(sent) is reasons.PICTURE_IS_SVG
    assert "PNG, en JPEG ou en WebP" in reasons.PICTURE_IS_SVG.fr


@pytest.mark.parametrize(
    "sent",
    [
        b"GIF89a" + bytes(40),
        b"%PDF-1.7",
        b"<html><body>",
        b"BM" + bytes(60),
        b"II*\0" + bytes(60),
        b"\0\0\1\0" + bytes(60),
        b"\x1f\x8b" + bytes(30),
        b"P6 64 48 255 " + bytes(64 * 48 * 3),
        b"MZ" + bytes(100),
        b"\0\0\0\x20ftypavif" + bytes(40),
    ],
)
def test_other_kinds_are_refused_whatever_their_name(sent):
    assert refused(sent) is reasons.PICTURE_UNKNOWN


@pytest.mark.parametrize("size", [(8001, 40), (40, 8001), (4000, 3001), (2**31 - 1, 2**31 - 1), (2**32 - 1, 1)])
def test_a_canvas_beyond_the_budget_is_refused_before_it_is_opened(size, monkeypatch):
    monkeypatch.setattr(Image, "open", None)

    assert refused(png_of(*size)) is reasons.PICTURE_TOO_LARGE


def test_a_bomb_costs_nothing(monkeypatch):
    """Forty thousand points a side of nothing weigh two kilobytes here; open, they would be five gigabytes."""
    monkeypatch.setattr(Image, "open", None)
    sent = png_of(40_000, 40_000, data=bytes(1_000_000))

    assert len(sent) < 2_000
    assert refused(sent) is reasons.PICTURE_TOO_LARGE


def test_data_beyond_the_canvas_are_not_unpacked():
    drawn = redraw(png_of(64, 48, data=bytes((64 * 3 + 1) * 48) + bytes(50_000_000)))

    assert drawn.width == 64


def test_a_compressed_text_bomb_is_damage():
    bomb = chunk(b"zTXt", b"x\0\0" + zlib.compress(bytes(30_000_000), 9))

    assert refused(png_of(64, 48, data=bytes((64 * 3 + 1) * 48), before=bomb)) is reasons.PICTURE_DAMAGED


def test_a_second_header_is_believed_by_nobody():
    second = chunk(b"IHDR", pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0))

    assert refused(png_of(64, 48, data=bytes(100), before=second)) is reasons.PICTURE_DAMAGED


@pytest.mark.parametrize("size", [(31, 400), (400, 31), (0, 64), (1, 1)])
def test_a_picture_too_small_to_see(size):
    assert refused(png_of(*size)) is reasons.PICTURE_TOO_SMALL


def webp_canvas(width, height, flags=0):
    body = b"WEBPVP8X" + pack("<I", 10) + bytes([flags, 0, 0, 0])
    body += (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF" + pack("<I", len(body)) + body


def test_a_webp_canvas_of_a_gigabyte_is_refused_before_it_is_opened(monkeypatch):
    monkeypatch.setattr(Image, "open", None)

    assert refused(webp_canvas(16_384, 16_384)) is reasons.PICTURE_TOO_LARGE
    lossless = b"RIFF\0\0\0\0WEBPVP8L" + pack("<I", 5) + b"\x2f" + (16_383 | 16_383 << 14).to_bytes(4, "little")
    assert refused(lossless) is reasons.PICTURE_TOO_LARGE
    lossy = b"RIFF\0\0\0\0WEBPVP8 " + pack("<I", 10) + b"\0\0\0\x9d\x01\x2a" + pack("<HH", 16_383, 16_383)
    assert refused(lossy) is reasons.PICTURE_TOO_LARGE


def test_a_webp_that_lies_about_its_canvas_is_damage():
    small = webp_canvas(64, 48)
    large = picture("WEBP", size=(600, 400), mode="RGB")

    assert refused(small + large[12:]) is reasons.PICTURE_DAMAGED


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_moves_is_refused(kind):
    frames = [Image.new("RGB", (64, 48), colour) for colour in ("red", "green", "blue")]
    out = BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=100)

    assert refused(out.getvalue()) is reasons.PICTURE_MOVES


def test_a_jpeg_of_a_thousand_scans_is_refused_before_it_is_opened(monkeypatch):
    monkeypatch.setattr(Image, "open", None)
    whole = picture("JPEG", mode="RGB")

    assert (
        refused(whole[:-2] + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" * 1000 + b"\xff\xd9")
        is reasons.PICTURE_DAMAGED
    )


def test_a_progressive_jpeg_is_drawn():
    assert redraw(picture("JPEG", mode="RGB", size=(300, 200), progressive=True)).width == 300


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_every_cut_is_damage(kind):
    """A tenth of the file after another; the last bytes of a PNG or a JPEG say nothing that one sees."""
    import random

    source = random.Random(1)
    out = BytesIO()
    Image.frombytes("RGB", (120, 90), source.randbytes(120 * 90 * 3)).save(out, kind)
    whole = out.getvalue()

    for tenth in range(1, 10):
        assert refused(whole[: len(whole) * tenth // 10]) in (
            reasons.PICTURE_DAMAGED,
            reasons.PICTURE_UNKNOWN,
        ), tenth


@given(st.sampled_from(["PNG", "JPEG", "WEBP"]), st.data())
def test_no_alteration_does_worse_than_a_refusal(kind, data):
    sent = bytearray(picture(kind, mode="RGB", size=(40, 40)))
    for _ in range(data.draw(st.integers(1, 4))):
        sent[data.draw(st.integers(0, len(sent) - 1))] = data.draw(st.integers(0, 255))

    try:
        drawn = redraw(bytes(sent))
    except UnsafePicture:
        return
    assert set(chunks_of(drawn.png)) == {b"IHDR", b"IDAT", b"IEND"}
    assert max(drawn.width, drawn.height) <= 512


@given(st.binary(max_size=200))
def test_no_bytes_do_worse_than_a_refusal(noise):
    for start in (
        b"",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"\xff\xd8\xff",
        b"RIFF\0\0\0\0WEBPVP8X",
        b"RIFF\0\0\0\0WEBPVP8 ",
    ):
        with pytest.raises(UnsafePicture):
            redraw(start + noise)
