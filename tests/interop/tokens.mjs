// jose: signed tokens.
import {CompactSign, compactVerify, importJWK} from 'jose';

export async function signToken({payload, header, jwk}) {
  const key = await importJWK(jwk, header.alg);
  return new CompactSign(new TextEncoder().encode(JSON.stringify(payload))).setProtectedHeader(header).sign(key);
}

export async function verifyToken({token, jwk}) {
  const [head] = token.split('.');
  const {alg} = JSON.parse(Buffer.from(head, 'base64url'));
  const {payload, protectedHeader} = await compactVerify(token, await importJWK(jwk, alg));
  return {header: protectedHeader, payload: JSON.parse(new TextDecoder().decode(payload))};
}
