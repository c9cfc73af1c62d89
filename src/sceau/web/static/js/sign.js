// A signature drawn with a finger, a pen or a mouse: whole numbers in a box of 300 × 100, moves and lines only.
// <div data-sign> holds a canvas, a hidden input for the path, a button to clear, and a sentence read aloud.
const WIDTH = 300;
const HEIGHT = 100;
const LONGEST = 4000;

for (const pad of document.querySelectorAll("[data-sign]")) {
  const canvas = pad.querySelector("canvas");
  const kept = pad.querySelector("input");
  const clear = pad.querySelector("[data-sign-clear]");
  const told = pad.querySelector("[data-sign-told]");
  const pen = canvas.getContext("2d");
  let path = "";
  let last = null;

  pad.hidden = false;
  canvas.width = WIDTH * 3;
  canvas.height = HEIGHT * 3;

  const ink = () => {
    pen.setTransform(3, 0, 0, 3, 0, 0);
    pen.lineWidth = 1.6;
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = getComputedStyle(canvas).color;
  };
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    const within = (value, most) => Math.max(0, Math.min(most, Math.round(value)));
    return [
      within(((event.clientX - box.left) / box.width) * WIDTH, WIDTH),
      within(((event.clientY - box.top) / box.height) * HEIGHT, HEIGHT),
    ];
  };
  const write = (letter, [x, y]) => {
    const more = `${letter}${x} ${y}`;
    if (path.length + more.length > LONGEST) return false;
    path += more;
    kept.value = path;
    return true;
  };

  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    ink();
    last = at(event);
    write("M", last);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!last) return;
    const point = at(event);
    if (Math.abs(point[0] - last[0]) + Math.abs(point[1] - last[1]) < 2 || !write("L", point)) return;
    pen.beginPath();
    pen.moveTo(...last);
    pen.lineTo(...point);
    pen.stroke();
    last = point;
  });
  for (const kind of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(kind, () => {
      last = null;
      if (told) told.textContent = told.dataset.drawn;
    });
  }
  clear.addEventListener("click", () => {
    path = kept.value = "";
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, canvas.width, canvas.height);
    if (told) told.textContent = told.dataset.cleared;
  });
}
