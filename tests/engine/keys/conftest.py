from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from sceau.engine.keys.private import PrivateKey


@pytest.fixture(scope="session")
def rsa_key():
    return PrivateKey.from_native(rsa.generate_private_key(65537, 2048))
