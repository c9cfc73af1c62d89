// What is refused, as data: a code of the engine's closed list, where it is, and what was found.

/**
 * Something that the verifier refuses.
 *
 * kind:     what a caller may do about it: "json", "credential", "context", "canonical", "complex", "key",
 *           "controller", "proof", "suite", "status", "image", "reach", "recognised", "unreadable",
 *           "unknown_controller", "unsupported"
 * code:     of a reason of the engine, for instance "json.too_deep"
 * pointer:  where, as a JSON Pointer (RFC 6901); "" is the whole document
 * details:  the values that fill the reason's sentence
 */
export class Refusal extends Error {
  constructor(kind, code, details = {}, pointer = "") {
    super(code);
    this.kind = kind;
    this.code = code;
    this.details = details;
    this.pointer = pointer;
  }
}

/** Throw a refusal. */
export function refuse(kind, code, details = {}, pointer = "") {
  throw new Refusal(kind, code, details, pointer);
}

/** [what a step gives, null], or [undefined, the refusal that came out of it]; whatever else comes out goes on. */
export function refusalOf(step) {
  try {
    return [step(), null];
  } catch (error) {
    if (error instanceof Refusal) return [undefined, error];
    throw error;
  }
}

/** The same for a step that takes its time. */
export async function refusalFrom(step) {
  try {
    return [await step(), null];
  } catch (error) {
    if (error instanceof Refusal) return [undefined, error];
    throw error;
  }
}
