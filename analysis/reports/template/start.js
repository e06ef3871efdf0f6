/* Begins: gives each thing on the page what it can do. */

themeControl(document.documentElement, document.getElementById("theme-toggle"));
menus([...document.querySelectorAll("details.menu")]);
const evidence = document.getElementById("evidence-data");
const drawer = evidence && evidenceDrawer(JSON.parse(evidence.textContent), document.getElementById("drawer"));
document.querySelectorAll(".table").forEach((box) => {
  const table = box.querySelector("table");
  intervalBars(table);
  sortable(table);
  filterable(box, table);
  if (drawer) readableRows(table, drawer);
  stackable(box, table);
  tableTools(box, table);
  tellWider(box);
});
document.querySelectorAll("figure").forEach((figure) => {
  const opening = [...figure.querySelectorAll("[data-marks]")].map((plot) => readableMarks(plot, drawer));
  if (opening.some(Boolean)) figure.append(element("p", { className: "hint" }, "Choose a mark to read the attributions that it counts."));
  figureTools(figure);
});
document.querySelectorAll(".wide").forEach((box) => { /* what scrolls must be reachable by keyboard */
  if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
});
if (drawer) {
  const open = document.getElementById("evidence-open");
  document.querySelectorAll(".needs-script").forEach((one) => { one.hidden = true; });
  document.querySelectorAll(".scripted").forEach((one) => { one.hidden = false; });
  open.hidden = false;
  open.addEventListener("click", () => drawer.open({ wanted: {} }));
  document.getElementById("all-csv").addEventListener("click", () => drawer.csvOfAll());
  drawer.follow();
}
/* A link into what is folded opens it. */
const unfold = () => {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let one = target; one; one = one.parentElement) if (one.tagName === "DETAILS") one.open = true;
};
addEventListener("hashchange", unfold);
unfold();
