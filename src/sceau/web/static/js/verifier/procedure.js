// The numbered procedure for a credential: form, proofs, related documents, issuer, dates, state, endorsements.
import { LIMITS, SCHEMAS } from "./catalogue.js";
import { objectsIn, readCredential } from "./credential.js";
import { hasEndorsements, judgeEndorsements } from "./endorsements.js";
import { Refusal } from "./errors.js";
import { judgeIssuer } from "./issuer.js";
import { contextsIn, libraryFor } from "./library.js";
import { whatItIs } from "./opening.js";
import { judgeValidity } from "./periods.js";
import { FAILED, Report, failed, inOrder, note, passed, refused, unknown } from "./report.js";
import { judgeResources } from "./resources.js";
import { faults } from "./rules.js";
import { isIntact, isRefused, judgeProofs, judgeToken } from "./secured.js";
import { judgeStatus } from "./status.js";
import { asText, isObject, listed } from "./values.js";

const DEEPEST = 1; // a credential and its endorsements; those that endorse an endorsement are not judged
const NONE = " ";
const SCHEMA_OF_KIND = {
  ob3: "ob_v3p0_achievementcredential_schema.json",
  "ob3-vc11": "ob_v3p0_achievementcredential_schema.json",
  endorsement: "ob_v3p0_endorsementcredential_schema.json",
};
const NOT_LOOKED_AT = ["issuer", "validity", "status"];

/** Judge a credential, whatever secures it. opened: anything; what is no credential fails at the first question */
export const judgeCredential = (opened, matter) => judge(opened, matter, false);

/** Judge a status list as the credential that it is: authentic, and in force; its own status is not followed. */
const judgeList = (opened, matter) => judge(opened, matter, true);

async function judge(opened, matter, isList) {
  if (opened.kind !== "credential") {
    const isKnown = ["presentation", "ob2"].includes(opened.kind);
    return new Report([failed("readable", "opening.not_a_credential", whatItIs(isKnown ? opened.kind : "unknown"))]);
  }
  const { document, jwt } = opened;
  const credential = readCredential(document, matter.policy.language);
  const [checks, notes] = [[passed("readable", jwt ? "opening.read_jwt" : "opening.read")], []];
  const add = (found) => {
    checks.push(...found.checks);
    notes.push(...found.notes);
  };
  const ended = () => new Report(inOrder(checks), notes, credential);
  const library = await libraryFor(document);
  checks.push(...judgeForm(opened, credential, library));
  if (checks.at(-1).outcome === FAILED) return ended();
  add(judgeSchema(document, credential.kind));
  const issuerId = credential.issuerId ?? "";
  const judged = jwt ? judgeToken(jwt, issuerId, matter) : judgeProofs(document, issuerId, matter, library);
  const secured = await judged;
  add(secured);
  if (!isIntact(secured.checks) || isRefused(secured.checks)) {
    checks.push(...NOT_LOOKED_AT.map((id) => unknown(id, "procedure.not_looked_at")));
    return ended();
  }
  const validity = judgeValidity(credential.validFrom, credential.validUntil, matter);
  if (isList) {
    checks.push(validity);
    return ended();
  }
  add(await judgeResources(document, matter.policy.resources));
  checks.push(judgeIssuer(issuerId, matter.policy.trusted), validity);
  add(await judgeStatus(document, issuerId, matter, judgeList));
  if (matter.depth < DEEPEST && hasEndorsements(document)) {
    add(await judgeEndorsements(document, matter, judgeCredential));
  }
  return ended();
}

/** FORMAT, and CONTEXT when the form is right. */
function judgeForm(opened, credential, library) {
  const fault = faults(opened.document).find((each) => !isLeftToStatus(each));
  if (fault) {
    const [pointer, code, details] = fault;
    return [refused("format", new Refusal("credential", code, details, pointer))];
  }
  if (!credential.issuerId) return [failed("format", "format.no_issuer", {}, "/issuer")];
  return [passed("format", "format.fits"), judgeContext(opened, library)];
}

/** Whether a fault is judged, strictly, with the state: how that is published makes a credential no less authentic. */
function isLeftToStatus([pointer, code]) {
  if (!pointer.startsWith("/credentialStatus")) return false;
  const isRewritten = code === "model.not_an_object" && pointer !== "/credentialStatus";
  return !isRewritten && code !== "model.status_written_otherwise";
}

/** Whether every vocabulary is on the list. source: VC Data Model 2.0, §4.3 and B.1; Data Integrity 1.0, §2.4.1 */
function judgeContext(opened, library) {
  const { document } = opened;
  const top = [["/@context", document.get("@context")]];
  for (const [pointer, named] of isCanonicalised(opened) ? top : contextsIn(document)) {
    for (const url of listed(named)) {
      if (typeof url !== "string") return failed("context", "context.inline", {}, pointer);
      if (!library.has(url)) return failed("context", "context.not_on_the_list", { url }, pointer);
    }
  }
  return passed("context", "context.known");
}

/** Whether verifying the proof walks every context of the document anyway, and refuses what it does not know. */
function isCanonicalised({ document, jwt }) {
  const proofs = document.get("proof");
  const first = Array.isArray(proofs) && proofs.length === 1 ? proofs[0] : proofs;
  return isObject(first) && asText(first.get("cryptosuite")).includes("rdfc") && !jwt;
}

/** The schemas that the document names, when we have them. source: VC Data Model 2.0, §4.11; Open Badges 3.0, §8.3 */
function judgeSchema(document, kind) {
  if (!document.has("credentialSchema")) return { checks: [], notes: [] };
  const ids = objectsIn(document, "credentialSchema").map((entry) => entry.get("id"));
  const named = ids.filter((id) => typeof id === "string");
  const strange = named.filter((id) => !SCHEMAS.includes(id));
  const notes = strange.slice(0, LIMITS.schemas).map((id) => note("schema.not_at_hand", "/credentialSchema", { id }));
  if (strange.length === named.length) return { checks: [], notes };
  const left = named.find((id) => SCHEMAS.includes(id) && !id.endsWith(impliedBy(document, kind)));
  const check = left ? unknown("schema", "elsewhere.schema", { id: left }) : passed("schema", "schema.fits");
  return { checks: [check], notes };
}

/** How the address of the schema ends that a sound document of this kind fits: the rules say all that it says. */
function impliedBy(document, kind) {
  const hasLists = ["credentialStatus", "refreshService"].some((name) => Array.isArray(document.get(name)));
  return hasLists ? NONE : (SCHEMA_OF_KIND[kind] ?? NONE);
}
