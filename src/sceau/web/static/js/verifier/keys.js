// Public keys: Multikey and JWK, and the signatures that they verify, by the browser's own cryptography.
import { WEAK_POINTS } from "./catalogue.js";
import { decodeBase58, decodeBase64url, digest, encodeBase64url, firstOf, hexOf } from "./encodings.js";
import { Refusal, refuse, refusalOf } from "./errors.js";
import { canonicalBytes } from "./jcs.js";
import { COORDINATE_LENGTH, checked, expand } from "./points.js";
import { isObject, member } from "./values.js";

const LONGEST_MULTIKEY = 2 + 49; // the prefix and a point of P-384
const CODECS = { ed01: "Ed25519", 8024: "P-256", 8124: "P-384" }; // Controlled Identifiers 1.0, §2.2.2 "Multikey"
const PRIVATE_MEMBERS = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];
const LONGEST_NUMBER = 1366; // base64url characters of 8192 bits
const RSA_BITS = [2048, 8192];
const LARGEST_EXPONENT = 2n ** 32n;

/** The algorithms of a JWS for each kind of key. source: RFC 8037 §3.1; RFC 9864 §2.2; RFC 7518 §3.1 */
const JOSE_ALGORITHMS = { Ed25519: ["EdDSA", "Ed25519"], "P-256": ["ES256"], "P-384": ["ES384"], RSA: ["RS256"] };

/** The kind of key that an algorithm of a JWS asks for. */
export const KEY_OF_JOSE = new Map(
  Object.entries(JOSE_ALGORITHMS).flatMap(([key, names]) => names.map((name) => [name, key])),
);

/**
 * A public key that is known to be well formed.
 *
 * algorithm:  "Ed25519", "P-256", "P-384" or "RSA"
 * jwk:        the members that say which key it is, as RFC 7638 has them
 */
class PublicKey {
  constructor(algorithm, jwk) {
    this.algorithm = algorithm;
    this.jwk = jwk;
    this.name = JSON.stringify(jwk);
  }

  /** Whether it is this very key. */
  is(other) {
    return this.name === other.name;
  }

  /** The base64url SHA-256 thumbprint. source: RFC 7638 §3; RFC 8037 §2 */
  async thumbprint() {
    return encodeBase64url(await digest("SHA-256", canonicalBytes(new Map(Object.entries(this.jwk)))));
  }

  /**
   * Whether a signature over data was made with the private half.
   *
   * throws:  Refusal "unsupported" when the browser has no such algorithm
   * source:  RFC 8032 §5.1.7; FIPS 186-5 §6.4.2; RFC 8017 §8.2.2
   */
  async verifies(signature, data) {
    const [imported, verified] = PARAMETERS[this.algorithm];
    try {
      const key = await crypto.subtle.importKey("jwk", this.jwk, imported, false, ["verify"]);
      return await crypto.subtle.verify(verified, key, signature, data);
    } catch (error) {
      if (error?.name !== "NotSupportedError") return false; // a key or a signature that it cannot even read
      throw new Refusal("unsupported", "elsewhere.algorithm", { algorithm: this.algorithm });
    }
  }
}

