"""Our QR codes: module by module those of another program, at every version; too much is refused."""

from __future__ import annotations

import random

import pytest
import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import MODE_8BIT_BYTE, QRData

from sceau.engine.errors import EngineError
from sceau.engine.images.qr import MASK, TOO_LONG, modules_of

LONGEST = 666  # bytes of version 20, level M. source: ISO/IEC 18004:2015, table 7
# the last length of each version, and the first of the next
LAST = (14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504, 560, 624, LONGEST)


def theirs(data):
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0, mask_pattern=MASK)
    code.add_data(QRData(data, mode=MODE_8BIT_BYTE), optimize=0)
    code.make(fit=True)
    return tuple("".join("1" if dark else "0" for dark in row) for row in code.get_matrix())


@pytest.mark.parametrize("version", range(1, 21))
def test_every_version_is_module_by_module_that_of_qrcode(version):
    most = LAST[version - 1]
    for length in {most, most - 1, LAST[version - 2] + 1 if version > 1 else 0}:
        data = random.Random(length).randbytes(length)
        assert modules_of(data) == theirs(data)
        assert len(modules_of(data)) == 17 + 4 * version


def test_one_byte_more_than_the_largest_holds_is_refused():
    with pytest.raises(EngineError) as refused:
        modules_of(bytes(LONGEST + 1))

    assert refused.value.reason is TOO_LONG
