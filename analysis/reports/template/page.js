"use strict";
/* What every page can do: theme, menus, tips, copying, saving. The page reads well without any script. */

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function themeControl(root, button) {
  const isDark = () => root.dataset.theme ? root.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  const label = () => { button.textContent = isDark() ? "Light" : "Dark"; };
  try { root.dataset.theme = localStorage.getItem("evenhand-theme") || ""; } catch { /* storage is not allowed */ }
  if (!root.dataset.theme) delete root.dataset.theme;
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    try { localStorage.setItem("evenhand-theme", root.dataset.theme); } catch { /* storage is not allowed */ }
    label();
  });
  label();
  button.hidden = false;
}

/* One menu is open at a time; Escape and a click elsewhere close it. */
function menus(all) {
  const close = (but) => all.forEach((menu) => { if (menu !== but) menu.open = false; });
  all.forEach((menu) => menu.addEventListener("toggle", () => menu.open && close(menu)));
  document.addEventListener("click", (event) => close(event.target.closest("details.menu")));
  document.addEventListener("keydown", (event) => {
    const open = all.find((menu) => menu.open);
    if (event.key !== "Escape" || !open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
}

/* Shows words beside what is pointed at or focused, always within the window. */
function tell(target, words) {
  const tip = document.getElementById("tip");
  const show = () => {
    tip.textContent = words;
    tip.hidden = false;
    const at = target.getBoundingClientRect(), room = document.documentElement.clientWidth - tip.offsetWidth - 8;
    tip.style.left = `${Math.max(8, Math.min(at.left + at.width / 2 - tip.offsetWidth / 2, room))}px`;
    tip.style.top = `${at.top > tip.offsetHeight + 10 ? at.top - tip.offsetHeight - 6 : at.bottom + 6}px`;
  };
  const hide = () => { tip.hidden = true; };
  Object.entries({ mouseenter: show, focus: show, mouseleave: hide, blur: hide, click: hide })
    .forEach(([event, act]) => target.addEventListener(event, act));
}

function say(words) {
  const toast = document.getElementById("done");
  toast.textContent = words;
  toast.hidden = false;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { toast.hidden = true; }, 2500);
}

async function copyText(words, what) {
  try {
    await navigator.clipboard.writeText(words);
  } catch { /* the browser does not let us: the old way */
    const field = element("textarea", { value: words });
    (document.querySelector("dialog[open]") || document.body).append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
  say(`${what} copied.`);
}

function save(blob, name) {
  const link = element("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  say(`${name} saved.`);
}

/* A cell of a CSV file; one that begins as a formula does not compute. */
function csvCell(value) {
  const words = String(value ?? "").replace(/^([=+@\t\r]|-(?!\d))/, "'$1");
  return /[",\n\r]/.test(words) ? `"${words.replace(/"/g, '""')}"` : words;
}

function saveCsv(rows, name) {
  const text = rows.map((row) => row.map(csvCell).join(",")).join("\n");
  save(new Blob(["\ufeff", text, "\n"], { type: "text/csv;charset=utf-8" }), name);
}

const pageName = () => decodeURIComponent(location.pathname.split("/").pop()).replace(/\.html$/, "") || "page";

const pageLink = (hash) => location.href.split("#")[0] + hash;

const citation = () => document.getElementById("citation").textContent.trim();

/* The words of a text field under which a file is saved. */
const fileName = (words) => words.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60);
