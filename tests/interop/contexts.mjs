// The contexts that Sceau ships, for software that takes a document loader.
import {readFileSync} from 'node:fs';

const folder = new URL('../../src/sceau/engine/vocabularies/contexts/', import.meta.url);
const index = JSON.parse(readFileSync(new URL('index.json', folder)));
const documents = new Map(index.map(({url, file}) => [url, JSON.parse(readFileSync(new URL(file, folder)))]));

/** A loader that knows the contexts and these documents, by URL, and nothing else. */
export function loader(others = {}) {
  return async url => {
    const document = documents.get(url) ?? others[url];
    if (document === undefined) {
      throw new Error(`${url} is not at hand`);
    }
    return {contextUrl: null, documentUrl: url, document};
  };
}
