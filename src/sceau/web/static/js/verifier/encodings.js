// Bytes as text: base58-btc and base64url without padding, each with one spelling per value.
import { refuse } from "./errors.js";

const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const LAST = { 2: /[AQgw]$/, 3: /[AEIMQUYcgkosw048]$/ }; // those that leave no unused bit set

/** The bytes of a base58-btc text. limit: how many there may be. Throws Refusal "key". */
export function decodeBase58(text, limit) {
  if (text.length > Math.floor((limit * 7) / 5) + 1) refuse("key", "key.too_long", { limit });
  let number = 0n;
  for (const character of text) {
    const digit = BASE58.indexOf(character);
    if (digit < 0) refuse("key", "key.not_base58", { found: character });
    number = number * 58n + BigInt(digit);
  }
  const zeros = /^1*/.exec(text)[0].length;
  const hex = number ? number.toString(16) : "";
  const digits = hex.length % 2 ? `0${hex}` : hex;
  const data = new Uint8Array(zeros + digits.length / 2);
  for (let at = 0; at < digits.length; at += 2) data[zeros + at / 2] = parseInt(digits.slice(at, at + 2), 16);
  if (data.length > limit) refuse("key", "key.too_long", { limit });
  return data;
}

/** The base58-btc text of bytes that do not begin with zero. */
export function encodeBase58(data) {
  let text = "";
  for (let number = BigInt(`0x0${hexOf(data)}`); number; number /= 58n) text = BASE58[Number(number % 58n)] + text;
  return text;
}

/** The bytes of a base64url text without padding (RFC 4648, §5). Throws Refusal "key". */
export function decodeBase64url(text) {
  const rest = text.length % 4;
  if (rest === 1 || !/^[A-Za-z0-9_-]*$/.test(text) || (rest && !LAST[rest].test(text))) {
    refuse("key", "key.not_base64url");
  }
  return bytesOfBase64(text.replaceAll("-", "+").replaceAll("_", "/"));
}

/** The bytes of a base64 text with its padding (RFC 4648, §4); null when it is none. */
export function decodeBase64(text) {
  const isOne = text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
  return isOne ? bytesOfBase64(text) : null;
}

const bytesOfBase64 = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

/** The base64url text of bytes, without padding. */
export function encodeBase64url(data) {
  let characters = "";
  for (const byte of data) characters += String.fromCharCode(byte);
  return btoa(characters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** The bytes of a multibase value in base58-btc ("z") or base64url ("u"). source: Controlled Identifiers 1.0, §2.4 */
export function decodeMultibase(text, limit) {
  if (text.startsWith("z")) return decodeBase58(text.slice(1), limit);
  if (!text.startsWith("u")) refuse("key", "key.not_multibase", { found: firstOf(text) });
  if (text.length > Math.floor((limit * 4) / 3) + 3) refuse("key", "key.too_long", { limit });
  return decodeBase64url(text.slice(1));
}

/** The first character of a text. */
export const firstOf = (text) => (text ? String.fromCodePoint(text.codePointAt(0)) : "");

/** Bytes as lower-case hexadecimal digits. */
export const hexOf = (data) => Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Several runs of bytes as one. */
export function joined(...runs) {
  const whole = new Uint8Array(runs.reduce((length, run) => length + run.length, 0));
  let at = 0;
  for (const run of runs) {
    whole.set(run, at);
    at += run.length;
  }
  return whole;
}

/** The digest of bytes. algorithm: "SHA-256", "SHA-384", "SHA-512" */
export const digest = async (algorithm, data) => new Uint8Array(await crypto.subtle.digest(algorithm, data));
