"use strict";
/* Coding in a page: what is asked of which passage stands in `data`; answers are kept in the browser and saved as a file.
   All text is set as text, never as HTML, and nothing is sent anywhere. */

const data = JSON.parse(document.getElementById("data").textContent);
const at = (id) => document.getElementById(id);
const KEPT = `evenhand-${data.kind}-${data.sample}-${data.coder}`, PARTS = ["source", "cue", "content"];
const texts = data.articles.map((article) => Array.from(article.text)); /* offsets count code points */
let state = { answers: {}, missed: [], place: 0, seconds: 0 }, active = 0, draft = {}, past = [], paused = false;

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function keep() {
  state.saved = new Date().toISOString();
  try { localStorage.setItem(KEPT, JSON.stringify(state)); } catch { at("told").textContent = "This browser keeps nothing: save as a file often."; }
}

const item = () => data.items[state.place];
const answersOf = (one) => (state.answers[one.item] ??= { values: {} });
const questionsOf = (one) => (data.questions[one.unit] || []).filter((question) =>
  (!one.only || one.only.includes(question.variable)) &&
  Object.entries(question.only_if).every(([variable, code]) => data.kind === "adjudicate" || (state.answers[one.item]?.values || {})[variable] === code));
const isDone = (one) => {
  const given = state.answers[one.item]?.values || {};
  return given.attribution === "no" || questionsOf(one).every((question) => question.variable in given);
};

/* --- the article, with the passage in question marked and others faint --- */

function paint() {
  const one = item(), text = texts[one.article], about = data.articles[one.article];
  const parts = new Array(text.length).fill("");
  (about.found || []).forEach((spans) => spans.forEach(([from, to]) => parts.fill("other", from, to)));
  const corrected = state.answers[one.item]?.corrected || {};
  ["content", "cue", "source"].forEach((part) => (corrected[part] || one.spans[part] || []).forEach(([from, to]) => parts.fill(part, from, to)));
  const pieces = [];
  for (let from = 0; from < text.length;) {
    let to = from + 1;
    while (to < text.length && parts[to] === parts[from]) to += 1;
    const words = text.slice(from, to).join("");
    pieces.push(parts[from] ? element("mark", { className: parts[from] }, words) : document.createTextNode(words));
    from = to;
  }
  at("headline").textContent = about.title || "Untitled";
  at("about").textContent = [about.outlet, about.published].filter(Boolean).join(" · ");
  at("text").replaceChildren(...pieces);
  const first = at("text").querySelector("mark:not(.other)");
  if (first) first.scrollIntoView({ block: "center" }); else scrollTo(0, 0);
}

/* Gives where the selected words stand, in code points of the article; null when none are selected in it. */
function selected() {
  const chosen = getSelection(), box = at("text");
  if (!chosen.rangeCount || chosen.isCollapsed || !box.contains(chosen.getRangeAt(0).commonAncestorContainer)) return null;
  const range = chosen.getRangeAt(0), before = document.createRange();
  before.selectNodeContents(box);
  before.setEnd(range.startContainer, range.startOffset);
  const from = Array.from(before.toString()).length, words = range.toString();
  return { span: [from, from + Array.from(words).length], words: words.trim() };
}

/* --- questions --- */

function ask() {
  const one = item(), given = answersOf(one).values, form = at("asked");
  form.replaceChildren(...questionsOf(one).map((question, number) => {
    const name = `q-${question.variable}`, long = question.values.length > 9;
    const choices = element("div", { className: "choices" });
    question.values.forEach(([code, words, meaning], place) => {
      const input = element("input", { type: "radio", name, value: code, checked: given[question.variable] === code });
      input.addEventListener("change", () => answer(question.variable, code));
      const label = element("label", {}, input, " ", ...(place < 9 ? [element("kbd", { ariaHidden: "true" }, `${place + 1}`), " "] : []), words);
      if (meaning) label.append(element("span", { className: "meaning" }, ` ${meaning}`));
      choices.append(label);
    });
    const box = element("fieldset", { className: long ? "long" : "" }, element("legend", {}, question.heading),
      element("p", { className: "rule" }, question.rule));
    if (one.said?.[question.variable]) one.said[question.variable].forEach(([who, words, note]) => box.append(
      element("p", { className: "said" }, element("b", {}, `${who}: `), words, note ? ` (${note})` : "")));
    if (long) {
      const search = element("input", { type: "search", placeholder: "type to find", ariaLabel: `Find: ${question.heading}` });
      const narrow = () => [...choices.children].forEach((label) => { label.hidden = !label.textContent.toLowerCase().includes(search.value.toLowerCase()); });
      search.addEventListener("input", narrow);
      search.addEventListener("keydown", (event) => {
        const first = [...choices.children].find((label) => !label.hidden);
        if (event.key === "Enter") { event.preventDefault(); if (first) first.querySelector("input").click(); search.blur(); }
        if (event.key === "Escape") search.blur();
      });
      box.append(search);
    }
    box.append(choices);
    box.addEventListener("focusin", () => activate(number, false));
    return box;
  }));
  at("which").textContent = `Item ${state.place + 1} of ${data.items.length}. ${one.told || ""}`;
  at("note").value = answersOf(one).note || "";
  at("shown").hidden = true;
  at("machine").hidden = !one.machine;
  at("why").hidden = true;
  at("spans").hidden = data.kind !== "code" || one.unit !== "attribution";
  at("missed").hidden = data.kind !== "code" || one.unit !== "article";
  at("missed").open = !at("missed").hidden;
  const open = questionsOf(one).findIndex((question) => !(question.variable in given));
  activate(open < 0 ? questionsOf(one).length - 1 : open, false);
  if (data.kind === "practice") explain();
}

