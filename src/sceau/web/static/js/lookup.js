// Arrows go from the words to the results and back, Enter looks up. Without it, Tab and the button do the same.
document.addEventListener("keydown", (event) => {
  const box = event.target.closest("[data-lookup]");
  if (!box) return;
  const input = box.querySelector('input[type="search"]');
  const found = document.getElementById(input.getAttribute("aria-controls"));
  const places = [input, ...found.querySelectorAll("button, a")];
  const here = places.indexOf(event.target);
  if (event.key === "Escape" && here > 0) input.focus();
  else if (event.key === "ArrowDown" && here >= 0 && here + 1 < places.length) places[here + 1].focus();
  else if (event.key === "ArrowUp" && here > 0) places[here - 1].focus();
  else if (event.key === "Enter" && here === 0 && box.matches(":not(form)")) box.querySelector('[name="look_up"]').click();
  else return;
  event.preventDefault();
});
