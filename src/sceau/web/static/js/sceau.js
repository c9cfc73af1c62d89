// The few things that a script makes easier; every page works without it.

// A link to a page that asks opens the same question in a dialog of this page, when there is one.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog && typeof dialog.showModal === "function") {
    event.preventDefault();
    dialog.showModal();
  }
});

// A button that copies a text, and says so.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    const word = button.querySelector("[data-copy-word]");
    const before = word.textContent;
    word.textContent = button.dataset.done;
    button.parentElement.querySelector("[data-copy-status]").textContent = button.dataset.done;
    setTimeout(() => { word.textContent = before; }, 4000);
  });
}

// A file that was chosen is named where it was dropped.
for (const drop of document.querySelectorAll(".drop")) {
  const input = drop.querySelector('input[type="file"]');
  const name = drop.querySelector("[data-file-name]");
  if (!input || !name) continue;
  const invitation = name.textContent;
  input.addEventListener("change", () => {
    name.textContent = [...input.files].map((file) => file.name).join(", ") || invitation;
  });
  for (const kind of ["dragenter", "dragleave", "drop"]) {
    input.addEventListener(kind, () => drop.classList.toggle("is-over", kind === "dragenter"));
  }
}
