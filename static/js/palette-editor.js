// The palette as swatches: each a colour picker, one press to remove, one to add. The text field stays what is sent, so
// that typing works as before and nothing is lost without script.
const COLOUR = /#[0-9a-f]{6}/gi;
const MOST = 12;

const buildEditor = (input) => {
  const box = document.createElement("div");
  box.className = "swatches-edit";
  const list = document.createElement("ul");
  const add = document.createElement("button");
  add.type = "button";
  add.className = "button button--secondary button--small";
  add.textContent = input.dataset.addLabel;
  box.append(list, add);

  const colours = () => input.value.match(COLOUR) ?? [];
  const write = (values) => {
    input.value = values.join(", ").toUpperCase();
    draw();
  };
  const draw = () => {
    list.replaceChildren(
      ...colours().map((colour, place) => {
        const item = document.createElement("li");
        const picker = document.createElement("input");
        picker.type = "color";
        picker.value = colour.toLowerCase();
        picker.setAttribute("aria-label", `${input.dataset.colourLabel} ${place + 1}`);
        const code = document.createElement("code");
        code.textContent = colour.toUpperCase();
        picker.addEventListener("input", () => {
          const values = colours();
          values[place] = picker.value;
          input.value = values.join(", ").toUpperCase();
          code.textContent = picker.value.toUpperCase();
        });
        const remove = document.createElement("button");
        remove.type = "button";
        remove.className = "button button--quiet button--small";
        remove.textContent = input.dataset.removeLabel;
        remove.setAttribute("aria-label", `${input.dataset.removeLabel} ${colour.toUpperCase()}`);
        remove.addEventListener("click", () => {
          write(colours().filter((_, other) => other !== place));
          (list.querySelectorAll("button")[Math.max(0, place - 1)] ?? add).focus();
        });
        item.append(picker, code, remove);
        return item;
      }),
    );
    add.hidden = colours().length >= MOST;
  };
  add.addEventListener("click", () => {
    write([...colours(), "#1F3A8A"]);
    list.querySelector("li:last-child input")?.focus();
  });
  input.addEventListener("change", draw);
  input.after(box);
  draw();
};

for (const input of document.querySelectorAll("input[data-colours]")) buildEditor(input);
