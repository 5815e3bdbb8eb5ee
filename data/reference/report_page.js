const box = document.getElementById("filter");
if (box) {
  const cards = [...document.querySelectorAll("article")];
  box.addEventListener("input", () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const card of cards) {
      const text = card.textContent.toLowerCase();
      card.hidden = !words.every(word => text.includes(word));
    }
  });
}
const folded = [...document.querySelectorAll("details")];
addEventListener("beforeprint", () => folded.forEach(one => { one.open = true; }));
