// Controller documents: which keys an issuer publishes, and what each is for; did:key and did:web.
//
// source:  Controlled Identifiers 1.0, §3.3 "Retrieve Verification Method"; did:key Method, §3.1.1; did:web Method, §2.5.2
import { refuse, refusalOf } from "./errors.js";
import { decodePublic, fromJwk, kidOf } from "./keys.js";
import { readStamp } from "./moments.js";
import { asciiText, cut, isObject, listed, same } from "./values.js";

export const ASSERTION = "assertionMethod";
export const DID_KEY = "did:key:";
export const DID_WEB = "did:web:";

const MOST_METHODS = 200;
const ANY_CURVE = ["Ed25519", "P-256", "P-384"];
const MULTIBASE_TYPES = {
  Multikey: ANY_CURVE,
  Ed25519VerificationKey2020: ["Ed25519"],
  EcdsaSecp256r1VerificationKey2019: ["P-256"],
  EcdsaSecp384r1VerificationKey2019: ["P-384"],
};
const JWK_TYPES = ["JsonWebKey", "JsonWebKey2020"];
const LONGEST_DID = 1024;
const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const HOST = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`, "i");
const NUMERIC = /^(?:0x[0-9a-f]*|[0-9]+)$/i; // a last label of this form makes it an IPv4 address
const SEGMENT = /^(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})+$/; // DID Core §3.1, idchar

/** The URL or DID of the document where a method is published: its id without the fragment. Throws "controller". */
export function controllerUrl(methodId) {
  const whole = withFragment(methodId);
  const [url, fragment] = parted(whole, "#");
  const [scheme, rest] = parted(url, ":");
  if (!fragment || !rest || !/^[A-Za-z0-9]+$/.test(scheme)) {
    refuse("controller", "controller.method_not_absolute", { found: methodId });
  }
  if (/[\p{C}\p{Z}]/u.test(methodId)) {
    refuse("controller", "controller.method_not_absolute", { found: asciiText(methodId) });
  }
  return url;
}

/** The text before a mark, and what follows it; "" when the mark is not there. */
export function parted(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + mark.length)];
}

/**
 * The method with this id, if the document authorises it for assertions:
 * {id, controller, key, jwkId, expires, revoked}. Throws "controller", "key".
 */
export function verificationMethod(document, methodId) {
  const owner = controllerUrl(methodId);
  const found = document.get("id");
  if (found !== owner) {
    refuse("controller", "controller.other_document", { found, expected: owner }, "/id");
  }
  return authorised(described(document, owner), withFragment(methodId), owner);
}

/** All the methods that the document authorises for assertions and that we can read. Throws "controller". */
export function verificationMethods(document) {
  const owner = document.get("id");
  if (typeof owner !== "string") refuse("controller", "controller.malformed_member", { member: "id" }, "/id");
  const all = described(document, owner);
  return [...all.keys()].map((name) => refusalOf(() => authorised(all, name, owner))[0]).filter(Boolean);
}

/** A bare did:key stands for its only key. */
function withFragment(methodId) {
  return methodId.startsWith(DID_KEY) && !methodId.includes("#")
    ? `${methodId}#${methodId.slice(DID_KEY.length)}`
    : methodId;
}

/** Every method that the document describes or lists for assertions, by its absolute id. */
function described(document, owner) {
  const found = new Map();
  for (const part of ["verificationMethod", ASSERTION]) {
    const entries = document.has(part) ? document.get(part) : [];
    if (Array.isArray(entries) && entries.length > MOST_METHODS) {
      refuse("controller", "controller.too_many_methods", { limit: MOST_METHODS }, `/${part}`);
    }
    listed(entries).forEach((entry, index) => {
      const name = absolute(isObject(entry) ? entry.get("id") : entry, owner);
      if (name === null) return;
      if (!found.has(name)) found.set(name, { descriptions: [], isListed: false });
      const method = found.get(name);
      method.isListed ||= part === ASSERTION;
      if (isObject(entry)) method.descriptions.push([Array.isArray(entries) ? `/${part}/${index}` : `/${part}`, entry]);
    });
  }
  return found;
}

