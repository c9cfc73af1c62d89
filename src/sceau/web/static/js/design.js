// Saves a step while one types, and shows the public page anew. Without it, the buttons do the same.

const form = document.getElementById("step");
const status = document.getElementById("saved");
const PAUSE = 1200; // milliseconds without typing

let timer = 0;
let dirty = false;
let waiting = null; // the button that was pressed while a save was on its way
let busy = false;

function later(event) {
  if (!event.target.name || event.target.closest("[data-no-save]")) return;
  dirty = true;
  clearTimeout(timer);
  timer = setTimeout(() => htmx.trigger(form, "autosave"), PAUSE);
}

form.addEventListener("input", later);
form.addEventListener("change", later);

form.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.elt !== form) return;
  busy = true;
  dirty = false;
  status.textContent = status.dataset.waiting;
});

form.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.elt !== form) return;
  busy = false;
  const said = event.detail.xhr.getResponseHeader("Sceau-Saved");
  if (said !== "yes") dirty = true;
  if (said === null) status.textContent = status.dataset.failed;
  if (waiting) {
    const button = waiting;
    waiting = null;
    form.requestSubmit(button);
  }
});

// The fields that came out wrong are told so, and those that are right again no more.
form.addEventListener("htmx:afterSettle", mark);
document.body.addEventListener("htmx:oobAfterSwap", mark);
function mark() {
  for (const slot of form.querySelectorAll(".field > .findings")) {
    const wrong = slot.querySelector(".field__error") !== null;
    for (const control of slot.parentElement.querySelectorAll("input, select, textarea")) {
      if (wrong) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    }
  }
}

// What was computed stands in its field, but never under one's hands: otherwise it would be sent back as it was.
document.body.addEventListener("htmx:oobAfterSwap", fill);
function fill() {
  for (const each of form.querySelectorAll("[data-fills]")) {
    const field = document.getElementById(each.dataset.fills);
    if (each.dataset.value && field !== document.activeElement) field.value = each.dataset.value;
  }
}

// The preview is drawn anew after each save, at the place where one was reading.
const preview = document.getElementById("preview");
document.body.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.elt !== form || event.detail.xhr.getResponseHeader("Sceau-Saved") !== "yes") return;
  if (!preview || preview.offsetParent === null) return;
  const place = preview.contentWindow.scrollY;
  preview.addEventListener("load", () => preview.contentWindow.scrollTo(0, place), { once: true });
  preview.contentWindow.location.reload();
});

form.addEventListener("submit", (event) => {
  clearTimeout(timer);
  if (busy) {
    event.preventDefault();
    waiting = event.submitter;
    return;
  }
  dirty = false;
});

window.addEventListener("beforeunload", (event) => {
  if (dirty) event.preventDefault();
});
