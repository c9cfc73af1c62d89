// The parts of the page in one file: made element by element, every stranger's word as text.
import { QUESTIONS } from "../verifier/catalogue.js";
import { decisiveOf, kindOf, linesOf, nextStep } from "../verifier/telling.js";
import { momentOf } from "../verifier/moments.js";
import { dateInWords, harmless } from "../verifier/words.js";

const MARKS = { good: "M20 33l8.5 8.5L44 25", check: "M32 21v14M32 43v.01", bad: "M24 24l16 16M40 24L24 40", idle: "M22 32h20" };
const TITLE = new Map(QUESTIONS.map((question) => [question.id, question.title]));
const SVG = "http://www.w3.org/2000/svg";

/** An element. names: its attributes; inside: texts and elements */
export function field(tag, names = {}, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(names)) element.setAttribute(name, value);
  element.append(...inside);
  return element;
}

/** What did not open, or was only kept. isOnly: nothing else is shown */
export function problems(words, told, isOnly) {
  const isKept = told.every(({ word }) => word === "onlyKeys");
  const list = field("ul", { class: "bare stack stack-s", role: "list" });
  for (const { name, text } of told) list.append(field("li", {}, ...(name ? [field("strong", { dir: "auto" }, harmless(name)), field("br")] : []), text));
  const title = isKept ? words.kept : words.unreadable;
  const top = isOnly ? heading("h1", title) : field("h2", { class: "h3" }, title);
  const kind = isKept ? "check" : "bad";
  return field("section", { class: `notice notice--${kind}` }, mark(kind, "icon"), field("div", { class: "stack stack-s" }, top, list));
}

/** Several results, of which one is shown below; and what was left aside. at: which one; pick: shows another */
export function several(words, language, { results, left, at, pick }) {
  const title = results.length > 1 ? words.several.replace("{count}", String(results.length)) : words.leftAside;
  const tag = results.length > 1 ? "h1" : "h2";
  const section = field("section", { class: "stack", "aria-labelledby": "pile" }, field(tag, { id: "pile", tabindex: "-1", class: tag === "h1" ? "h2" : "h4" }, title));
  const list = field("ul", { class: "bare picks", role: "list" });
  if (results.length > 1) section.append(field("p", { "data-screen": "" }, words.pick), list);
  results.forEach(({ told, name }, index) => {
    const kind = kindOf(told);
    const text = field("span", {}, field("strong", {}, told.sentence[language]), field("br"));
    text.append(field("span", { dir: "auto" }, harmless(name || words.pasted)));
    const button = field("button", { type: "button", class: `pick pick--${kind}` }, mark(kind, `icon icon--${kind}`), text);
    if (index === at) button.setAttribute("aria-current", "true");
    button.addEventListener("click", () => pick(index));
    list.append(field("li", {}, button));
  });
  if (left.length) section.append(leftOf(words, language, left));
  return section;
}

/** The files of a pile that are no credentials, and what they are. */
function leftOf(words, language, left) {
  const items = left.map(({ name, told }) => field("li", {}, field("strong", { dir: "auto" }, harmless(name)), field("br"), `${told.checks[0].message[language]}.`));
  const summary = field("summary", {}, field("span", {}, `${words.leftAside} (${left.length})`));
  return field("details", { class: "fold" }, summary, field("div", { class: "fold__more" }, field("ul", { class: "stack stack-s" }, ...items)));
}

/** The verdict, what it is about, what to do, and the five lines. heading: the tag of its title */
export function result(words, language, shown, { heading: tag, compare, chosen, key, keyFault }) {
  const { told } = shown;
  const parts = [banner(words, language, shown, tag), facts(words, shown), next(words, language, shown)];
  if (mayCompare(shown)) parts.push(keys(words, shown, { compare, chosen, key, keyFault }));
  parts.push(five(words, language, told, shown.at ? stateMoment(told, language) : ""));
  const print = field("button", { type: "button", class: "button" }, words.print);
  print.addEventListener("click", () => document.defaultView.print());
  parts.push(field("p", { class: "actions" }, print));
  return parts.filter(Boolean);
}

