// Before somebody signs out: marks that were not sent yet would wait here, on a device that others may use.

const notice = document.getElementById("leaving");

function waiting() {
  return new Promise((resolve) => {
    const opening = indexedDB.open("sceau-marks");
    opening.onupgradeneeded = () => opening.transaction.abort(); // there never was a queue here
    opening.onerror = () => resolve(0);
    opening.onsuccess = () => {
      const request = opening.result.transaction("writes").objectStore("writes").getAll();
      request.onsuccess = () => resolve(request.result.filter((each) => each.user === notice.dataset.user).length);
      request.onerror = () => resolve(0);
    };
  });
}

try {
  const count = await waiting() || JSON.parse(localStorage.getItem("sceau-marks-writes") || "[]").filter((each) => each.user === notice.dataset.user).length;
  if (count) {
    notice.querySelector("[data-count]").textContent = count;
    notice.hidden = false;
  }
} catch { /* nothing is kept here */ }

// The pages that were kept for an hour without network go with whoever leaves.
document.querySelector("form[data-leaving]").addEventListener("submit", () => globalThis.caches?.delete("sceau-assess"));
