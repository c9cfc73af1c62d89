// The verifier of the Digital Credentials Consortium, as its own software calls it.
import {verifyCredential} from '@digitalcredentials/verifier-core';

export async function verifierCore({credential}) {
  const {errors, log = [], additionalInformation = []} = await verifyCredential({credential, knownDIDRegistries: []});
  const answers = log.map(({id, valid, error}) => [id, error ? `${error.name}: ${error.message}` : valid]);
  return {
    errors: (errors ?? []).map(({name, message}) => `${name}: ${message}`),
    log: Object.fromEntries(answers),
    schemas: additionalInformation.flatMap(({results}) => results),
  };
}
