// What the reader's browser finds when it verifies a credential itself, as the page shows it. Loaded on the click.
const here = document.getElementById("here");
const language = document.documentElement.lang.startsWith("en") ? "en" : "fr";
const MOST = 32 * 1024 * 1024; // bytes of a file of ours
const PATIENCE = 20_000; // milliseconds

/** The report of this browser, as it is shown. */
export async function answerOf() {
  const [{ verify }, { fromFetch }, { linesOf, nextStep }, { QUESTIONS }, credential, record] = await Promise.all([
    import("./verifier/verify.js"),
    import("./verifier/reach.js"),
    import("./verifier/telling.js"),
    import("./verifier/catalogue.js"),
    bytesAt(here.dataset.credential),
    bytesAt(here.dataset.record),
  ]);
  const now = new Date();
  const resources = record ? { [recordOf(credential)]: record } : {};
  const entry = await verify(credential, { now, language, reach: reachingOut(fromFetch(atHome)), resources });
  const titles = new Map(QUESTIONS.map(({ id, title }) => [id, title]));
  return shown(entry, { lines: linesOf(entry), next: nextStep(entry), titles, now });
}

/** A file of this page, for whom it is open: the same reader, and nobody else is told. */
async function bytesAt(address) {
  const options = { cache: "no-store", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(PATIENCE) };
  const answer = await fetch(address, options);
  if (!answer.ok) throw new Error(String(answer.status));
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (bytes.length > MOST) throw new Error("too large");
  return bytes;
}

/** The address under which a credential signs its record: that of this house. "" where it signs none */
function recordOf(bytes) {
  try {
    const { relatedResource } = JSON.parse(new TextDecoder().decode(bytes));
    const all = [relatedResource ?? []].flat();
    return String(all.find(({ id }) => String(id).endsWith("/annex-1.json"))?.id ?? "");
  } catch {
    return "";
  }
}

/** did:web says https, also of a house that is tried over http: what is under its name is asked of it as it is reached. */
function atHome(url, options) {
  const { host, pathname, search } = new URL(url);
  return fetch(host === location.host ? location.origin + pathname + search : url, { ...options, cache: "no-cache" });
}

/** Nobody else is asked but over https; such a house may name its own documents under http. */
function reachingOut(ask) {
  return async (url, accept) => {
    const asked = url.startsWith(`${location.origin}/`) ? url.replace(/^http:/, "https:") : url;
    const answer = await ask(asked, accept);
    return answer.url === asked ? { ...answer, url } : answer;
  };
}

/** What a reader sees. entry: of `verify`; lines, next: in everybody's words; titles: of the questions, by id */
function shown(entry, { lines, next, titles, now }) {
  const answer = cloned("here-answer");
  const section = answer.firstElementChild;
  const kind = { valid: "good", check: "check", invalid: "bad" }[entry.verdict];
  section.classList.add(`here--${kind}`);
  put(section, "[data-sentence]", entry.sentence[language]);
  put(section, "[data-next]", next[language]);
  put(section, "[data-at]", inWords(now));
  signed(section, kind);
  section.querySelector("[data-lines]").append(...lines.map((each) => line(withRecord(each, entry), titles)));
  const how = compared(entry);
  for (const each of ["same", "less", "differs"]) if (each !== how) section.querySelector(`[data-${each}]`).remove();
  return answer;
}

/** "same"; "less" where this browser could not read all, and found nothing else; or "differs" */
function compared({ verdict, checks }) {
  const theirs = JSON.parse(here.dataset.outcomes);
  const other = checks.filter(({ id, outcome }) => theirs[id] !== outcome);
  const asked = new Set(checks.map(({ id }) => id));
  if (verdict === here.dataset.verdict && !other.length && Object.keys(theirs).every((id) => asked.has(id))) return "same";
  return other.length && other.every(({ outcome }) => outcome === "unknown") && verdict === "check" ? "less" : "differs";
}

/** Of the assessment, this browser knows that its record is the one that was sealed. */
function withRecord(told, { checks }) {
  const sealed = checks.find(({ id, outcome }) => id === "resources" && outcome === "passed");
  const isSilent = told.id === "assessed" && told.kind === "idle" && !told.checks.length;
  return sealed && isSilent ? { ...told, kind: "good", summary: sealed.message } : told;
}

function line({ kind, title, summary, checks }, titles) {
  const fragment = cloned("here-line");
  const fold = fragment.firstElementChild;
  fold.classList.add(`fold--${kind}`);
  fold.open = kind === "check" || kind === "bad";
  put(fold, "[data-title]", title[language]);
  put(fold, "[data-summary]", summary[language]);
  signed(fold, kind);
  fold.querySelector("dl").append(...checks.map((each) => check(each, titles)));
  return fragment;
}

function check({ id, kind, message }, titles) {
  const fragment = cloned("here-check");
  const row = fragment.firstElementChild;
  put(row, "[data-title]", titles.get(id)[language]);
  put(row, "[data-text]", message[language]);
  signed(row, kind);
  return fragment;
}

/** « 23 novembre 2026 à 0 h 32 »; “23 November 2026 at 00:32”. */
function inWords(moment) {
  const said = moment.toLocaleString(language === "en" ? "en-GB" : "fr-FR", { dateStyle: "long", timeStyle: "short" });
  return language === "en" ? said : said.replace(/0?(\d{1,2}):(\d\d)$/, "$1\u00a0h\u00a0$2");
}

const cloned = (id) => document.getElementById(id).content.cloneNode(true);

/** The drawing of a kind and its word, where a place was kept for them. */
function signed(within, kind) {
  const sign = cloned("here-signs").querySelector(`[data-kind="${kind}"]`);
  within.querySelector("[data-sign]").replaceWith(...sign.childNodes);
}

function put(within, selector, text) {
  const place = within.querySelector(selector);
  place.textContent = text;
  if (!text) place.remove();
}
