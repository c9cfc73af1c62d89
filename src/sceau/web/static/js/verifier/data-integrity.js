// Data Integrity proofs of the two Ed25519 suites: read, and verified with a key; sets and chains.
//
// source:  Data Integrity 1.0, §2.1, §4.4, §4.5; vc-di-eddsa 1.0, §3.2 and §3.3
import { LIMITS, SUITES_ELSEWHERE } from "./catalogue.js";
import { ASSERTION, controllerUrl } from "./controller.js";
import { decodeBase58, digest, joined } from "./encodings.js";
import { Refusal, refuse, refusalOf } from "./errors.js";
import { canonicalBytes } from "./jcs.js";
import { toQuads } from "./jsonld.js";
import { readStamp } from "./moments.js";
import { canonicalise } from "./rdfc.js";
import { asText, cut, isObject, listed, same } from "./values.js";

const LONGEST_SIGNATURE = 96;
const SIGNATURE = 64;
const SUITES = new Map([["eddsa-rdfc-2022", rdfcHashes], ["eddsa-jcs-2022", jcsHashes]]);

/** The proofs of a document, in their order; none when it has none. Throws "proof". */
export function proofsOf(document) {
  if (!document.has("proof")) return [];
  const proofs = listed(document.get("proof"));
  if (!proofs.every(isObject)) refuse("proof", "proof.not_a_proof", {}, "/proof");
  if (proofs.length > LIMITS.proofs) refuse("proof", "proof.too_many", { limit: LIMITS.proofs }, "/proof");
  return proofs;
}

/** The name of a proof's suite. Throws "suite" for one that is not judged here. */
export function suiteOf(proof) {
  const [kind, suite] = [proof.get("type"), proof.get("cryptosuite") ?? null];
  if (kind === "DataIntegrityProof") {
    if (SUITES.has(suite)) return suite;
    const code = SUITES_ELSEWHERE.includes(suite) ? "elsewhere.suite" : "proof.unknown_cryptosuite";
    return refuse("suite", code, { found: cut(asText(suite), 80) });
  }
  const isElsewhere = SUITES_ELSEWHERE.includes(kind) && suite === null;
  return refuse("suite", isElsewhere ? "elsewhere.suite" : "proof.unknown_type", { found: cut(asText(kind), 80) });
}

/**
 * Check that a proof secures the document with this key; what its dates say is for the caller to judge.
 *
 * document:  with its proofs; proof is one of them
 * throws:    "suite": no judgement either way; "proof": it does not; "canonical", "complex", "context"; "unsupported"
 */
export async function verifyProof(document, proof, key, library) {
  const place = Array.isArray(document.get("proof")) ? document.get("proof").indexOf(proof) : -1;
  const pointer = place < 0 ? "/proof" : `/proof/${place}`;
  const { suite, purpose, previous } = readProof(proof, pointer);
  if (purpose !== ASSERTION) {
    refuse("proof", "proof.wrong_purpose", { found: purpose, expected: ASSERTION }, `${pointer}/proofPurpose`);
  }
  const signature = signatureOf(proof, pointer);
  if (key.algorithm !== "Ed25519") refuse("proof", "proof.key_does_not_fit", { found: key.algorithm, suite }, pointer);
  const options = without(proof, "proofValue");
  const covered = coveredBy(document, previous, pointer);
  const data = await SUITES.get(suite)(covered, options, library);
  if (!(await key.verifies(signature, data))) refuse("proof", "proof.wrong_signature", {}, `${pointer}/proofValue`);
}

/** What a proof says, if it is written as the standard asks: {suite, purpose, previous}. Throws "suite", "proof". */
function readProof(proof, pointer) {
  const suite = suiteOf(proof);
  const malformed = (name) => refuse("proof", "proof.malformed_member", { member: name }, `${pointer}/${name}`);
  const text = (name) => (typeof proof.get(name) === "string" && proof.get(name) ? proof.get(name) : malformed(name));
  const texts = (name) => {
    if (!proof.has(name)) return [];
    const found = listed(proof.get(name));
    return found.length && found.every((each) => typeof each === "string" && each) ? found : malformed(name);
  };
  const moment = (name) => proof.has(name) && (readStamp(proof.get(name)) ?? malformed(name));
  for (const name of ["challenge", "nonce"]) {
    if (proof.has(name) && typeof proof.get(name) !== "string") malformed(name);
  }
  moment("created");
  const [, refusal] = refusalOf(() => controllerUrl(text("verificationMethod")));
  if (refusal?.kind === "controller") {
    throw new Refusal("proof", refusal.code, refusal.details, `${pointer}/verificationMethod`);
  }
  if (refusal) throw refusal;
  const purpose = text("proofPurpose");
  if (proof.has("id")) text("id");
  moment("expires");
  texts("domain");
  return { suite, purpose, previous: texts("previousProof") };
}

