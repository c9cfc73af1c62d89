// Documents that a credential ties to itself by their digest, such as the whole record of the assessment.
//
// source:  VC Data Model 2.0, §5.3 "Integrity of Related Resources"
import { LIMITS } from "./catalogue.js";
import { decodeBase64, decodeMultibase, digest, hexOf } from "./encodings.js";
import { refusalOf } from "./errors.js";
import { PASSED, failed, note, passed, unknown } from "./report.js";
import { asText, isObject, listed } from "./values.js";

const ALGORITHMS = { sha256: 32, sha384: 48, sha512: 64 };
const MULTIHASHES = { 1220: "sha256", 2030: "sha384", 1340: "sha512" }; // multicodec table

/** Compare the related documents that are at hand with their digests: {checks, notes}. resources: Map of bytes by id */
export async function judgeResources(document, resources) {
  const given = document.get("relatedResource") ?? null;
  if (given === null) return { checks: [], notes: [] };
  const [checks, notes, seen] = [[], [], new Set()];
  let left = LIMITS.resources;
  for (const [index, entry] of listed(given).entries()) {
    const pointer = `/relatedResource/${index}`;
    const id = isObject(entry) && typeof entry.get("id") === "string" ? entry.get("id") : "";
    if (seen.has(id)) checks.push(failed("resources", "resource.twice", { id }, pointer));
    seen.add(id);
    const data = resources.get(id);
    if (data === undefined) {
      notes.push(note("resource.not_at_hand", pointer, { id }));
      continue;
    }
    const digests = digestsOf(entry);
    left -= data.length * Math.max(digests.length, 1);
    if (left < 0) {
      checks.push(unknown("resources", "resource.too_much", { limit: LIMITS.resources }, pointer));
      break;
    }
    const fits = await Promise.all(digests.map(([algorithm, wanted]) => isDigest(data, algorithm, wanted)));
    if (!digests.length) checks.push(failed("resources", "resource.no_digest", { id }, pointer));
    else if (!fits.every(Boolean)) checks.push(failed("resources", "resource.differs", { id }, pointer));
    else checks.push(passed("resources", "resource.matches"));
  }
  const first = checks.find((check) => check.outcome !== PASSED) ?? checks[0];
  return { checks: first ? [first] : [], notes: notes.slice(0, LIMITS.resourceNotes) };
}

/** The digests that an entry gives, as [name, bytes]; what cannot be read makes it none. */
function digestsOf(entry) {
  const found = [];
  const words = entry.has("digestSRI") ? asText(entry.get("digestSRI")).split(/\s+/).filter(Boolean) : [];
  found.push(...words.slice(0, 4).map(fromSri));
  if (entry.has("digestMultibase")) found.push(fromMultibase(entry.get("digestMultibase")));
  return found.includes(null) ? [] : found;
}

async function isDigest(data, algorithm, wanted) {
  return hexOf(await digest(algorithm.replace("sha", "SHA-"), data)) === hexOf(wanted);
}

function fromSri(word) {
  const at = word.indexOf("-");
  const [algorithm, text] = at < 0 ? [word, ""] : [word.slice(0, at), word.slice(at + 1)];
  const data = decodeBase64(text);
  return Object.hasOwn(ALGORITHMS, algorithm) && data?.length === ALGORITHMS[algorithm] ? [algorithm, data] : null;
}

function fromMultibase(text) {
  const [data] = typeof text === "string" ? refusalOf(() => decodeMultibase(text, 128)) : [];
  if (data?.length === ALGORITHMS.sha256) return ["sha256", data]; // bare, as the W3C's own samples have it
  const name = data && hexOf(data.subarray(0, 2));
  if (!name || !Object.hasOwn(MULTIHASHES, name)) return null;
  const algorithm = MULTIHASHES[name];
  return data.length - 2 === ALGORITHMS[algorithm] ? [algorithm, data.subarray(2)] : null;
}
