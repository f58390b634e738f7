// The board: cards move by mouse, by touch and by keyboard; the server decides where they are.
// A move names the card in front of which another was put, not a number: that stays right when others move cards too.
const board = document.getElementById("board");
const status = document.getElementById("board-status");
const SLOP = 6; // px before a press becomes a drag
const HOLD = 260; // ms before a touch on a card becomes a drag; the handle drags at once
const EDGE = 56; // px from an edge where the page begins to scroll along

const columnOf = (card) => card.closest("[data-column]");
const cardsIn = (column) => [...column.querySelectorAll("[data-cards] > [data-card]")];
const say = (text, card) => {
  const column = columnOf(card);
  const cards = cardsIn(column);
  const facts = { title: card.dataset.title, column: column.dataset.label, position: cards.indexOf(card) + 1, count: cards.length };
  status.textContent = text.replace(/\{(\w+)\}/g, (_all, name) => facts[name]);
};
const placeOf = (card) => ({ list: card.parentElement, next: card.nextElementSibling });
const putBack = (card, place) => place.list.insertBefore(card, place.next);
const isAt = (card, place) => card.parentElement === place.list && card.nextElementSibling === place.next;

// ── telling the server ───────────────────────────────────────────────────────────────────────────
let queue = Promise.resolve();
let waiting = 0;
let drag = null; // by pointer
let picked = null; // by keyboard

const ask = async (url, options = {}) => {
  const headers = { "HX-Request": "true", "X-CSRFToken": JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"], ...options.headers };
  const response = await fetch(url, { credentials: "same-origin", ...options, headers });
  if (response.headers.has("HX-Redirect")) location.assign(response.headers.get("HX-Redirect"));
  if (!response.ok) throw new Error(String(response.status));
  return response.text();
};

const redraw = (html) => {
  if (waiting || drag || picked) return;
  const focused = board.contains(document.activeElement) ? document.activeElement.id : "";
  board.innerHTML = html;
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
};

const complain = () =>
  document.dispatchEvent(new CustomEvent("artnex:toasts", { detail: { toasts: [{ level: "error", text: board.dataset.problem }] } }));

const store = (card, former) => {
  const body = new URLSearchParams({ status: columnOf(card).dataset.column, before: card.nextElementSibling?.dataset.card ?? "" });
  waiting += 1;
  queue = queue.then(async () => {
    try {
      const html = await ask(card.dataset.move + location.search, { method: "POST", body });
      waiting -= 1;
      redraw(html);
    } catch {
      waiting -= 1;
      if (card.isConnected) putBack(card, former);
      complain();
    }
  });
};

// What others did: somebody's event about tasks, or coming back to this page after a while.
const refresh = async () => {
  if (waiting || drag || picked) return;
  try {
    redraw(await ask(location.pathname + location.search));
  } catch {
    // The next move or the next event asks again.
  }
};
let soon = 0;
document.addEventListener("artnex:event", (event) => {
  if (!/^(task|project)\./.test(event.detail?.name ?? "")) return;
  clearTimeout(soon);
  soon = setTimeout(refresh, 250);
});
document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });

// ── mouse and touch ──────────────────────────────────────────────────────────────────────────────
const begin = () => {
  const box = drag.card.getBoundingClientRect();
  drag.active = true;
  drag.former = placeOf(drag.card);
  drag.dx = drag.x - box.left;
  drag.dy = drag.y - box.top;
  drag.ghost = drag.card.cloneNode(true);
  drag.ghost.removeAttribute("data-card");
  drag.ghost.classList.add("task-card--ghost");
  drag.ghost.style.width = `${box.width}px`;
  document.body.append(drag.ghost);
  drag.card.classList.add("is-moving");
  document.documentElement.classList.add("is-dragging");
  navigator.vibrate?.(10);
  follow();
  drag.frame = requestAnimationFrame(scrollAlong);
};

const follow = () => {
  drag.ghost.style.transform = `translate(${drag.x - drag.dx}px, ${drag.y - drag.dy}px)`;
  const column = document.elementFromPoint(drag.x, drag.y)?.closest("[data-column]");
  for (const other of board.querySelectorAll(".is-target")) if (other !== column) other.classList.remove("is-target");
  if (!column || !board.contains(column)) return;
  column.classList.add("is-target");
  const below = cardsIn(column).find((card) => {
    if (card === drag.card) return false;
    const box = card.getBoundingClientRect();
    return drag.y < box.top + box.height / 2;
  });
  const place = { list: column.querySelector("[data-cards]"), next: below ?? null };
  if (below !== drag.card && !isAt(drag.card, place)) putBack(drag.card, place);
};

