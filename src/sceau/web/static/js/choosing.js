// Ticking a row says that only those are meant. Without it, whoever ticks rows and leaves « all » is asked which.

document.addEventListener("change", ({ target }) => {
  if (!target.matches('input[type="checkbox"][name="chosen"]:checked')) return;
  const only = target.form.querySelector('input[name="scope"][value="chosen"]');
  if (only) only.checked = true;
});
