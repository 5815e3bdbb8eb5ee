const box = document.getElementById("filter");
if (box) {
  const cards = [...document.querySelectorAll("article")];
  const left = document.getElementById("left");
  box.addEventListener("input", () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const card of cards) {
      const text = card.textContent.toLowerCase();
      card.hidden = !words.every(word => text.includes(word));
      shown += card.hidden ? 0 : 1;
    }
    left.textContent = words.length ? `${shown} of ${cards.length}` : "";
  });
}
const folded = [...document.querySelectorAll("details:not(.numbers)")];
addEventListener("beforeprint", () => folded.forEach(one => { one.open = true; }));
