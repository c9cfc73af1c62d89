// What verification found: checks with their outcomes, and the verdict that they amount to.
import { QUESTIONS, VERDICTS } from "./catalogue.js";
import { asJson } from "./credential.js";
import { message } from "./words.js";

export const [PASSED, UNKNOWN, FAILED] = [0, 1, 2];
export const OUTCOMES = ["passed", "unknown", "failed"];
const TO_CONFIRM = ["handed.key", "beside.key"];
const QUESTION = new Map(QUESTIONS.map((question) => [question.id, question]));

/** One question, and how it was answered. id: of QUESTIONS; code: why it ended so; details: what fills its sentence */
export class Check {
  constructor(id, outcome, code, pointer = "", details = {}) {
    Object.assign(this, { id, outcome, code, pointer, details });
  }

  get number() {
    return QUESTION.get(this.id).number;
  }

  get isOfAuthenticity() {
    return QUESTION.get(this.id).weight === "authenticity";
  }

  /** The check as other programs read it. */
  asJson() {
    const { id, number, weight } = QUESTION.get(this.id);
    const { code: reason, pointer, details } = this;
    return { id, number, weight, outcome: OUTCOMES[this.outcome], reason, pointer, message: message(reason, details) };
  }

  /** The same, seen from further out. */
  under(where) {
    return new Check(this.id, this.outcome, this.code, where + this.pointer, this.details);
  }
}

export const passed = (id, code, details = {}, pointer = "") => new Check(id, PASSED, code, pointer, details);
export const unknown = (id, code, details = {}, pointer = "") => new Check(id, UNKNOWN, code, pointer, details);
export const failed = (id, code, details = {}, pointer = "") => new Check(id, FAILED, code, pointer, details);

/** The check that ended because something was refused. within: the pointer of the part in which its own is meant */
export const refused = (id, refusal, outcome = FAILED, within = "") =>
  new Check(id, outcome, refusal.code, within + refusal.pointer, refusal.details);

/** Something worth telling that changes no verdict. */
export const note = (code, pointer = "", details = {}) => ({ code, pointer, details });

/**
 * All checks of one thing, and what it says of itself.
 *
 * credential:  what the document says of itself; null when it could not be read, or holds several
 * parts:       the reports of the credentials in a presentation
 */
export class Report {
  constructor(checks, notes = [], credential = null, parts = []) {
    Object.assign(this, { checks, notes, credential, parts });
  }

  /** Whom the document names as its issuer; "" when it names nobody. */
  get issuerId() {
    return this.credential?.issuerId ?? "";
  }

  /** The gravest outcome on authenticity; UNKNOWN when nothing was checked, for silence proves nothing. */
  get authenticity() {
    const outcomes = this.checks.filter((check) => check.isOfAuthenticity).map((check) => check.outcome);
    return outcomes.length ? Math.max(...outcomes) : UNKNOWN;
  }

  get isRevoked() {
    return this.checks.some(isRevocation);
  }

  /** "valid", "check" or "invalid". */
  get verdict() {
    if (this.authenticity === FAILED || this.isRevoked) return "invalid";
    return this.authenticity === PASSED && this.checks.every((check) => check.outcome === PASSED) ? "valid" : "check";
  }

  /** The verdict in one sentence, in both languages. */
  get sentence() {
    const { authenticity } = this;
    if (authenticity === FAILED) return VERDICTS.invalid;
    if (this.isRevoked) return authenticity === PASSED ? VERDICTS.revoked : VERDICTS.revoked_unestablished;
    if (authenticity === UNKNOWN) {
      return this.wantsOnlyItsKeyConfirmed ? VERDICTS.check_handed : VERDICTS.check_unestablished;
    }
    return this.verdict === "valid" ? VERDICTS.valid : VERDICTS.check;
  }

  get wantsOnlyItsKeyConfirmed() {
    const wanting = this.checks.filter((check) => check.isOfAuthenticity && check.outcome !== PASSED);
    return wanting.length > 0 && wanting.every((check) => TO_CONFIRM.includes(check.code));
  }

  /** The check that made the verdict; null when every check passed. */
  get decisive() {
    const wanting = this.checks.filter((check) => check.outcome !== PASSED);
    return wanting.reduce((one, other) => (one === null || isGraver(other, one) ? other : one), null);
  }

  /** One entry of "results", as `sceau verify --json` prints it. source: what was verified, as the caller names it */
  asJson(source) {
    return {
      source,
      verdict: this.verdict,
      sentence: { ...this.sentence },
      checks: this.checks.map((check) => check.asJson()),
      notes: this.notes.map(({ code: reason, pointer, details }) => ({ reason, pointer, message: message(reason, details) })),
      credential: this.credentialAsJson(),
    };
  }

  credentialAsJson() {
    const credentials = this.parts.map((part) => part.credentialAsJson());
    if (credentials.length) return { kind: "presentation", credentials };
    return this.credential ? asJson(this.credential) : {};
  }
}

/** One check a question, the gravest that there is, in the order of the procedure. */
export function inOrder(checks) {
  const answers = new Map();
  for (const check of checks) {
    const kept = answers.get(check.number);
    if (!kept || check.outcome > kept.outcome) answers.set(check.number, check);
  }
  return [...answers.values()].sort((one, other) => one.number - other.number);
}

const isRevocation = (check) => check.id === "revocation" && check.outcome === FAILED;

/** Authenticity before revocation before attention; then the outcome; then the first of the procedure. */
function isGraver(one, other) {
  const [a, b] = [gravity(one), gravity(other)];
  const at = a.findIndex((each, index) => each !== b[index]);
  return at >= 0 && a[at] > b[at];
}

function gravity(check) {
  const isForged = check.isOfAuthenticity && check.outcome === FAILED;
  const touched = Number(check.isOfAuthenticity) * 3 + check.outcome;
  return [Number(isForged), Number(isRevocation(check)), touched, -check.number];
}
