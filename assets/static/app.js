// Tooltips and arrow keys for the marks of a chart, claims in long texts, buttons that copy, texts that are checked while
// they are written, how far an upload has come, what is put aside for a briefing, and its words.
// Everything works without this file.
"use strict";

for (const chart of document.querySelectorAll("figure.chart svg.chart")) {
  const points = [...chart.querySelectorAll("a.point:has(> title)")];
  if (points.length === 0) continue;
  const figure = chart.closest("figure");
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  figure.append(tip);

  const show = (point) => {
    tip.textContent = point.getAttribute("aria-label");
    tip.hidden = false;
    const mark = point.getBoundingClientRect();
    const frame = figure.getBoundingClientRect();
    const middle = mark.left + mark.width / 2 - frame.left;
    const room = frame.width - tip.offsetWidth;
    tip.style.left = `${Math.max(0, Math.min(room, middle - tip.offsetWidth / 2))}px`;
    tip.style.top = `${mark.top - frame.top - tip.offsetHeight - 8}px`;
  };
  const hide = () => { tip.hidden = true; };

  // The order on the time axis, which need not be the order of drawing; also while the chart is hidden.
  const left = (point) => point.querySelector("circle.target")?.cx.baseVal.value ?? 0;
  points.sort((one, other) => left(one) - left(other));
  points.forEach((point, place) => {
    // The browser's own slow tooltip would cover ours; the name stays for screen readers.
    const title = point.querySelector("title");
    point.setAttribute("aria-label", title.textContent);
    title.remove();
    point.addEventListener("pointerenter", () => show(point));
    point.addEventListener("pointerleave", hide);
    point.addEventListener("focus", () => show(point));
    point.addEventListener("blur", hide);
    point.addEventListener("keydown", (event) => {
      const to = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: points.length - 1 }[event.key];
      if (event.key === "Escape") hide();
      if (to === undefined || !points[to]) return;
      event.preventDefault();
      points[to].focus();
    });
  });
}

// A claim in another part of a long text: the server, which sees no fragment, is asked for that part.
const claim = /^#c(\d+)$/.exec(location.hash)?.[1];
if (claim && document.querySelector("article.text") && !document.getElementById(`c${claim}`)) {
  const address = new URL(location.href);
  if (address.searchParams.get("c") !== claim) {
    address.searchParams.set("c", claim);
    address.searchParams.delete("page");
    location.replace(address);
  }
}

// Browsers offer the clipboard to safe addresses only; elsewhere the words can be selected with one click.
for (const words of navigator.clipboard ? document.querySelectorAll(".copy") : []) {
  const text = words.textContent;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "second";
  button.textContent = words.dataset.copy;
  const told = document.createElement("span");
  told.className = "small faint";
  told.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text);
    told.textContent = words.dataset.copied;
  });
  const tools = document.createElement("div");
  tools.className = "tools";
  tools.lang = document.documentElement.lang;
  tools.append(button, told);
  words.after(tools);
}

// What the record says comes as a part of the page, made by the server. Whatever is asked later takes the place of it.
for (const form of document.querySelectorAll("form.check")) {
  const outcome = document.getElementById("outcome");
  let pause;
  let asked;
  const check = async () => {
    asked?.abort();
    asked = new AbortController();
    const fields = new FormData(form);
    if (form.elements.file.files.length > 0 || fields.get("text").trim() === "") return;
    fields.delete("file");
    fields.append("live", "1");
    outcome.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.action, { method: "POST", body: fields, signal: asked.signal });
      if (answer.ok) outcome.innerHTML = await answer.text();
      form.querySelector("[role=status]").textContent = outcome.querySelector("h2, .notice")?.textContent ?? "";
    } catch (error) {
      // One that came too late, or no server: the button still asks it and shows why.
      if (error.name === "AbortError") return;
    }
    outcome.removeAttribute("aria-busy");
  };
  form.addEventListener("input", (event) => {
    clearTimeout(pause);
    if (event.target.type !== "file") pause = setTimeout(check, 400);
  });
}

for (const form of document.querySelectorAll("form.upload")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const progress = form.querySelector("progress");
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", ({ loaded, total }) => { progress.value = loaded / total; });
    // Where anything is amiss, the browser sends the form itself and shows why.
    request.addEventListener("error", () => form.submit());
    request.addEventListener("load", () => {
      const answer = new DOMParser().parseFromString(request.responseText, "text/html");
      const main = answer.querySelector("main");
      if (!main) { form.submit(); return; }
      document.title = answer.title;
      document.querySelector("main").replaceWith(main);
      main.focus();
    });
    request.open("POST", form.action);
    request.send(new FormData(form));
    progress.hidden = false;
    form.querySelector("button").disabled = true;
  });
}

