// Marks that wait to be sent: kept on this device, sent in their order, each once. The page of a grid writes in it; every
// page for assessors sends what is there, also after the browser was closed or the session had expired.

const notice = document.getElementById("unsent");
const PAGES = "sceau-assess"; // the pages kept for an hour without network
const FIRST_WAIT = 1000, LONGEST_WAIT = 60000; // milliseconds

// --- where they are kept: IndexedDB, or localStorage where there is none, or the memory of this page ------------------

function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function inDatabase() {
  const opening = indexedDB.open("sceau-marks", 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore("writes", { keyPath: "sequence", autoIncrement: true });
    opening.result.createObjectStore("grids", { keyPath: "marking" });
    opening.result.createObjectStore("device");
  };
  const database = await asked(opening);
  const within = (name, mode, work) => {
    const transaction = database.transaction(name, mode, { durability: "strict" });
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
    return work(transaction.objectStore(name)).then((result) => done.then(() => result));
  };
  const device = await within("device", "readwrite", async (store) => {
    const known = await asked(store.get("id"));
    if (known) return known;
    const made = crypto.randomUUID();
    await asked(store.put(made, "id"));
    return made;
  });
  return {
    device,
    lasting: true,
    writes: () => within("writes", "readonly", (store) => asked(store.getAll())),
    add: (write) => within("writes", "readwrite", (store) => asked(store.add(write))),
    remove: (sequences) => within("writes", "readwrite", (store) => Promise.all(sequences.map((each) => asked(store.delete(each))))),
    grid: (marking) => within("grids", "readonly", (store) => asked(store.get(marking))),
    keep: (grid) => within("grids", "readwrite", (store) => asked(store.put(grid))),
    forget: () => within("grids", "readwrite", (store) => asked(store.clear())),
  };
}

function inText(storage) {
  const read = (name, otherwise) => JSON.parse(storage.getItem(`sceau-marks-${name}`) || "null") ?? otherwise;
  const put = (name, value) => storage.setItem(`sceau-marks-${name}`, JSON.stringify(value));
  if (!read("device")) put("device", crypto.randomUUID());
  return {
    device: read("device"),
    lasting: storage === globalThis.localStorage,
    writes: async () => read("writes", []),
    add: async (write) => {
      const sequence = read("last", 0) + 1;
      put("last", sequence);
      put("writes", [...read("writes", []), { ...write, sequence }]);
      return sequence;
    },
    remove: async (sequences) => put("writes", read("writes", []).filter((each) => !sequences.includes(each.sequence))),
    grid: async (marking) => read("grids", {})[marking],
    keep: async (grid) => put("grids", { ...read("grids", {}), [grid.marking]: grid }),
    forget: async () => put("grids", {}),
  };
}

function memory() {
  const kept = new Map();
  return { getItem: (name) => kept.get(name) ?? null, setItem: (name, value) => kept.set(name, value) };
}

async function open() {
  try {
    return await inDatabase();
  } catch {
    try {
      return inText(globalThis.localStorage);
    } catch {
      return inText(memory());
    }
  }
}

const user = notice.dataset.user;
const store = open();
const heard = new Set(); // those who want to know how it stands
let wait = FIRST_WAIT, timer = 0, busy = false, again = false, token = "", renewed = false;

const mine = async () => (await (await store).writes()).filter((each) => each.user === user).sort((a, b) => a.sequence - b.sequence);

async function tell(state, more = {}) {
  const count = (await mine()).length;
  for (const each of heard) each({ state, count, ...more });
  say(count, state);
}

function say(count, state) {
  if (document.getElementById("saved")) return; // the page of a grid says it in its own place
  notice.hidden = count === 0 && state !== "others";
  if (state === "others") notice.textContent = notice.dataset.others;
  else if (count) notice.textContent = count === 1 ? notice.dataset.one : notice.dataset.many.replace("#", count);
}

// --- sending -----------------------------------------------------------------------------------------------------

async function add(write) {
  const kept = { uuid: crypto.randomUUID(), user, told_at: new Date().toISOString(), ...write };
  await (await store).add(kept);
  await tell("sending");
  send();
}

