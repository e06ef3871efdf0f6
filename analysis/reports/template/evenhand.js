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

/* Says above a table that has more columns than room how to see them all. */
function tellWider(box) {
  const words = element("p", { className: "wider", hidden: true },
    "Wider than the page: scroll the table sideways, or choose it and use the arrow keys.");
  box.before(words);
  const observer = new ResizeObserver(() => { words.hidden = box.scrollWidth <= box.clientWidth; });
  [box, box.querySelector("table")].forEach((one) => observer.observe(one));
}

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/* The panel in which the attributions behind a number are read. All text is set as text, never as HTML. */
function evidencePanel(data, dialog) {
  const PAGE = 40, CONTEXT = 600, PARTS = ["source", "cue", "content"];
  const list = dialog.querySelector(".evidence-list"), more = dialog.querySelector("#evidence-more");
  const count = dialog.querySelector("#evidence-count"), filters = dialog.querySelector(".filters");
  const characters = data.articles.map(() => null); /* offsets count code points, JavaScript's own do not */
  const textOf = (article) => characters[article] ??= Array.from(data.articles[article].text);
  const label = ([code, name]) => name || code || "none";
  let fixed = {}; /* what is wanted of facets that have no filter of their own */
  let selection; /* which of the page's selections is read; all without */

  const selects = data.facets.map((facet, place) => {
    if (facet.values.length < 2) return null;
    const id = `evidence-filter-${place}`;
    const select = element("select", { id }, new Option(`all (${facet.values.length})`, ""),
      ...facet.values.map((value, number) => new Option(label(value), number)));
    select.addEventListener("change", () => show());
    filters.append(element("span", {}, element("label", { htmlFor: id }, facet.name), select));
    return { place, select };
  }).filter(Boolean);

  function marked(article, attribution, start, end) {
    const text = textOf(article), parts = new Array(end - start).fill("");
    [2, 1, 0].forEach((part) => attribution[part + 2].forEach(([from, to]) => {
      for (let at = Math.max(from, start); at < Math.min(to, end); at += 1) parts[at - start] = PARTS[part];
    }));
    const pieces = [];
    for (let from = start; from < end;) {
      let to = from + 1;
      while (to < end && parts[to - start] === parts[from - start]) to += 1;
      const words = text.slice(from, to).join(""), part = parts[from - start];
      pieces.push(part ? element("mark", { className: part }, words) : words);
      from = to;
    }
    return pieces;
  }

  function paragraphAround(article, attribution) {
    const text = textOf(article), spans = attribution.slice(2, 5).flat();
    const first = Math.min(...spans.map(([from]) => from)), last = Math.max(...spans.map(([, to]) => to));
    const breaks = (at) => text[at] === "\n" && text[at + 1] === "\n"; /* between paragraphs */
    let start = first, end = last;
    while (start > 0 && first - start < CONTEXT && !breaks(start - 2)) start -= 1;
    while (end < text.length && end - last < CONTEXT && !breaks(end)) end += 1;
    return [start, end];
  }

  function item(attribution) {
    const [article, values] = attribution, about = data.articles[article];
    const where = [about.outlet, about.title, about.published].filter(Boolean).join(" · ");
    const codes = data.facets.map((facet, place) => [facet.name, facet.values[values[place]]])
      .filter(([name, value]) => name !== "outlet" && value[0]).map(([name, value]) => `${name}: ${label(value)}`);
    const [start, end] = paragraphAround(article, attribution);
    const words = element("p", { className: "context" }, ...marked(article, attribution, start, end));
    const whole = element("button", { type: "button" }, "Whole article");
    whole.setAttribute("aria-expanded", "false");
    whole.addEventListener("click", () => {
      const open = whole.getAttribute("aria-expanded") !== "true";
      const [from, to] = open ? [0, textOf(article).length] : [start, end];
      words.replaceChildren(...marked(article, attribution, from, to));
      whole.setAttribute("aria-expanded", String(open));
      whole.textContent = open ? "Paragraph only" : "Whole article";
      words.querySelector("mark")?.scrollIntoView({ block: "center" });
    });
    return element("li", {}, element("p", { className: "where" }, where), words,
      element("p", { className: "codes" }, `${codes.join("; ")} `, whole));
  }

  /* wanted: place of a facet -> the places of its values, of which an attribution must have one */
  function matching(wanted, of) {
    return data.attributions.filter((attribution) => (of === undefined || attribution[5].includes(of)) &&
      Object.entries(wanted).every(([place, values]) => values.includes(attribution[1][place])));
  }

  const names = (place, values) => values.map((value) => label(data.facets[place].values[value])).join(" or ");

  function show() {
    const wanted = { ...fixed };
    selects.forEach(({ place, select }) => {
      if (select.value !== "") wanted[place] = select.value.split(",").map(Number);
    });
    const found = matching(wanted, selection);
    let shown = 0;
    const add = () => {
      list.append(...found.slice(shown, shown + PAGE).map(item));
      shown = Math.min(found.length, shown + PAGE);
      more.hidden = shown === found.length;
      count.textContent = `${found.length} attribution${found.length === 1 ? "" : "s"}` +
        `${shown < found.length ? `, the first ${shown} shown` : ""}.`;
    };
    list.replaceChildren();
    more.onclick = add;
    add();
  }

  function open(wanted, of) {
    selection = of;
    fixed = Object.fromEntries(Object.entries(wanted).filter(([place]) => !selects.some((one) => one.place == place)));
    selects.forEach(({ place, select }) => {
      select.querySelector(".several")?.remove();
      const values = (wanted[place] || []).join(",");
      if (values.includes(",")) { /* several values at once have no entry of their own */
        select.append(Object.assign(new Option(names(place, wanted[place]), values), { className: "several" }));
      }
      select.value = values;
    });
    show();
    dialog.showModal();
    dialog.scrollTop = 0;
  }

  /* Makes the button of a number into one that opens the attributions it counts; false where the page holds none. */
  function opens(button, { wanted, of, total }) {
    const held = matching(wanted, of).length;
    const words = held === total ? `Read ${total}` : `Read ${held} of ${total}`;
    const which = Object.entries(wanted).map(([place, values]) => names(place, values)).join(", ");
    button.setAttribute("aria-label", `${words} attribution${total === 1 ? "" : "s"}: ${which}`);
    button.dataset.words = words;
    button.addEventListener("click", () => open(wanted, of));
    return held > 0;
  }

  dialog.querySelector("#evidence-close").addEventListener("click", () => dialog.close());
  return { open, opens };
}

