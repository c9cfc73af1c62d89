// What has the issuer said since? The status list, its own proof, and what stands in it for this credential.
//
// source:  Bitstring Status List 1.0, §3.2
import { LIMITS } from "./catalogue.js";
import { refusalFrom, refusalOf } from "./errors.js";
import { openAnything } from "./opening.js";
import { CREDENTIAL_TYPES, NOT_FOUND } from "./reach.js";
import { Check, FAILED, PASSED, UNKNOWN, failed, note, passed, refused, unknown } from "./report.js";
import { noticesEntry, publishedFor, readStatusEntry, statusIn, unpack } from "./status-list.js";
import { asText, isInteger, isObject } from "./values.js";
import { Because } from "./words.js";

/** A list that cannot be used; holds the check that says why. */
class Unusable extends Error {
  constructor(check) {
    super(check.code);
    this.check = check;
  }
}

/**
 * What the issuer's lists say of a credential, whose proof is known to be good: {checks, notes}.
 *
 * judge:  judges a list as the credential that it is: async (opened, case) → Report
 */
export async function judgeStatus(document, issuerId, matter, judge) {
  const given = document.get("credentialStatus") ?? null;
  const isNone = given === null || (Array.isArray(given) && !given.length);
  if (isNone) return { checks: [], notes: [note("status.none")] };
  const notes = matter.at.us < matter.now.us ? [note("status.as_of_today", "", { at: matter.at })] : [];
  const checks = [];
  const entries = Array.isArray(given) ? given : [given];
  if (entries.length > LIMITS.entries) {
    const details = { found: entries.length, limit: LIMITS.entries }; // what is not read could be the revocation
    checks.push(unknown("status", "status.too_many", details, "/credentialStatus"));
  }
  for (const [index, entry] of entries.slice(0, LIMITS.entries).entries()) {
    const pointer = Array.isArray(given) ? `/credentialStatus/${index}` : "/credentialStatus";
    const found = await judgeEntry(entry, pointer, issuerId, matter, judge);
    checks.push(...found.checks);
    notes.push(...found.notes);
  }
  return { checks, notes };
}

async function judgeEntry(raw, pointer, issuerId, matter, judge) {
  const isNumber = isObject(raw) && isInteger(raw.get("statusListIndex")) && raw.get("statusListIndex") >= 0;
  const written = isNumber ? new Map(raw).set("statusListIndex", String(raw.get("statusListIndex"))) : raw;
  const [entry, refusal] = refusalOf(() => readStatusEntry(written, pointer));
  if (refusal) {
    const isOther = refusal.code === "status.entry_type";
    const found = asText(isObject(raw) ? raw.get("type") : raw);
    const check = isOther ? unknown("status", "status.unknown_kind", { found }, pointer) : refused("status", refusal);
    return { checks: [check], notes: [] };
  }
  // 1EdTech's own sample has a number where the standard wants a text
  const notes = isNumber ? [note("status.index_as_number", `${pointer}/statusListIndex`)] : [];
  const checks = [];
  try {
    const status = await lookUp(entry, pointer, issuerId, matter, judge);
    checks.push(passed("status", "status.list_read"), meaning(status, pointer));
    checks.push(...(await judgeNotices(entry, pointer, issuerId, matter, judge)));
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    checks.push(error.check);
  }
  return { checks, notes };
}

/** What our companion list says, when there is one: only instances of Sceau publish it. Throws Unusable. */
async function judgeNotices(entry, pointer, issuerId, matter, judge) {
  const companion = noticesEntry(entry);
  if (companion === null) return [];
  const [answer, refusal] = await refusalFrom(() => matter.reach.fetch(companion.listUrl, CREDENTIAL_TYPES));
  if (refusal) throw new Unusable(outOfReach(refusal, pointer));
  if (NOT_FOUND.includes(answer.status)) return []; // somebody else's list at an address like ours, or nothing to tell
  const { value } = await lookUp(companion, pointer, issuerId, matter, judge);
  if (value > 2) return [failed("suspension", "status.unknown_notice", { value }, pointer)];
  return [
    value === 1 ? failed("suspension", "status.suspended", {}, pointer) : passed("suspension", "status.not_suspended"),
    value === 2 ? failed("replacement", "status.replaced", {}, pointer) : passed("replacement", "status.not_replaced"),
  ];
}

