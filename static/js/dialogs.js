// Links marked data-dialog open their page as a dialog; without script they are ordinary links.
const dialog = document.getElementById("dialog");

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-dialog]");
  if (link && dialog && window.htmx && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    htmx.ajax("GET", link.getAttribute("href"), { target: "#dialog-body", swap: "innerHTML" });
    return;
  }
  if (event.target.closest("[data-dialog-close]")) event.target.closest("dialog")?.close();
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  // A click on the veil (the dialog element itself, outside its content) closes it.
  if (event.target instanceof HTMLDialogElement && event.target.open) {
    const area = event.target.getBoundingClientRect();
    const inside = event.clientX >= area.left && event.clientX <= area.right && event.clientY >= area.top && event.clientY <= area.bottom;
    if (!inside) event.target.close();
  }
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id !== "dialog-body") return;
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("[autofocus], [aria-invalid='true']")?.focus();
});
dialog?.addEventListener("close", () => document.getElementById("dialog-body").replaceChildren());