function activate(number, scroll = true) {
  const boxes = [...at("asked").children];
  active = Math.max(0, Math.min(number, boxes.length - 1));
  boxes.forEach((box, place) => box.classList.toggle("active", place === active));
  if (scroll && boxes[active]) boxes[active].scrollIntoView({ block: "nearest" });
}

function answer(variable, code, remember = true) {
  const one = item(), given = answersOf(one).values;
  if (remember) past.push([state.place, variable, given[variable]]);
  if (code === undefined) delete given[variable]; else given[variable] = code;
  keep();
  const box = [...at("asked").children][questionsOf(one).findIndex((question) => question.variable === variable)];
  box?.querySelectorAll("input[type=radio]").forEach((input) => { input.checked = input.value === code; });
  tell();
  if (data.questions[one.unit].some((question) => variable in question.only_if)) { ask(); return; }
  if (data.kind === "practice") explain();
  const open = questionsOf(one).findIndex((question) => !(question.variable in given));
  if (open >= 0 && given.attribution !== "no") activate(open);
}

/* In practice: says after each answer what is right, and why. */
function explain() {
  const one = item(), given = answersOf(one).values;
  const told = questionsOf(one).filter((question) => question.variable in given).map((question) => {
    const right = one.gold[question.variable], words = Object.fromEntries(question.values.map(([code, said]) => [code, said]));
    return `${question.heading}: ${given[question.variable] === right ? "right" : `it is “${words[right] || right}”`}.`;
  });
  at("why").hidden = !told.length;
  at("why").textContent = `${told.join(" ")}${isDone(one) ? ` ${one.why}` : ""}`;
}

function tell() {
  const done = data.items.filter(isDone).length, left = data.items.length - done;
  at("progress").value = data.items.length ? done / data.items.length : 1;
  const minutes = done > 2 ? `, about ${Math.max(1, Math.round(state.seconds / done * left / 60))} min left` : "";
  at("told").textContent = `${done} of ${data.items.length} done${left ? minutes : ": save as a file and send it"}`;
}

function go(place) {
  state.place = Math.max(0, Math.min(place, data.items.length - 1));
  draft = {};
  keep();
  paint();
  ask();
  sketch();
  tell();
}

/* --- what the machine missed --- */

function sketch() {
  at("draft").replaceChildren(...PARTS.map((part) => {
    const input = element("input", { type: "text", id: `draft-${part}`, value: draft[part] || "" });
    input.addEventListener("input", () => { draft[part] = input.value; });
    const take = element("button", { type: "button" }, "Selection");
    take.addEventListener("click", () => { const found = selected(); if (found) { draft[part] = found.words; sketch(); } });
    return element("div", {}, element("label", { htmlFor: input.id }, part), input, take);
  }));
  const article = data.articles[item().article].id;
  at("added").replaceChildren(...state.missed.filter((one) => one.article_id === article).map((one) => {
    const away = element("button", { type: "button", ariaLabel: `Remove: ${one.content}` }, "Remove");
    away.addEventListener("click", () => { state.missed.splice(state.missed.indexOf(one), 1); keep(); sketch(); });
    return element("li", {}, `${one.source || "nobody named"} – ${one.cue || "no cue"}: ${one.content} `, away);
  }));
}

at("add").addEventListener("click", () => {
  if (!(draft.content || "").trim()) { at("draft-content").focus(); return; }
  state.missed.push({ article_id: data.articles[item().article].id, source: draft.source || "", cue: draft.cue || "", content: draft.content.trim() });
  draft = {};
  keep();
  sketch();
});