function authorised(all, name, owner) {
  const method = all.get(name);
  if (!method?.descriptions.length) refuse("controller", "controller.no_such_method", { found: name });
  const [[pointer, description], ...others] = method.descriptions;
  if (others.some(([, other]) => !same(other, description))) {
    refuse("controller", "controller.two_methods", { found: name }, pointer);
  }
  if (!method.isListed) {
    refuse("controller", "controller.not_for_purpose", { found: name, relationship: ASSERTION }, pointer);
  }
  return read(description, owner, pointer);
}

function absolute(name, owner) {
  if (typeof name !== "string") return null;
  return name.startsWith("#") ? owner + name : name;
}

function read(method, owner, pointer) {
  const controller = method.get("controller");
  if (typeof controller !== "string") malformed(pointer, "controller");
  if (controller !== owner) {
    const details = { found: controller, expected: owner };
    refuse("controller", "controller.other_controller", details, `${pointer}/controller`);
  }
  const [key, jwkId] = keyOf(method, pointer);
  const [expires, revoked] = ["expires", "revoked"].map((name) => momentAt(method, name, pointer));
  return { id: absolute(method.get("id"), owner), controller, key, jwkId, expires, revoked };
}

function keyOf(method, pointer) {
  const kind = method.get("type");
  if (JWK_TYPES.includes(kind)) {
    const jwk = method.get("publicKeyJwk");
    if (!isObject(jwk)) malformed(pointer, "publicKeyJwk");
    return [fromJwk(jwk), kidOf(jwk)];
  }
  if (typeof kind !== "string" || !Object.hasOwn(MULTIBASE_TYPES, kind)) {
    refuse("controller", "controller.unknown_method_type", { found: kind }, `${pointer}/type`);
  }
  const word = method.get("publicKeyMultibase");
  if (typeof word !== "string") malformed(pointer, "publicKeyMultibase");
  const key = decodePublic(word);
  if (!MULTIBASE_TYPES[kind].includes(key.algorithm)) malformed(pointer, "publicKeyMultibase");
  return [key, null];
}

function momentAt(method, name, pointer) {
  if (!method.has(name)) return null;
  return readStamp(method.get(name)) ?? malformed(pointer, name); // an end that cannot be read must not pass for none
}

function malformed(pointer, name) {
  refuse("controller", "controller.malformed_member", { member: name }, `${pointer}/${name}`);
}

/** The DID document of a did:key, which nobody needs to publish. Throws "key". */
export function documentOfDidKey(did) {
  const word = did.slice(DID_KEY.length);
  decodePublic(word);
  const method = `${did}#${word}`;
  const description = new Map([["id", method], ["type", "Multikey"], ["controller", did], ["publicKeyMultibase", word]]);
  return new Map([["id", did], ["verificationMethod", [description]], [ASSERTION, [method]]]);
}

/** The https URL where the document of a did:web is served. Throws "controller". */
export function urlOfDidWeb(did) {
  if (!did.startsWith(DID_WEB) || did.length > LONGEST_DID) {
    refuse("controller", "controller.not_a_did", { found: cut(did, LONGEST_DID), method: "web" });
  }
  const [host, ...path] = did.slice(DID_WEB.length).split(":");
  const authority = authorityOf(host);
  for (const segment of path) {
    const plain = segment.replace(/%2e/gi, "."); // many a server would read "%2F" and "%2E%2E" as "/" and ".."
    if (!SEGMENT.test(segment) || plain === "." || plain === ".." || /%2f/i.test(segment)) {
      refuse("controller", "controller.not_a_path", { found: segment });
    }
  }
  return `https://${authority}/${path.length ? path.join("/") : ".well-known"}/did.json`;
}

function authorityOf(host) {
  const [name, ...port] = host.split(/%3a/i);
  const isNumeric = NUMERIC.test(name.split(".").at(-1));
  const hasPort = port.length === 0 || (port.length === 1 && /^[1-9][0-9]{0,4}$/.test(port[0]) && +port[0] <= 65535);
  if (!HOST.test(name) || name.length > 253 || isNumeric || !hasPort) {
    refuse("controller", "controller.not_a_domain", { found: host });
  }
  return port.length ? `${name}:${port[0]}` : name;
}