/* Gives each row that says what it counts a button that opens those attributions. */
function readableRows(table, panel) {
  const head = table.tHead && table.tHead.rows[table.tHead.rows.length - 1];
  if (!head || !table.querySelector("tr[data-link]")) return;
  head.append(element("th", { scope: "col", className: "read" }, "evidence"));
  [...table.tBodies[0].rows].forEach((row) => {
    const cell = element("td", { className: "read" });
    const button = element("button", { type: "button" });
    if (row.dataset.link && panel.opens(button, JSON.parse(row.dataset.link))) {
      button.textContent = button.dataset.words;
      cell.append(button);
    }
    row.append(cell);
  });
}

/* Lays a button over each mark of a figure that says what it counts. */
function readableMarks(figure, panel) {
  const plot = figure.querySelector(".plot"), least = 24; /* pixels that a finger hits */
  const buttons = JSON.parse(figure.dataset.marks).map((mark) => {
    const button = element("button", { type: "button", className: "mark" });
    const [left, top, width, height] = mark.box.map(Number);
    Object.assign(button.style, {
      left: `${left + width / 2}%`, top: `${top + height / 2}%`,
      width: `max(${width}%, ${least}px)`, height: `max(${height}%, ${least}px)`,
    });
    if (!mark.wanted || !panel.opens(button, mark)) return null;
    button.title = mark.tip || button.getAttribute("aria-label");
    return button;
  }).filter(Boolean);
  if (!buttons.length) return;
  plot.append(...buttons);
  figure.append(element("figcaption", {}, "Choose a mark in the figure to read the attributions that it counts."));
}

document.querySelector(".controls").hidden = false;
themeControl(document.documentElement, document.getElementById("theme-toggle"));
if (document.getElementById("code-toggle")) codeControl(document.getElementById("code-toggle"));
document.querySelectorAll(".table").forEach((box) => {
  const table = box.querySelector("table");
  sortable(table);
  filterable(box, table);
});
const evidence = document.getElementById("evidence-data");
if (evidence) {
  const panel = evidencePanel(JSON.parse(evidence.textContent), document.querySelector(".evidence-dialog"));
  const button = document.getElementById("evidence-open");
  document.querySelector(".needs-script").hidden = true;
  button.hidden = false;
  button.addEventListener("click", () => panel.open({}));
  document.querySelectorAll(".table table").forEach((table) => readableRows(table, panel));
  document.querySelectorAll("figure[data-marks]").forEach((figure) => readableMarks(figure, panel));
}
document.querySelectorAll(".table").forEach(tellWider);
document.querySelectorAll(".wide").forEach((box) => { /* what scrolls must be reachable by keyboard */
  if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
});
const contents = document.querySelector(".contents details");
if (contents && matchMedia("(max-width: 74.99rem)").matches) contents.open = false;