document.querySelectorAll("[data-part]").forEach((button) => button.addEventListener("click", () => {
  const own = answersOf(item()), part = button.dataset.part, found = selected();
  if (!part) delete own.corrected;
  else if (found) (own.corrected ??= {})[part] = [found.span];
  keep();
  paint();
}));

/* --- files, pause, keys --- */

function save() {
  keep();
  const headings = {};
  Object.values(data.questions).flat().forEach((question) => { headings[question.variable] = question.heading; });
  const answers = data.items.filter((one) => state.answers[one.item] && Object.keys(state.answers[one.item].values).length)
    .map((one) => ({ item: one.item, unit: one.unit, article_id: data.articles[one.article].id, chance: one.chance, content: one.content, ...state.answers[one.item] }));
  const written = { evenhand: data.kind, version: 1, coder: data.coder, sample: data.sample, saved: state.saved, seconds: Math.round(state.seconds), headings, answers, missed: state.missed };
  const address = URL.createObjectURL(new Blob([JSON.stringify(written, null, 1)], { type: "application/json" }));
  element("a", { href: address, download: `${data.coder}.json` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

at("open").addEventListener("change", async (event) => {
  try {
    const read = JSON.parse(await event.target.files[0].text());
    if (read.sample !== data.sample || read.coder !== data.coder) throw new Error(`that file is of ${read.coder || "nobody"}'s, or of another sample`);
    read.answers.forEach((one) => { state.answers[one.item] = { values: one.values, note: one.note, corrected: one.corrected }; });
    state.missed = read.missed || [];
    state.seconds = read.seconds || 0;
    go(0);
  } catch (error) { at("told").textContent = `Not opened: ${error.message}.`; }
  event.target.value = "";
});

function pause() {
  paused = !paused;
  document.body.classList.toggle("paused", paused);
  at("pause").textContent = paused ? "Go on" : "Pause";
}

function undo() {
  const [place, variable, before] = past.pop() || [];
  if (variable === undefined) return;
  if (place !== state.place) go(place);
  answer(variable, before, false);
}

function machine() {
  const one = item();
  if (!one.machine) return;
  const said = questionsOf(one).filter((question) => one.machine[question.variable]).map((question) => {
    const words = Object.fromEntries(question.values.map(([code, told]) => [code, told]));
    return `${question.heading}: ${words[one.machine[question.variable]] || one.machine[question.variable]}`;
  });
  answersOf(one).saw_machine = true;
  keep();
  at("shown").textContent = said.length ? `Machine: ${said.join("; ")}` : "The machine says nothing here.";
  at("shown").hidden = false;
}

const KEYS = {
  ArrowRight: () => go(state.place + 1), ArrowLeft: () => go(state.place - 1),
  ArrowDown: () => activate(active + 1), ArrowUp: () => activate(active - 1),
  u: undo, a: machine, n: () => at("note").focus(), "?": () => at("help").click(),
  "/": () => at("asked").children[active]?.querySelector("input[type=search]")?.focus(),
  m: () => { const found = selected(); if (found) { draft.content = found.words; at("missed").hidden = false; at("missed").open = true; sketch(); } },
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || paused) return;
  const typing = event.target.matches("textarea, input[type=search], input[type=text]");
  if (typing) { if (event.key === "Escape") event.target.blur(); return; }
  const question = questionsOf(item())[active];
  if (/^[1-9]$/.test(event.key) && question) {
    const shown = [...at("asked").children[active].querySelectorAll("label")].filter((label) => !label.hidden);
    const input = shown[Number(event.key) - 1]?.querySelector("input");
    if (input) { event.preventDefault(); answer(question.variable, input.value); }
  } else if (KEYS[event.key]) { event.preventDefault(); KEYS[event.key](); }
});

at("note").addEventListener("input", () => { answersOf(item()).note = at("note").value; keep(); });
at("back").addEventListener("click", () => go(state.place - 1));
at("next").addEventListener("click", () => go(state.place + 1));
at("save").addEventListener("click", save);
at("pause").addEventListener("click", pause);
at("undo").addEventListener("click", undo);
at("machine").addEventListener("click", machine);
at("help").addEventListener("click", () => {
  at("guide").hidden = !at("guide").hidden;
  at("help").setAttribute("aria-expanded", String(!at("guide").hidden));
});
at("asked").addEventListener("submit", (event) => event.preventDefault());
setInterval(() => { if (!paused && document.visibilityState === "visible") state.seconds += 1; }, 1000);

try { Object.assign(state, JSON.parse(localStorage.getItem(KEPT) || "{}")); } catch { /* nothing is kept */ }
if (data.items.length) go(state.place); else at("told").textContent = "There is nothing to code.";
