// Is the document as its issuer signed it? Purposes, keys, their periods, and the signatures themselves.
import { LIMITS } from "./catalogue.js";
import { ASSERTION, parted } from "./controller.js";
import { proofsOf, suiteOf, verifyProof } from "./data-integrity.js";
import { Refusal, refusalFrom, refusalOf } from "./errors.js";
import { keyOfProof, keyOfToken, refuseOtherIssuer } from "./issuer-keys.js";
import { VC_JWT, verifyJwt } from "./jwt.js";
import { KEY_OF_JOSE } from "./keys.js";
import { atSecond, readStamp } from "./moments.js";
import { judgeKeyPeriod, judgeProofTime } from "./periods.js";
import { FAILED, PASSED, UNKNOWN, failed, inOrder, note, passed, refused, unknown } from "./report.js";
import { asText, isNumber, listed, numberOf, otherwise } from "./values.js";

const [YEAR_1, YEAR_10000] = [-62_135_596_800, 253_402_300_800]; // seconds: all that a date holds
const SUITES_NOT_JUDGED = ["proof.unknown_cryptosuite", "proof.unknown_type", "elsewhere.suite"];
const NOT_LOOKED_AT = () => unknown("proof", "procedure.not_looked_at");
const PURPOSE_FITS = () => passed("purpose", "proof.purpose_fits");
const KEY_FOUND = () => passed("key", "key.found");

/** Whether a signature of the issuer covers the document as it is. checks: those of its proofs */
export const isIntact = (checks) => checks.some((check) => check.id === "proof" && check.outcome === PASSED);

/** Whether something shows that the document is not the issuer's. */
export const isRefused = (checks) => checks.some((check) => check.outcome === FAILED && check.isOfAuthenticity);

/**
 * Judge the Data Integrity proofs that a document carries: {checks, notes}.
 *
 * Every proof of the issuer must be good, and one at least must be there; those of a suite that is not judged here count
 * neither way beside a good one. What a proof of the issuer builds upon (previousProof) is judged with it.
 *
 * source:  Data Integrity 1.0, §4.4 and §4.5
 */
export async function judgeProofs(document, issuerId, matter, library) {
  const [proofs, refusal] = refusalOf(() => proofsOf(document));
  if (refusal) return { checks: [refusalAsCheck(refusal)], notes: [] };
  if (!proofs.length) return { checks: [failed("proof", "proof.none", {}, "/proof")], notes: [] };
  if (proofs.length > 1) return judgeSeveral(document, proofs, issuerId, matter, library);
  return { checks: await judgeProof(document, proofs[0], issuerId, matter, "/proof", library), notes: [] };
}

/** Judge the signature of a JWT: {checks, notes}. source: VC-JOSE-COSE 1.0, §3 and §4; Open Badges 3.0, §8.2 */
export async function judgeToken(jwt, issuerId, matter) {
  const only = (...checks) => ({ checks, notes: [] });
  if (!takeWork(matter)) return only(unknown("proof", "proof.too_much_work"));
  const algorithm = KEY_OF_JOSE.get(jwt.header.get("alg"));
  const { method, check } = await findKey(() => keyOfToken(jwt.header, issuerId, algorithm, matter.reach), "");
  if (check) return only(check, NOT_LOOKED_AT());
  const [, refusal] = await refusalFrom(() => verifyJwt(jwt, method.key));
  if (refusal) return only(KEY_FOUND(), refusalAsCheck(refusal));
  let [created, starts, expires] = ["iat", "nbf", "exp"].map((claim) => numericDate(jwt.payload.get(claim)));
  if (jwt.profile !== VC_JWT) {
    // nbf and exp repeat the credential's dates, if it has any (Open Badges 3.0, §8.2.4.1)
    if (jwt.document.has("validFrom") || jwt.document.has("issuanceDate")) starts = null;
    if (jwt.document.has("validUntil") || jwt.document.has("expirationDate")) expires = null;
  }
  const [period, proof, time] = inTime(method, created, expires, matter);
  const told = starts !== null && time.outcome === PASSED ? judgeProofTime(starts, expires, matter) : time;
  return only(KEY_FOUND(), period, proof, told);
}

/** A set or a chain: the proofs of the issuer, and those that they build upon. */
async function judgeSeveral(document, proofs, issuerId, matter, library) {
  const upon = builtUpon(proofs, issuerId);
  const isJudged = (proof) => controllerOf(proof) === issuerId || upon.has(nameOf(proof));
  if (proofs.filter(isJudged).length > LIMITS.proofsOfIssuer) {
    return { checks: [unknown("proof", "proof.too_much_work", {}, "/proof")], notes: [] };
  }
  const [own, others, notes] = [[], [], []]; // others: what the issuer builds upon counts beside its own only
  for (const [index, proof] of proofs.entries()) {
    const [pointer, controller] = [`/proof/${index}`, controllerOf(proof)];
    if (controller === issuerId || (controller && upon.has(nameOf(proof)))) {
      const checks = await judgeProof(document, proof, controller, matter, pointer, library);
      (controller === issuerId ? own : others).push(checks);
      if (isRefused(checks)) return { checks, notes }; // the others cannot make it better: a forger gets no more work
    } else if (controller) notes.push(note("proof.of_another", pointer, { controller }));
    else notes.push(note("proof.unknown_beside", pointer, { found: suiteNamed(proof) }));
  }
  if (!own.length) {
    return { checks: await judgeProof(document, proofs[0], issuerId, matter, "/proof/0", library), notes: [] };
  }
  if (own.every(isOfOtherSuite)) return { checks: inOrder(own.flat()), notes };
  const judged = [...own, ...others];
  for (const check of judged.filter(isOfOtherSuite).map((checks) => checks.at(-1))) {
    notes.push(note("proof.unknown_beside", check.pointer, check.details));
  }
  return { checks: inOrder(judged.filter((checks) => !isOfOtherSuite(checks)).flat()), notes };
}

