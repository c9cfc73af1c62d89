// The grid of one candidate: each change is kept on the device first, then sent. Without this script the form does it.

const form = document.getElementById("grid");
const said = document.getElementById("saved");
const marks = globalThis.sceauMarks;
const { marking } = form.dataset;
const PAUSE = 700; // milliseconds without typing
const LONGEST = 15 * 60; // seconds between two changes that count as work

const fields = new Map([...form.querySelectorAll("[data-criterion]")].map((each) => [each.dataset.criterion, each]));
const timers = new Map();
const leaving = new Map(); // changes on their way into the queue: until they are there, only their draft lasts
let grid = { marking, revision: Number(form.dataset.revision), marks: {}, conflicts: {} };
let refusal = "";
let worked = Date.now();

// --- what stands on the page ---------------------------------------------------------------------------------------

const level = (id) => fields.get(id).querySelector(`input[name="level-${id}"]:checked`)?.value ?? "";
const comment = (id) => document.getElementById(`comment-${id}`);
const now = (id) => ({ level: level(id), comment: comment(id).value.trim() });
const plural = new Intl.PluralRules(document.documentElement.lang);
const same = (one, other) => one && other && one.level === other.level && one.comment === other.comment;

function show(id, mark) {
  for (const radio of fields.get(id).querySelectorAll(`input[name="level-${id}"]`)) radio.checked = radio.value === mark.level;
  if (comment(id).value.trim() !== mark.comment) comment(id).value = mark.comment;
  count();
}

function count() {
  const total = fields.size, done = [...fields.keys()].filter(level).length;
  const label = document.getElementById("count");
  const counted = plural.select(done) === "one" ? label.dataset.one.replace("1", done) : label.dataset.many; // « 0 critère », “0 criteria”
  label.textContent = counted.replace("{n}", done).replace("{count}", total);
  document.getElementById("progress").value = done;
}

const words = (id, mark) => {
  const card = [...fields.get(id).querySelectorAll(`input[name="level-${id}"]`)].find((each) => each.value === mark.level);
  const named = card ? card.parentElement.querySelector("strong, span").textContent : said.dataset.none;
  return mark.comment ? `${named} – ${mark.comment}` : named;
};

// --- a change ------------------------------------------------------------------------------------------------------

const draft = (id) => `sceau-draft-${marking}-${id}`;

// At once and in one breath, so that not even a dead battery takes it.
function jot(id) {
  try { localStorage.setItem(draft(id), JSON.stringify({ user: marks.user, ...now(id) })); } catch { /* the queue will do */ }
}

async function keep(id) {
  clearTimeout(timers.get(id));
  timers.delete(id);
  const mark = now(id);
  if (same(mark, grid.marks[id])) { drop(id); return; }
  grid.marks[id] = mark;
  const seconds = Math.min(Math.round(Math.max(0, Date.now() - worked) / 1000), LONGEST);
  worked = Date.now();
  refusal = "";
  delete grid.conflicts[id];
  offer(id);
  const { revision } = grid;
  leaving.set(id, mark);
  await marks.add({ marking, criterion: id, ...mark, base: revision, seconds });
  if (leaving.get(id) === mark) {
    leaving.delete(id);
    drop(id);
  }
  await keepGrid();
}

// What has not reached the queue is not in the grid either: opened again, it would pass for what was sent.
async function keepGrid() {
  const sure = Object.entries(grid.marks).filter(([id]) => !leaving.has(id));
  await (await marks.store).keep({ ...grid, marks: Object.fromEntries(sure) });
}

function jotted(id) {
  try { return JSON.parse(localStorage.getItem(draft(id)) || "null"); } catch { return null; }
}

// A draft that says more than what was kept meanwhile stays; somebody else's does not.
function drop(id) {
  const noted = jotted(id);
  if (noted && (noted.user !== marks.user || same(noted, grid.marks[id]))) localStorage.removeItem(draft(id));
}

