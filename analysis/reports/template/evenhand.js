"use strict";
/* Controls of a report: theme, code, tables that sort and filter. The page reads well without any of it. */

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
}

function codeControl(button) {
  button.addEventListener("click", () => {
    const open = button.getAttribute("aria-pressed") !== "true";
    document.querySelectorAll("details.code").forEach((cell) => { cell.open = open; });
    button.setAttribute("aria-pressed", String(open));
    button.textContent = open ? "Hide code" : "Show code";
  });
}

/* "12.5 % [10, 15]" -> 12.5; null when a cell does not begin with a number */
function numberIn(text) {
  const found = text.trim().replace(/[−–](?=\d)/, "-").replace(/(\d)[, ](?=\d{3}\b)/g, "$1").match(/^[+-]?[\d.]+/);
  return found && isFinite(found[0]) ? Number(found[0]) : null;
}

function sortable(table) {
  const textIn = (row, column) => {
    const cell = row.cells[column];
    return cell ? cell.dataset.value || cell.textContent.trim() : "";
  };
  const body = table.tBodies[0], head = table.tHead && table.tHead.rows[table.tHead.rows.length - 1];
  if (!body || !head || body.rows.length < 2 || table.querySelector("tbody [rowspan], tbody [colspan]")) return;
  const original = [...body.rows];
  [...head.cells].forEach((cell, column) => {
    const texts = original.map((row) => textIn(row, column));
    const filled = texts.filter((text) => text && text !== "–" && text !== "NaN");
    const numeric = filled.length > 0 && filled.every((text) => numberIn(text) !== null);
    if (numeric) [cell, ...original.map((row) => row.cells[column])].forEach((one) => one && one.classList.add("number"));
    if (cell.tagName !== "TH") return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...cell.childNodes);
    cell.append(button);
    button.addEventListener("click", () => {
      const down = cell.getAttribute("aria-sort") === (numeric ? "descending" : "ascending");
      const ascending = numeric ? down : !down;
      [...head.cells].forEach((other) => other.removeAttribute("aria-sort"));
      cell.setAttribute("aria-sort", ascending ? "ascending" : "descending");
      const order = (a, b) => {
        const [x, y] = [a, b].map((row) => textIn(row, column));
        if (!numeric) return ascending ? x.localeCompare(y) : y.localeCompare(x);
        const [m, n] = [numberIn(x), numberIn(y)];
        if (m === null || n === null) return (m === null) - (n === null); /* what is no number stands last */
        return ascending ? m - n : n - m;
      };
      body.append(...[...original].sort(order));
    });
  });
}

function filterable(box, table) {
  const rows = table.tBodies[0] ? [...table.tBodies[0].rows] : [];
  if (rows.length < 12) return;
  const bar = document.createElement("div"), label = document.createElement("label");
  const input = document.createElement("input"), shown = document.createElement("output");
  bar.className = "filter";
  input.type = "search";
  label.append("Only rows with ", input);
  const show = () => {
    const wanted = input.value.toLocaleLowerCase();
    rows.forEach((row) => { row.hidden = !row.textContent.toLocaleLowerCase().includes(wanted); });
    shown.textContent = `${rows.filter((row) => !row.hidden).length} of ${rows.length} rows`;
  };
  input.addEventListener("input", show);
  bar.append(label, shown);
  box.before(bar);
  show();
}

document.querySelector(".controls").hidden = false;
themeControl(document.documentElement, document.getElementById("theme-toggle"));
if (document.getElementById("code-toggle")) codeControl(document.getElementById("code-toggle"));
document.querySelectorAll(".table").forEach((box) => {
  const table = box.querySelector("table");
  sortable(table);
  filterable(box, table);
});
const contents = document.querySelector(".contents details");
if (contents && matchMedia("(max-width: 74.99rem)").matches) contents.open = false;