/** All that is asked of one proof, whose key must be published by the controller. */
async function judgeProof(document, proof, controller, matter, pointer, library) {
  const [, otherSuite] = refusalOf(() => suiteOf(proof));
  if (otherSuite) return [refused("proof", otherSuite, UNKNOWN, pointer)];
  if (proof.get("proofPurpose") !== ASSERTION) {
    const found = asText(proof.get("proofPurpose"));
    return [failed("purpose", "proof.other_purpose", { found }, `${pointer}/proofPurpose`), NOT_LOOKED_AT()];
  }
  if (!takeWork(matter)) return [unknown("proof", "proof.too_much_work", {}, pointer)];
  const methodId = proof.get("verificationMethod");
  const { method, check } = await findKey(() => {
    refuseOtherIssuer(methodId, controller);
    return keyOfProof(methodId, matter.reach);
  }, pointer);
  if (check) return [PURPOSE_FITS(), check, NOT_LOOKED_AT()];
  const [, refusal] = await refusalFrom(() => verifyProof(document, proof, method.key, library));
  if (refusal) {
    if (refusal.kind === "complex") matter.work.signatures = 0; // who made this has had the work of all beside it
    return [PURPOSE_FITS(), KEY_FOUND(), refusalAsCheck(refusal)];
  }
  const [created, expires] = [readStamp(proof.get("created")), readStamp(proof.get("expires"))];
  return [PURPOSE_FITS(), KEY_FOUND(), ...inTime(method, created, expires, matter)];
}

/** One signature less to judge; false when there is none left. */
function takeWork(matter) {
  matter.work.signatures -= 1;
  return matter.work.signatures >= 0;
}

/** {method}, or {check} that says why there is no key. */
async function findKey(find, pointer) {
  const [method, refusal] = await refusalFrom(async () => find());
  if (!refusal) return { method };
  if (!["reach", "unknown_controller", "controller", "key"].includes(refusal.kind)) throw refusal;
  const isOutOfReach = ["reach", "unknown_controller"].includes(refusal.kind);
  const isUnknown = isOutOfReach || refusal.code === "controller.unknown_method_type";
  return { check: refused("key", refusal, isUnknown ? UNKNOWN : FAILED, pointer) };
}

/** The checks that follow upon a good signature. */
function inTime(method, created, expires, matter) {
  const intact = created ? passed("proof", "proof.intact_since", { created }) : passed("proof", "proof.intact");
  return [judgeKeyPeriod(method, created, matter), intact, judgeProofTime(created, expires, matter)];
}

/** Which question was answered by refusing: the vocabulary, or the proof. */
function refusalAsCheck(refusal) {
  if (!(refusal instanceof Refusal)) throw refusal;
  if (["suite", "unsupported"].includes(refusal.kind)) return refused("proof", refusal, UNKNOWN);
  return refused(["context", "canonical"].includes(refusal.kind) ? "context" : "proof", refusal);
}

const isOfOtherSuite = (checks) => SUITES_NOT_JUDGED.includes(checks.at(-1).code);

/** The ids of the proofs that those of the issuer build upon, near and far. */
function builtUpon(proofs, issuerId) {
  const links = new Map(proofs.map((proof) => [nameOf(proof), previousOf(proof)]));
  const found = new Set();
  const waiting = proofs.filter((proof) => controllerOf(proof) === issuerId).flatMap(previousOf);
  while (waiting.length) {
    const name = waiting.pop();
    if (found.has(name)) continue;
    found.add(name);
    for (const previous of links.get(name) ?? []) waiting.push(previous);
  }
  return found;
}

const nameOf = (proof) => (typeof proof.get("id") === "string" ? proof.get("id") : null);
const previousOf = (proof) =>
  listed(otherwise(proof.get("previousProof"), [])).filter((name) => typeof name === "string");
const suiteNamed = (proof) => asText(proof.has("cryptosuite") ? proof.get("cryptosuite") : proof.get("type"));

function controllerOf(proof) {
  const methodId = proof.get("verificationMethod");
  return typeof methodId === "string" ? parted(methodId, "#")[0] : "";
}

/** The moment that a JWT's NumericDate stands for; null when it is anything else (some write a text). */
function numericDate(value) {
  if (!isNumber(value)) return null;
  const seconds = numberOf(value);
  return seconds >= YEAR_1 && seconds < YEAR_10000 ? atSecond(seconds) : null;
}
