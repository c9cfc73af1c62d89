"""Keys that are nobody's secret: those of published examples, and those of a seed that nobody drew."""

from __future__ import annotations

from functools import cache

from sceau.engine.keys.multikey import encode_public
from sceau.engine.keys.private import PrivateKey
from sceau.engine.keys.public import PublicKey

# RFC 8032, §7.1: the secret keys of the test vectors
_RFC_8032 = (
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
    "f5e5767cf153319517630f226876b86c8160cc583bc013744c6bf255f5cc0ee5",
    "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
)
# RFC 6979, §A.2.5: the private key of the P-256 examples
_RFC_6979 = "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721"
# vc-di-eddsa 1.0, appendix B; vc-di-ecdsa 1.0, appendix A; did:key 0.7, appendix A
_PUBLISHED = (
    "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ6XJPt4swbTQ2",
    "zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP",
    "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
)


def is_known_to_all(key: PublicKey) -> bool:
    """Whether anybody can sign with this key."""
    return encode_public(key) in _known()


@cache
def _known() -> frozenset[str]:
    """Some six hundred keys, as Multikeys: 20 ms, once a process."""
    seeds = [bytes([value]) * 32 for value in range(256)]
    seeds += [bytes(range(32)), bytes(range(1, 33)), bytes(range(31, -1, -1))]
    keys = [PrivateKey.from_secret("Ed25519", seed) for seed in [*seeds, *map(bytes.fromhex, _RFC_8032)]]
    scalars = [bytes([value]) * 32 for value in range(1, 255)] + [bytes(range(32)), bytes(range(1, 33))]
    scalars += [value.to_bytes(32, "big") for value in range(1, 17)] + [bytes.fromhex(_RFC_6979)]
    keys += [PrivateKey.from_secret("P-256", scalar) for scalar in scalars]
    return frozenset(encode_public(key.public_key) for key in keys) | frozenset(_PUBLISHED)
