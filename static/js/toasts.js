// Toasts: drawn by the server on whole pages, by this module for parts of pages; all but errors go away by themselves.
const box = document.getElementById("toasts");
const LIFE = { success: 6000, info: 6000, warning: 10000 };

const remove = (toast) => toast.remove();

const live = (toast) => {
  const life = LIFE[toast.dataset.toast];
  if (!life) return;
  let timer = setTimeout(remove, life, toast);
  const hold = () => clearTimeout(timer);
  const go = () => { timer = setTimeout(remove, life, toast); };
  toast.addEventListener("pointerenter", hold);
  toast.addEventListener("focusin", hold);
  toast.addEventListener("pointerleave", go);
  toast.addEventListener("focusout", go);
};

const show = ({ text, level = "info", undo_url: undo = "" }) => {
  const template = document.getElementById(`toast-${level}`) ?? document.getElementById("toast-info");
  const toast = template.content.firstElementChild.cloneNode(true);
  toast.querySelector(".toast__text").textContent = text;
  const form = toast.querySelector("form");
  if (undo) form.action = undo;
  else form.remove();
  box.append(toast);
  live(toast);
};

if (box) {
  for (const toast of box.children) live(toast);
  box.addEventListener("click", (event) => {
    if (event.target.closest("[data-toast-close]")) remove(event.target.closest(".toast"));
  });
  document.addEventListener("artnex:toasts", (event) => event.detail.toasts.forEach(show));
  document.addEventListener("htmx:responseError", () => show({ text: box.dataset.problem, level: "error" }));
  document.addEventListener("htmx:sendError", () => show({ text: box.dataset.offline, level: "error" }));
}
