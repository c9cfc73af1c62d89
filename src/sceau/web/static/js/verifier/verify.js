// Verify anything: one question, whatever was handed in, and one report. The same checks as `sceau verify`, made by
// whoever reads: nothing here asks the server that served it, except through the `reach` that the caller gives.
import { LIMITS } from "./catalogue.js";
import { refusalFrom, refusalOf } from "./errors.js";
import { readTrust } from "./issuer.js";
import { momentOf } from "./moments.js";
import { openAnything, whatItIs } from "./opening.js";
import { judgeCredential } from "./procedure.js";
import { CREDENTIAL_TYPES, Reach, fromDocuments } from "./reach.js";
import { FAILED, Report, UNKNOWN, failed, note, passed, refused, unknown } from "./report.js";
import { isObject, listed } from "./values.js";

/**
 * Judge a credential from anywhere. Bad input is answered by a report, never by an exception.
 *
 * anything:   a file's bytes (Uint8Array), a text, or an address: Open Badges 3.0, VC 2.0 and 1.1, as JSON or JWT;
 *             presentations and envelopes are opened; anything else is named
 * now:        a Date, milliseconds or a dateTimeStamp
 * at:         judge validity as of this moment; `now` when not given
 * reach:      how documents of issuers are had: async (url, accept) → {url, status, body}; see reach.js. Nobody is asked
 *             when it is not given
 * trust:      issuers whom the reader knows: {version: 1, issuers: [{id, name, evidence}]}
 * resources:  related documents that are at hand: {id: bytes}
 * existedBy:  independent evidence that the document existed by then
 * language:   which of several languages its name is wanted in: "fr" or "en"
 * source:     what was handed in, as the report names it
 * returns:    one entry of the "results" of `sceau verify --json`
 */
export async function verify(anything, options = {}) {
  return (await reportOf(anything, options)).asJson(options.source ?? "");
}

/** The same as a Report, for whoever has more to say of it. */
export async function reportOf(anything, options = {}) {
  const { now = new Date(), at = now, reach = fromDocuments({}), trust, resources = {}, existedBy } = options;
  const { language = "fr" } = options;
  const policy = {
    trusted: readTrust(trust),
    resources: new Map(Object.entries(resources)),
    existedBy: existedBy === undefined ? null : momentOf(existedBy),
    language,
  };
  const work = { signatures: LIMITS.signatures };
  const matter = { policy, reach: new Reach(reach), now: momentOf(now), at: momentOf(at), work, depth: 0 };
  return reportOn(anything, matter);
}

async function reportOn(anything, matter) {
  if (!globalThis.crypto?.subtle) return new Report([unknown("readable", "elsewhere.cryptography")]);
  const opened = open(anything);
  if (opened.kind !== "url") return judge(opened, matter);
  const [answer, refusal] = await refusalFrom(() => matter.reach.successful(opened.url, CREDENTIAL_TYPES));
  if (refusal) return new Report([refused("readable", refusal, UNKNOWN)]);
  const found = open(answer.body);
  return found.kind === "url" ? new Report([failed("readable", "opening.leads_elsewhere")]) : judge(found, matter);
}

/** What was handed in, or the report of what could not be opened. */
function open(anything) {
  const [opened, refusal] = refusalOf(() => openAnything(anything));
  if (!refusal) return opened;
  if (refusal.kind === "recognised") return new Report([refused("readable", refusal, UNKNOWN)]);
  if (refusal.kind !== "proof" && refusal.kind !== "suite") return new Report([refused("readable", refusal)]);
  const outcome = refusal.kind === "suite" ? UNKNOWN : FAILED;
  return new Report([passed("readable", "opening.read_jwt"), refused("proof", refusal, outcome)]);
}

async function judge(opened, matter) {
  if (opened instanceof Report) return opened;
  if (opened.kind === "presentation") return judgePresentation(opened.document, matter);
  if (opened.kind === "ob2") return new Report([unknown("readable", "elsewhere.kind", whatItIs("ob2"))]);
  return judgeCredential(opened, matter);
}

/** All credentials of a presentation, in one report: the gravest counts. source: VC Data Model 2.0, §4.13 */
async function judgePresentation(document, matter) {
  const given = document.get("verifiableCredential") ?? null;
  const inside = given === null ? [] : listed(given);
  if (!inside.length) return new Report([failed("readable", "presentation.empty", {}, "/verifiableCredential")]);
  if (inside.length > LIMITS.parts) {
    const details = { count: inside.length, limit: LIMITS.parts };
    return new Report([failed("readable", "presentation.too_many", details)]);
  }
  const parts = [];
  for (const each of inside) parts.push(await judgePresented(each, matter));
  const [checks, notes] = [[], [note("presentation.presenter_not_judged")]];
  for (const [index, part] of parts.entries()) {
    const where = `/verifiableCredential/${index}`;
    checks.push(...part.checks.map((check) => check.under(where)));
    notes.push(...part.notes.map(({ code, pointer, details }) => note(code, where + pointer, details)));
  }
  return new Report(checks, notes, null, parts);
}

/** One credential of a presentation: an object; data model 1.1 allows a JWT. */
async function judgePresented(raw, matter) {
  const opened = open(isObject(raw) || typeof raw === "string" ? raw : "");
  if (["presentation", "url"].includes(opened.kind)) return new Report([failed("readable", "presentation.nested")]);
  return judge(opened, matter);
}
