// Brand DNA in the browser: the tokens of brands/engine/dna.py, worked out again for each move of a slider.
// The numbers come from the server (`model`); a test holds both sides to the same results.

// ── from axes to tokens ──
// Python rounds an exact half to the even neighbour; toFixed(60) shows every digit there is, so a half is seen as one.
const round = (value, digits) => {
  const [whole, rest] = Math.abs(value).toFixed(60).split(".");
  const tie = /^50*$/.test(rest.slice(digits));
  if (!tie) return Number(value.toFixed(digits));
  const down = Number(`${whole}.${rest.slice(0, digits)}`);
  const lastDigit = Number((whole + rest.slice(0, digits)).at(-1));
  const size = lastDigit % 2 ? Number((down + 10 ** -digits).toFixed(digits)) : down;
  return value < 0 ? -size : size;
};

const at = (line, axes) => {
  let moved = 0;
  for (const [axis, slope] of Object.entries(line.slopes)) moved += slope * axes[axis];
  return round(line.start + moved, line.digits);
};

const toLinear = ({ l, c, h }) => {
  const angle = (h * Math.PI) / 180;
  const a = c * Math.cos(angle);
  const b = c * Math.sin(angle);
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ];
};
const encode = (channel) => (channel <= 0.0031308 ? 12.92 * channel : 1.055 * channel ** (1 / 2.4) - 0.055);
const decode = (channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);
const inGamut = (colour) => toLinear(colour).every((channel) => channel >= -0.0005 && channel <= 1.0005);

const halve = (low, high, step) => {
  for (let i = 0; i < 24; i += 1) [low, high] = step((low + high) / 2, low, high);
  return [low, high];
};
const fitGamut = (colour) => {
  if (inGamut(colour)) return colour;
  const fits = (c, low, high) => (inGamut({ ...colour, c }) ? [c, high] : [low, c]);
  return { ...colour, c: halve(0, colour.c, fits)[0] };
};
const toHex = (colour) =>
  `#${toLinear(fitGamut(colour))
    .map((channel) => round(255 * encode(Math.min(Math.max(channel, 0), 1)), 0).toString(16).padStart(2, "0"))
    .join("")
    .toUpperCase()}`;

