// Enhancements only: every page works without them.
"use strict";

// The menu is open where there is room for it.
const menu = document.getElementById("menu");
const room = matchMedia("(min-width: 52.01rem)");
const fit = () => { if (menu) menu.open = room.matches; };
fit();
room.addEventListener("change", fit);

// A form is sent once, however often its button is pressed; coming back to the page frees it again.
document.addEventListener("submit", (event) => {
  const button = event.target.querySelector("button:not([type=button])");
  if (event.target.method === "post" && button) setTimeout(() => { button.disabled = true; }, 0);
});
addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("button:disabled")) button.disabled = false;
});

// The first field that is wrong takes the cursor.
document.querySelector("[aria-invalid=true]")?.focus();

// Filters apply as soon as one is chosen.
for (const select of document.querySelectorAll(".filters select")) {
  select.addEventListener("change", () => select.form.requestSubmit());
}

// One box ticks all.
for (const all of document.querySelectorAll("input[data-all]")) {
  all.addEventListener("change", () => {
    for (const box of document.querySelectorAll(`input[name="${all.dataset.all}"]`)) box.checked = all.checked;
  });
}

for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());

// A solve that takes its time shows how far it is; what is sent goes its usual way meanwhile.
for (const box of document.querySelectorAll("[data-progress]")) {
  const forms = box.dataset.forms.split(" ").flatMap((act) => [...document.querySelectorAll(`form[action="${act}"]`)]);
  const [bar, words, halt] = ["progress", "[role=status]", "form"].map((part) => box.querySelector(part));
  const texts = box.dataset.texts.split("|");
  const say = (text) => { if (words.textContent !== text) words.textContent = text; };
  const look = async () => {
    const { done } = await (await fetch(box.dataset.progress)).json();
    if (done === null) return;
    bar.value = done;
    say(texts[done < 300 ? 0 : done < 850 ? 1 : done < 1000 ? 2 : 3]);
  };
  for (const form of forms) form.addEventListener("submit", () => {
    box.hidden = false;
    box.scrollIntoView({ block: "nearest" });
    say(texts[0]);
    setInterval(() => look().catch(() => {}), 300);
  });
  // Asked to stop, the solve answers by itself: this page stays until then.
  halt?.addEventListener("submit", (event) => {
    event.preventDefault();
    fetch(halt.action, { method: "post", body: new URLSearchParams(new FormData(halt)) });
  });
}

// The roll that a phone at a door kept of an activity goes by itself once its time is over; what was never sent stays.
for (const key of Object.keys(localStorage)) {
  const activity = key.match(/^desk:(\w+):until$/)?.[1];
  if (activity && Number(localStorage.getItem(key)) < Date.now()) {
    for (const name of ["roll", "told", "until"]) localStorage.removeItem(`desk:${activity}:${name}`);
    navigator.serviceWorker?.getRegistration(`/activities/${activity}/desk`).then((worker) => worker?.unregister());
    window.caches?.delete(`desk:/activities/${activity}/desk`);
  }
}
