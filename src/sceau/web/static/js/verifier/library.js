// The contexts that may be used: those of our own credentials are here, the others come when a document names them.
import { CONTEXTS } from "./contexts.js";
import { fromPlain, isObject, listed } from "./values.js";

const asLibrary = (contexts) =>
  new Map(Object.entries(contexts).map(([url, { document }]) => [url, fromPlain(document)]));

/** What our own credentials use, by URL. */
const OWN = asLibrary(CONTEXTS);

let whole = null; // the same for every document, once it has been asked for

/** All the contexts that the engine knows, by URL. */
export function allContexts() {
  whole ??= import("./contexts-others.js").then(({ CONTEXTS: others }) => new Map([...OWN, ...asLibrary(others)]));
  return whole;
}

/** The contexts to read a document with. */
export async function libraryFor(document) {
  const urls = [...contextsIn(document)].flatMap(([, named]) => listed(named));
  return urls.some((url) => typeof url === "string" && !OWN.has(url)) ? allContexts() : OWN;
}

/** Every `@context` of a value, with its pointer. The depth was bounded when it was read. */
export function* contextsIn(value, pointer = "") {
  if (isObject(value) && value.has("@context")) yield [`${pointer}/@context`, value.get("@context")];
  const members = isObject(value) || Array.isArray(value) ? value.entries() : [];
  for (const [name, each] of members) if (name !== "@context") yield* contextsIn(each, `${pointer}/${name}`);
}
