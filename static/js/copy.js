// A button that copies what stands beside it.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy-button]");
  if (!button) return;
  const output = button.closest("[data-copy]").querySelector("output");
  try {
    await navigator.clipboard.writeText(output.textContent);
  } catch {
    // Without leave to write to the clipboard the text is at least selected.
    getSelection().selectAllChildren(output);
    return;
  }
  const label = button.lastChild;
  const before = label.textContent;
  label.textContent = button.dataset.done;
  button.setAttribute("aria-live", "polite");
  setTimeout(() => { label.textContent = before; }, 2000);
});

document.addEventListener("click", async (event) => {
  if (event.target.closest("[data-print]")) window.print();
  const button = event.target.closest("[data-copy-list]");
  if (!button) return;
  const lines = [...document.querySelectorAll(`${button.dataset.copyList} li`)].map((item) => item.textContent.trim());
  await navigator.clipboard.writeText(lines.join("\n"));
  button.lastChild.textContent = button.dataset.done;
});
