// Saves the draft a moment after the person pauses, says truthfully where it is, and asks the rules.
// Without this file the Save and Check buttons do the same.
"use strict";
(() => {
  const form = document.getElementById("note");
  if (!form) return;
  const state = document.getElementById("save-state");
  const version = document.getElementById("version");
  const rules = document.getElementById("rules");
  const PAUSE = 2000, LONGEST = 5000, RETRY = 10000;
  let timer = null, firstChange = 0, saving = false, again = false, stopped = false;
  let saved = snapshot();

  function snapshot() {
    const data = new FormData(form);
    data.delete("version");
    return new URLSearchParams(data).toString();
  }
  function say(text, isBad = false) {
    if (state.textContent !== text) state.textContent = text;
    state.classList.toggle("bad", isBad);
  }
  const isDirty = () => snapshot() !== saved;

  function plan(wait) {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }
  function changed() {
    window.dispatchEvent(new Event("pss:active"));
    if (stopped || !isDirty()) return;
    const now = performance.now();
    if (!firstChange) { firstChange = now; say("Not saved yet"); }
    plan(Math.max(0, Math.min(PAUSE, firstChange + LONGEST - now)));
  }

  async function save() {
    if (stopped) return;
    if (saving) { again = true; return; }
    saving = true;
    again = false;
    const sent = snapshot();
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json" },
      });
      const told = await answer.json();
      if (told.version) { version.value = told.version; saved = sent; firstChange = 0; }
      if (!answer.ok && told.is_final) stopped = true;
      say(told.words, !answer.ok);
      if (answer.ok) await showRules();
      else if (!stopped) plan(RETRY);
    } catch {
      say("Not saved: no connection. Keep this page open; the app tries again.", true);
      plan(RETRY);
    }
    saving = false;
    if (again || (!stopped && isDirty() && !firstChange)) changed();
  }

  // A panel that scrolls by itself can be reached and scrolled with the keyboard.
  function letScroll() {
    if (rules.scrollHeight > rules.clientHeight) rules.tabIndex = 0;
    else rules.removeAttribute("tabindex");
  }
  letScroll();
  window.addEventListener("resize", letScroll);

  async function showRules() {
    const answer = await fetch(form.dataset.rules, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const panel = page.getElementById("rules-panel");
    if (!panel) return;
    const held = rules.contains(document.activeElement);
    rules.replaceChildren(document.adoptNode(panel));
    letScroll();
    if (held) rules.querySelector("a, h2")?.focus();
    const sum = document.getElementById("sum");
    if (sum && panel.dataset.sum) sum.textContent = panel.dataset.sum;
    for (const list of document.querySelectorAll("[data-says]")) {
      const items = [];
      for (const item of panel.querySelectorAll("[data-field]")) {
        if (item.dataset.field !== list.dataset.says) continue;
        const line = document.createElement("li");
        line.className = item.dataset.weight;
        line.textContent = item.dataset.message;
        items.push(line);
      }
      const was = [...list.children].map((line) => line.textContent).join("\n");
      if (was !== items.map((line) => line.textContent).join("\n")) list.replaceChildren(...items);
    }
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  window.addEventListener("online", () => { if (isDirty()) plan(0); });
  document.addEventListener("visibilitychange", () => { if (document.hidden && isDirty()) plan(0); });
  let leaving = false;
  form.addEventListener("submit", () => { leaving = true; clearTimeout(timer); });
  window.addEventListener("pss:locking", () => { leaving = true; });
  window.addEventListener("pageshow", () => { leaving = false; });
  window.addEventListener("beforeunload", (event) => { if (!leaving && isDirty()) event.preventDefault(); });

  // The running visit, counted in whole minutes.
  const running = document.getElementById("running");
  if (running) {
    const elapsed = document.getElementById("elapsed");
    const started = Date.parse(running.dataset.started);
    const count = () => {
      const minutes = Math.max(0, Math.floor((Date.now() - started) / 60000));
      elapsed.textContent = minutes === 1 ? "1 minute so far." : `${minutes} minutes so far.`;
    };
    count();
    setInterval(count, 15000);
  }
})();
