// The page in one file: a credential is dropped, chosen or pasted, or stands in the page; the verdict is shown.
import { verify } from "../verifier/verify.js";
import { readBundle } from "./bundle.js";
import { LARGEST, NotOpened, bundleIn, bytesOf, opened } from "./files.js";
import { keysIn, reportOnHanded, shownKeys } from "./handed.js";
import { Refusal } from "../verifier/errors.js";
import { message } from "../verifier/words.js";
import { aside, field, form, problem, result } from "./page-parts.js";

const page = document.getElementById("page");
const WORDS = JSON.parse(document.getElementById("words").textContent);
const said = document.getElementById("said");
const state = { language: "fr", shown: null, key: "", keyFault: "", typed: "", fault: "", pile: 0 };

/** The words of the page in the language of its reader. */
const words = () => WORDS[state.language];

/** Draw all of it anew. to: the id of what is to be looked at next */
function draw(to) {
  const { shown, language } = state;
  const told = shown?.told ?? null;
  document.documentElement.lang = language;
  document.title = told ? `${told.sentence[language]} – Sceau` : `${words().title} – Sceau`;
  const parts = [];
  if (shown?.word) parts.push(problem(words(), shown.word));
  if (told) parts.push(...result(words(), language, shown, { compare, key: state.key, keyFault: state.keyFault }));
  parts.push(form(words(), { isFirst: !told && !shown?.word, fault: state.fault, typed: state.typed, take, paste, drawn }), aside(words()));
  page.replaceChildren(head(), ...parts);
  if (to) document.getElementById(to)?.focus();
}

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

/** A file that somebody chose or dropped. */
async function take(file) {
  if (file.size > LARGEST) return show({ word: words().tooLarge.replace("{limit}", String(LARGEST / 1024 / 1024)) });
  return open(new Uint8Array(await file.arrayBuffer()), file.name);
}

/** A text that somebody pasted. */
async function paste(text) {
  state.fault = text.trim() ? "" : "nothing";
  if (state.fault) return draw("text");
  return open(bytesOf(text.trim()), "");
}

async function open(data, name) {
  state.key = state.keyFault = "";
  const turn = (state.pile += 1);
  const shown = await judged(data, name);
  if (turn === state.pile) show(shown);
}

async function judged(data, name) {
  try {
    const { isBundle, content } = await opened(data);
    if (!isBundle) return { told: await verify(content, { language: state.language }), name, isAlone: true };
    const bundle = readBundle(content);
    return { told: await reported(bundle, []), name, bundle, keys: shownKeys(bundle), at: bundle.madeAt };
  } catch (error) {
    if (error instanceof NotOpened) return { word: words()[error.word] };
    if (error instanceof Refusal) return { word: `${message(error.code, error.details)[state.language]}.` };
    throw error;
  }
}

const reported = async (bundle, confirmed) =>
  (await reportOnHanded(bundle, { confirmed, language: state.language })).asJson(bundle.name);

/** Judge the bundle again with the keys that the reader has from elsewhere. */
async function compare(text) {
  const keys = keysIn(text);
  Object.assign(state, { key: text, keyFault: keys.length ? "" : "noKey" });
  if (!keys.length) return draw("key");
  return show({ ...state.shown, told: await reported(state.shown.bundle, keys) });
}

function show(shown) {
  state.shown = shown;
  state.fault = "";
  draw("verdict");
  said.textContent = shown.told ? shown.told.sentence[state.language] : shown.word;
}

state.language = /^en\b/i.test(navigator.language) ? "en" : "fr";
addEventListener("beforeprint", () => page.querySelectorAll("details").forEach((each) => (each.open = true)));
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => {
  event.preventDefault();
  if (event.dataTransfer?.files.length) take(event.dataTransfer.files[0]);
});
const inside = bundleIn(document.getElementById("bundle").textContent);
draw();
if (inside) open(inside, "");
