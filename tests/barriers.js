// What keeps a page from those who cannot see it or use no mouse: a list of findings, run by browser.rs.
const found = [];
const all = (css, root = document) => [...root.querySelectorAll(css)];
const tell = (what, element) => found.push(`${what}: ${element.outerHTML.slice(0, 120)}`);
const labelled = (element) => {
  const by = element.getAttribute("aria-labelledby");
  return element.getAttribute("aria-label") || (by && by.split(" ").every((id) => document.getElementById(id)));
};
const shown = (element) => element.getClientRects().length > 0;

if (!document.documentElement.lang) found.push("no language");
if (!document.title.trim()) found.push("no title");
if (all("main").length !== 1) found.push("not one main");
if (all("h1").length !== 1) found.push(`${all("h1").length} first headings`);

const seen = new Set();
for (const element of all("[id]")) {
  if (seen.has(element.id)) tell("the same id twice", element);
  seen.add(element.id);
}
for (const element of all("img")) if (!element.hasAttribute("alt")) tell("an image without words", element);
for (const element of all("svg")) {
  const silent = element.closest("[aria-hidden=true]");
  if (!silent && !labelled(element) && !element.querySelector(":scope > title")) tell("a drawing without a name", element);
}
let depth = 0;
for (const heading of all("h1, h2, h3, h4, h5, h6")) {
  const level = Number(heading.tagName[1]);
  if (level > depth + 1) tell(`a heading that skips from ${depth} to ${level}`, heading);
  depth = level;
}
for (const field of all("input:not([type=hidden]), select, textarea")) {
  if (!labelled(field) && !(field.labels && field.labels.length)) tell("a field without a label", field);
}
for (const link of all("a[href], button").filter(shown)) {
  if (!link.textContent.trim() && !labelled(link) && !link.querySelector("title")) tell("a link without words", link);
}
for (const table of all("table")) {
  if (!table.caption || !table.caption.textContent.trim()) tell("a table without a caption", table);
}
for (const head of all("th")) if (!head.scope) tell("a heading of a table without a scope", head);
for (const link of all("a[href^='#']")) {
  if (!document.getElementById(link.getAttribute("href").slice(1))) tell("a link to nowhere", link);
}
for (const element of all("[tabindex]")) if (element.tabIndex > 0) tell("an order of its own", element);
for (const box of all(".scroll")) if (box.scrollWidth > box.clientWidth && box.tabIndex < 0) tell("a box that no key scrolls", box);
return found;
