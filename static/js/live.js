// The live connection: who else is on this brand, what changes, how far jobs are, how many notifications wait.
// Everything here is an addition; pages work without it, and jobs are polled while it is away.
const address = document.body.dataset.live;
const me = Number(document.body.dataset.liveUser);
const place = document.querySelector("[data-live-brand]");
const brand = Number(place?.dataset.liveBrand ?? 0);
const FACES = 4;
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 60_000;
const PING_EVERY = 25_000;
const ASK_ANYWAY = 15_000; // a job is asked for at least this often, in case a message was lost
const LET_GO = [4401, 4429]; // not logged in any more, or too many pages open: trying again at once is no use

let socket = null;
let attempts = 0;
let retry = 0;
let heartbeat = 0;
let position = null; // the last event of the brand that is known for certain, with all before it
const seen = new Set();

const isOpen = () => socket?.readyState === WebSocket.OPEN;
const say = (message) => { if (isOpen()) socket.send(JSON.stringify(message)); };
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

// ── people ──
const faceOf = (person) => {
  const face = place.querySelector("[data-live-face]").content.firstElementChild.cloneNode(true);
  face.title = person.name;
  face.textContent = person.name.slice(0, 1);
  if (person.avatar_url) {
    const picture = document.createElement("img");
    picture.src = person.avatar_url;
    picture.alt = "";
    face.replaceChildren(picture);
  }
  return face;
};

const showPeople = (people) => {
  const others = people.filter((person) => person.id !== me);
  const box = place.querySelector("[data-live-faces]");
  const rest = others.length - FACES;
  box.hidden = others.length === 0;
  box.setAttribute("aria-label", fill(place.dataset.textHere, { names: others.map((person) => person.name).join(", ") }));
  box.title = box.getAttribute("aria-label");
  box.replaceChildren(...others.slice(0, FACES).map(faceOf));
  if (rest > 0) {
    const more = document.createElement("span");
    more.className = "live-people__more";
    more.textContent = fill(place.dataset.textMore, { number: rest });
    box.append(more);
  }
};

// ── changes ──
const tell = (text) => {
  const line = place.querySelector("[data-live-text]");
  line.textContent = text;
  line.hidden = false;
  place.querySelector("[data-live-reload]").hidden = false;
};

const showChange = ({ name, actor }) => {
  const shown = place.dataset.liveNouns.split(" ").includes(name.split(".")[0]);
  if (!shown || actor?.id === me) return;
  tell(actor?.name ? fill(place.dataset.textChanged, { name: actor.name }) : place.dataset.textChangedByNobody);
};

// ── jobs ──
const askForJob = (id) => {
  for (const part of document.querySelectorAll(`[data-live-job="${CSS.escape(id)}"]`)) htmx.trigger(part, "job-moved");
};

// ── notifications ──
const showUnread = (number) => {
  const bell = document.querySelector("[data-live-unread]");
  if (!bell) return;
  bell.dataset.count = number > 99 ? "99+" : String(number);
  bell.setAttribute("aria-label", fill(bell.dataset.liveUnread, { number }));
};

// ── messages ──
const note = (message) => {
  if (message.brand_id !== brand || message.name === "job.progress") return true;
  if (seen.has(message.seq)) return false;
  seen.add(message.seq);
  position = message.settled ?? message.seq;
  return true;
};

const answers = {
  ready: () => {
    attempts = 0;
    if (brand) say(position === null ? { type: "subscribe", brand_id: brand } : { type: "resume", brand_id: brand, after: position });
  },
  subscribed: (message) => { position ??= message.seq; },
  resumed: (message) => {
    position = message.seq;
    if (!message.complete) say({ type: "resume", brand_id: brand, after: position });
  },
  presence: (message) => { if (message.brand_id === brand) showPeople(message.users); },
  event: (message) => {
    if (!note(message)) return;
    if (message.name === "job.progress") askForJob(message.data.job_id);
    else if (message.brand_id === brand) showChange(message);
    document.dispatchEvent(new CustomEvent("artnex:live", { detail: message }));
  },
  notification: (message) => showUnread(message.unread),
  unsubscribed: (message) => {
    if (message.brand_id !== brand) return;
    showPeople([]);
    tell(place.dataset.textGone);
  },
};

// ── connection ──
const later = (pause) => {
  clearTimeout(retry);
  retry = setTimeout(connect, pause);
};

const connect = () => {
  if (socket && socket.readyState <= WebSocket.OPEN) return;
  socket = new WebSocket(new URL(address, location.href.replace(/^http/, "ws")));
  socket.addEventListener("open", () => {
    clearInterval(heartbeat);
    heartbeat = setInterval(say, PING_EVERY, { type: "ping" });
  });
  socket.addEventListener("message", (event) => {
    const message = JSON.parse(event.data);
    answers[message.type]?.(message);
  });
  socket.addEventListener("close", (event) => {
    clearInterval(heartbeat);
    if (place) showPeople([]);
    attempts += 1;
    const pause = Math.min(FIRST_PAUSE * 2 ** (attempts - 1), LONGEST_PAUSE);
    // Scattered, so that a restart does not bring everybody back in the same moment.
    later(LET_GO.includes(event.code) ? LONGEST_PAUSE : pause * (0.5 + Math.random()));
  });
};

if (address && "WebSocket" in window) {
  // Polls are left out while the connection tells when a job moves.
  const askedAt = new WeakMap();
  document.addEventListener("htmx:beforeRequest", (event) => {
    const part = event.target;
    if (!part.matches?.("[data-live-job]") || event.detail.requestConfig.triggeringEvent) return;
    const last = askedAt.get(part) ?? performance.now();
    askedAt.set(part, last);
    if (isOpen() && performance.now() - last < ASK_ANYWAY) event.preventDefault();
    else askedAt.set(part, performance.now());
  });
  addEventListener("online", () => { attempts = 0; later(0); });
  addEventListener("pageshow", (event) => { if (event.persisted) later(0); });
  connect();
}
