// The list of a deliberation with the keyboard: J and K go from candidate to candidate, Enter opens, Escape closes.
// Without it, each name leads to a page where the same is decided.

const table = document.getElementById("deciding");

const openers = () => [...table.querySelectorAll(".deciding__open")];
const slotOf = (row) => row.nextElementSibling && row.nextElementSibling.querySelector(".deciding__slot");

function go(step) {
  const all = openers();
  const here = document.activeElement.closest("tr");
  const row = here && here.classList.contains("deciding__under") ? here.previousElementSibling : here;
  const at = all.findIndex((each) => each.closest("tr") === row);
  const next = all[Math.max(0, Math.min(all.length - 1, at + step))];
  if (next) next.focus();
}

function close(slot) {
  slot.replaceChildren();
  slot.closest("tr").previousElementSibling.querySelector(".deciding__open").focus();
}

if (table) {
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=radio]), select, textarea");
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      const slot = event.target.closest(".deciding__slot");
      if (slot) close(slot);
    } else if (!typing && (event.key === "j" || event.key === "J")) go(1);
    else if (!typing && (event.key === "k" || event.key === "K")) go(-1);
  });

  // An open candidate is closed by the same link.
  table.addEventListener("htmx:confirm", (event) => {
    if (!event.target.matches(".deciding__open")) return;
    const slot = slotOf(event.target.closest("tr"));
    if (slot && slot.childElementCount) {
      event.preventDefault();
      close(slot);
    }
  });

  // What was opened takes the focus; after a decision it is the next candidate's turn.
  table.addEventListener("htmx:afterSwap", (event) => {
    const slot = event.target.closest(".deciding__slot");
    if (!slot) return;
    if (slot.childElementCount) {
      const first = slot.querySelector("[role=alert], .field--wrong input, input[type=radio]:checked, input[type=radio]");
      if (first) first.focus({ preventScroll: true });
      slot.closest("tr").scrollIntoView({ block: "nearest" });
      return;
    }
    const following = openers().find((each) => {
      const row = each.closest("tr");
      return row.compareDocumentPosition(slot) & Node.DOCUMENT_POSITION_PRECEDING && row.dataset.decided !== "yes";
    });
    if (following) following.focus();
  });
}
