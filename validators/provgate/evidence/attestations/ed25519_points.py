"""Which 32 bytes may be an Ed25519 public key (RFC 8032, 5.1.3): the one spelling of a point not of small order.

A library checks a signature against whatever bytes it is given. For a point of small order some signatures fit every
message, and a point with two spellings is one key with two fingerprints.
"""

from __future__ import annotations

_P = 2**255 - 19
_D = -121665 * pow(121666, -1, _P) % _P
_SQRT_OF_MINUS_ONE = pow(2, (_P - 1) // 4, _P)
_COFACTOR_DOUBLINGS = 3


def is_sound(encoded: bytes) -> bool:
    """Whether these bytes are the canonical encoding of a point on the curve whose order is not a divisor of 8."""
    number = int.from_bytes(encoded, "little")
    y, odd = number & (2**255 - 1), number >> 255
    if y >= _P:
        return False
    x = _x_of(y)
    if x is None or (x == 0 and odd):
        return False
    if x & 1 != odd:
        x = _P - x
    for _ in range(_COFACTOR_DOUBLINGS):
        x, y = _doubled(x, y)
    return (x, y) != (0, 1)


def _x_of(y: int) -> int | None:
    """An x for this y; None where the curve has none."""
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if x * x % _P != square:
        x = x * _SQRT_OF_MINUS_ONE % _P
    return x if x * x % _P == square else None


def _doubled(x: int, y: int) -> tuple[int, int]:
    """The point added to itself, by the curve's complete addition law."""
    product = _D * x * x * y * y
    return (
        2 * x * y * pow(1 + product, -1, _P) % _P,
        (y * y + x * x) * pow(1 - product, -1, _P) % _P,
    )
