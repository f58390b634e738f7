// The command palette: Ctrl/⌘-K opens it, arrows choose, Enter goes. Its rows come from the server.
const palette = document.getElementById("palette");
const input = document.getElementById("palette-input");
const results = document.getElementById("palette-results");
const rows = () => [...results.querySelectorAll("[role=option]")];

const choose = (row) => {
  for (const other of rows()) other.setAttribute("aria-selected", String(other === row));
  if (row) {
    input.setAttribute("aria-activedescendant", row.id);
    row.scrollIntoView({ block: "nearest" });
  } else input.removeAttribute("aria-activedescendant");
};

const open = () => {
  if (palette.open) return;
  input.value = "";
  palette.showModal();
  input.focus();
  htmx.trigger(input, "palette-open");
};

if (palette) {
  if (/Mac|iPhone|iPad/.test(navigator.platform)) {
    for (const key of document.querySelectorAll("[data-shortcut]")) key.textContent = "⌘ K";
  }
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-palette-open]") || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    open();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
      event.preventDefault();
      palette.open ? palette.close() : open();
    } else if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.target.closest("input, textarea, select, [contenteditable]") && !document.querySelector("dialog[open]")) {
      event.preventDefault();
      const search = document.querySelector("main [data-search]");
      search ? search.focus() : open();
    }
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // Hangul is still being put together
    const all = rows();
    const at = all.findIndex((row) => row.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(all.at((at + step + all.length) % all.length));
    } else if (event.key === "Escape") {
      event.preventDefault(); // a search field would only empty itself
      palette.close();
    } else if (event.key === "Enter") {
      event.preventDefault();
      (all[at] ?? all[0])?.click();
    }
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target === results) choose(rows()[0]);
  });
}