// Puts a figure or an indicator aside without leaving the page, and shows how much that makes.
const putAside = async (fields, button) => {
  const body = new URLSearchParams(fields);
  body.set("back", "/briefings/new");
  const answer = await fetch("/basket", { method: "POST", body });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const count = document.querySelector(".to-briefings [data-count]");
  count.textContent = ` ${page.querySelector(".to-briefings [data-count]").dataset.count}`;
  count.dataset.count = count.textContent.trim();
  count.hidden = false;
  if (button) button.textContent = button.dataset.done;
};

for (const form of document.querySelectorAll("form.aside")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    putAside(new FormData(form), form.querySelector("button"));
  });
}

document.addEventListener("keydown", (event) => {
  const focused = document.activeElement;
  const writing = focused.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "b" || event.ctrlKey || event.metaKey || event.altKey || writing) return;
  const claim = /(?:#c|\/claims\/)(\d+)(?:\?|$)/.exec(focused.getAttribute("href") ?? "")?.[1];
  const form = focused.closest("tr")?.querySelector("form.aside");
  if (claim && !form) putAside({ claim }, null);
  else (form ?? document.querySelector("form.aside.main"))?.requestSubmit();
});

// The words of a briefing: figures are chips in the place of their marks, which can be moved and removed but not typed
// over; and what is written is saved while it is written.
for (const form of document.querySelectorAll("form.briefing")) {
  const area = form.querySelector("textarea");
  const words = new Map([...document.querySelectorAll("[data-mark]")].map((one) => [one.dataset.mark, one.textContent]));
  const editor = document.createElement("div");
  editor.className = "editor";
  editor.setAttribute("role", "textbox");
  editor.setAttribute("aria-multiline", "true");
  editor.setAttribute("aria-label", area.closest("label").firstElementChild.textContent);
  editor.tabIndex = 0;
  editor.contentEditable = "true";
  try { editor.contentEditable = "plaintext-only"; } catch { /* An older browser edits it as rich text, of which only the words are kept. */ }

  const chip = (mark) => {
    const made = document.createElement("span");
    made.className = "chip";
    made.contentEditable = "false";
    made.dataset.chip = mark;
    made.textContent = words.get(mark);
    return made;
  };
  const fill = () => {
    const pieces = area.value.split(/(\{\{[^{}\n]*\}\})/);
    editor.replaceChildren(...pieces.map((piece) => (words.has(piece) ? chip(piece) : document.createTextNode(piece))));
  };
  const read = (node) => {
    let text = "";
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) text += child.data;
      else if (child.dataset?.chip) text += child.dataset.chip;
      else if (child.nodeName === "BR") text += "\n";
      else text += (text && !text.endsWith("\n") && child.nodeName === "DIV" ? "\n" : "") + read(child);
    }
    return text;
  };
  for (const kind of ["copy", "cut"]) {
    editor.addEventListener(kind, (event) => {
      const held = document.createElement("div");
      held.append(getSelection().getRangeAt(0).cloneContents());
      event.clipboardData.setData("text/plain", read(held));
      event.preventDefault();
      if (kind === "cut") document.execCommand("delete");
    });
  }
  fill();
  area.closest("label").hidden = true;
  area.closest("label").after(editor);

  const status = form.querySelector("[role=status]");
  let waiting;
  const save = async () => {
    waiting = undefined;
    const body = new URLSearchParams(new FormData(form));
    body.set("running", "1");
    try {
      const answer = await fetch(form.action, { method: "POST", body, keepalive: true });
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      form.elements.base.value = page.querySelector("form.briefing").elements.base.value;
      document.querySelector(".sheet").replaceWith(page.querySelector(".sheet"));
      status.textContent = status.dataset.saved;
    } catch {
      status.textContent = status.dataset.failed;
    }
  };
  const changed = () => {
    clearTimeout(waiting);
    waiting = setTimeout(save, 1200);
  };
  editor.addEventListener("input", () => {
    area.value = read(editor);
    changed();
  });
  editor.addEventListener("blur", fill);
  form.elements.title.addEventListener("input", changed);
  form.addEventListener("submit", () => clearTimeout(waiting));
  addEventListener("pagehide", () => { if (waiting) { clearTimeout(waiting); save(); } });
}
