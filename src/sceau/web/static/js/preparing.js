// While the demonstration is being written: how far it is, every other second, then the page that was asked for.

const share = document.getElementById("share"), percent = document.getElementById("percent");

async function look() {
  try {
    const answer = await fetch("/demo/preparing", { cache: "no-store" });
    if (answer.status === 404) return location.reload();
    const told = await answer.json();
    share.value = told.percent;
    percent.textContent = told.percent;
  } catch { /* nobody answers: asked again */ }
  setTimeout(look, 2000);
}

setTimeout(look, 2000);
