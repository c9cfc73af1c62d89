// What these scripts may see of the world: this machine, and documents that others published, from files.
import {webcrypto} from 'node:crypto';
import {setDefaultResultOrder} from 'node:dns';
import {readFile} from 'node:fs/promises';

globalThis.crypto ??= webcrypto; // Node 18 does not give it this name
setDefaultResultOrder('ipv4first'); // the servers of the tests are at 127.0.0.1; Node 18 tries one address only
console.log = console.error; // standard output is for answers

const HERE = new Set(['127.0.0.1', 'localhost']);
const published = JSON.parse(process.env.KNOWN_DOCUMENTS ?? '{}'); // from URL to file
const served = new Map(); // from URL to text, by a house that is open no more
const ask = globalThis.fetch;

/** Be found at these URLs from now on: {url: text}. */
export function serve({documents}) {
  for (const [url, text] of Object.entries(documents)) {
    served.set(url, text);
  }
}

globalThis.fetch = async (request, options) => {
  const url = new URL(request.url ?? request);
  const headers = {'content-type': 'application/json'};
  if (served.has(url.href)) {
    return new Response(served.get(url.href), {headers});
  }
  if (HERE.has(url.hostname)) {
    return ask(request, options);
  }
  if (url.href in published) {
    return new Response(await readFile(published[url.href]), {headers});
  }
  throw new TypeError(`${url.href} is not on this machine`);
};
