// The camera reads a square code, and its text is handed in as if it had been pasted. Asked for on a click, and let go as
// soon as something is read, the reader stops it, or the page is left. No picture leaves this page, and none is kept.
const box = document.querySelector("[data-camera]");
const EVERY = 150; // milliseconds between two looks
const HINT = 20_000; // then a word of advice
const PATIENCE = 120_000; // then the camera is let go

if (box && navigator.mediaDevices?.getUserMedia) {
  const part = (name) => box.querySelector(`[data-camera-${name}]`);
  const [start, stop, view, said] = ["start", "stop", "view", "said"].map(part);
  const video = box.querySelector("video");
  let stream = null;

  box.hidden = false;
  start.addEventListener("click", () => look());
  stop.addEventListener("click", () => letGo("stopped"));
  box.addEventListener("keydown", (event) => { if (event.key === "Escape" && stream) letGo("stopped"); });
  addEventListener("pagehide", () => letGo());
  document.addEventListener("visibilitychange", () => { if (document.hidden && stream) letGo("stopped"); });

  async function look() {
    if (start.getAttribute("aria-disabled") === "true") return;
    start.setAttribute("aria-disabled", "true");
    say("asking");
    let detector;
    let mine;
    try {
      const wanted = { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } };
      mine = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
      stream = mine;
      detector = await detectorOfCodes();
      video.srcObject = mine;
      await video.play();
    } catch (fault) {
      letGo(reasonOf(fault));
      return;
    }
    if (stream !== mine) return; // stopped meanwhile
    mine.getVideoTracks()[0].addEventListener("ended", () => { if (stream === mine) letGo("lost"); });
    start.hidden = true;
    view.hidden = false;
    say("looking");
    stop.focus();
    await watch(detector, mine);
  }

  async function watch(detector, mine) {
    const since = performance.now();
    let isHinted = false;
    while (stream === mine) {
      const text = await textIn(detector);
      if (stream !== mine) return;
      if (text) return found(text);
      const passed = performance.now() - since;
      if (passed > PATIENCE) return letGo("nothing");
      if (passed > HINT && !isHinted) {
        isHinted = true;
        say("hint");
      }
      await new Promise((resolve) => setTimeout(resolve, EVERY));
    }
  }

  async function textIn(detector) {
    try {
      const codes = await detector.detect(video);
      return codes.map((code) => code.rawValue).find((text) => text.trim()) ?? "";
    } catch {
      return ""; // a picture that is not there yet, or that nobody can read
    }
  }

  function found(text) {
    letGo("found");
    const form = box.closest("form");
    form.elements.text.value = text;
    form.requestSubmit();
  }

  function letGo(word = "") {
    for (const track of stream?.getTracks() ?? []) track.stop();
    const wasSeen = !view.hidden;
    stream = null;
    video.srcObject = null;
    view.hidden = true;
    start.hidden = false;
    start.removeAttribute("aria-disabled");
    if (word) say(word);
    if (wasSeen && word && word !== "found") start.focus();
  }

  function say(word) {
    said.textContent = said.dataset[word];
  }
}

function reasonOf(fault) {
  if (["NotAllowedError", "SecurityError"].includes(fault?.name)) return "refused";
  if (["NotFoundError", "OverconstrainedError"].includes(fault?.name)) return "none";
  return ["NotReadableError", "AbortError"].includes(fault?.name) ? "busy" : "lost";
}

/** The browser's own reader of codes, or the one that comes with this house. */
async function detectorOfCodes() {
  const own = globalThis.BarcodeDetector;
  if (own && (await own.getSupportedFormats()).includes("qr_code")) return new own({ formats: ["qr_code"] });
  const { BarcodeDetector } = await import("./qr/decode.js");
  return new BarcodeDetector({ formats: ["qr_code"] });
}
