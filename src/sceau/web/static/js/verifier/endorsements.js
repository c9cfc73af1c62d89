// Who else vouches? Endorsements inside a credential, each a credential of its own.
//
// source:  Open Badges 3.0, §7 "Endorsements" and §8.5
import { LIMITS } from "./catalogue.js";
import { refusalOf } from "./errors.js";
import { openAnything } from "./opening.js";
import { Check, FAILED, failed, note, passed } from "./report.js";
import { isObject, listed } from "./values.js";
import { Because } from "./words.js";

/** Whether there is anything to judge. */
export const hasEndorsements = (document) =>
  [...endorsable(document)].some(([, value]) => value.has("endorsement") || value.has("endorsementJwt"));

/**
 * Judge the endorsements in a credential: {checks, notes}. A bad one asks for attention; one that cannot be judged is
 * only noted.
 *
 * judge:  judges an endorsement as a credential: async (opened, case) → Report
 */
export async function judgeEndorsements(document, matter, judge) {
  const found = [...foundIn(document)];
  const names = namesIn(document);
  const notes = [];
  let good = 0;
  for (const [pointer, raw] of found.slice(0, LIMITS.parts)) {
    const judged = await judgeOne(pointer, raw, names, matter, judge);
    if (judged instanceof Check) return { checks: [judged], notes }; // the others cannot make it better
    if (judged === null) good += 1;
    else notes.push(judged);
  }
  if (found.length > LIMITS.parts) notes.push(note("endorsement.too_many", "", { count: found.length - LIMITS.parts }));
  return { checks: good ? [passed("endorsements", "endorsement.all_good", { count: good })] : [], notes };
}

/** What is wrong with an endorsement; a note when it cannot be counted; null when it is good. */
async function judgeOne(pointer, raw, names, matter, judge) {
  const [opened, refusal] = refusalOf(() => openAnything(raw));
  if (refusal) {
    const why = new Because(refusal.code, refusal.details);
    return failed("endorsements", "endorsement.not_authentic", { why }, pointer);
  }
  const report = await judge(opened, { ...matter, depth: matter.depth + 1 });
  const { decisive } = report;
  const about = [...new Set(idsOf(opened.document.get("credentialSubject")))];
  const why = decisive && new Because(decisive.code, decisive.details);
  if (report.authenticity === FAILED) return failed("endorsements", "endorsement.not_authentic", { why }, pointer);
  if (about.length && !about.some((name) => names.has(name))) {
    return failed("endorsements", "endorsement.of_something_else", { found: about.sort().join(", ") }, pointer);
  }
  return why ? note("endorsement.not_counted", pointer, { issuer: report.issuerId, why }) : null;
}

/** Every endorsement, with its pointer. */
function* foundIn(document) {
  for (const [pointer, value] of endorsable(document)) {
    for (const name of ["endorsement", "endorsementJwt"]) {
      const given = value.get(name) ?? null;
      if (given === null) continue;
      for (const [index, raw] of listed(given).entries()) {
        yield [`${pointer}/${name}/${index}`, isObject(raw) || typeof raw === "string" ? raw : ""];
      }
    }
  }
}

/** What an endorsement in a credential may be about: the credential, its holder, its achievement, a profile in it. */
function namesIn(document) {
  const values = [...endorsable(document)].map(([, value]) => value);
  return new Set([...values, document.get("credentialSubject")].flatMap(idsOf));
}

/** The credential, and what in it Open Badges lets others endorse, with pointers (appendix B, "endorsement"). */
function* endorsable(document) {
  yield ["", document];
  const [issuer, subject] = [document.get("issuer"), document.get("credentialSubject")];
  if (isObject(issuer)) yield ["/issuer", issuer];
  if (!isObject(subject)) return;
  const [achievement, source] = [subject.get("achievement"), subject.get("source")];
  if (isObject(source)) yield ["/credentialSubject/source", source];
  if (!isObject(achievement)) return;
  yield ["/credentialSubject/achievement", achievement];
  if (isObject(achievement.get("creator"))) {
    yield ["/credentialSubject/achievement/creator", achievement.get("creator")];
  }
}

function idsOf(value) {
  const names = listed(value).map((each) => (isObject(each) ? each.get("id") : null));
  return names.filter((name) => typeof name === "string");
}