function idOf(target) {
  return target.closest("[data-criterion]")?.dataset.criterion;
}

form.addEventListener("change", (event) => {
  const id = idOf(event.target);
  if (!id) return;
  jot(id);
  count();
  keep(id);
});
form.addEventListener("input", (event) => {
  const id = idOf(event.target);
  if (!id || event.target.tagName !== "TEXTAREA") return;
  jot(id);
  clearTimeout(timers.get(id));
  timers.set(id, setTimeout(() => keep(id), PAUSE));
});
const keepAll = () => Promise.all([...timers.keys()].map(keep));
document.addEventListener("visibilitychange", () => { if (document.hidden) keepAll(); });
addEventListener("pagehide", keepAll);

// --- what came of it -----------------------------------------------------------------------------------------------

function offer(id) {
  const place = fields.get(id).querySelector(".conflict");
  const theirs = grid.conflicts[id];
  place.hidden = !theirs;
  place.replaceChildren();
  if (!theirs) return;
  place.append(document.getElementById("conflict").content.cloneNode(true));
  place.querySelector("[data-theirs]").textContent = words(id, theirs);
  place.querySelector("[data-mine]").textContent = words(id, now(id));
  place.querySelector("[data-keep]").addEventListener("click", () => { delete grid.marks[id]; keep(id).then(tell); });
  place.querySelector("[data-take]").addEventListener("click", async () => {
    show(id, theirs);
    grid.marks[id] = theirs;
    delete grid.conflicts[id];
    offer(id);
    await keepGrid();
    tell();
  });
}

let last = { state: "idle", count: 0 };
function tell() {
  const { state, count: waiting } = last;
  const many = said.dataset.waiting.replace("#", waiting);
  const kept = waiting === 1 ? said.dataset.waitingOne : many;
  let text = said.dataset.saved;
  if (state === "out") text = said.dataset.out.replace("#", waiting);
  else if (state === "other") text = said.dataset.other;
  else if (refusal) text = `${said.dataset.refused} ${refusal}`;
  else if (waiting && state === "waiting") text = kept;
  else if (waiting) text = said.dataset.sending;
  else if (Object.keys(grid.conflicts).length) text = said.dataset.conflict;
  // what stands there already is not read out again, and its link is not taken from under a finger
  if (said.firstChild?.data !== text) said.textContent = text;
  said.dataset.state = refusal ? "refused" : waiting ? state : Object.keys(grid.conflicts).length ? "conflict" : "saved";
  if (state === "out" && !said.querySelector("a")) {
    const link = document.createElement("a");
    link.href = form.dataset.login;
    link.textContent = said.dataset.signIn;
    said.append(" ", link);
  }
}

marks.listen(async (news) => {
  if (news.state === "arrived" && news.marking === marking) {
    grid.revision = news.told.revision;
    const waiting = new Set((await marks.mine()).filter((each) => each.marking === marking).map((each) => each.criterion));
    for (const mark of news.told.marks) {
      if (!fields.has(mark.criterion)) continue;
      const { criterion: id } = mark, theirs = { level: mark.level, comment: mark.comment };
      const clash = news.writes.some((each) => each.criterion === id && news.answers.get(each.uuid)?.outcome === "conflict");
      if (clash && !same(theirs, now(id))) grid.conflicts[id] = theirs;
      else if (!waiting.has(id) && !timers.has(id) && !grid.conflicts[id] && same(grid.marks[id], now(id))) {
        grid.marks[id] = theirs;
        if (!same(theirs, now(id)) && !news.writes.some((each) => each.criterion === id)) show(id, theirs);
      }
      offer(id);
    }
    const wrong = [...news.answers.values()].find((each) => each.outcome === "refused");
    if (wrong) refusal = wrong.sentence;
    await keepGrid();
  } else if (news.state === "refused" && news.marking === marking) {
    refusal = news.sentence;
  } else if ("count" in news) {
    last = news;
  }
  tell();
});