const luminance = (hex) => {
  const [red, green, blue] = [1, 3, 5].map((i) => decode(parseInt(hex.slice(i, i + 2), 16) / 255));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
export const contrast = (one, other) => {
  const [low, high] = [luminance(one), luminance(other)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
};
const reaches = (colour, background, ratio) => contrast(toHex(colour), background) >= ratio;
const darkestNeeded = (colour, background, ratio) => {
  if (reaches(colour, background, ratio)) return colour;
  const step = (l, low, high) => (reaches({ ...colour, l }, background, ratio) ? [l, high] : [low, l]);
  return fitGamut({ ...colour, l: halve(0, colour.l, step)[0] });
};
const lightestNeeded = (colour, background, ratio) => {
  if (reaches(colour, background, ratio)) return colour;
  const step = (l, low, high) => (reaches({ ...colour, l }, background, ratio) ? [low, l] : [l, high]);
  return fitGamut({ ...colour, l: halve(colour.l, 1, step)[1] });
};

const colours = (model, axes, textContrast) => {
  const hue = at(model.colour.hue, axes) % 360;
  const chroma = at(model.colour.chroma, axes);
  const lightness = at(model.colour.lightness, axes);
  const tint = at(model.colour.tint, axes);
  const surface = toHex({ l: 0.985, c: tint, h: 80 });
  const night = toHex({ l: 0.19, c: tint, h: hue });
  const primary = toHex(darkestNeeded(fitGamut({ l: lightness, c: chroma, h: hue }), surface, model.aa));
  const opposite = fitGamut({ l: lightness + 0.04, c: chroma, h: (hue + 150) % 360 });
  return {
    "color.surface": surface,
    "color.raised": toHex({ l: 1, c: 0, h: 0 }),
    "color.text": toHex(darkestNeeded({ l: 0.45, c: tint, h: hue }, surface, textContrast)),
    "color.muted": toHex(darkestNeeded({ l: 0.6, c: tint, h: hue }, surface, model.aa)),
    "color.line": toHex({ l: 0.9, c: tint, h: hue }),
    "color.primary": primary,
    "color.on-primary": contrast("#FFFFFF", primary) >= contrast("#000000", primary) ? "#FFFFFF" : "#000000",
    "color.accent": toHex(darkestNeeded(opposite, surface, model.aa)),
    "color.dark-surface": night,
    "color.dark-text": toHex(lightestNeeded({ l: 0.8, c: tint, h: hue }, night, textContrast)),
    "color.dark-primary": toHex(lightestNeeded(fitGamut({ l: 0.7, c: chroma, h: hue }), night, model.aa)),
  };
};

const family = ({ families, strong }, axes) => {
  if (axes.sophistication >= strong && axes.sophistication >= axes.playfulness) return families.refined;
  return axes.playfulness >= strong ? families.playful : families.plain;
};

export const tokensFor = (model, axes) => {
  const tokens = {};
  for (const [token, line] of Object.entries(model.lines)) tokens[token] = at(line, axes);
  Object.assign(tokens, colours(model, axes, tokens["contrast.text"]));
  tokens["type.heading-family"] = family(model, axes);
  return tokens;
};

// ── the editor ──
const start = (form) => {
  const model = JSON.parse(document.getElementById("dna-model").textContent);
  const preview = document.querySelector("[data-dna-preview]");
  const state = document.querySelector("[data-dna-state]");
  const fields = model.axes.map((axis) => ({
    axis,
    number: form.elements[axis],
    slider: form.querySelector(`[data-dna-slider="${axis}"]`),
  }));
  const present = () => new FormData(form);
  const values = () => [...present()].filter(([name]) => model.axes.includes(name) || name === "name").join();
  const atFirst = form.dataset.dnaEditor === "changed" ? "" : values();
  let waiting = 0;

  const draw = () => {
    waiting = 0;
    const axes = Object.fromEntries(fields.map(({ axis, number }) => [axis, Math.min(Math.max(number.valueAsNumber || 0, 0), 1)]));
    for (const [token, value] of Object.entries(tokensFor(model, axes))) {
      const unit = typeof value === "number" ? model.lines[token].unit : "";
      preview.style.setProperty(`--${token.replace(".", "-")}`, `${value}${unit}`);
    }
    if (state) state.hidden = values() === atFirst;
  };
  const later = () => { waiting ||= requestAnimationFrame(draw); };

  form.addEventListener("input", (event) => {
    const field = fields.find(({ number, slider }) => event.target === number || event.target === slider);
    if (field && event.target === field.slider) field.number.value = field.slider.value;
    else if (field) field.slider.value = field.number.value;
    later();
  });
  form.addEventListener("reset", () => setTimeout(() => {
    for (const { slider, number } of fields) slider.value = number.value;
    draw();
  }));
  for (const link of document.querySelectorAll("[data-dna-axes]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const axes = JSON.parse(link.dataset.dnaAxes);
      for (const { axis, slider, number } of fields) slider.value = number.value = axes[axis];
      later();
    });
  }
  document.querySelector("[data-dna-replay]")?.addEventListener("click", (event) => {
    const mover = event.currentTarget.querySelector("[data-dna-mover]");
    mover.classList.remove("is-moving");
    void mover.offsetWidth; // starts the movement anew
    mover.classList.add("is-moving");
  });
  document.querySelector("[data-dna-night]")?.addEventListener("change", (event) => {
    preview.classList.toggle("dna-preview--dark", event.target.checked);
  });

  let sending = false;
  form.addEventListener("submit", () => { sending = true; });
  window.addEventListener("pageshow", () => { sending = false; });
  window.addEventListener("beforeunload", (event) => { if (!sending && values() !== atFirst) event.preventDefault(); });
  for (const { slider, number } of fields) slider.value = number.value;
  draw();
};

const form = globalThis.document?.querySelector("form[data-dna-editor]");
if (form) start(form);
