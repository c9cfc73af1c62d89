// Questions on standard input, as one JSON list; answers on standard output, as another. Bytes travel as base64.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

globalThis.crypto ??= (await import("node:crypto")).webcrypto; // Node 18
const folder = pathToFileURL(`${process.argv[2]}/`);
const load = (name) => import(new URL(name, folder));
const { verify } = await load("verify.js");
const { canonicalBytes } = await load("jcs.js");
const { canonicalise } = await load("rdfc.js");
const { canonicalNquads } = await load("data-integrity.js");
const { Refusal } = await load("errors.js");
const LIBRARY = await (await load("library.js")).allContexts();
const { Reach, fromDocuments, fromFetch } = await load("reach.js");
const { parse } = await load("strict-json.js");
const { digest, hexOf } = await load("encodings.js");
const { readBundle } = await load("../bundle/bundle.js");
const { keysIn, reportOnHanded, shownKeys } = await load("../bundle/handed.js");
const { Memory, documentsOf, isSomethingElse, judgedItem, openedFiles } = await load("../bundle/pile.js");
const { keysDocument } = await load("../bundle/beside.js");
const { attachedTo } = await load("../bundle/pdf.js");
const { inPng, isPng } = await load("../bundle/png.js");
const { inSvg } = await load("../bundle/svg.js");
const { linesOf, nextStep } = await load("telling.js");

const text = (bytes) => new TextDecoder().decode(bytes);
const bytes = (word) => new Uint8Array(Buffer.from(word, "base64"));

/** A site as the tests have it: what is not there answers 404. */
function reachOf(site) {
  return async (url) => {
    const found = site[url];
    if (found === undefined) return { url, status: 404, body: new Uint8Array() };
    return { url: found.url ?? url, status: found.status ?? 200, body: bytes(found.body) };
  };
}

/** Go on with a step as in a browser that lacks these algorithms. */
async function lacking(names, go) {
  const { subtle } = crypto;
  const importKey = subtle.importKey;
  subtle.importKey = (format, key, algorithm, ...rest) =>
    names.includes(algorithm.name ?? algorithm)
      ? Promise.reject(new DOMException("unrecognised", "NotSupportedError"))
      : importKey.call(subtle, format, key, algorithm, ...rest);
  try {
    return await go();
  } finally {
    delete subtle.importKey;
  }
}

/** Milliseconds of the processor since then: what else runs does not count. */
function spent(started) {
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000;
}

const tasks = {
  async verify({ given, isText, site, options, resources = {}, without = [], reach = "site", documents = {} }) {
    const anything = isText ? given : bytes(given);
    const held = Object.fromEntries(Object.entries(resources).map(([id, word]) => [id, bytes(word)]));
    const way = { site: () => reachOf(site), nothing: () => undefined, documents: () => fromDocuments(documents) }[reach]();
    const started = performance.now();
    const report = await lacking(without, () => verify(anything, { ...options, resources: held, reach: way, source: "x" }));
    return { report, ms: performance.now() - started };
  },
  async handed({ given, options, text: copied }) {
    const bundle = readBundle(bytes(given));
    const report = (await reportOnHanded(bundle, { ...options, confirmed: keysIn(copied) })).asJson("x");
    return { report, keys: shownKeys(bundle), lines: linesOf(report), next: nextStep(report) };
  },
  /** Files that are dropped one after the other: drops: [[{name, data}]]; text: pasted in the end. */
  async dropped({ drops, options, text: copied }) {
    const memory = new Memory();
    const started = process.cpuUsage();
    let [pile, told] = [null, []];
    const judged = async (given) => {
      const found = [];
      for (const item of pile.items) found.push(await judgedItem(item, pile, memory, { ...options, keys: given }));
      return found;
    };
    const problems = [];
    for (const files of drops) {
      const found = await openedFiles(files.map(({ name, data }) => ({ name, data: bytes(data) })));
      problems.push(...found.problems);
      pile = !found.items.length && pile ? { ...pile, documents: [...pile.documents, ...found.documents] } : found;
      told = await judged([]);
      memory.see(documentsOf(found));
    }
    if (copied) {
      const document = keysDocument(new TextEncoder().encode(copied));
      if (document) pile = { ...pile, documents: [...pile.documents, document] };
      told = await judged(keysIn(copied));
    }
    const results = told.map((each) => ({ ...each, bundle: null, at: null, isElse: isSomethingElse(each) }));
    return { results, problems, ms: spent(started), polluted: {}.polluted ?? null };
  },
  /** PDF files: what is attached to each, [[name, base64]], or the reason why that is not read. */
  async attached({ papers }) {
    const found = [];
    for (const word of papers) {
      try {
        const { files } = await attachedTo(bytes(word));
        found.push({ files: files.map(({ name, content }) => [name, Buffer.from(content).toString("base64")]) });
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        found.push({ code: error.code });
      }
    }
    return found;
  },
  /** Pictures: the text of the credential in each, or the reason why there is none. */
  async unbake({ pictures }) {
    return pictures.map((word) => {
      const picture = bytes(word);
      try {
        return { text: isPng(picture) ? inPng(picture) : inSvg(picture) };
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return { code: error.code };
      }
    });
  },
  async keysIn({ texts }) {
    return texts.map(keysIn);
  },
  async telling({ reports }) {
    return reports.map((report) => ({ lines: linesOf(report), next: nextStep(report) }));
  },
  async jcs({ given }) {
    return text(canonicalBytes(parse(bytes(given), 1e9)));
  },
  async canonical({ given }) {
    return text(await canonicalNquads(parse(bytes(given), 1e9), LIBRARY));
  },
  async rdfc({ ground, quads, algorithm }) {
    const { lines, labels } = await canonicalise(ground, quads, { algorithm });
    return { nquads: lines.join(""), labels: Object.fromEntries([...labels].map((pair) => pair.map((label) => label.slice(2)))) };
  },
  async contexts() {
    const found = {};
    for (const [url, document] of LIBRARY) found[url] = hexOf(await digest("SHA-256", canonicalBytes(document)));
    return found;
  },
};

/** A platform's fetch that answers as told: {status, body, length, redirectedTo, fails}. */
function fetching(told, asked) {
  return async (url, options) => {
    asked.push({ url, accept: options.headers.accept, credentials: options.credentials, referrer: options.referrerPolicy });
    if (told.fails) throw new TypeError("no network");
    const answer = new Response(told.body ?? new Uint8Array(told.length ?? 0), { status: told.status ?? 200 });
    if (told.redirectedTo) {
      Object.defineProperties(answer, { redirected: { value: true }, url: { value: told.redirectedTo } });
    }
    return answer;
  };
}

tasks.fetch = async ({ url, told }) => {
  const asked = [];
  const reach = new Reach(fromFetch(fetching(told, asked)));
  try {
    return { asked, found: [...(await reach.document(url, "application/json"))] };
  } catch (error) {
    return { asked, refused: error.code, details: error.details };
  }
};

const answers = [];
for (const { task, ...words } of JSON.parse(readFileSync(0, "utf-8"))) {
  try {
    answers.push({ result: await tasks[task](words) });
  } catch (error) {
    answers.push(error instanceof Refusal ? { refused: error.code, pointer: error.pointer } : { problem: error.stack });
  }
}
process.stdout.write(JSON.stringify(answers));
