// The file that needs nobody: a credential with all that it takes to verify it, as one JSON object.
import { LIMITS, REASONS } from "../verifier/catalogue.js";
import { decodeBase64 } from "../verifier/encodings.js";
import { refuse, refusalOf } from "../verifier/errors.js";
import { parseDatetime } from "../verifier/moments.js";
import { parseObject } from "../verifier/strict-json.js";
import { asText, cut, isInteger, isObject } from "../verifier/values.js";
import { SENTENCES } from "./bundle-words.js";

Object.assign(REASONS, SENTENCES); // those that only a bundle needs

const TYPE = "sceau.bundle";
const BEGINS_WITHIN = 200; // bytes in which a bundle says that it is one

/** Whether a file says at its beginning that it is a bundle. */
export function isBundle(data) {
  const start = new TextDecoder().decode(data.subarray(0, BEGINS_WITHIN)).trimStart();
  return start.startsWith("{") && start.includes(`"${TYPE}"`);
}

/**
 * The bundle in a file: {name, credential, madeAt, documents, resources}, the last two Maps of bytes.
 *
 * throws:  Refusal "json", "credential", "bundle"
 */
export function readBundle(data) {
  const whole = parseObject(data, LIMITS.bundle);
  if (whole.get("type") !== TYPE) malformed("type");
  const version = whole.get("version");
  if (!isInteger(version) || Number(version) !== 1) {
    refuse("bundle", "bundle.later_version", { version: cut(asText(version), 20) }, "/version");
  }
  const held = whole.get("credential");
  if (!isObject(held) || typeof held.get("name") !== "string") malformed("credential");
  const credential = bytesOf(held.get("content"), "credential");
  if (credential.length > LIMITS.bytes) malformed("credential");
  return {
    name: held.get("name"),
    credential,
    madeAt: parseDatetime(whole.get("made_at")),
    documents: allOf(whole.get("documents") ?? new Map(), "documents"),
    resources: allOf(whole.get("resources") ?? new Map(), "resources"),
  };
}

function allOf(value, member) {
  if (!isObject(value) || value.size > LIMITS.bundleDocuments) malformed(member);
  return new Map([...value].map(([name, body]) => [name, bytesOf(body, member)]));
}

/** A text as it is; bytes that are none stand in base64. */
function bytesOf(value, member) {
  if (typeof value === "string") return new TextEncoder().encode(value);
  const text = isObject(value) && value.size === 1 ? value.get("base64") : null;
  const [data] = typeof text === "string" ? refusalOf(() => decodeBase64(text)) : [];
  return data ?? malformed(member);
}

function malformed(member) {
  refuse("bundle", "bundle.malformed", { member }, `/${member}`);
}
