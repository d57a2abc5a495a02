// Tooltips and arrow keys for the marks of a chart, claims in long texts, buttons that copy, texts that are checked while
// they are written, and how far an upload has come.
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