/** The check that answers what this purpose is about. */
function meaning({ purpose, value, message }, pointer) {
  if (purpose === "revocation") {
    return value ? failed("revocation", "status.revoked", {}, pointer) : passed("revocation", "status.not_revoked");
  }
  if (!value) return passed("suspension", "status.not_suspended");
  if (purpose === "suspension") return failed("suspension", "status.suspended", {}, pointer);
  const words = purpose === "message" ? message : `${purpose}: ${message}`;
  return failed("suspension", "status.issuer_says", { message: words }, pointer);
}

/** What the list says at the entry's index: fail closed, and never "not revoked" by default. Throws Unusable. */
async function lookUp(entry, pointer, issuerId, matter, judge) {
  const known = await listAt(entry.listUrl, pointer, matter, judge);
  if (known.problem) {
    const { outcome, code, why } = known.problem;
    throw new Unusable(new Check("status", outcome, code, pointer, { why }));
  }
  const found = known.issuerId;
  if (found !== issuerId) throw new Unusable(failed("status", "status.foreign", { found }, pointer));
  const [status, refusal] = await refusalFrom(async () => statusIn(await bitsOf(known, entry), entry));
  if (refusal) throw new Unusable(refused("status", refusal));
  return status;
}

async function bitsOf(known, entry) {
  const list = publishedFor(known.document, entry);
  if (known.unpacked?.pointer !== list.pointer) known.unpacked = { pointer: list.pointer, bits: await unpack(list) };
  return known.unpacked.bits;
}

/** The list at an address, fetched and judged once: {document, issuerId, problem}. Throws Unusable. */
async function listAt(url, pointer, matter, judge) {
  const { reach } = matter;
  if (reach.lists.has(url)) return reach.lists.get(url);
  const [answer, isOut] = await refusalFrom(() => reach.successful(url, CREDENTIAL_TYPES));
  if (isOut) throw new Unusable(outOfReach(isOut, pointer));
  const [opened, refusal] = refusalOf(() => openAnything(answer.body));
  if (refusal) {
    const why = new Because(refusal.code, refusal.details);
    throw new Unusable(failed("status", "status.not_authentic", { why }, pointer));
  }
  const policy = { ...matter.policy, existedBy: null }; // what is known of the credential's age says nothing of the list
  const report = await judge(opened, { ...matter, at: matter.now, depth: matter.depth + 1, policy });
  const known = { document: opened.document, issuerId: report.issuerId, problem: problemOf(report) };
  if (report.authenticity === UNKNOWN) return known;
  reach.answers.delete(url);
  reach.lists.set(url, known);
  return known;
}

/** Why a list is of no use, from its report as a credential: {outcome, code, why}; null when it is good. */
function problemOf(report) {
  const because = (check) => new Because(check.code, check.details);
  const { decisive, authenticity } = report;
  if (decisive && authenticity !== PASSED) {
    const code = authenticity === FAILED ? "status.not_authentic" : "status.not_verifiable";
    return { outcome: authenticity, code, why: because(decisive) };
  }
  const lapsed = report.checks.find((check) => check.outcome !== PASSED && ["validity", "proof_time"].includes(check.id));
  return lapsed ? { outcome: UNKNOWN, code: "status.lapsed", why: because(lapsed) } : null;
}

function outOfReach(refusal, pointer) {
  return unknown("status", "status.out_of_reach", { why: new Because(refusal.code, refusal.details) }, pointer);
}
