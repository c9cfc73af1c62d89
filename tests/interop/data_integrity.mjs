// Digital Bazaar's stack: canonical form, issuing and verifying with Data Integrity proofs.
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as ecdsaJcs from '@digitalbazaar/ecdsa-jcs-2019-cryptosuite';
import * as ecdsaRdfc from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite';
import * as eddsaJcs from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import jsonld from 'jsonld';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite as eddsaRdfc} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {loader} from './contexts.mjs';

const suites = {
  'eddsa-rdfc-2022': {keys: Ed25519Multikey, sign: () => eddsaRdfc, verify: () => eddsaRdfc},
  'eddsa-jcs-2022': {keys: Ed25519Multikey, sign: eddsaJcs.createSignCryptosuite, verify: eddsaJcs.createVerifyCryptosuite},
  'ecdsa-rdfc-2019': {keys: EcdsaMultikey, sign: () => ecdsaRdfc.cryptosuite, verify: () => ecdsaRdfc.cryptosuite},
  'ecdsa-jcs-2019': {keys: EcdsaMultikey, sign: ecdsaJcs.createSignCryptosuite, verify: ecdsaJcs.createVerifyCryptosuite},
};

/** Canonical N-Quads, or an exception for what safe mode would drop. */
export function canonize({document}) {
  return jsonld.canonize(document, {
    algorithm: 'RDFC-1.0', format: 'application/n-quads', safe: true, documentLoader: loader(),
  });
}

/** A Multikey with its secret, loaded once. */
export function loadKey({suite, key}) {
  return suites[suite].keys.from({'@context': 'https://w3id.org/security/multikey/v1', type: 'Multikey', ...key});
}

/** What signs with a loaded key, at a moment. */
export function proofMaker({suite, key, created}) {
  return new DataIntegrityProof({signer: key.signer(), date: created, cryptosuite: suites[suite].sign()});
}

/** The document with a proof made by a proofMaker. */
export function issueWith({document, maker, documentLoader}) {
  return vc.issue({credential: document, suite: maker, documentLoader});
}

export async function issue({document, suite, key, created}) {
  const maker = proofMaker({suite, key: await loadKey({suite, key}), created});
  return issueWith({document, maker, documentLoader: loader()});
}

/** Whether a proof of this suite holds; documents: the controller documents and keys, by URL. */
export async function verify({document, suite, documents}) {
  const judge = new DataIntegrityProof({cryptosuite: suites[suite].verify()});
  const {verified, error} = await vc.verifyCredential({
    credential: document, suite: judge, documentLoader: loader(documents), checkStatus: async () => ({verified: true}),
  });
  return {verified, problem: verified ? '' : String(error?.errors?.[0] ?? error)};
}
