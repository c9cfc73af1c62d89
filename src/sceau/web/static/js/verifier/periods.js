// When: the period of a key, the date of a signature, the validity of a credential.
import { LIMITS } from "./catalogue.js";
import { failed, passed, unknown } from "./report.js";

const SKEW = BigInt(LIMITS.skew) * 1_000_000n; // how far ahead another's clock may be

/**
 * Whether the key was its issuer's alone when it signed: {expires, revoked} are the key's.
 *
 * A key that merely expired signed what its owner dates before that. A revoked key may be in other hands, which can
 * write any date: only evidence from elsewhere says that the document existed before.
 *
 * source:  Controlled Identifiers 1.0, §2.2 "expires" and "revoked"
 */
export function judgeKeyPeriod({ expires, revoked }, created, { now, policy }) {
  if (revoked !== null && revoked.us <= now.us) {
    const existed = policy.existedBy;
    if (existed === null || existed.us >= revoked.us) return unknown("key_time", "key.revoked", { revoked });
    return passed("key_time", "key.revoked_after", { revoked, existed });
  }
  const hasEnded = expires !== null && (expires.us <= now.us || (created !== null && created.us >= expires.us));
  if (!hasEnded) return passed("key_time", "key.in_service");
  if (created === null) return unknown("key_time", "key.expired_undated", { expires });
  if (created.us >= expires.us) return failed("key_time", "key.expired_before", { expires, created });
  return passed("key_time", "key.expired_after", { expires, created });
}

/** Whether the signature had been made, and was still good. source: Data Integrity 1.0, §2.1 "created" and "expires" */
export function judgeProofTime(created, expires, { at }) {
  const isLater = created !== null && created.us - at.us > SKEW;
  if (isLater) return failed("proof_time", "proof.created_later", { created, at });
  if (expires !== null && expires.us <= at.us) return failed("proof_time", "proof.expired", { expires });
  return passed("proof_time", "proof.time_fits");
}

/** Whether the credential is in force at the moment in question. source: VC Data Model 2.0, §4.9 */
export function judgeValidity(start, end, { at }) {
  if (end !== null && end.us < at.us) return failed("validity", "validity.expired", { end });
  if (start !== null && start.us - at.us > SKEW) return failed("validity", "validity.not_yet", { start });
  if (end !== null) return passed("validity", "validity.until", { end });
  if (start !== null) return passed("validity", "validity.without_end", { start });
  return passed("validity", "validity.without_dates");
}
