// Who is the issuer? What identifies one: a domain that is its own, or the reader's own list.
import { passed, unknown } from "./report.js";

// The host ends where a browser sees it end; a name of a person before it ("@") would pass for the host.
const HTTPS_HOST = /^https:\/\/([A-Za-z0-9_.-]+(?::[0-9]+)?)(?=[/?#]|$)/;

/** The issuers whom a reader knows, by id. trust: {version: 1, issuers: [{id, name, evidence}]}, or nothing */
export function readTrust(trust) {
  const known = new Map();
  for (const { id, name, evidence = "" } of trust?.issuers ?? []) {
    const isOne = typeof id === "string" && /^(did:|https:\/\/)/.test(id) && typeof name === "string" && name.trim();
    if (!isOne || typeof evidence !== "string") throw new TypeError("not an issuer of a trust list");
    known.set(id.startsWith("https://") ? id.replace(/\/+$/, "") : id, { name, evidence });
  }
  return known;
}

/** Whether something says who the issuer is. What the document itself says of it proves nothing. */
export function judgeIssuer(issuerId, trusted) {
  const origin = issuerId.startsWith("https://") ? issuerId.split("/").slice(0, 3).join("/") : issuerId;
  const known = trusted.get(issuerId) ?? trusted.get(origin);
  if (known?.evidence) return passed("issuer", "issuer.by_trust_list_with_evidence", known);
  if (known) return passed("issuer", "issuer.by_trust_list", known);
  const domain = domainOf(issuerId);
  if (domain) return passed("issuer", "issuer.by_domain", { domain });
  return unknown("issuer", "issuer.identified_by_nothing", { issuer: issuerId }, "/issuer");
}

/** The host, and the port if there is one, that a did:web or an https address names; "" for any other. */
function domainOf(issuerId) {
  if (!issuerId.startsWith("did:web:")) return HTTPS_HOST.exec(issuerId)?.[1] ?? "";
  return issuerId.slice("did:web:".length).split(":")[0].replace(/%3a/gi, ":"); // all that a did:web may have encoded
}
