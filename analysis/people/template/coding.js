"use strict";
/* Coding in a page: what is asked of which passage stands in `data`; answers are kept in the browser and saved as a file.
   All text is set as text, never as HTML, and nothing is sent anywhere. */

const data = JSON.parse(document.getElementById("data").textContent);
const at = (id) => document.getElementById(id);
const KEPT = `evenhand-${data.kind}-${data.sample}-${data.coder}`, PARTS = ["source", "cue", "content"];
const texts = data.articles.map((article) => Array.from(article.text)); /* offsets count code points */
let state = { answers: {}, missed: [], place: 0, seconds: 0 }, active = 0, draft = {}, past = [], paused = false;
data.questions.missed = (data.questions.attribution || []).slice(2); /* of what the machine missed, all but whether it is right */

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function keep() {
  state.saved = new Date().toISOString();
  try { localStorage.setItem(KEPT, JSON.stringify(state)); } catch { at("told").textContent = "This browser keeps nothing: save as a file often."; }
}

/* What there is to code: what was drawn, then what this coder added. */
const items = () => [...data.items, ...state.missed.map((one) => ({
  unit: "missed", item: one.id, article: data.articles.findIndex((article) => article.id === one.article_id), content: one.content,
  spans: one.spans || {}, told: "You added this one: now say who speaks here." }))];
const item = () => items()[state.place];
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
  if (one.unit === "article") items().filter((mine) => mine.unit === "missed" && mine.article === one.article)
    .forEach((mine) => PARTS.forEach((part) => (mine.spans[part] || []).forEach(([from, to]) => parts.fill("added", from, to))));
  PARTS.forEach((part) => draft[part]?.span && parts.fill(part, ...draft[part].span));
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
  at("pick").hidden = true;
}

function show() {
  const first = at("text").querySelector("mark:not(.other):not(.added)");
  if (first) first.scrollIntoView({ block: "center" }); else scrollTo(0, 0);
}

