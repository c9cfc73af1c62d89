// What a picture may hold, whatever its format: the text of a credential, its form, its bounds.
import { LIMITS } from "../verifier/catalogue.js";
import { refuse } from "../verifier/errors.js";
import { lengthOf } from "../verifier/values.js";

export const LARGEST_IMAGE = 8 * 1024 * 1024;

/** The text that was found in a picture. standard: "ob3" or "ob2"; throws Refusal "image" for what none has */
export function found(standard, text) {
  if (formOf(text) === "url" && standard === "ob3") refuse("image", "image.not_a_credential");
  return text.trim();
}

/** "json", "jwt" or "url", by its looks alone. Throws Refusal "image". */
export function formOf(text) {
  if (lengthOf(text) > LIMITS.bytes) refuse("image", "image.credential_too_large", { limit: LIMITS.bytes });
  const bare = text.trim();
  if (bare.startsWith("{") && bare.endsWith("}")) return "json";
  if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(bare)) return "jwt";
  return /^https?:\/\/[!-~]+$/.test(bare) ? "url" : refuse("image", "image.not_a_credential");
}
