// Keeps the desk of one activity at hand without a network: its page without anybody's name, its style, its scripts.
// The roll itself lies in the page's own store; entries are sent by the page. Nothing of other pages passes here.
"use strict";

const DESK = new URL(registration.scope).pathname;
const STORE = `desk:${DESK}`;
const SCRIPT = "/activities/desk.js";
// A network that takes longer than this at the door is none.
const PATIENCE = 4000;

addEventListener("install", (event) => event.waitUntil(fetchAll().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

// The page as it is now, and everything it names.
async function fetchAll() {
  const page = await fetch(DESK);
  if (!page.ok || page.redirected) throw new Error(`the desk answers ${page.status}`);
  const store = await caches.open(STORE);
  const html = await page.clone().text();
  await store.put(DESK, page);
  await store.addAll([...new Set([SCRIPT, ...(html.match(/\/assets\/[^"]+/g) ?? [])])]);
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname === DESK && request.mode === "navigate") event.respondWith(newest(request, DESK, !url.search.includes("q=")));
  else if (url.pathname === SCRIPT) event.respondWith(newest(request, SCRIPT, true));
  // Assets are named by their content: one that is here is the right one.
  else if (url.pathname.startsWith("/assets/")) event.respondWith(caches.match(request).then((kept) => kept ?? keep(request)));
});

async function keep(request) {
  const answer = await fetch(request);
  if (answer.ok) (await caches.open(STORE)).put(request, answer.clone());
  return answer;
}

// From the network, and kept; if there is none, what was kept before.
async function newest(request, key, isKept) {
  const patience = new Promise((_, fail) => setTimeout(() => fail(new Error("too slow")), PATIENCE));
  try {
    const answer = await Promise.race([fetch(request), patience]);
    if (answer.ok && !answer.redirected && isKept) (await caches.open(STORE)).put(key, answer.clone());
    return answer;
  } catch (failure) {
    const kept = await (await caches.open(STORE)).match(key);
    if (kept) return kept;
    throw failure;
  }
}