/* Gives where the selected words stand, in code points of the article, to whole words; null when none are selected in it. */
function selected() {
  const chosen = getSelection(), box = at("text");
  if (!chosen.rangeCount || chosen.isCollapsed || !box.contains(chosen.getRangeAt(0).commonAncestorContainer)) return null;
  const range = chosen.getRangeAt(0), before = document.createRange();
  before.selectNodeContents(box);
  before.setEnd(range.startContainer, range.startOffset);
  const text = texts[item().article], inside = (place) => /[\p{L}\p{N}]/u.test(text[place] || "");
  let from = Array.from(before.toString()).length, to = from + Array.from(range.toString()).length;
  while (from < to && /\s/u.test(text[from])) from += 1;
  while (to > from && /\s/u.test(text[to - 1])) to -= 1;
  if (from === to) return null;
  while (inside(from) && inside(from - 1)) from -= 1;
  while (inside(to - 1) && inside(to)) to += 1;
  return { span: [from, to], words: text.slice(from, to).join("") };
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
  at("which").textContent = `Item ${state.place + 1} of ${items().length}. ${one.told || ""}`;
  at("note").value = answersOf(one).note || "";
  at("shown").hidden = true;
  at("machine").hidden = !one.machine;
  at("why").hidden = true;
  document.body.dataset.unit = one.unit;
  at("reset").hidden = !answersOf(one).corrected;
  at("missed").hidden = data.kind !== "code" || (one.unit !== "article" && !Object.keys(draft).length);
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

/* Keeps what is about to change, so that it can be undone. */
function remember() {
  past.push([state.place, item().item, JSON.stringify([answersOf(item()), state.missed])]);
}

function undo() {
  if (!past.length) return;
  const [place, name, kept] = past.pop(), [own, missed] = JSON.parse(kept);
  state.answers[name] = { ...own, note: state.answers[name]?.note };
  state.missed = missed;
  go(place);
}

function answer(variable, code) {
  const one = item(), given = answersOf(one).values;
  remember();
  given[variable] = code;
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
  const all = items(), done = all.filter(isDone).length, left = all.length - done;
  at("progress").value = all.length ? done / all.length : 1;
  const minutes = done > 2 ? `, about ${Math.max(1, Math.round(state.seconds / done * left / 60))} min left` : "";
  at("told").textContent = `${done} of ${all.length} done${left ? minutes : ": save as a file and send it"}`;
}

function go(place) {
  state.place = Math.max(0, Math.min(place, items().length - 1));
  draft = {};
  keep();
  paint();
  show();
  ask();
  sketch();
  tell();
}

/* --- what the machine missed --- */

function sketch() {
  at("draft").replaceChildren(...PARTS.map((part) => {
    const input = element("input", { type: "text", id: `draft-${part}`, value: draft[part]?.words || "" });
    input.addEventListener("input", () => { draft[part] = { words: input.value }; });
    return element("div", {}, element("label", { htmlFor: input.id }, part), input);
  }));
  const article = data.articles[item().article].id;
  at("added").replaceChildren(...state.missed.filter((one) => one.article_id === article).map((one) => {
    const away = element("button", { type: "button", ariaLabel: `Remove: ${one.content}` }, "Remove");
    away.addEventListener("click", () => { remember(); state.missed = state.missed.filter((other) => other.id !== one.id); mend(); });
    return element("li", {}, `${one.source || "nobody named"} – ${one.cue || "no cue"}: ${one.content} `, away);
  }));
}

function mend() { keep(); paint(); sketch(); tell(); }

at("add").addEventListener("click", () => {
  const words = (part) => (draft[part]?.words || "").trim();
  if (!words("content")) { at("draft-content").focus(); return; }
  remember();
  const spans = Object.fromEntries(PARTS.filter((part) => draft[part]?.span).map((part) => [part, [draft[part].span]]));
  state.missed.push({ id: `missed-${Date.now().toString(36)}`, article_id: data.articles[item().article].id,
    source: words("source"), cue: words("cue"), content: words("content"), spans });
  draft = {};
  at("missed").hidden = item().unit !== "article";
  mend();
});

/* Says what the selected words are: of an attribution that is being added, else of the one in question; or a further piece. */
function mark(part, further = false) {
  const found = selected(), one = item(), own = answersOf(one), adding = one.unit === "article" || Object.keys(draft).length;
  if (!found || data.kind !== "code" || (!adding && one.unit !== "attribution")) return;
  if (adding) draft[part] = found;
  else {
    remember();
    const before = further ? own.corrected?.[part] || one.spans[part] || [] : [];
    own.corrected = { ...own.corrected, [part]: [...before, found.span].sort((a, b) => a[0] - b[0]) };
    at("reset").hidden = false;
  }
  getSelection().removeAllRanges();
  mend();
}

/* Words selected by keys, as by dragging: the first of the passage, then the next, or more of them with Shift. */
const STEPS = { ArrowRight: ["forward", "word"], ArrowLeft: ["backward", "word"], ArrowDown: ["forward", "line"], ArrowUp: ["backward", "line"] };

function step(key, more = false) {
  const chosen = getSelection(), [way, by] = STEPS[key] || ["forward", "word"];
  if (more) { chosen.modify("extend", way, by); return; }
  if (!key) chosen.collapse(at("text").querySelector("mark:not(.other):not(.added)") || at("text"), 0);
  else if (way === "forward") chosen.collapseToEnd(); else chosen.collapseToStart();
  if (by === "line" || way === "backward") chosen.modify("move", way, by);
  chosen.modify("extend", "forward", "word");
  chosen.focusNode.parentElement.scrollIntoView({ block: "nearest" });
}

function begin() {
  const found = selected();
  if (!found || data.kind !== "code") return;
  draft = { content: found };
  at("missed").hidden = false;
  getSelection().removeAllRanges();
  mend();
}

at("reset").addEventListener("click", () => { remember(); delete answersOf(item()).corrected; at("reset").hidden = true; mend(); });
document.querySelectorAll("#pick button").forEach((button) => {
  button.addEventListener("mousedown", (event) => event.preventDefault()); /* the selection stays */
  button.addEventListener("click", () => { if (button.dataset.part) mark(button.dataset.part); else begin(); });
});
document.addEventListener("selectionchange", () => {
  const chosen = getSelection(), one = item();
  at("pick").hidden = data.kind !== "code" || !one || one.unit === "mention" || chosen.isCollapsed || !at("text").contains(chosen.anchorNode);
});

/* --- files, pause, keys --- */

function save() {
  keep();
  const headings = {};
  Object.values(data.questions).flat().forEach((question) => { headings[question.variable] = question.heading; });
  const answers = data.items.filter((one) => state.answers[one.item] && (state.answers[one.item].corrected || Object.keys(state.answers[one.item].values).length))
    .map((one) => ({ item: one.item, unit: one.unit, article_id: data.articles[one.article].id, chance: one.chance, content: one.content, ...state.answers[one.item] }));
  const written = { evenhand: data.kind, version: 1, coder: data.coder, sample: data.sample, saved: state.saved, seconds: Math.round(state.seconds), headings, answers,
    missed: state.missed.map((one) => ({ ...one, ...state.answers[one.id] })) };
  const address = URL.createObjectURL(new Blob([JSON.stringify(written, null, 1)], { type: "application/json" }));
  element("a", { href: address, download: `${data.coder}.json` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

at("open").addEventListener("change", async (event) => {
  try {
    const read = JSON.parse(await event.target.files[0].text());
    if (read.sample !== data.sample || read.coder !== data.coder) throw new Error(`that file is of ${read.coder || "nobody"}'s, or of another sample`);
    read.answers.forEach((one) => { state.answers[one.item] = { values: one.values, note: one.note, corrected: one.corrected }; });
    state.missed = (read.missed || []).map(({ values, note, ...one }, number) => ({ id: `missed-${number}`, ...one }));
    (read.missed || []).forEach(({ values, note }, number) => { state.answers[state.missed[number].id] = { values: values || {}, note }; });
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
  u: undo, a: machine, p: pause, n: () => at("note").focus(), "?": () => at("help").click(),
  w: () => step(), Escape: () => getSelection().removeAllRanges(),
  "/": () => at("asked").children[active]?.querySelector("input[type=search]")?.focus(),
  m: begin, s: () => mark("source"), e: () => mark("cue"), c: () => mark("content"),
  S: () => mark("source", true), E: () => mark("cue", true), C: () => mark("content", true),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || (paused && event.key !== "p")) return;
  const typing = event.target.matches("textarea, input[type=search], input[type=text]");
  if (typing) { if (event.key === "Escape") event.target.blur(); return; }
  const question = questionsOf(item())[active];
  if (/^[1-9]$/.test(event.key) && question) {
    const shown = [...at("asked").children[active].querySelectorAll("label")].filter((label) => !label.hidden);
    const input = shown[Number(event.key) - 1]?.querySelector("input");
    if (input) { event.preventDefault(); answer(question.variable, input.value); }
  } else if (event.key in STEPS && selected()) { event.preventDefault(); step(event.key, event.shiftKey); }
  else if (KEYS[event.key]) { event.preventDefault(); KEYS[event.key](); }
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