const scrollAlong = () => {
  if (!drag?.active) return;
  const box = board.getBoundingClientRect();
  const pull = (at, low, high) => (at < low + EDGE ? -1 : at > high - EDGE ? 1 : 0);
  board.scrollLeft += 10 * pull(drag.x, Math.max(box.left, 0), Math.min(box.right, innerWidth));
  scrollBy(0, 10 * pull(drag.y, 0, innerHeight));
  follow();
  drag.frame = requestAnimationFrame(scrollAlong);
};

const end = (keep) => {
  if (!drag) return;
  clearTimeout(drag.timer);
  const { card, active, former, ghost, frame } = drag;
  drag = null;
  if (!active) return;
  cancelAnimationFrame(frame);
  ghost.remove();
  card.classList.remove("is-moving");
  document.documentElement.classList.remove("is-dragging");
  for (const column of board.querySelectorAll(".is-target")) column.classList.remove("is-target");
  if (!keep) putBack(card, former);
  else if (!isAt(card, former)) {
    say(board.dataset.dropped, card);
    store(card, former);
  }
};

const onDown = (event) => {
  const card = event.target.closest("[data-card]");
  if (!card || event.button !== 0 || !event.isPrimary || drag) return;
  letGo(true);
  const touch = event.pointerType !== "mouse";
  drag = { card, touch, x: event.clientX, y: event.clientY, fromX: event.clientX, fromY: event.clientY, byHandle: Boolean(event.target.closest("[data-handle]")) };
  if (touch && !drag.byHandle) drag.timer = setTimeout(begin, HOLD);
};

const onMove = (event) => {
  if (!drag || !event.isPrimary) return;
  drag.x = event.clientX;
  drag.y = event.clientY;
  if (drag.active) return follow();
  const far = Math.hypot(drag.x - drag.fromX, drag.y - drag.fromY) > SLOP;
  if (!far) return undefined;
  if (drag.touch && !drag.byHandle) return end(false); // a swipe: the page scrolls
  return begin();
};

if (board?.hasAttribute("data-board")) {
  board.addEventListener("pointerdown", onDown);
  addEventListener("pointermove", onMove);
  addEventListener("pointerup", (event) => {
    if (drag?.active) {
      // The click that follows a drag at once opens nothing.
      const swallow = (click) => { click.preventDefault(); click.stopPropagation(); };
      addEventListener("click", swallow, { capture: true });
      setTimeout(() => removeEventListener("click", swallow, { capture: true }), 50);
    }
    if (event.isPrimary) end(true);
  });
  addEventListener("pointercancel", () => end(false));
  addEventListener("touchmove", (event) => { if (drag?.active) event.preventDefault(); }, { passive: false });
  board.addEventListener("contextmenu", (event) => { if (drag?.touch) event.preventDefault(); });
  board.addEventListener("dragstart", (event) => event.preventDefault());
  board.addEventListener("keydown", (event) => onKey(event));
  board.addEventListener("focusout", () => setTimeout(() => { if (picked && !picked.card.contains(document.activeElement)) letGo(true); }, 0));
}

// ── keyboard: space picks up and puts down, arrows move, Escape puts back ────────────────────────
const letGo = (keep) => {
  if (!picked) return;
  const { card, former } = picked;
  picked = null;
  card.classList.remove("is-picked");
  if (!keep) putBack(card, former);
  say(keep ? board.dataset.dropped : board.dataset.returned, card);
  if (keep && !isAt(card, former)) store(card, former);
};

const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

const step = (card, [sideways, down]) => {
  const columns = [...board.querySelectorAll("[data-column]")];
  const column = columnOf(card);
  const index = cardsIn(column).indexOf(card);
  const target = columns[columns.indexOf(column) + sideways];
  if (!target) return;
  const others = cardsIn(target).filter((other) => other !== card);
  const wanted = Math.min(Math.max(index + down, 0), others.length);
  target.querySelector("[data-cards]").insertBefore(card, others[wanted] ?? null);
};

const onKey = (event) => {
  const handle = event.target.closest("[data-handle]");
  if (!handle) return;
  const card = handle.closest("[data-card]");
  if (event.key === " " || event.key === "Enter") {
    event.preventDefault();
    if (picked) return letGo(true);
    picked = { card, former: placeOf(card) };
    card.classList.add("is-picked");
    return say(board.dataset.picked, card);
  }
  if (!picked) return undefined;
  if (event.key === "Escape") {
    event.preventDefault();
    letGo(false);
    return handle.focus();
  }
  if (!STEPS[event.key]) return undefined;
  event.preventDefault();
  const held = picked; // moving the node takes its focus away for a moment
  picked = null;
  step(card, STEPS[event.key]);
  handle.focus({ preventScroll: true });
  picked = held;
  card.scrollIntoView({ block: "nearest", inline: "nearest" });
  return say(board.dataset.at, card);
};