function heading(tag, text) {
  return field(tag, { id: "verdict", tabindex: "-1", class: "h1" }, text);
}

function banner(words, language, shown, tag) {
  const { told, at, name } = shown;
  const kind = kindOf(told);
  const decisive = decisiveOf(told);
  const now = dateInWords(momentOf(Date.now()), language);
  const text = field("div", { class: "stack stack-s" });
  text.append(field("p", { class: "overline overline--on" }, words.verdictAt.replace("{at}", now)));
  text.append(heading(tag, told.sentence[language]));
  const why = wantsKey(shown) ? words.noKeyHere : decisive && `${decisive.message[language]}.`;
  if (why) text.append(field("p", {}, why));
  if (at) text.append(field("p", { class: "small" }, words.asOf.replace("{at}", dateInWords(at, language))));
  const state = at ? stateMoment(told, language) : "";
  if (state) text.append(field("p", { class: "small" }, state));
  if (name) text.append(field("p", { class: "small verdict__name", dir: "auto" }, harmless(name)));
  const inner = field("div", { class: "verdict__in" }, mark(kind, "verdict__mark"), text);
  return field("section", { class: kind === "good" ? "verdict" : `verdict verdict--${kind}` }, inner);
}

/** « État au … », where the status came with the file: the engine's own sentence. */
function stateMoment(told, language) {
  const check = told.checks.find((each) => each.reason === "handed.status");
  const note = told.notes.find((each) => each.reason === "handed.status_as_of");
  const found = check ?? note;
  return found ? `${found.message[language]}.` : "";
}

function mark(kind, name) {
  const [svg, circle, path] = ["svg", "circle", "path"].map((tag) => document.createElementNS(SVG, tag));
  const put = (element, names) => Object.entries(names).forEach(([key, value]) => element.setAttribute(key, value));
  put(svg, { viewBox: "0 0 64 64", class: name, "aria-hidden": "true" });
  put(circle, { cx: 32, cy: 32, r: 30, fill: "currentColor" });
  const line = { fill: "none", "stroke-width": 5.5, "stroke-linecap": "round", "stroke-linejoin": "round" };
  put(path, { ...line, class: "cut", d: MARKS[kind] });
  svg.append(circle, path);
  return svg;
}

const isAuthentic = (told) => told.checks.every((check) => check.weight !== "authenticity" || check.outcome === "passed");
const isForged = (told) => told.checks.some((check) => check.weight === "authenticity" && check.outcome === "failed");
const keyOf = (told) => told.checks.find((check) => check.id === "key");
/** Whether the documents of its issuer could say more of it. */
const mayTellMore = ({ told, isAlone, place }) => isAlone && Boolean(place) && !isForged(told) && keyOf(told)?.outcome === "unknown";
const wantsConfirming = (told) => ["handed.key", "beside.key"].includes(keyOf(told)?.reason);
/** Whether nothing at hand shows its key. */
const wantsKey = (shown) => mayTellMore(shown) && !wantsConfirming(shown.told);
const mayCompare = (shown) => !isForged(shown.told) && (wantsConfirming(shown.told) || mayTellMore(shown));

/** What the document says of itself; not repeated where it is forged. */
function facts(words, { told, issuer }) {
  const said = told.credential;
  if (isForged(told)) return field("p", { class: "soft" }, words.nothingAttests);
  const rows = [
    [words.name, said.name],
    [words.holder, said.holder?.name ?? said.holder?.id],
    [words.issuer, said.issuer?.name ?? said.issuer?.id],
    [words.site, siteOf(issuer)],
  ].filter(([, value]) => value);
  if (!rows.length) return null;
  const list = field("dl", { class: "deed" });
  for (const [name, value] of rows) {
    list.append(field("div", {}, field("dt", {}, name), field("dd", { dir: "auto" }, harmless(value))));
  }
  const title = field("h2", { class: "section-title" }, isAuthentic(told) ? words.accordingTo : words.unproven);
  return field("section", { class: "stack stack-s" }, title, list);
}