function later() {
  renewed = false;
  clearTimeout(timer);
  timer = setTimeout(send, wait + Math.random() * wait / 4);
  wait = Math.min(wait * 2, LONGEST_WAIT);
}

// One tab at a time sends; where browsers cannot agree on that, the server takes each write once anyhow.
function send() {
  clearTimeout(timer);
  if (!navigator.locks) return sendAll();
  return navigator.locks.request("sceau-marks", sendAll);
}

async function sendAll() {
  if (busy) { again = true; return; }
  busy = true;
  try {
    do {
      again = false;
      const pending = await mine();
      if (!pending.length) { wait = FIRST_WAIT; await tell("idle"); return; }
      const marking = pending[0].marking;
      if (!await deliver(marking, pending.filter((each) => each.marking === marking).slice(0, 200))) return;
    } while (true); // until nothing is left, or something hinders
  } finally {
    busy = false;
    if (again) send();
  }
}

async function deliver(marking, writes) {
  const { device } = await store;
  const body = JSON.stringify({ writes: writes.map(({ user: _user, marking: _marking, ...each }) => ({ ...each, device })) });
  let answer;
  try {
    answer = await fetch(`/assess/markings/${marking}/writes`, {
      method: "POST", body, redirect: "manual", credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token || formToken() },
    });
  } catch {
    await tell("waiting");
    later();
    return false;
  }
  if (answer.ok) return arrived(marking, writes, await answer.json());
  if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return signedOut(answer);
  if (answer.status === 404 && !await isMe()) return false;
  if ([400, 404, 409, 413].includes(answer.status)) {
    const said = await answer.json().catch(() => ({}));
    return refused(marking, writes, said.sentence || "");
  }
  await tell("waiting");
  later();
  return false;
}

async function arrived(marking, writes, told) {
  wait = FIRST_WAIT;
  renewed = false;
  const answers = new Map(told.answers.map((each) => [each.uuid, each]));
  await (await store).remove(writes.filter((each) => answers.has(each.uuid)).map((each) => each.sequence));
  for (const each of heard) each({ state: "arrived", marking, writes, told, answers });
  return true;
}

async function refused(marking, writes, sentence) {
  await (await store).remove(writes.map((each) => each.sequence));
  for (const each of heard) each({ state: "refused", marking, writes, sentence });
  return true;
}

// A page that was kept carries an old token, and a session may have ended while there was no network.
async function signedOut(answer) {
  if (answer.type === "opaqueredirect") { await tell("out"); return false; }
  if (!await isMe()) return false; // told so each time, and not that the network is awaited
  if (renewed) { await tell("waiting"); later(); return false; }
  renewed = true;
  return true;
}

async function isMe() {
  let answer;
  try {
    answer = await fetch(notice.dataset.token, { redirect: "manual", credentials: "same-origin" });
  } catch {
    await tell("waiting");
    later();
    return false;
  }
  if (!answer.ok) { await tell("out"); return false; }
  const told = await answer.json();
  token = told.token;
  if (told.user === user) return true;
  await tell("other");
  return false;
}

const formToken = () => document.querySelector('input[name="csrfmiddlewaretoken"]')?.value || "";

addEventListener("online", () => { wait = FIRST_WAIT; send(); });
document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });

// --- pages kept for an hour without network --------------------------------------------------------------------------

// What somebody else had opened on this device is not theirs to see.
if (globalThis.caches && localStorage.getItem("sceau-assess-user") !== user) {
  caches.delete(PAGES);
  store.then((each) => each.lasting && each.forget());
}
try { localStorage.setItem("sceau-assess-user", user); } catch { /* nothing is kept here */ }
if (navigator.serviceWorker && notice.dataset.worker) {
  navigator.serviceWorker.register(notice.dataset.worker).catch(() => {});
}

globalThis.sceauMarks = { store, user, add, send, mine, PAGES, listen: (each) => heard.add(each) };

store.then(async (each) => {
  const writes = await each.writes();
  if (writes.some((one) => one.user !== user) && !writes.some((one) => one.user === user)) await tell("others");
  else send();
});
