// The reader's own browser verifies a credential, on a click: it takes the bytes, asks for the issuer's documents where
// they are published, and judges with the verifier that comes with this page. Nothing is loaded before the click.
const here = document.getElementById("here");

if (here && globalThis.crypto?.subtle && "noModule" in HTMLScriptElement.prototype) {
  const button = here.querySelector("button");
  here.hidden = false;
  button.addEventListener("click", () => verifyHere(button));
}

async function verifyHere(button) {
  if (button.getAttribute("aria-disabled") === "true") return;
  const [word, answer] = [button.querySelector("[data-word]"), here.querySelector("[data-answer]")];
  const before = word.textContent;
  button.setAttribute("aria-disabled", "true");
  word.textContent = word.dataset.busy;
  try {
    const { answerOf } = await import("./answering-here.js");
    answer.replaceChildren(await answerOf());
    answer.firstElementChild.focus({ preventScroll: true });
    answer.firstElementChild.scrollIntoView({ block: "nearest" });
  } catch {
    answer.replaceChildren(document.getElementById("here-failed").content.cloneNode(true));
  }
  word.textContent = before;
  button.removeAttribute("aria-disabled");
}
