// The page in one file: credentials are dropped, chosen or pasted, or one stands in the page; the verdicts are shown.
import { keysDocument } from "./beside.js";
import { LARGEST, MOST_BYTES, MOST_FILES, bundleIn, bytesOf } from "./files.js";
import { keysIn } from "./handed.js";
import { aside, field, form, problems, result, several } from "./page-parts.js";
import { Memory, documentsOf, isSomethingElse, judgedItem, openedFiles } from "./pile.js";

const page = document.getElementById("page");
const WORDS = JSON.parse(document.getElementById("words").textContent);
const said = document.getElementById("said");
const memory = new Memory();
const state = { language: "fr", pile: null, results: [], left: [], problems: [], at: 0, key: "", keyFault: "", typed: "", fault: "", turn: 0 };

/** The words of the page in the language of its reader. */
const words = () => WORDS[state.language];

/** Draw all of it anew. to: the id of what is to be looked at next */
function draw(to) {
  const { results, left, language, at } = state;
  const shown = results[at];
  document.documentElement.lang = language;
  document.title = `${sentence() || words().title} – Sceau`;
  const parts = [];
  const told = state.problems.map((each) => ({ ...each, text: textOf(each) }));
  if (told.length) parts.push(problems(words(), told, !results.length));
  if (results.length > 1 || (results.length && left.length)) parts.push(several(words(), language, { results, left, at, pick }));
  const heading = results.length > 1 ? "h2" : "h1";
  if (shown) parts.push(...result(words(), language, shown, { heading, compare, chosen, key: state.key, keyFault: state.keyFault }));
  const isFirst = !shown && !state.problems.length;
  parts.push(form(words(), { isFirst, fault: state.fault, typed: state.typed, take, paste, drawn }), aside(words()));
  page.replaceChildren(head(), ...parts);
  if (to) document.getElementById(to)?.focus();
}

/** What came of it, in one sentence. */
function sentence() {
  const { results, problems: found, language } = state;
  if (results.length > 1) return words().several.replace("{count}", String(results.length));
  return results.length ? results[0].told.sentence[language] : found[0] ? textOf(found[0]) : "";
}

const textOf = ({ word, name }) => words()[word].replace("{limit}", String(LARGEST / 1024 / 1024)).replace("{most}", String(MOST_FILES)).replace("{name}", name);

function head() {
  const button = field("button", { type: "button", class: "button button--quiet", lang: state.language === "fr" ? "en" : "fr" });
  button.append(words().other);
  button.setAttribute("aria-label", words().otherLong);
  button.addEventListener("click", () => {
    state.language = state.language === "fr" ? "en" : "fr";
    draw();
    page.querySelector("button")?.focus();
  });
  const line = field("header", { class: "row row--ends" });
  const brand = field("p", { class: "h4" });
  brand.append("Sceau");
  line.append(brand, button);
  return line;
}

const drawn = (name, value) => {
  state[name] = value;
};

/** Files that somebody chose or dropped. */
async function take(chosenFiles) {
  const turn = (state.turn += 1);
  const files = [...chosenFiles];
  const refusedFiles = [];
  const opened = [];
  let left = MOST_BYTES;
  for (const file of files.slice(0, MOST_FILES)) {
    const data = file.size > Math.min(LARGEST, left) ? null : await bytesIn(file);
    if (data) opened.push({ name: file.name, data });
    else refusedFiles.push({ name: file.name, word: file.size > LARGEST ? "tooLarge" : file.size > left ? "tooMuch" : "noFile" });
    left -= data?.length ?? 0;
  }
  if (files.length > MOST_FILES) refusedFiles.push({ name: "", word: "tooMany" });
  if (turn === state.turn) await open(opened, refusedFiles);
}

/** The bytes of a file; null for a folder, or what cannot be read. */
async function bytesIn(file) {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    return null;
  }
}

/** A text that somebody pasted. */
async function paste(text) {
  state.fault = text.trim() ? "" : "nothing";
  if (state.fault) return draw("text");
  return open([{ name: "", data: bytesOf(text.trim()) }]);
}

async function open(files, before = []) {
  const turn = (state.turn += 1);
  const found = await openedFiles(files);
  const isKeysOnly = !found.items.length && found.documents.length > 0;
  const pile = isKeysOnly && state.pile ? { ...state.pile, documents: [...state.pile.documents, ...found.documents] } : found;
  const told = [...before, ...found.problems];
  if (isKeysOnly && !state.pile) told.push({ name: "", word: "onlyKeys" });
  if (!found.items.length && !found.documents.length && !told.length) told.push({ name: "", word: "noFile" });
  Object.assign(state, { key: "", keyFault: "" });
  await judge(pile, told, turn, isKeysOnly ? state.at : 0);
  memory.see(documentsOf(found));
}

/** Judge all of a pile. keys: those that its reader gives for the one that is shown */
async function judge(pile, told, turn, at = 0, keys = []) {
  const all = [];
  for (const item of pile.items) {
    const isAsked = !keys.length || state.results[state.at]?.item === item;
    all.push({ ...(await judgedItem(item, pile, memory, { language: state.language, keys: isAsked ? keys : [] })), item });
    if (turn !== state.turn) return;
  }
  const left = all.length > 1 ? all.filter(isSomethingElse) : [];
  const results = all.length > left.length ? all.filter((each) => !left.includes(each)) : all;
  const isPile = results.length > 0;
  Object.assign(state, { pile: isPile ? pile : null, results, left: results === all ? [] : left, problems: told, fault: "" });
  state.at = Math.min(at, Math.max(0, results.length - 1));
  draw(keys.length || !isPile || results.length === 1 ? "verdict" : "pile");
  said.textContent = keys.length ? results[state.at].told.sentence[state.language] : sentence();
}

/** Show another one of the pile. */
function pick(at) {
  Object.assign(state, { at, key: "", keyFault: "" });
  draw("verdict");
  said.textContent = state.results[at].told.sentence[state.language];
}

/** Judge anew with the keys that the reader has from elsewhere. */
async function compare(text) {
  const keys = keysIn(text);
  const document = keysDocument(bytesOf(text.trim()));
  const isOfAnother = document && !document.has(state.results[state.at].place);
  Object.assign(state, { key: text, keyFault: isOfAnother ? "otherKeys" : keys.length ? "" : "noKey" });
  if (state.keyFault) return draw("key");
  const turn = (state.turn += 1);
  const pile = document ? { ...state.pile, documents: [...state.pile.documents, document] } : state.pile;
  return judge(pile, [], turn, state.at, keys);
}

/** The same with a file that the reader took from the institution. */
async function chosen(file) {
  const data = file.size > LARGEST ? null : await bytesIn(file);
  return compare(data ? new TextDecoder().decode(data) : "");
}

state.language = /^en\b/i.test(navigator.language) ? "en" : "fr";
addEventListener("beforeprint", () => page.querySelectorAll("details").forEach((each) => (each.open = true)));
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => {
  event.preventDefault();
  if (event.dataTransfer?.files.length) take(event.dataTransfer.files);
});
const inside = bundleIn(document.getElementById("bundle").textContent);
draw();
if (inside) open([{ name: "", data: inside }]);
