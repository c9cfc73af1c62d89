// The sample of a letter follows the words that are being typed.

const form = document.querySelector("form[data-sample]"), here = document.querySelector("[data-sample-here]");
let waiting = 0, asked = 0;

async function show() {
  const mine = ++asked;
  try {
    const answer = await fetch(form.dataset.sample, { method: "POST", body: new FormData(form) });
    if (answer.ok && !answer.redirected && mine === asked) here.innerHTML = await answer.text();
  } catch { /* nobody answers: the next sign asks again */ }
}

if (form && here) form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(show, 400);
});
