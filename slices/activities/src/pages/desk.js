// The desk at the door on a phone: one way of working, with a network and without. Everybody is looked up in the roll that the
// phone keeps, every check-in goes into a queue, and the queue is sent whenever there is a network. The server has the last word.
"use strict";

(() => {
  const box = document.getElementById("desk");
  if (!box || !window.localStorage || !window.crypto?.subtle) return;

  const { activity } = box.dataset;
  const texts = JSON.parse(box.dataset.texts);
  const desk = `/activities/${activity}/desk`;
  const say = (key, blanks = {}) => texts[key].replace(/\{(\w+)\}/g, (_, name) => blanks[name] ?? "");

  // --- What the phone keeps: the roll, the queue, what could not be done, and until when all that may be here.

  const key = (name) => `desk:${activity}:${name}`;
  const load = (name, none) => JSON.parse(localStorage.getItem(key(name)) ?? "null") ?? none;
  const keep = (name, value) => {
    try {
      localStorage.setItem(key(name), JSON.stringify(value));
      return true;
    } catch {
      tell(say("full"));
      return false;
    }
  };
  const forget = (...names) => names.forEach((name) => localStorage.removeItem(key(name)));
  if (load("until", Infinity) < Date.now()) forget("roll", "told", "until");

  let roll = load("roll", null);
  let isOnline = navigator.onLine;

  // --- Time: by the server's clock as it was at the last contact, so that a phone whose clock is wrong keeps the right day.

  const now = () => Date.now() + (roll ? roll.now - roll.phone : 0);
  const china = (at) => new Date(at + 8 * 3600e3).toISOString();
  const day = (at) => china(at).slice(0, 10);
  const minute = (at) => china(at).slice(0, 16).replace("T", " ");

  const asked = new URLSearchParams(location.search).get("session");
  const current = () => {
    const sessions = roll?.sessions ?? [];
    const known = sessions.find((one) => one.id === (asked ?? box.dataset.session));
    return known ?? sessions.find((one) => one.to >= day(now())) ?? sessions.at(-1) ?? null;
  };

  // --- The page.

  const make = (name, attributes = {}, ...inside) => {
    const element = Object.assign(document.createElement(name), attributes);
    element.append(...inside);
    return element;
  };
  const field = (words, input) => {
    input.id = `desk-${Math.random().toString(36).slice(2)}`;
    return make("div", { className: "field" }, make("label", { htmlFor: input.id, textContent: words }), input);
  };
  const button = (words, press, className = "") => make("button", { type: "button", textContent: words, onclick: press, className });

  const state = make("p", { className: "badge desk-state" });
  state.setAttribute("role", "status");
  const message = make("p", { className: "note", hidden: true });
  message.setAttribute("role", "alert");
  const input = make("input", { type: "search", autocomplete: "off", enterKeyHint: "search", maxLength: 300 });
  const search = make("form", { className: "form" }, field(say("find"), input), make("div", { className: "buttons" }, make("button", { textContent: say("check_in") })));
  const scan = button(say("scan"), () => (stream ? stopScan() : startScan()), "quiet desk-scan");
  const video = make("video", { muted: true, playsInline: true, hidden: true, className: "desk-video" });
  const found = make("ul", { className: "plain desk-found" });
  const [name, phone] = [make("input", { maxLength: 40, autocomplete: "off" }), make("input", { type: "tel", maxLength: 20, autocomplete: "off" })];
  const persons = make("input", { type: "number", min: 1, max: 500, value: 1, required: true, inputMode: "numeric" });
  const walkIn = make("form", { className: "form" }, field(say("name"), name), field(say("phone"), phone), field(say("persons"), persons),
    make("div", { className: "buttons" }, make("button", { textContent: say("walk_in") })));
  const told = make("ul", { className: "plain desk-told" });
  const about = make("p", { className: "soft" });
  const erase = button(say("erase"), eraseAll, "quiet");
  box.append(state, message, search, scan, video, found,
    make("details", { className: "more" }, make("summary", { textContent: say("walk_in") }), walkIn), told, about, erase);
  box.hidden = false;
  document.getElementById("desk-plain").hidden = true;
  scan.hidden = !("BarcodeDetector" in window && navigator.mediaDevices);

  function tell(words, isGood = false) {
    message.className = isGood ? "said" : "note";
    message.textContent = words;
    message.hidden = false;
  }

  function show() {
    const waiting = load("queue", []).length;
    const parts = [say(isOnline ? "online" : "offline")];
    if (waiting) parts.push(say("waiting", { n: waiting }));
    state.textContent = parts.join(" · ");
    state.classList.toggle("good", isOnline && !waiting);
    state.classList.toggle("warn", !isOnline || waiting > 0);
    about.textContent = roll
      ? `${say("kept", { at: minute(roll.now) })} · ${say("roll_of", { n: roll.rows.length, at: minute(roll.until) })}` : "";
    erase.hidden = !roll;
    told.replaceChildren(...load("told", []).map((one) => make("li", {}, say("conflict", { name: one.name, words: one.words }))));
  }

  // --- The rules at the door, as the server has them; it looks at everything again.

  const cameAt = (row, session, on) => {
    const waiting = load("queue", []).map((one) => ({ ...one, at: one.at + (roll.now - roll.phone) }));
    return row.came.find((came) => came.s === session && came.d === on)?.at
      ?? waiting.find((one) => one.registration === row.id && one.session === session && day(one.at) === on)?.at;
  };

  function refusal(row) {
    const session = current();
    const [from, to] = session ? [session.from, session.to] : [roll.from, roll.to];
    const today = day(now());
    if (row.state === "cancelled") return say("cancelled", row);
    if (row.state !== "confirmed") return say("not_confirmed", row);
    if (row.s && row.s !== session?.id) {
      const other = roll.sessions.find((one) => one.id === row.s);
      return say("other_session", { name: row.name, session: other?.words ?? "" });
    }
    const at = cameAt(row, session?.id ?? "", today);
    if (at !== undefined) return say("already", { name: row.name, at: minute(at) });
    return today < from || today > to ? say("wrong_day") : "";
  }

  function letIn(row, count) {
    const why = refusal(row);
    if (why) return tell(why);
    if (!enqueue({ registration: row.id, persons: count, name: "", phone: "", label: row.name })) return;
    tell(say("in", row), true);
    clear();
  }

  walkIn.onsubmit = (event) => {
    event.preventDefault();
    if (!name.value.trim() !== !phone.value.trim()) return tell(say("half_named"));
    const label = name.value.trim() || say("walk_in");
    const isDone = enqueue({ registration: "", persons: Number(persons.value), name: name.value.trim(), phone: phone.value.trim(), label });
    if (!isDone) return;
    tell(say("in", { name: label }), true);
    walkIn.reset();
  };

  // The id is made here: however often the entry is sent, it is done once.
  function newId() {
    let rest = crypto.getRandomValues(new Uint8Array(16)).reduce((all, byte) => all << 8n | BigInt(byte), 0n);
    let id = "";
    for (let place = 0; place < 26; place++, rest >>= 5n) id = "0123456789abcdefghjkmnpqrstvwxyz"[Number(rest & 31n)] + id;
    return id;
  }

  function enqueue(entry) {
    const queue = load("queue", []);
    queue.push({ ...entry, id: newId(), session: current()?.id ?? "", at: Date.now() });
    const isKept = keep("queue", queue);
    show();
    send();
    return isKept;
  }

  // --- Looking up: a receipt (typed, or in a scanned address), an entry number, the telephone's last digits, a name.

  const isReceipt = (text) => /^[0-7][0-9a-hjkmnp-tv-z]{25}$/.test(text);

  async function byReceipt(receipt) {
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(receipt)));
    const half = [...hash.slice(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return roll.rows.filter((row) => row.h === half);
  }

  async function lookUp(text) {
    const said = text.trim();
    if (!said || !roll) return;
    const address = said.match(/\/activities\/(\w{26})\/registrations\/(\w{26})\/?$/);
    if (address && address[1] !== activity) return elsewhere(address[1]);
    const code = (address?.[2] ?? said).toLowerCase();
    const rows = isReceipt(code) ? await byReceipt(code)
      : roll.rows.filter((row) => String(row.n) === said || row.tail === said || row.name.startsWith(said));
    message.hidden = true;
    if (!rows.length) return clear(), tell(say("unknown"));
    if (rows.length === 1 && isReceipt(code) && rows[0].size === 1) return letIn(rows[0], 1);
    found.replaceChildren(...rows.slice(0, 20).map(line));
    if (rows.length > 1) tell(say("several"));
  }

  // Which activity it is for is told by its page, to those who may see that.
  async function elsewhere(other) {
    clear();
    tell(say("other_activity"));
    try {
      const answer = await fetch(`/activities/${other}`);
      const page = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
      if (page) tell(`${say("other_activity")}：${page.querySelector("h1").textContent}`);
    } catch {
      // Without a network there is nothing more to tell.
    }
  }

  function line(row) {
    const why = refusal(row);
    const item = make("li", { className: "card" }, make("p", {}, make("strong", { textContent: row.name }), ` #${row.n} · ${row.tail}`));
    if (why) item.append(make("p", { className: "note", textContent: why }));
    else {
      const count = make("input", { type: "number", min: 1, max: row.size, value: row.size, inputMode: "numeric" });
      if (row.size > 1) item.append(field(say("persons"), count));
      const press = button(say("check_in"), () => letIn(row, Math.min(Math.max(Number(count.value) || 1, 1), row.size)), "desk-in");
      press.setAttribute("aria-label", `${say("check_in")} ${row.name}`);
      item.append(press);
    }
    return item;
  }

  function clear() {
    input.value = "";
    found.replaceChildren();
    if (!stream) input.focus();
  }

  search.onsubmit = (event) => {
    event.preventDefault();
    lookUp(input.value);
  };

  // --- The camera.

  let stream = null;
  let last = { code: "", at: 0 };

  async function startScan() {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      return tell(say("no_camera"));
    }
    video.srcObject = stream;
    video.hidden = false;
    scan.textContent = say("stop_scan");
    await video.play();
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    while (stream) {
      const codes = await detector.detect(video).catch(() => []);
      const code = codes[0]?.rawValue;
      // A code stays before the camera for a while: it is read once.
      if (code && (code !== last.code || Date.now() - last.at > 4000)) {
        last = { code, at: Date.now() };
        await lookUp(code);
      }
      await new Promise((go) => setTimeout(go, 200));
    }
  }

  function stopScan() {
    stream.getTracks().forEach((track) => track.stop());
    stream = null;
    video.hidden = true;
    scan.textContent = say("scan");
  }

  // --- The network: the queue out, the roll in. Whatever fails is tried again.

  const MOST = 50;
  let isSending = false;

  async function send() {
    if (isSending) return;
    isSending = true;
    try {
      for (let batch; (batch = load("queue", []).slice(0, MOST)).length;) {
        const entries = batch.map(({ label, ...entry }) => entry);
        const body = new URLSearchParams({ entries: JSON.stringify(entries), phone_now: Date.now() });
        const answer = await fetch(`${desk}/sync`, { method: "post", body });
        if (!answer.ok || !answer.headers.get("content-type")?.startsWith("application/json")) return noEntry(answer);
        settle(batch, await answer.json());
      }
      isOnline = true;
    } catch {
      isOnline = false;
    } finally {
      isSending = false;
      show();
    }
  }

  // What became of each entry: in, or told with the reason. Only what the server has answered for leaves the queue.
  function settle(batch, { entries, ahead }) {
    const conflicts = load("told", []);
    for (const done of entries) {
      const entry = batch.find((one) => one.id === done.id);
      const row = roll?.rows.find((one) => one.id === entry.registration);
      if (done.outcome === "in") row?.came.push({ s: entry.session, d: day(done.at), at: done.at });
      else conflicts.push({ name: entry.label, words: done.words });
    }
    const answered = new Set(entries.map((done) => done.id));
    keep("queue", load("queue", []).filter((entry) => !answered.has(entry.id)));
    keep("told", conflicts.slice(-50));
    if (roll) keep("roll", roll);
    if (ahead) tell(say("clock", { way: say(ahead > 0 ? "fast" : "slow"), n: Math.round(Math.abs(ahead) / 60) }));
  }

  function noEntry(answer) {
    isOnline = true;
    tell(answer.status === 404 ? say("sign_in") : say("refused"));
  }

  async function refresh() {
    try {
      const answer = await fetch(`${desk}/roll`);
      isOnline = true;
      if (!answer.ok) return noEntry(answer);
      const fresh = { ...(await answer.json()), phone: Date.now() };
      if (keep("roll", fresh)) roll = fresh;
      // By the phone's own clock, wrong or not: its store is looked through by that.
      keep("until", fresh.until - fresh.now + fresh.phone);
    } catch {
      isOnline = false;
    } finally {
      show();
    }
  }

  let isSure = false;

  function eraseAll() {
    if (load("queue", []).length) return tell(say("erase_waits"));
    if (!isSure) {
      isSure = true;
      erase.textContent = say("erase_sure");
      return;
    }
    forget("roll", "told", "until", "queue");
    roll = null;
    navigator.serviceWorker?.getRegistration(desk).then((worker) => worker?.unregister());
    window.caches?.delete(`desk:${desk}`);
    clear();
    show();
    tell(say("erased"), true);
  }

  const both = () => send().then(refresh);
  addEventListener("online", both);
  addEventListener("offline", () => { isOnline = false; show(); });
  setInterval(() => { if (roll && (load("queue", []).length || !isOnline)) both(); }, 15e3);
  setInterval(() => { if (roll) refresh(); }, 60e3);
  navigator.serviceWorker?.register(`/activities/${activity}/worker.js`, { scope: desk }).catch(() => {});
  show();
  both();
})();
