// From the name of a key to the key: in the issuer's own document, found where its identifier says and nowhere else.
import {
  DID_KEY, DID_WEB, controllerUrl, documentOfDidKey, parted, urlOfDidWeb, verificationMethod, verificationMethods,
} from "./controller.js";
import { refuse } from "./errors.js";
import { fromJwk } from "./keys.js";
import { DID_TYPES } from "./reach.js";
import { asText, isObject } from "./values.js";

const PLAIN_PATH = /^[A-Za-z0-9._~:/-]+$/; // what follows "https://" in an address that reads in one way only

/** The key of this name, authorised for assertions. Throws "reach", "unknown_controller", "controller", "key". */
export async function keyOfProof(methodId, reach) {
  if (typeof methodId !== "string") refuse("controller", "key.not_named", {}, "/verificationMethod");
  if (!reach.methods.has(methodId)) {
    const document = await controllerDocument(controllerUrl(methodId), reach);
    reach.methods.set(methodId, verificationMethod(document, methodId));
  }
  return reach.methods.get(methodId);
}

/**
 * The key of the issuer that a JWT was signed with.
 *
 * header:     its kid may be the URL of a key, a name inside the issuer's document, or the address of a JWK below
 *             the issuer's own; its jwk is believed only when the issuer publishes the same key
 * algorithm:  of the key: "Ed25519", "P-256"…
 * source:     VC-JOSE-COSE 1.0, §4.1; Open Badges 3.0, §8.2.4
 */
export async function keyOfToken(header, issuerId, algorithm, reach) {
  const [kid, jwk] = [header.get("kid"), header.get("jwk")];
  if (typeof kid === "string" && /^(did:|https:\/\/)/.test(kid) && kid.includes("#")) {
    refuseOtherIssuer(kid, issuerId, "/kid");
    return keyOfProof(kid, reach);
  }
  if (typeof kid === "string" && isBelow(issuerId, kid)) {
    const key = fromJwk(await reach.document(kid, DID_TYPES));
    return { id: kid, controller: issuerId, key, jwkId: null, expires: null, revoked: null };
  }
  const document = await controllerDocument(issuerId, reach);
  if (document.get("id") !== issuerId) {
    refuse("controller", "key.not_the_issuers", { controller: asText(document.get("id")), issuer: issuerId });
  }
  return named(document, kid, jwk, algorithm);
}

/** Refuse a key that is not published under the issuer's own identifier. Throws "controller". */
export function refuseOtherIssuer(methodId, issuerId, pointer = "/verificationMethod") {
  const controller = typeof methodId === "string" ? parted(methodId, "#")[0] : "";
  if (controller === issuerId) return;
  refuse("controller", controller ? "key.not_the_issuers" : "key.not_named", { controller, issuer: issuerId }, pointer);
}

async function controllerDocument(controller, reach) {
  if (controller.startsWith(DID_KEY)) return documentOfDidKey(controller);
  if (controller.startsWith(DID_WEB)) return reach.document(urlOfDidWeb(controller), DID_TYPES);
  if (controller.startsWith("https://")) return reach.document(controller, DID_TYPES);
  return refuse("unknown_controller", "key.unknown_did_method", { controller });
}

/** The key of the document that a token means, by whatever means it names it. */
async function named(document, kid, jwk, algorithm) {
  if (isObject(jwk)) {
    const key = fromJwk(jwk);
    const method = verificationMethods(document).find((each) => each.key.is(key));
    return method ?? refuse("controller", "key.not_published", {}, "/jwk");
  }
  if (typeof kid === "string") {
    for (const method of verificationMethods(document)) {
      if (kid === method.jwkId || kid === (await method.key.thumbprint())) return method;
    }
    const isAbsolute = kid.slice(1).includes("#");
    return verificationMethod(document, isAbsolute ? kid : `${document.get("id")}#${kid.replace(/^#/, "")}`);
  }
  const fitting = new Map();
  for (const method of verificationMethods(document)) {
    if (method.key.algorithm === algorithm) fitting.set(method.key.name, method);
  }
  return fitting.size === 1 ? [...fitting.values()][0] : refuse("controller", "key.which_one");
}

/** Whether the address lies under the issuer's own; beside it on the same host is not enough: hosts are shared. */
function isBelow(issuerId, url) {
  let end = issuerId.length;
  while (issuerId[end - 1] === "/") end -= 1;
  const base = `${issuerId.slice(0, end)}/`;
  if (!issuerId.startsWith("https://") || !url.startsWith(base) || !PLAIN_PATH.test(url.slice(8))) return false;
  return !url.split("/").some((name) => name === "." || name === "..");
}
