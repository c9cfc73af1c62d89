// What is this? From bytes or a text to the credential inside, or to the name of what it is instead.
import { KINDS, LIMITS } from "./catalogue.js";
import { decodeBase64 } from "./encodings.js";
import { refuse, refusalOf } from "./errors.js";
import { readJwt } from "./jwt.js";
import { CREDENTIALS, VC_2_0, kindOf, typesOf } from "./kinds.js";
import { parse } from "./strict-json.js";
import { asText, isObject, lengthOf, listed, otherwise, trimmed } from "./values.js";

const COMPACT_JWS = /^[\w-]+\.[\w-]*\.[\w-]*$/;
const SPACES = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;
const JUDGED_ELSEWHERE = {
  clr: "recognised.clr",
  edc: "recognised.european_digital_credential",
  "sealed-json": "recognised.european_digital_credential",
  "sd-jwt": "recognised.sd_jwt",
  ob1: "recognised.open_badges_1",
};

/**
 * The credential in whatever was handed in: {kind, document, jwt, url}.
 *
 * anything:  bytes, a text, or an object that was read already (a Map)
 * kind:      "credential", "presentation", "ob2" or "url"
 * jwt:       the token, when it came as one; null otherwise
 * throws:    Refusal "unreadable", "recognised", "json", "proof" or "suite" for a JWT that is none
 */
export function openAnything(anything) {
  if (isObject(anything)) return openObject(anything);
  return typeof anything === "string" ? openText(anything) : openBytes(anything);
}

function openBytes(data) {
  if (startsWith(data, "\x89PNG")) refuse("recognised", "elsewhere.image");
  let [start, end] = [0, Math.min(data.length, 512)];
  while (start < end && [0xef, 0xbb, 0xbf, 0x20, 0x09, 0x0d, 0x0a].includes(data[start])) start += 1;
  const rest = data.subarray(start, end);
  if (startsWith(rest, "<")) refuse("recognised", "elsewhere.image");
  if (startsWith(rest, "%PDF-")) refuse("recognised", "recognised.pdf");
  const plain = startsWith(data, "\xef\xbb\xbf") ? data.subarray(3) : data;
  if (startsWith(rest, "{") || startsWith(rest, "[")) return openValue(parse(plain));
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(plain);
  } catch {
    refuse("unreadable", "opening.not_text");
  }
  return openText(text);
}

const startsWith = (data, text) => [...text].every((character, at) => data[at] === character.charCodeAt(0));

function openText(given) {
  const text = trimmed(given, "\ufeff \t\r\n");
  if (!text) refuse("unreadable", "opening.empty");
  if (text[0] === "{" || text[0] === "[") return openValue(parse(text));
  if (text[0] === "<") refuse("recognised", "elsewhere.image");
  const size = lengthOf(text);
  if (size > LIMITS.text) refuse("unreadable", "json.too_large", { size, limit: LIMITS.text });
  const words = text.split(SPACES).filter(Boolean);
  if (/^https?:\/\//.test(text) && words.length === 1) return opened("url", new Map(), { url: text });
  const token = words.join(""); // mail programs break long lines
  if (token.includes("~") && COMPACT_JWS.test(token.split("~")[0])) refuse("recognised", "recognised.sd_jwt");
  if (COMPACT_JWS.test(token)) return openToken(token);
  return refuse("unreadable", "opening.not_recognised");
}

const opened = (kind, document, { jwt = null, url = "" } = {}) => ({ kind, document, jwt, url });

function openValue(value) {
  if (Array.isArray(value)) refuse("unreadable", "opening.several");
  return isObject(value) ? openObject(value) : refuse("unreadable", "opening.not_recognised");
}

function openToken(token) {
  const [jwt, refusal] = refusalOf(() => readJwt(token));
  if (refusal?.code === "jwt.unknown_kind" && asText(refusal.details.found).includes("sd-jwt")) {
    refuse("recognised", "recognised.sd_jwt");
  }
  if (refusal) throw refusal;
  return { ...openObject(jwt.document, true), jwt };
}

function openObject(document, isPayload = false) {
  const kind = kindOf(document);
  if (Object.hasOwn(JUDGED_ELSEWHERE, kind)) refuse("recognised", JUDGED_ELSEWHERE[kind]);
  const contexts = asText(otherwise(document.get("@context"), null));
  if (contexts.includes("blockcerts")) refuse("recognised", "recognised.blockcerts");
  if (CREDENTIALS.includes(kind)) return opened("credential", document);
  if (kind === "enveloped" && isPayload) refuse("unreadable", "opening.nested_envelopes");
  if (kind === "enveloped") return openEnvelope(document);
  if (kind === "presentation" || kind === "ob2") return opened(kind, document);
  return refuse("unreadable", "opening.not_a_credential", whatItIs(kind));
}

/** What a document is, as the details of a sentence. */
export function whatItIs(kind) {
  const [french, english] = KINDS[kind] ?? KINDS.unknown;
  return { what_fr: french, what_en: english };
}

/** The JWT in an EnvelopedVerifiableCredential or EnvelopedVerifiablePresentation. source: VC Data Model 2.0, §4.13 */
function openEnvelope(document) {
  const { mediaType, text } = readEnvelope(document);
  if (mediaType.includes("sd-jwt")) refuse("recognised", "recognised.sd_jwt");
  const token = text.trim();
  if (!COMPACT_JWS.test(token)) refuse("unreadable", "opening.not_enveloped", {}, "/id");
  if (!listed(document.get("@context")).includes(VC_2_0)) {
    refuse("unreadable", "opening.envelope_without_context", { expected: VC_2_0 }, "/@context");
  }
  const inside = openToken(token);
  const expected = typesOf(document).includes("EnvelopedVerifiablePresentation") ? "Presentation" : "Credential";
  if (inside.kind !== expected.toLowerCase()) {
    refuse("unreadable", "opening.other_in_envelope", { expected: `Verifiable${expected}` }, "/id");
  }
  return inside;
}

/** What an envelope carries: {mediaType, text}. source: VC Data Model 2.0, §4.13.1; RFC 2397 */
function readEnvelope(document) {
  const bad = () => refuse("credential", "model.envelope_without_data", {}, "/id");
  const address = document.get("id");
  if (typeof address !== "string" || !address.startsWith("data:") || !address.includes(",")) bad();
  const comma = address.indexOf(",");
  const [mediaType, ...parameters] = address.slice("data:".length, comma).split(";").map((part) => part.trim());
  const body = percentDecoded(address.slice(comma + 1));
  const data = parameters.includes("base64") ? decodeBase64(new TextDecoder().decode(body)) : body;
  if (data === null) bad();
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
    return { mediaType: mediaType.toLowerCase(), text };
  } catch {
    return bad();
  }
}

/** The bytes that a text with %XX stands for; what is no such escape stays as it is. */
function percentDecoded(text) {
  const given = new TextEncoder().encode(text);
  const bytes = new Uint8Array(given.length);
  let length = 0;
  for (let at = 0; at < given.length; at += 1, length += 1) {
    const digits = given[at] === 0x25 ? String.fromCharCode(given[at + 1], given[at + 2]) : "";
    const isEscape = /^[0-9A-Fa-f]{2}$/.test(digits);
    bytes[length] = isEscape ? parseInt(digits, 16) : given[at];
    if (isEscape) at += 2;
  }
  return bytes.subarray(0, length);
}
