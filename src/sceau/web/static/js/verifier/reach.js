// Other people's documents: asked for once, within bounds; and the ways to answer for them.
import { LIMITS } from "./catalogue.js";
import { Refusal, refuse, refusalFrom, refusalOf } from "./errors.js";
import { parseObject } from "./strict-json.js";

export const CREDENTIAL_TYPES =
  "application/vc+ld+json, application/vc, application/ld+json;q=0.9, application/json;q=0.8";
export const DID_TYPES = "application/did+json, application/did+ld+json;q=0.9, application/json;q=0.8";
export const NOT_FOUND = [404, 410];
const PATIENCE = 10_000; // milliseconds

/**
 * The way to other people's servers, for one verification.
 *
 * ask:  the caller's: async (url, accept) → {url: where it was found, status, body: bytes}; throws a Refusal "reach", or
 *       anything, when there is no answer
 */
export class Reach {
  constructor(ask) {
    Object.assign(this, { ask, answers: new Map(), methods: new Map(), lists: new Map(), count: 0, bytes: 0 });
  }

  /** What the server answered, now or to an earlier question. Throws "reach". */
  async fetch(url, accept) {
    if (!this.answers.has(url)) this.answers.set(url, await refusalFrom(() => this.askOnce(url, accept)));
    const [answer, refusal] = this.answers.get(url);
    if (refusal) throw new Refusal(refusal.kind, refusal.code, refusal.details, refusal.pointer);
    return answer;
  }

  /** The answer, if it is a success. Throws "reach". */
  async successful(url, accept) {
    const answer = await this.fetch(url, accept);
    const { status } = answer;
    if (NOT_FOUND.includes(status)) refuse("reach", "reach.not_found", { url, status });
    if (status !== 200) refuse("reach", "reach.refused", { url, status });
    return answer;
  }

  /** The JSON object at an address; no redirect may lead to it. Throws "reach". */
  async document(url, accept) {
    const answer = await this.successful(url, accept);
    if (answer.url !== url) refuse("reach", "reach.redirected", { url, found: answer.url });
    const [document] = refusalOf(() => parseObject(answer.body, LIMITS.fetched));
    return document ?? refuse("reach", "reach.not_a_document", { url });
  }

  async askOnce(url, accept) {
    if (this.count >= LIMITS.fetches) refuse("reach", "reach.too_many", { limit: LIMITS.fetches });
    if (this.bytes >= LIMITS.fetchedInAll) refuse("reach", "reach.too_much", { limit: LIMITS.fetchedInAll });
    this.count += 1;
    try {
      const answer = await this.ask(url, accept);
      this.bytes += answer.body.length;
      return answer;
    } catch (error) {
      if (error instanceof Refusal) throw error;
      return refuse("reach", "elsewhere.no_answer", { url });
    }
  }
}

/**
 * Answers from documents at hand, and asks nobody.
 *
 * documents:  address → bytes, a text, or what JSON can say; null for what is known not to be there
 */
export function fromDocuments(documents) {
  const known = new Map(Object.entries(documents));
  return async (url) => {
    if (!known.has(url)) refuse("reach", "elsewhere.offline", { url });
    const body = known.get(url);
    return body === null ? { url, status: 404, body: new Uint8Array() } : { url, status: 200, body: bytesOf(body) };
  };
}

/** Answers from the servers themselves, over https. fetch: the platform's; nothing of the reader goes with it */
export function fromFetch(fetch) {
  return async (url, accept) => {
    if (!url.startsWith("https://")) refuse("reach", "elsewhere.offline", { url });
    const signal = AbortSignal.timeout(PATIENCE);
    const options = { headers: { accept }, credentials: "omit", referrerPolicy: "no-referrer", signal };
    const answer = await fetch(url, options);
    return { url: answer.redirected ? answer.url : url, status: answer.status, body: await readWithin(answer, url) };
  };
}

/** Asks the first; what it does not have, the second. */
export function oneAfterTheOther(first, second) {
  return async (url, accept) => {
    const [answer, refusal] = await refusalFrom(() => first(url, accept));
    return refusal ? second(url, accept) : answer;
  };
}

function bytesOf(value) {
  if (value instanceof Uint8Array) return value;
  return new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
}

async function readWithin(answer, url) {
  const chunks = [];
  let length = 0;
  const reader = answer.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > LIMITS.fetched) {
      await reader.cancel();
      refuse("reach", "elsewhere.no_answer", { url });
    }
    chunks.push(value);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}
