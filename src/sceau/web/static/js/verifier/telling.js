// A report as five lines that anyone understands, and what to do next; every sentence is the engine's own.
import { Check, FAILED, OUTCOMES, PASSED, Report, UNKNOWN } from "./report.js";
import { TELLING } from "./telling-words.js";

const KINDS = ["good", "check", "bad"];

/** "good", "check" or "bad": the colour of a verdict. told: one entry of "results", as `verify` gives it */
export const kindOf = (told) => TELLING.kinds[told.verdict];

/** The check that made the verdict, as it stands in `told`; null when every check passed. */
export const decisiveOf = (told) => told.checks.find((check) => check.id === asReport(told).decisive?.id) ?? null;

/** The five lines: [{id, kind, title, summary, checks: [{id, kind, message}]}]. */
export const linesOf = (told) => TELLING.lines.map((line) => lineOf(line, asReport(told), told));

/** What to do next, {fr, en}; empty sentences for what is authentic and valid, and for what says itself where to go. */
export const nextStep = (told) => TELLING.sentences[nextCode(asReport(told))] ?? { fr: "", en: "" };

const asReport = ({ checks }) =>
  new Report(checks.map(({ id, outcome, reason }) => new Check(id, OUTCOMES.indexOf(outcome), reason)));

function nextCode(report) {
  const { authenticity, decisive, isRevoked } = report;
  if (report.verdict === "valid" || decisive === null) return "";
  const isUnread = decisive.id === "readable";
  if (isUnread && TELLING.sayWhereToGo.some((start) => decisive.code.startsWith(start))) return "";
  if (isRevoked && authenticity !== FAILED) return "next.revoked";
  if (!isRevoked && Object.hasOwn(TELLING.after, decisive.code)) return TELLING.after[decisive.code];
  if (authenticity === FAILED) return isUnread && !isRevoked ? "next.not_a_credential" : "next.ask_original";
  if (authenticity === UNKNOWN || decisive.outcome === UNKNOWN) {
    return decisive.id === "issuer" ? "next.unknown_issuer" : "next.try_later";
  }
  return TELLING.about[decisive.id] ?? "next.look_closer";
}

function lineOf({ id, title, questions }, report, told) {
  const messageOf = (check) => told.checks[report.checks.indexOf(check)].message;
  const found = report.checks.filter((check) => questions.includes(check.id));
  const checks = found.map((check) => ({ id: check.id, kind: isLeft(check) ? "idle" : KINDS[check.outcome], message: messageOf(check) }));
  const looked = found.filter((check) => !isLeft(check));
  if (!looked.length) {
    return { id, kind: "idle", title, summary: checks[0]?.message ?? TELLING.sentences["telling.not_asked"], checks };
  }
  const order = (check) => 100 * check.outcome - questions.indexOf(check.id);
  const gravest = looked.reduce((one, other) => (order(other) > order(one) ? other : one));
  const unseen = found.find((check) => check.id === "proof" && isLeft(check));
  if (unseen && gravest.outcome === PASSED) return { id, kind: "idle", title, summary: messageOf(unseen), checks };
  const isVoid = gravest.outcome === PASSED && id !== "intact" && report.authenticity === FAILED;
  if (isVoid) return { id, kind: "idle", title, summary: TELLING.sentences["telling.not_established"], checks };
  return { id, kind: kindOfCheck(gravest), title, summary: messageOf(gravest), checks };
}

const isLeft = (check) => check.code === TELLING.notLookedAt;

function kindOfCheck(check) {
  const isGrave = check.isOfAuthenticity || check.id === "revocation";
  return check.outcome === FAILED && !isGrave ? "check" : KINDS[check.outcome];
}
