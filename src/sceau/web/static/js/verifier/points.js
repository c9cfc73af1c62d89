// Points of P-256 and P-384, written in short: x and the parity of y.
//
// source:  SEC 1, §2.3.4 "Octet-String-to-Elliptic-Curve-Point Conversion"; both primes are 3 modulo 4, so that a root
//          is one power. Nothing secret goes through here: only public keys.

const CURVES = {
  "P-256": {
    length: 32,
    p: 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
  },
  "P-384": {
    length: 48,
    p: 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
    b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
  },
};

/** How many bytes a coordinate has on each curve. */
export const COORDINATE_LENGTH = { "P-256": 32, "P-384": 48 };

/** The coordinates of a point written in short, 33 or 49 bytes; null when it is no point of the curve. */
export function expand(curve, data) {
  const { p } = CURVES[curve];
  if (data[0] !== 2 && data[0] !== 3) return null;
  const x = numberOf(data.subarray(1));
  if (x >= p) return null;
  const y = power(rightSide(curve, x), (p + 1n) / 4n, p);
  const point = { x, y: (y & 1n) === BigInt(data[0] & 1) ? y : (p - y) % p };
  return isOnCurve(curve, point.x, point.y) && (point.y & 1n) === BigInt(data[0] & 1) ? inBytes(curve, point) : null;
}

/** The coordinates, when they are those of a point of the curve; otherwise null. */
export function checked(curve, x, y) {
  return isOnCurve(curve, numberOf(x), numberOf(y)) ? { x, y } : null;
}

function isOnCurve(curve, x, y) {
  const { p } = CURVES[curve];
  return x < p && y < p && (y * y) % p === rightSide(curve, x);
}

/** x³ − 3x + b */
function rightSide(curve, x) {
  const { p, b } = CURVES[curve];
  return (((x * x * x - 3n * x + b) % p) + p) % p;
}

function power(base, exponent, p) {
  let [result, square, left] = [1n, base, exponent];
  for (; left; left >>= 1n) {
    if (left & 1n) result = (result * square) % p;
    square = (square * square) % p;
  }
  return result;
}

const numberOf = (data) => BigInt(`0x0${Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("")}`);

function inBytes(curve, { x, y }) {
  const bytes = (value) => {
    const hex = value.toString(16).padStart(2 * CURVES[curve].length, "0");
    return Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
  };
  return { x: bytes(x), y: bytes(y) };
}
