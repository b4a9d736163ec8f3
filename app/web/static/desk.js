/* The review page: from one indicator to the next without a round trip, by button or by key, and what is typed is kept
   in this browser until it is saved. Without this file the same buttons do it by the server. */
(() => {
  "use strict";
  const form = document.getElementById("review");
  if (!form) return;
  document.documentElement.classList.add("script");

  const articles = [...form.querySelectorAll("article[data-indicator]")];
  const aside = document.getElementById("evidence"), at = form.elements.at;
  const articleOf = (id) => articles.find((one) => one.dataset.indicator === id);
  const field = (kind, id = at.value) => form.elements.namedItem(`${kind}/${id}`);

  /* One indicator at a time, with its evidence. */
  const evidence = new Map([[at.value, aside.innerHTML]]);
  async function fetchEvidence(id) {
    if (!evidence.has(id)) {
      aside.setAttribute("aria-busy", "true");
      try {
        const answer = await fetch(`${location.pathname}/evidence?indicator=${encodeURIComponent(id)}`, { headers: { "HX-Request": "true" } });
        if (!answer.ok) throw new Error(answer.status);
        evidence.set(id, await answer.text());
      } catch {
        if (at.value === id) aside.textContent = "佐证没有取到；再选一次这项指标就再取一次。";
        aside.removeAttribute("aria-busy");
        return;
      }
    }
    if (at.value !== id) return;
    aside.innerHTML = evidence.get(id);
    aside.scrollTop = 0;
    aside.removeAttribute("aria-busy");
  }
  function show(id, focus = true) {
    const wanted = articleOf(id);
    if (!wanted) return;
    for (const one of articles) one.hidden = one !== wanted;
    for (const one of form.querySelectorAll(".indicators [data-show]")) {
      if (one.dataset.show === id) { one.setAttribute("aria-current", "true"); one.scrollIntoView({ block: "nearest" }); }
      else one.removeAttribute("aria-current");
    }
    at.value = id;
    if (focus) wanted.focus();
    fetchEvidence(id);
  }
  function step(by) {
    const next = articles[articles.findIndex((one) => one.dataset.indicator === at.value) + by];
    if (next) show(next.dataset.indicator); else articleOf(at.value)?.focus();
  }
  document.addEventListener("click", (event) => {
    const to = event.target.closest("[data-show]");
    if (!to || event.ctrlKey || event.metaKey || event.shiftKey || !articleOf(to.dataset.show)) return;
    event.preventDefault();
    show(to.dataset.show);
  });
  const linked = () => { const id = decodeURIComponent(location.hash.slice(1)); if (articleOf(id)) show(id); };
  addEventListener("hashchange", linked);

  /* What is typed is kept in this browser for this sitting: `data-stored` is what the server has. */
  const sitting = form.dataset.sitting, mine = `jixiao-review:${form.dataset.by}:${form.dataset.report}:`, store = mine + sitting;
  const kept = document.getElementById("kept");
  const fields = [...form.querySelectorAll("[data-stored]")];
  const plain = (text) => text.replace(/\r\n/g, "\n");
  const stored = (input) => plain(input.dataset.stored);
  const waiting = () => fields.filter((input) => plain(input.value) !== stored(input));
  /* What was stored when somebody began to type in a field: what is stored now may be another's. */
  const since = new Map();
  function remember() {
    const left = Object.fromEntries(waiting().map((one) => [one.name, { text: plain(one.value), stored: since.get(one.name) ?? stored(one) }]));
    try {
      if (Object.keys(left).length) localStorage.setItem(store, JSON.stringify(left)); else localStorage.removeItem(store);
    } catch { /* no room or no right to store: the page still saves by its buttons */ }
  }
  function say() {
    const left = waiting().length;
    kept.textContent = left ? `${left} 处还没有保存（存在这台电脑上）` : "";
  }
  function mark(input) {
    const [kind, id] = input.name.split("/");
    const points = form.querySelector(`[data-points="${CSS.escape(id || "")}"]`), objected = form.querySelector(`[data-objected="${CSS.escape(id || "")}"]`);
    if (kind === "points" && points) points.textContent = input.value.trim() || "—";
    if (kind === "objection" && objected) objected.hidden = !input.value.trim();
    if (plain(input.value) === stored(input)) delete input.dataset.kept; else input.dataset.kept = "waiting";
  }
  function clash(input, text) {
    const box = document.createElement("div"), word = document.createElement("p");
    box.className = "clash"; box.setAttribute("role", "alert");
    word.textContent = `您写了以后，这里又存了“${stored(input) || "（空）"}”；您写的是“${text || "（空）"}”。`;
    box.append(word);
    for (const [title, chosen] of [["用我的", text], ["用已保存的", stored(input)]]) {
      const button = document.createElement("button");
      button.type = "button"; button.textContent = title;
      button.addEventListener("click", () => { input.value = chosen; since.set(input.name, stored(input)); box.remove(); mark(input); remember(); say(); input.focus(); });
      box.append(button);
    }
    input.after(box);
  }
  function recall() {
    let left = {};
    try {
      for (const name of Object.keys(localStorage)) if (name.startsWith(mine) && name !== store) localStorage.removeItem(name);
      left = JSON.parse(localStorage.getItem(store) || "{}");
    } catch { return 0; }
    let found = 0;
    for (const input of fields) {
      const one = left[input.name];
      if (!one || one.text === stored(input)) continue;
      since.set(input.name, one.stored);
      if (plain(input.value) !== one.text) { input.value = one.text; found += 1; }
      if (one.stored !== stored(input)) {
        for (const told of input.closest("article, section").querySelectorAll("[data-clash]")) told.remove();
        clash(input, one.text);
      }
    }
    return found;
  }
  if (sitting) {
    const found = recall();
    fields.forEach(mark);
    say();
    if (found) kept.textContent = `找回了上次没有保存的 ${found} 处，都还没有保存`;
    form.addEventListener("input", (event) => {
      if (!event.target.matches("[data-stored]")) return;
      if (!since.has(event.target.name)) since.set(event.target.name, stored(event.target));
      mark(event.target); remember(); say();
    });
    addEventListener("pagehide", remember);
  }

  /* Keys, outside of inputs alone; they can be turned off. */
  const keys = document.getElementById("keys"), on = document.getElementById("keys-on"), OFF = "jixiao-keys-off";
  try { on.checked = !localStorage.getItem(OFF); } catch { /* then they are on */ }
  on.addEventListener("change", () => { try { if (on.checked) localStorage.removeItem(OFF); else localStorage.setItem(OFF, "1"); } catch { /* until the page is left */ } });
  document.getElementById("keys-open").addEventListener("click", () => keys.showModal());

  const to = (input) => { if (!input) return false; input.focus(); if (input.select) input.select(); return true; };
  const follow = (rel) => { const link = document.querySelector(`a[rel=${rel}]`); if (link) link.click(); return Boolean(link); };
  const acts = {
    j: () => step(1), ArrowRight: () => step(1), k: () => step(-1), ArrowLeft: () => step(-1),
    r: () => to(field("objection")), w: () => to(field("reason")), Enter: () => to(field("points")),
    e: () => { aside.tabIndex = -1; aside.focus(); }, a: () => to(document.querySelector("#decide button")),
    n: () => follow("next"), p: () => follow("prev"), "?": () => keys.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.metaKey || event.defaultPrevented || keys.open || !on.checked) return;
    const target = event.target, typing = target.matches("input:not([type=checkbox]), textarea, select");
    if (typing) {
      if (!form.contains(target)) return;
      const single = target.tagName === "INPUT" && target.closest("article");
      if (event.key === "Escape") { event.preventDefault(); (target.closest("article") || articleOf(at.value))?.focus(); }
      else if (event.key === "Enter" && target.closest("article") && (single || event.ctrlKey)) { event.preventDefault(); step(1); }
      return;
    }
    if (event.ctrlKey) return;
    if (/^[0-9]$/.test(event.key)) { to(field("points")); return; } /* the digit itself goes into the input */
    if (event.key === "Enter" && target.closest("a, button, summary, label")) return;
    if (!(event.key in acts)) return;
    if (event.key.startsWith("Arrow") && target.closest(".scroll, pre")) return;
    event.preventDefault();
    acts[event.key]();
  });
  if (location.hash) linked();
})();
