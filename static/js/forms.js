// Forms: pressed once is sent once, passwords can be shown, problems get the focus.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-once]") || event.defaultPrevented) return;
  if (form.dataset.busy !== undefined) {
    event.preventDefault();
    return;
  }
  form.dataset.busy = "";
  if (event.submitter) event.submitter.dataset.pressed = "";
});

const release = (root) => {
  for (const form of root.querySelectorAll("form[data-busy]")) {
    delete form.dataset.busy;
    form.querySelector("[data-pressed]")?.removeAttribute("data-pressed");
  }
};
// The back button shows the page as it was left: with the form still busy.
window.addEventListener("pageshow", () => release(document));
document.addEventListener("htmx:afterRequest", () => release(document));

document.addEventListener("click", (event) => {
  const toggle = event.target.closest("[data-password-toggle]");
  if (!toggle) return;
  const input = toggle.closest("[data-password]").querySelector("input");
  const show = input.type === "password";
  input.type = show ? "text" : "password";
  toggle.setAttribute("aria-pressed", String(show));
  input.focus();
});

const focusProblem = (root) => root.querySelector("[data-focus]")?.focus();
focusProblem(document);
document.addEventListener("htmx:afterSwap", (event) => focusProblem(event.target));