const PARAMETERS = {
  Ed25519: ["Ed25519", "Ed25519"],
  "P-256": [{ name: "ECDSA", namedCurve: "P-256" }, { name: "ECDSA", hash: "SHA-256" }],
  "P-384": [{ name: "ECDSA", namedCurve: "P-384" }, { name: "ECDSA", hash: "SHA-384" }],
  RSA: [{ name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" }, "RSASSA-PKCS1-v1_5"],
};

/** The key of a publicKeyMultibase. Throws Refusal "key": another base, an unknown prefix, a wrong length, no point. */
export function decodePublic(text) {
  if (!text.startsWith("z")) refuse("key", "key.not_multibase", { found: firstOf(text) });
  const data = decodeBase58(text.slice(1), LONGEST_MULTIKEY);
  const prefix = hexOf(data.subarray(0, 2));
  if (!Object.hasOwn(CODECS, prefix)) refuse("key", "key.unknown_codec", { found: prefix });
  const [algorithm, raw] = [CODECS[prefix], data.subarray(2)];
  return algorithm === "Ed25519" ? ed25519(raw) : shortPoint(algorithm, raw);
}

function ed25519(raw) {
  refuseLength("Ed25519", raw, 32);
  if (WEAK_POINTS.includes(hexOf(raw))) refuse("key", "key.not_a_point", { algorithm: "Ed25519" });
  return new PublicKey("Ed25519", { crv: "Ed25519", kty: "OKP", x: encodeBase64url(raw) });
}

function shortPoint(algorithm, raw) {
  refuseLength(algorithm, raw, COORDINATE_LENGTH[algorithm] + 1);
  return pointKey(algorithm, expand(algorithm, raw));
}

function pointKey(algorithm, point) {
  if (point === null) refuse("key", "key.not_a_point", { algorithm });
  const [x, y] = [encodeBase64url(point.x), encodeBase64url(point.y)];
  return new PublicKey(algorithm, { crv: algorithm, kty: "EC", x, y });
}

function refuseLength(algorithm, raw, expected) {
  if (raw.length !== expected) refuse("key", "key.wrong_length", { algorithm, expected, found: raw.length });
}

/** The key of a public JWK. Throws Refusal "key". source: RFC 7517 §4; RFC 7518 §6; RFC 8037 §2 */
export function fromJwk(jwk) {
  if (PRIVATE_MEMBERS.some((name) => jwk.has(name))) refuse("key", "key.private_jwk");
  const [kind, curve] = [jwk.get("kty"), jwk.get("crv")];
  let key;
  if (kind === "OKP" && curve === "Ed25519") key = ed25519(bytesAt(jwk, "x"));
  else if (kind === "EC" && Object.hasOwn(COORDINATE_LENGTH, String(curve))) key = longPoint(jwk, curve);
  else if (kind === "RSA") key = rsa(jwk);
  else refuse("key", "key.malformed_jwk", { member: ["OKP", "EC"].includes(kind) ? "crv" : "kty" });
  refuseOtherUse(jwk, JOSE_ALGORITHMS[key.algorithm]);
  return key;
}

function longPoint(jwk, curve) {
  const [x, y] = ["x", "y"].map((name) => bytesAt(jwk, name));
  for (const [name, coordinate] of [["x", x], ["y", y]]) {
    if (coordinate.length !== COORDINATE_LENGTH[curve]) refuse("key", "key.malformed_jwk", { member: name });
  }
  return pointKey(curve, checked(curve, x, y));
}

function rsa(jwk) {
  const [n, e] = ["n", "e"].map((name) => withoutZeros(bytesAt(jwk, name)));
  const bits = n.length ? n.length * 8 - (Math.clz32(n[0]) - 24) : 0;
  const exponent = BigInt(`0x0${hexOf(e)}`);
  const fits = bits >= RSA_BITS[0] && bits <= RSA_BITS[1] && exponent >= 3n && exponent <= LARGEST_EXPONENT;
  if (!fits || (exponent & 1n) === 0n) refuse("key", "key.rsa_refused");
  return new PublicKey("RSA", { e: encodeBase64url(e), kty: "RSA", n: encodeBase64url(n) });
}

function withoutZeros(data) {
  const first = data.findIndex((byte) => byte !== 0);
  return first < 0 ? data.subarray(0, 0) : data.subarray(first);
}

function bytesAt(jwk, name) {
  const text = jwk.get(name);
  const isText = typeof text === "string" && text !== "" && text.length <= LONGEST_NUMBER;
  const [data] = isText ? refusalOf(() => decodeBase64url(text)) : [];
  return data ?? refuse("key", "key.malformed_jwk", { member: name });
}

function refuseOtherUse(jwk, algorithms) {
  const refuseMember = (name) =>
    refuse("key", "key.not_for_signatures", { member: name, found: jwk.get(name) });
  if (jwk.has("use") && jwk.get("use") !== "sig") refuseMember("use");
  const operations = jwk.get("key_ops");
  if (jwk.has("key_ops") && !(Array.isArray(operations) && operations.includes("verify"))) refuseMember("key_ops");
  if (jwk.has("alg") && !algorithms.includes(jwk.get("alg"))) refuseMember("alg");
}

/** The `kid` of a JWK; null when it has none. */
export function kidOf(jwk) {
  const kid = isObject(jwk) ? member(jwk, "kid") : null;
  return typeof kid === "string" ? kid : null;
}
