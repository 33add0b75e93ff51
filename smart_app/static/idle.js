// Warns before the idle lock and lets the person stay. The server decides; this only tells.
"use strict";
(() => {
  const box = document.getElementById("idle");
  if (!box) return;
  const stay = document.getElementById("idle-stay");
  const shown = document.getElementById("idle-seconds");
  const warning = Number(box.dataset.warning);
  let left = Number(box.dataset.seconds);
  let before = null;
  let checked = performance.now();

  const ask = async () => {
    const answer = await fetch(box.dataset.left, { headers: { Accept: "application/json" } });
    if (answer.ok) left = (await answer.json()).seconds;
    checked = performance.now();
  };
  const now = () => left - (performance.now() - checked) / 1000;
  const hide = () => {
    box.hidden = true;
    if (before) before.focus();
    before = null;
  };
  const words = (seconds) => {
    const whole = Math.max(0, Math.round(seconds / 10) * 10);
    return whole > 10 ? `${whole} seconds` : "a few seconds";
  };
  const tick = async () => {
    try {
      if (now() <= warning && box.hidden) {
        await ask(); // another window may have been in use
        if (now() <= warning && now() > 0) {
          before = document.activeElement;
          box.hidden = false;
          stay.focus();
        }
      }
      if (!box.hidden) {
        const said = words(now());
        if (shown.textContent !== said) shown.textContent = said;
      }
      if (now() <= 0) {
        await ask();
        if (now() <= 0) { window.dispatchEvent(new Event("pss:locking")); location.replace(box.dataset.locked); return; }
        hide();
      }
    } catch { /* no network: the page stays; the server locks by itself */ }
    setTimeout(tick, 1000);
  };
  stay.addEventListener("click", async () => {
    const body = new URLSearchParams({ csrf_token: box.dataset.token });
    try {
      const answer = await fetch(box.dataset.stay, { method: "POST", body, headers: { Accept: "application/json" } });
      if (!answer.ok) { location.replace(box.dataset.locked); return; }
      left = (await answer.json()).seconds;
      checked = performance.now();
      hide();
    } catch { shown.textContent = "a few seconds, and the network is gone. Your draft is saved up to the last save"; }
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Tab") { event.preventDefault(); stay.focus(); }
    if (event.key === "Escape") stay.click();
  });
  window.addEventListener("pss:active", () => { left = Number(box.dataset.seconds); checked = performance.now(); });
  setTimeout(tick, 1000);
})();
