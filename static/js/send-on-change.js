// Settings that take effect when chosen, without a button to press.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-send-on-change]");
  form?.requestSubmit();
});
