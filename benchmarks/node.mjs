// The Node stack, measured by itself: a turn a line on standard input, its seconds a line on standard output.
// Its packages are those of tests/interop.
import {createPrivateKey, createPublicKey, sign, verify as check} from 'node:crypto';
import {createInterface} from 'node:readline';
import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';

const interop = new URL('../tests/interop/', import.meta.url);
await import(new URL('world.mjs', interop));
const {issueWith, loadKey, proofMaker, verify} = await import(new URL('data_integrity.mjs', interop));
const {loader} = await import(new URL('contexts.mjs', interop));
const {CompactSign, compactVerify, importJWK} = await import(
  pathToFileURL(createRequire(interop).resolve('jose')));

const answer = value => process.stdout.write(`${JSON.stringify(value)}\n`);
const lines = createInterface({input: process.stdin})[Symbol.asyncIterator]();
const {parties, jwk, header, created} = JSON.parse((await lines.next()).value);
const acts = {};
const made = {};

const secret = createPrivateKey({key: jwk, format: 'jwk'});
const open = createPublicKey({key: {...jwk, d: undefined}, format: 'jwk'});
const bytes = Buffer.alloc(64, 7);
const signature = sign(null, bytes, secret);
acts['raw issue'] = () => sign(null, bytes, secret);
acts['raw verify'] = () => check(null, bytes, open, signature);

for (const {suite, key, document, documents} of parties) {
  const maker = proofMaker({suite, key: await loadKey({suite, key}), created});
  const documentLoader = loader();
  acts[`${suite} issue`] = () => issueWith({document: structuredClone(document), maker, documentLoader});
  made[suite] = await acts[`${suite} issue`]();
  acts[`${suite} verify`] = async () => {
    const {verified, problem} = await verify({document: made[suite], suite, documents});
    if (!verified) throw new Error(problem);
  };
}

const key = await importJWK(jwk, 'EdDSA');
const open2 = await importJWK({...jwk, d: undefined}, 'EdDSA');
const {document} = parties[0];
acts['jwt issue'] = () => new CompactSign(new TextEncoder().encode(JSON.stringify(document)))
  .setProtectedHeader(header).sign(key);
made.jwt = await acts['jwt issue']();
acts['jwt verify'] = async () => JSON.parse(new TextDecoder().decode((await compactVerify(made.jwt, open2)).payload));

answer({made, version: process.version});
for await (const line of lines) {
  const {act, count} = JSON.parse(line);
  const started = process.hrtime.bigint();
  for (let turn = 0; turn < count; turn++) {
    await acts[act]();
  }
  answer({seconds: Number(process.hrtime.bigint() - started) / 1e9});
}
