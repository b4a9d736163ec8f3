/* The editing pages: what is typed is saved by itself, part by part, and merged with what others write.
   Without this file the same form is saved by its buttons. Nothing here decides anything: the pages' server does. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-keep]");
  if (!form) return;

  const PAUSE = 800, BEAT = 20000, SLOWEST = 60000;
  const keepUrl = form.dataset.keep, by = form.elements.by.value;
  const store = `jixiao-unsaved:${by}:${form.dataset.keep.split("/edit/")[0]}`;
  const kept = document.getElementById("kept"), undo = document.getElementById("undo");
  const sections = form.dataset.part === undefined ? [...form.querySelectorAll("[data-part]")] : [form];

  /* A part: its inputs, and the version whose texts (`base`) they show. `acked` is a text that was saved but that the
     server writes otherwise (1,030.50 as 1030.50); it is put in place once the input is left. */
  const parts = sections.map((element) => ({
    element, place: element.dataset.part, version: Number(form.elements.version.value),
    names: new Set(), base: new Map(), acked: new Map(), clashes: new Map(), refused: new Map(),
  }));
  const partOf = new Map();
  for (const part of parts) {
    for (const input of part.element.querySelectorAll("input[name], select[name], textarea[name]")) {
      if (input.type === "hidden" || input.name.startsWith("paste:")) continue;
      part.names.add(input.name);
      partOf.set(input.name, part);
    }
  }
  const read = (name) => form.elements.namedItem(name).value;
  const write = (name, text) => { form.elements.namedItem(name).value = text; };
  const inputsOf = (name) => {
    const found = form.elements.namedItem(name);
    return found instanceof RadioNodeList ? [...found] : [found];
  };
  const plain = (text) => text.replace(/\r\n/g, "\n");
  for (const part of parts) for (const name of part.names) part.base.set(name, plain(read(name)));

  const dirty = (part, name) => {
    const text = plain(read(name));
    return text !== part.base.get(name) && text !== part.acked.get(name);
  };
  const waiting = (part) => [...part.names].filter((name) => dirty(part, name) && !part.clashes.has(name) && !part.refused.has(name));
  const allWaiting = () => parts.flatMap(waiting);

  /* What is not saved yet is also kept in this browser, for a killed browser or a lost network; it goes as it is saved. */
  function remember() {
    const left = {};
    for (const part of parts) {
      for (const name of part.names) if (dirty(part, name)) left[name] = { text: plain(read(name)), base: part.base.get(name), rows: rowsOf(part) };
    }
    try {
      const others = Object.entries(JSON.parse(localStorage.getItem(store) || "{}")).filter(([name]) => !partOf.has(name));
      const all = { ...Object.fromEntries(others), ...left };
      if (Object.keys(all).length) localStorage.setItem(store, JSON.stringify(all)); else localStorage.removeItem(store);
    } catch { /* no room or no right to store: the page still saves to the server */ }
  }
  const rowsOf = (part) => part.element.querySelectorAll("tbody > tr:not(.below)").length;

  function recall() {
    let left = {};
    try { left = JSON.parse(localStorage.getItem(store) || "{}"); } catch { return 0; }
    let found = 0;
    for (const [name, one] of Object.entries(left)) {
      const part = partOf.get(name);
      if (!part || one.text === part.base.get(name)) continue;
      write(name, one.text);
      if (one.base !== part.base.get(name) || one.rows !== rowsOf(part)) clash(part, name, one.text, part.base.get(name));
      found += 1;
      show(part, name);
    }
    return found;
  }

  /* What stands beside an input: waiting, saved, refused. */
  function show(part, name, saved = false) {
    const state = part.clashes.has(name) || part.refused.has(name) ? "refused" : dirty(part, name) ? "waiting" : saved ? "saved" : "";
    for (const input of inputsOf(name)) {
      if (state) input.dataset.kept = state; else if (input.dataset.kept !== "saved") delete input.dataset.kept;
    }
  }
  function say(text, problem = false) {
    if (kept.textContent !== text) kept.textContent = text;
    kept.classList.toggle("wrong", problem);
  }
  function summary() {
    const clashing = parts.reduce((sum, part) => sum + part.clashes.size, 0);
    const refused = parts.flatMap((part) => [...part.refused.values()]);
    const left = allWaiting().length;
    if (clashing) say(`有 ${clashing} 处别人也改了，请在该处选定一个`, true);
    else if (refused.length) say(`没有保存：${refused[0]}`, true);
    else if (left) say(`${left} 处待保存…`);
    else if (lastSaved) say(`已全部保存 ${lastSaved}`);
    else say("改动会自动保存");
  }
  function trouble(text) { say(text, true); }

  /* Somebody else wrote in the same input: both are shown, and one is chosen. */
  function clash(part, name, yours, theirs) {
    part.clashes.set(name, theirs);
    const input = inputsOf(name)[0];
    const old = document.getElementById(`${input.id}-clash`);
    if (old) old.remove();
    const box = document.createElement("div");
    box.className = "clash"; box.id = `${input.id}-clash`; box.setAttribute("role", "alert");
    const word = document.createElement("p");
    word.textContent = `别人把这里改成了“${theirs || "（空）"}”，您填的是“${yours || "（空）"}”。`;
    box.append(word);
    for (const [title, text] of [["用我的", null], ["用别人的", theirs]]) {
      const button = document.createElement("button");
      button.type = "button"; button.textContent = title;
      button.addEventListener("click", () => {
        part.clashes.delete(name);
        part.base.set(name, theirs);
        if (text !== null) write(name, text);
        box.remove(); input.focus(); show(part, name); remember(); summary(); soon(0);
      });
      box.append(button);
    }
    input.after(box);
    show(part, name);
  }
  function clashOfRows(part) {
    if (part.clashes.has("")) return;
    part.clashes.set("", "");
    const box = document.createElement("div");
    box.className = "clash"; box.setAttribute("role", "alert");
    const word = document.createElement("p");
    word.textContent = "别人在这个表里增加或删除了行。刷新后可以看到，您在这个表里还没有保存的内容会标出来，由您选定。";
    const again = document.createElement("a");
    again.href = location.href; again.textContent = "刷新本页";
    box.append(word, again);
    part.element.prepend(box);
  }

  /* Lay the texts of a version under a part: what was not typed in since shows them. `sent` is what was sent, if anything. */
  function lay(part, answer, sent = new Map()) {
    if (part.element !== form && part.place in answer.rows && answer.rows[part.place] !== rowsOf(part)) { clashOfRows(part); return; }
    for (const name of part.names) {
      if (!(name in answer.values)) continue;
      const now = plain(answer.values[name]), here = plain(read(name));
      if (part.clashes.has(name)) { part.base.set(name, now); continue; }
      const typed = dirty(part, name);
      if (!typed || here === sent.get(name)) {
        const focused = inputsOf(name).includes(document.activeElement);
        part.base.set(name, now);
        part.acked.delete(name);
        if (here !== now) {
          if (focused && typed) part.acked.set(name, here);
          else { write(name, now); if (!typed) for (const input of inputsOf(name)) input.dataset.kept = "theirs"; }
        }
        show(part, name, typed);
      } else if (!sent.has(name) && part.base.get(name) !== now && here !== now) {
        clash(part, name, here, now);
      } else part.base.set(name, now);
    }
    part.version = answer.version;
  }

  function swap(html, map) {
    const made = document.createElement("template");
    made.innerHTML = html;
    for (const one of made.content.querySelectorAll("[hx-swap-oob]")) {
      const there = document.getElementById(one.id);
      if (there) there.replaceChildren(...one.childNodes);
    }
    const panel = made.content.getElementById("panel"), old = document.getElementById("panel");
    if (panel && old) { const top = old.scrollTop; old.replaceWith(panel); panel.scrollTop = top; }
    if (!map) return;
    made.innerHTML = map;
    document.getElementById("map").replaceWith(made.content.getElementById("map"));
  }

  function errors(part, told) {
    for (const name of part.names) {
      const [input] = inputsOf(name), id = `${input.id}-error`, old = document.getElementById(id);
      if (name in told) {
        input.setAttribute("aria-invalid", "true");
        if (old) old.textContent = told[name];
        else {
          const line = document.createElement("p");
          line.className = "error"; line.id = id; line.textContent = told[name];
          input.after(line);
          input.setAttribute("aria-describedby", `${id} ${input.getAttribute("aria-describedby") || ""}`.trim());
        }
      } else if (old) { old.remove(); input.removeAttribute("aria-invalid"); }
    }
  }

  let lastSaved = "", timer = 0, running = null, delay = 0, stopped = false;
  const soon = (wait) => { clearTimeout(timer); timer = setTimeout(() => flush(), wait); };

  async function send(part) {
    const sent = new Map(), body = new URLSearchParams();
    for (const name of part.names) {
      /* An input that waits for a choice, or was refused, is sent as it is stored. */
      const held = part.clashes.has(name) || part.refused.has(name);
      const text = held ? part.base.get(name) : plain(read(name));
      sent.set(name, text);
      body.append(name, text);
    }
    for (const hidden of part.element.querySelectorAll("input[type=hidden][name]")) if (!body.has(hidden.name)) body.append(hidden.name, hidden.value);
    body.set("version", part.version); body.set("by", by); body.set("part", part.place);
    body.set("findings-told", form.elements["findings-told"] ? form.elements["findings-told"].value : "");
    const answer = await fetch(`${keepUrl}/keep`, { method: "POST", body, headers: { "HX-Request": "true" } });
    if (answer.status === 401) throw new SignedOut();
    const told = await answer.json();
    if (answer.status === 412) { await sync(); return; }
    if (!answer.ok) {
      if (answer.status >= 500) throw new TypeError(told.refused);
      for (const name of waiting(part)) { part.refused.set(name, told.refused); show(part, name); }
      return;
    }
    for (const one of told.clashes) {
      if (part.names.has(one.name)) { clash(part, one.name, plain(one.yours), plain(one.theirs)); part.base.set(one.name, plain(one.theirs)); }
      else if (one.name === part.place) clashOfRows(part);
    }
    lay(part, told, sent);
    errors(part, told.errors);
    swap(told.html, told.map);
    lastSaved = new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" });
  }

  class SignedOut extends Error {}

  /* Save everything that waits, one part after the other; says whether nothing is left. */
  function flush() {
    running = (running || Promise.resolve()).then(async () => {
      for (const part of parts) {
        if (!waiting(part).length || part.clashes.has("")) continue;
        try {
          await send(part);
          delay = 0;
        } catch (error) {
          delay = Math.min(SLOWEST, Math.max(5000, delay * 2));
          remember();
          if (error instanceof SignedOut) signedOut();
          else trouble("现在连不上服务器；已填的内容存在这台电脑上，恢复后自动保存");
          if (!stopped) soon(delay);
          return false;
        }
      }
      remember();
      summary();
      const left = allWaiting().length;
      if (left) soon(PAUSE);
      return !left && parts.every((part) => !part.clashes.size && !part.refused.size);
    });
    return running;
  }

  function signedOut() {
    kept.classList.add("wrong");
    kept.textContent = "登录已过期，已填的内容都还在。";
    const link = document.createElement("a");
    link.href = "/sign-in?next=/tasks"; link.target = "_blank"; link.rel = "noopener"; link.textContent = "在新窗口登录";
    kept.append(link, "，登录后自动继续保存。");
  }

  /* Bring every part to what is stored now. */
  async function sync() {
    const answer = await fetch(`${keepUrl}/cells`, { headers: { "HX-Request": "true" } });
    if (answer.status === 401) throw new SignedOut();
    if (!answer.ok) throw new TypeError("no answer");
    const now = await answer.json();
    for (const part of parts) lay(part, now);
    return now.version;
  }

  async function beat() {
    if (document.hidden) return;
    try {
      const answer = await fetch(`${keepUrl}/present`, { method: "POST", headers: { "HX-Request": "true" } });
      if (!answer.ok) return;
      const told = await answer.json(), line = document.getElementById("present");
      if (line.textContent !== told.others) line.textContent = told.others;
      if (told.version > Math.min(...parts.map((part) => part.version)) && !allWaiting().length) await sync();
    } catch { /* the next beat tries again */ }
  }

  /* Undo: the last inputs that were changed, with what stood there before. */
  const past = [];
  let before = new Map();
  function undoable() { undo.disabled = !past.length; }
  undo.addEventListener("click", () => {
    const last = past.pop();
    if (!last) return;
    write(last.name, last.text);
    inputsOf(last.name)[0].focus();
    before.set(last.name, last.text);
    const part = partOf.get(last.name);
    part.refused.delete(last.name);
    show(part, last.name); remember(); summary(); undoable(); soon(0);
  });

  form.addEventListener("focusin", (event) => {
    const name = event.target.name;
    if (!partOf.has(name)) return;
    if (!before.has(name)) before.set(name, plain(read(name)));
    const link = document.getElementById("cell-history"), root = form === sections[0] ? "supplement" : "form";
    if (link) link.href = `${form.dataset.keep.replace(/\/(edit\/.*|supplement)$/, "")}/history?cell=${encodeURIComponent(`/${root}/${name}`)}`;
  });
  form.addEventListener("input", (event) => {
    const part = partOf.get(event.target.name);
    if (!part) return;
    part.refused.delete(event.target.name);
    undo.disabled = false; /* leaving the input for the button makes it the last that was changed */
    show(part, event.target.name); remember(); summary(); soon(PAUSE);
  });
  form.addEventListener("change", (event) => {
    const name = event.target.name, part = partOf.get(name);
    if (!part) return;
    const was = before.get(name) ?? part.base.get(name), now = plain(read(name));
    if (was !== now) { past.push({ name, text: was }); before.set(name, now); undoable(); }
    soon(0);
  });
  form.addEventListener("focusout", (event) => {
    const name = event.target.name, part = partOf.get(name);
    if (part && part.acked.get(name) === plain(read(name))) { write(name, part.base.get(name)); part.acked.delete(name); }
  });

  /* A block of cells copied from a spreadsheet is laid over the table from this input on, by the server. */
  form.addEventListener("paste", (event) => {
    const text = event.clipboardData ? event.clipboardData.getData("text/plain") : "";
    const input = event.target;
    if (!input.closest || !input.closest("table.grid") || !/[\t\n]/.test(text.replace(/\n$/, ""))) return;
    if (input.tagName === "TEXTAREA" && !text.includes("\t")) return;
    event.preventDefault();
    act("paste:" + input.name, { clipboard: text });
  });

  /* Buttons: what waits is saved first. Those that only save lead on from there; the others are the server's. */
  let submitting = false;
  async function act(action, more = {}) {
    const clean = await flush();
    if (action === "save" || action === "next") {
      if (!clean) { summary(); return; }
      location.href = action === "save" ? form.dataset.here : document.querySelector("#map [aria-current]")?.closest("li").nextElementSibling?.querySelector("a").href || form.dataset.here;
      return;
    }
    if (!allWaiting().length) {
      try { form.elements.version.value = await sync(); } catch { /* the server merges, or says what touches */ }
    }
    for (const [name, value] of Object.entries({ action, keeping: action === "preview" ? "" : "1", ...more })) {
      const field = document.createElement("input");
      field.type = "hidden"; field.name = name; field.value = value;
      form.append(field);
    }
    submitting = true;
    form.submit();
  }
  form.addEventListener("submit", (event) => {
    if (submitting) return;
    event.preventDefault();
    act(event.submitter ? event.submitter.value : "save");
  });

  addEventListener("online", () => soon(0));
  addEventListener("focus", () => { if (allWaiting().length) soon(0); beat(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) flush(); else beat(); });
  addEventListener("pagehide", () => { stopped = true; remember(); });
  addEventListener("pageshow", (event) => { if (event.persisted) { stopped = false; sync().catch(() => {}); } });

  document.documentElement.classList.add("script");
  const found = recall();
  summary();
  if (found) { say(`找回了上次没有保存的 ${found} 处`); soon(PAUSE); }
  beat();
  setInterval(beat, BEAT);
})();