// --- opened again: what is kept here comes before what the page, which may be an old one, says -----------------------

async function begin() {
  const store = await marks.store;
  for (const id of fields.keys()) grid.marks[id] = now(id);
  const kept = await store.grid(marking);
  if (kept) {
    if (kept.revision > grid.revision) grid = { ...grid, revision: kept.revision, marks: { ...grid.marks, ...kept.marks } };
    grid.conflicts = kept.conflicts ?? {};
  }
  for (const write of await marks.mine()) {
    if (write.marking === marking) grid.marks[write.criterion] = { level: write.level, comment: write.comment };
  }
  for (const id of fields.keys()) {
    show(id, grid.marks[id]);
    const noted = jotted(id);
    if (noted && noted.user === marks.user && !same(noted, grid.marks[id])) {
      show(id, noted);
      await keep(id);
    } else drop(id);
    offer(id);
  }
  count();
  if (!store.lasting) said.textContent = said.dataset.memory;
  await marks.send();
  form.dataset.ready = "yes";
  keepPages();
}

// The pages that may be needed within the hour: this one, its style and script, the list, and the neighbours.
async function keepPages() {
  if (!globalThis.caches || !navigator.serviceWorker) return;
  const store = await caches.open(marks.PAGES);
  const pieces = performance.getEntriesByType("resource").map((each) => each.name).filter((each) => each.includes("/static/"));
  const near = form.dataset.near.split(" ").filter(Boolean).map((each) => new URL(each, location.href).href);
  for (const address of [...new Set([location.href.split("#")[0], new URL("/assess/", location.href).href, ...pieces, ...near])]) {
    if (!navigator.onLine) return;
    try {
      const known = await store.match(address, { ignoreVary: true });
      if (known && (pieces.includes(address) || Date.now() - Date.parse(known.headers.get("Date")) < 600000)) continue;
      const answer = await fetch(address, { credentials: "same-origin" });
      if (answer.ok && !answer.redirected) await store.put(address, answer);
    } catch {
      return;
    }
  }
}

// --- handing in: first everything that waits ----------------------------------------------------------------------------

form.addEventListener("submit", async (event) => {
  if (form.dataset.sure) return;
  event.preventDefault();
  const button = event.submitter;
  await keepAll();
  await marks.send();
  if ((await marks.mine()).some((each) => each.marking === marking)) { tell(); said.focus?.(); return; }
  if (button?.name === "save") { tell(); return; }
  form.elements.revision.value = grid.revision;
  form.dataset.sure = "yes";
  form.requestSubmit(button);
});

// --- keys ----------------------------------------------------------------------------------------------------------

const shortcuts = document.getElementById("shortcuts");
shortcuts.checked = localStorage.getItem("sceau-shortcuts") !== "no";
shortcuts.addEventListener("change", () => localStorage.setItem("sceau-shortcuts", shortcuts.checked ? "yes" : "no"));

function current() {
  return idOf(document.activeElement) ?? [...fields.keys()].find((id) => !level(id)) ?? fields.keys().next().value;
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("textarea, select, input:not([type=radio], [type=checkbox])");
  if (typing && event.key === "Escape") { event.target.closest("fieldset")?.querySelector("input[type=radio]:checked, input[type=radio]")?.focus(); return; }
  if (typing || !shortcuts.checked || event.ctrlKey || event.metaKey || event.altKey) return;
  if (/^[1-9]$/.test(event.key)) {
    const id = current();
    const radio = fields.get(id).querySelectorAll(`input[name="level-${id}"]`)[Number(event.key) - 1];
    if (!radio) return;
    event.preventDefault();
    radio.focus();
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
  } else if (event.key === "n" || event.key === "p") {
    document.getElementById(event.key === "n" ? "after" : "before")?.click();
  } else if (event.key === "c") {
    event.preventDefault();
    comment(current()).focus();
  }
});

begin();
