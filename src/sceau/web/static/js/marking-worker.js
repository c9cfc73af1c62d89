// Gives back a page of marking that was kept, when there is no network. It rules /assess/ only, answers nothing else
// than pages that are opened and files of their look, and keeps no answer for longer than a day.

const PAGES = "sceau-assess";
const LONGEST = 24 * 3600 * 1000; // milliseconds
const KEPT = /^\/assess\/(?:markings\/[0-9a-f-]+\/)?$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate" && KEPT.test(address.pathname)) event.respondWith(page(request, address));
  else if (address.pathname.startsWith("/static/")) event.respondWith(piece(request));
});

async function page(request, address) {
  const name = address.origin + address.pathname;
  try {
    const answer = await fetch(request);
    const kept = await caches.open(PAGES);
    if (answer.ok && !answer.redirected) await kept.put(name, answer.clone());
    else if (answer.type === "opaqueredirect") await caches.delete(PAGES); // signed out: nothing of theirs stays
    return answer;
  } catch (fault) {
    const kept = await caches.match(name, { ignoreVary: true });
    if (kept && Date.now() - Date.parse(kept.headers.get("Date")) < LONGEST) return kept;
    throw fault;
  }
}

async function piece(request) {
  try {
    return await fetch(request);
  } catch (fault) {
    const kept = await caches.match(request.url, { ignoreVary: true });
    if (kept) return kept;
    throw fault;
  }
}