/** The bytes of the proofValue. source: Data Integrity 1.0, §2.1, proofValue; vc-di-eddsa §3.2.2 */
function signatureOf(proof, pointer) {
  const value = proof.get("proofValue");
  if (typeof value === "string" && value.startsWith("z")) {
    const [signature] = refusalOf(() => decodeBase58(value.slice(1), LONGEST_SIGNATURE));
    if (signature?.length === SIGNATURE) return signature;
  }
  return refuse("proof", "proof.malformed_value", { expected: String(SIGNATURE) }, `${pointer}/proofValue`);
}

/** The document as a proof covers it: without proofs, but for those that it builds on. source: §4.5, step 3 */
function coveredBy(document, previous, pointer) {
  const covered = without(document, "proof");
  if (!previous.length) return covered;
  const matching = proofsOf(document).filter((proof) => previous.includes(proof.get("id")));
  for (const name of previous) {
    const count = matching.filter((proof) => proof.get("id") === name).length;
    const code = count ? "proof.ambiguous_previous_proof" : "proof.no_previous_proof";
    if (count !== 1) refuse("proof", code, { found: name }, `${pointer}/previousProof`);
  }
  return covered.set("proof", matching);
}

function without(document, name) {
  const copy = new Map(document);
  copy.delete(name);
  return copy;
}

/** hash(RDFC(options)), then hash(RDFC(document)). source: vc-di-eddsa 1.0, §3.2.3 to §3.2.5 */
async function rdfcHashes(document, given, library) {
  const context = document.get("@context");
  if (given.has("@context") && !same(given.get("@context"), context)) {
    refuse("proof", "proof.other_context", {}, "/proof/@context");
  }
  const members = [...new Map(given).set("@context", context)];
  const options = new Map(members.sort(([one], [other]) => (one < other ? -1 : 1)));
  canonicalBytes(options); // refuses what no reader would hash in the same way
  const [first, refusal] = await hashOf(options, library).then((found) => [found, null], (error) => [null, error]);
  if (refusal instanceof Refusal && ["canonical", "complex"].includes(refusal.kind)) {
    refusal.pointer = `/proof${refusal.pointer}`;
  }
  if (refusal) throw refusal;
  return joined(first, await hashOf(document, library));
}

async function hashOf(document, library) {
  return digest("SHA-256", await canonicalNquads(document, library));
}

/** The document as canonical N-Quads, UTF-8. Throws "canonical" with the place, "complex", "context". */
export async function canonicalNquads(document, library) {
  const { ground, quads } = toQuads(document, library);
  const { lines } = await canonicalise(ground, quads);
  return new TextEncoder().encode(lines.join(""));
}

/** hash(JCS(options)), then hash(JCS(document)). source: vc-di-eddsa 1.0, §3.3.2 step 4, §3.3.3 to §3.3.5 */
async function jcsHashes(document, options) {
  const signed = withContextOf(options, document);
  const [first, second] = [canonicalBytes(options), canonicalBytes(signed)];
  return joined(await digest("SHA-256", first), await digest("SHA-256", second));
}

/** The document with the `@context` that its proof names, which may be shorter. */
function withContextOf(options, document) {
  const named = options.get("@context");
  const context = document.get("@context");
  if (!options.has("@context") || (context !== undefined && same(context, named))) return document;
  const [signed, found] = [listed(named), context === undefined ? [] : listed(context)];
  if (!same(found.slice(0, signed.length), signed)) refuse("proof", "proof.other_context", {}, "/proof/@context");
  return new Map(document).set("@context", named);
}
