// Small comforts of every page. Without this file everything still works.
"use strict";
(() => {
  const first = document.querySelector("[data-focus]");
  if (first) first.focus();

  // A form that signs or files is sent once; the server checks that too.
  for (const form of document.querySelectorAll("form[data-once]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = "yes";
      const said = form.querySelector("[data-once-says]");
      if (said) said.textContent = form.dataset.once;
      for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
    });
  }
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll("form[data-once]")) {
      delete form.dataset.sent;
      for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-disabled");
    }
  });

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const source = document.getElementById(button.dataset.copy);
      const said = document.querySelector("[data-copy-says]");
      const range = document.createRange();
      range.selectNodeContents(source);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      try {
        await navigator.clipboard.writeText(source.textContent);
        said.textContent = "Copied.";
      } catch {
        said.textContent = "The text is marked. Copy it with your keyboard or your finger.";
      }
    });
  }

  // A note that is on its way: look every few seconds, and show the page anew when something changed.
  const watched = document.querySelector("[data-watch]");
  if (watched) {
    let wait = 3000;
    const look = async () => {
      try {
        const answer = await fetch(watched.dataset.watch, { headers: { Accept: "application/json" } });
        if (answer.ok && (await answer.json()).state !== watched.dataset.state) { location.reload(); return; }
      } catch { /* no network now: look again later */ }
      wait = Math.min(wait * 1.5, 30000);
      setTimeout(look, wait);
    };
    setTimeout(look, wait);
  }
})();