/** The site that answers for an issuer: a name is written by anybody, a site is not. */
const siteOf = (issuer) => (issuer?.startsWith("did:web:") ? decodedHost(issuer.split(":")[2]) : "");
const decodedHost = (host) => host.replace(/%3a/i, ":");

function next(words, language, shown) {
  const { told, place } = shown;
  const isWanting = wantsKey(shown);
  const step = isWanting ? "" : nextStep(told)[language];
  const page = pageOf(told);
  const inside = field("div", { class: "stack stack-s" });
  if (step || isWanting) inside.append(field("h2", { class: "h4" }, words.todo));
  if (step) inside.append(field("p", {}, step));
  if (isWanting) {
    const ways = field("ul", { class: "stack stack-s" }, field("li", {}, words.aloneBundle));
    ways.append(field("li", {}, `${words.aloneKeys} `, link(place), `. ${words.aloneKeysWhose}`));
    if (page) ways.append(field("li", {}, `${words.online} `, link(page)));
    inside.append(field("p", {}, words.alone), ways);
  } else if (shown.isAlone && told.checks.some(({ reason }) => reason === "status.out_of_reach")) inside.append(field("p", {}, words.aloneState));
  if (!isWanting && page && !isForged(told)) inside.append(field("p", {}, `${words.online} `, link(page)));
  if (!inside.children.length) return null;
  return field("section", { class: `notice notice--${kindOf(told)}` }, mark(kindOf(told), "icon"), inside);
}

/** The page of a credential, as it says; "" where it says none. */
function pageOf(told) {
  const id = told.credential?.id;
  return typeof id === "string" && /^https:\/\/[^\s]+$/.test(id) && id.length < 500 ? id : "";
}

/** An address that a stranger wrote: all of it is shown, and nothing of this page goes with whoever follows it. */
const link = (address) => field("a", { href: address, rel: "noopener noreferrer external" }, address);

function keys(words, { bundle, keys: found, place }, { compare, chosen, key, keyFault }) {
  const list = field("ul", { class: "bare stack stack-s", role: "list" });
  for (const shown of found) {
    const item = field("li", {}, field("code", {}, shown.key));
    if (shown.id) item.append(field("br"), field("small", { class: "soft" }, shown.id));
    list.append(item);
  }
  const places = bundle ? [...bundle.documents.keys()].filter((url) => url.startsWith("https://") && url.endsWith("/did.json")) : [place];
  const area = field("textarea", { id: "key", rows: "3", spellcheck: "false", autocomplete: "off", "aria-describedby": "key-help" });
  area.value = key;
  const row = field("div", { class: keyFault ? "field field--wrong" : "field" }, field("label", { for: "key" }, words.keyField));
  if (keyFault) {
    area.setAttribute("aria-invalid", "true");
    area.setAttribute("aria-describedby", "key-fault key-help");
    row.append(field("p", { class: "field__error", id: "key-fault" }, words[keyFault]));
  }
  row.append(field("p", { class: "field__help", id: "key-help" }, words.keyHelp), area);
  const file = field("input", { type: "file", id: "key-file" });
  file.addEventListener("change", () => file.files.length && chosen(file.files[0]));
  const taken = field("div", { class: "field" }, field("label", { for: "key-file" }, words.keyFile), file);
  const button = field("button", { class: "button button--main" }, words.compare);
  const asked = field("form", { class: "stack", novalidate: "", "data-screen": "" }, row, field("p", { class: "actions" }, button), taken);
  asked.addEventListener("submit", (event) => {
    event.preventDefault();
    compare(area.value);
  });
  const section = field("section", { class: "stack", "aria-labelledby": "keys" }, field("h2", { id: "keys", class: "section-title" }, words.keyTitle));
  section.append(field("p", { class: "prose" }, words.keyWhy));
  if (places.length) section.append(field("h3", { class: "h4" }, words.keyPlace), field("p", {}, ...places.slice(0, 3).map(link)));
  if (found.length) section.append(field("h3", { class: "h4" }, words.keyShown), list);
  section.append(asked);
  return section;
}

