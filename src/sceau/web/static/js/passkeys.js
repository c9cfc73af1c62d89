// Passkeys: a form with data-passkey asks the browser for one ("create") or for a proof by one ("prove"), puts the
// answer into its field `credential` as JSON and goes on. Without such a browser, the form stays hidden and says so.

const forms = document.querySelectorAll("form[data-passkey]");
const able = typeof window.PublicKeyCredential === "function" && Boolean(navigator.credentials);

/** Bytes of base64url, as the server writes them. */
function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

/** base64url of bytes, as the server reads it. */
function text(buffer) {
  const plain = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

const described = (list) => (list || []).map((each) => ({ ...each, id: bytes(each.id) }));

/** The options of the server, with bytes where the browser wants bytes. */
function creation({ publicKey }) {
  return {
    ...publicKey,
    challenge: bytes(publicKey.challenge),
    user: { ...publicKey.user, id: bytes(publicKey.user.id) },
    excludeCredentials: described(publicKey.excludeCredentials),
    // a passkey: kept by the device, and asking who holds it
    authenticatorSelection: {
      ...publicKey.authenticatorSelection,
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    },
  };
}

function request({ publicKey }) {
  return {
    ...publicKey,
    challenge: bytes(publicKey.challenge),
    allowCredentials: described(publicKey.allowCredentials),
  };
}

/** What the browser answered, as JSON that the server reads. */
function answer(credential) {
  const { response } = credential;
  const parts = { clientDataJSON: text(response.clientDataJSON) };
  if (response.attestationObject) {
    parts.attestationObject = text(response.attestationObject);
    parts.transports = response.getTransports ? response.getTransports() : [];
  } else {
    parts.authenticatorData = text(response.authenticatorData);
    parts.signature = text(response.signature);
    parts.userHandle = response.userHandle ? text(response.userHandle) : null;
  }
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: parts,
  });
}

/** The options: in the page, or asked for when the button is pressed. */
async function options(form) {
  if (form.dataset.optionsId) return JSON.parse(document.getElementById(form.dataset.optionsId).textContent);
  const reply = await fetch(form.dataset.optionsUrl, { headers: { Accept: "application/json" }, cache: "no-store" });
  if (!reply.ok) throw new TypeError(`HTTP ${reply.status}`);
  return reply.json();
}

async function ask(form) {
  const given = await options(form);
  if (form.dataset.passkey === "create") {
    return navigator.credentials.create({ publicKey: creation(given.creation_options) });
  }
  return navigator.credentials.get({ publicKey: request(given.request_options) });
}

function complain(form, fault) {
  const place = form.querySelector("[data-passkey-fault]");
  const which = { InvalidStateError: "known", TypeError: "network" }[fault.name] || "stopped";
  place.textContent = place.dataset[which];
  place.hidden = false;
}

for (const form of able ? forms : []) {
  form.hidden = false;
  for (const button of form.querySelectorAll("[data-passkey-button]")) button.hidden = false;
  for (const word of document.querySelectorAll("[data-passkey-missing]")) word.hidden = true;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    form.querySelector("[data-passkey-fault]").hidden = true;
    try {
      form.elements.credential.value = answer(await ask(form));
      form.submit();
    } catch (fault) {
      complain(form, fault);
    }
  });
}
