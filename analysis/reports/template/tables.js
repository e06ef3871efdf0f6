/* Tables: sort, filter, small bars of intervals, CSV, and one row under the other where the screen is narrow. */

/* "12.5 % [10, 15]" -> 12.5; null when a cell does not begin with a number */
function numberIn(text) {
  const found = text.trim().replace(/[−–](?=\d)/, "-").replace(/(\d)[, ](?=\d{3}\b)/g, "$1").match(/^[+-]?[\d.]+/);
  return found && isFinite(found[0]) ? Number(found[0]) : null;
}

const headOf = (table) => table.tHead && table.tHead.rows[table.tHead.rows.length - 1];

function sortable(table) {
  const textIn = (row, column) => {
    const cell = row.cells[column];
    return cell ? cell.dataset.value || cell.textContent.trim() : "";
  };
  const body = table.tBodies[0], head = headOf(table);
  if (!body || !head || body.rows.length < 2 || table.querySelector("tbody [rowspan], tbody [colspan]")) return;
  const original = [...body.rows];
  [...head.cells].forEach((cell, column) => {
    const texts = original.map((row) => textIn(row, column));
    const filled = texts.filter((text) => text && text !== "–" && text !== "NaN");
    const numeric = filled.length > 0 && filled.every((text) => numberIn(text) !== null);
    const bars = original.some((row) => row.cells[column]?.dataset.interval);
    if (numeric && !bars) [cell, ...original.map((row) => row.cells[column])].forEach((one) => one?.classList.add("number"));
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
  const input = element("input", { type: "search" }), shown = document.createElement("output");
  const show = () => {
    const wanted = input.value.toLocaleLowerCase();
    rows.forEach((row) => { row.hidden = !row.textContent.toLocaleLowerCase().includes(wanted); });
    shown.textContent = `${rows.filter((row) => !row.hidden).length} of ${rows.length} rows`;
  };
  input.addEventListener("input", show);
  box.before(element("div", { className: "filter" }, element("label", {}, "Only rows with ", input), shown));
  show();
}

/* Draws a small bar into each cell that carries an interval; all of a column on one scale, which holds zero. */
function intervalBars(table) {
  const columns = Map.groupBy([...table.querySelectorAll("td[data-interval]")], (cell) => cell.cellIndex);
  columns.forEach((cells) => {
    const numbers = cells.map((cell) => cell.dataset.interval.split(" ").map(Number));
    const low = Math.min(0, ...numbers.flat()), high = Math.max(0, ...numbers.flat());
    const at = (value) => `${100 * (value - low) / (high - low || 1)}%`;
    cells.forEach((cell, place) => {
      const [estimate, from, to] = numbers[place];
      const line = element("i", {}), dot = element("b", {}), zero = element("u", {});
      Object.assign(line.style, { left: at(from), width: `calc(${at(to)} - ${at(from)})` });
      dot.style.left = at(estimate);
      zero.style.left = at(0);
      const bar = element("span", { className: "bar-of" }, zero, line, dot);
      bar.setAttribute("aria-hidden", "true");
      cell.append(bar);
    });
  });
}

function tableTools(box, table) {
  const name = fileName(table.caption?.textContent || "table");
  const words = (cell) => cell.dataset.value || cell.textContent.trim();
  const button = element("button", { type: "button" }, "CSV");
  button.setAttribute("aria-label", `CSV of ${table.caption?.textContent || "the table"}`);
  button.addEventListener("click", () => saveCsv([...table.rows].map((row) =>
    [...row.cells].filter((cell) => !cell.classList.contains("read")).map(words)), `${name}.csv`));
  box.after(element("p", { className: "tools-of" }, button));
}

/* On a phone a row stands as a list: each cell says then what it is. */
function stackable(box, table) {
  const heads = [...(headOf(table)?.cells || [])].map((cell) => cell.textContent.trim());
  if (heads.length < 4 || table.querySelector("tbody [rowspan], tbody [colspan]")) return;
  [...table.tBodies[0].rows].forEach((row) => [...row.cells].forEach((cell, column) => { cell.dataset.head = heads[column] || ""; }));
  box.classList.add("stacks");
}

/* Says above a table that has more columns than room how to see them all. */
function tellWider(box) {
  const words = element("p", { className: "wider", hidden: true },
    "Wider than the page: scroll the table sideways, or choose it and use the arrow keys.");
  box.before(words);
  const observer = new ResizeObserver(() => { words.hidden = box.scrollWidth <= box.clientWidth; });
  [box, box.querySelector("table")].forEach((one) => observer.observe(one));
}

/* Gives each row that says what it counts a button that opens those attributions. */
function readableRows(table, drawer) {
  const head = headOf(table);
  if (!head || !table.querySelector("tr[data-link]")) return;
  head.append(element("th", { scope: "col", className: "read" }, "evidence"));
  [...table.tBodies[0].rows].forEach((row) => {
    const cell = element("td", { className: "read" }), button = element("button", { type: "button" });
    if (row.dataset.link && drawer.opens(button, JSON.parse(row.dataset.link))) {
      button.textContent = button.dataset.words;
      cell.append(button);
    }
    row.append(cell);
  });
}