function five(words, language, told, state) {
  const lines = field("div", { class: "five" });
  for (const line of linesOf(told)) {
    const isOfItsDay = line.id === "status" && state !== ""; // not today's: that is nowhere here
    const name = isOfItsDay ? words.stateTitle : line.title[language];
    const title = field("span", {}, sign(words, line.kind), field("strong", {}, name), field("br"));
    title.append(field("span", { class: "soft" }, isOfItsDay ? state : line.summary[language]));
    const more = field("dl", { class: "deed deed--tight" });
    for (const check of line.checks) {
      const text = field("dd", {}, sign(words, check.kind), mark(check.kind, `icon icon--${check.kind}`), ` ${check.message[language]}`);
      more.append(field("div", {}, field("dt", {}, TITLE.get(check.id)[language]), text));
    }
    const summary = field("summary", {}, mark(line.kind, "icon"), title);
    const inside = line.checks.length ? more : field("p", {}, words.nothingHere);
    lines.append(field("details", { class: `fold fold--${line.kind}` }, summary, field("div", { class: "fold__more" }, inside)));
  }
  if (told.notes.length) {
    const items = told.notes.map((note) => field("li", {}, note.message[language]));
    const summary = field("summary", {}, field("span", {}, words.notes));
    lines.append(field("details", { class: "fold" }, summary, field("div", { class: "fold__more" }, field("ul", {}, ...items))));
  }
  return lines;
}

const sign = (words, kind) => field("span", { class: "visually-hidden" }, `${words[kind]} `);

/** Where something is dropped, chosen or pasted. */
export function form(words, { isFirst, fault, typed, take, paste, drawn }) {
  const title = isFirst
    ? field("div", { class: "stack" }, heading("h1", words.title), field("p", { class: "lede" }, words.lede))
    : field("h2", { class: "section-title" }, words.again);
  const chosen = field("input", { type: "file", id: "file", multiple: "", "aria-describedby": "file-help" });
  chosen.addEventListener("change", () => chosen.files.length && take(chosen.files));
  const drop = field("div", { class: "drop" }, field("p", {}, words.drop), chosen);
  const help = field("p", { class: "field__help", id: "file-help" }, words.fileHelp);
  const first = field("div", { class: "field" }, field("label", { for: "file" }, words.file), help, drop);
  const area = field("textarea", { id: "text", rows: "4", spellcheck: "false", autocomplete: "off" });
  area.value = typed;
  area.addEventListener("input", () => drawn("typed", area.value));
  const second = field("div", { class: fault ? "field field--wrong" : "field" }, field("label", { for: "text" }, words.text));
  if (fault) {
    area.setAttribute("aria-invalid", "true");
    area.setAttribute("aria-describedby", "text-fault");
    second.append(field("p", { class: "field__error", id: "text-fault" }, words[fault]));
  }
  second.append(area);
  const button = field("button", { class: "button button--main" }, words.verify);
  const asked = field("form", { class: "stack", novalidate: "" }, first, second, field("p", { class: "actions" }, button));
  asked.addEventListener("submit", (event) => {
    event.preventDefault();
    paste(area.value);
  });
  return field("section", { class: "stack", "data-screen": "" }, title, asked);
}

/** What this page is worth. */
export const aside = (words) =>
  field("section", { class: "stack stack-s" }, field("h2", { class: "section-title" }, words.trustTitle), field("p", { class: "prose" }, words.trust));
