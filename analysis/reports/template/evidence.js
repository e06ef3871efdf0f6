/* The drawer in which the attributions behind a number are read. All text is set as text, never as HTML.

An attribution is [article, codes (a place in each facet's values), spans of source, of cue, of content,
selections that hold it, reasons, part], one row a speaker where several speak together. What is looked for
is in the address, after "#read?". */

const PARTS = ["source", "cue", "content"];

/* The page's attributions, and what can be asked of them; touches nothing on the page. */
function evidenceOf(data) {
  const characters = data.articles.map(() => null); /* offsets count code points, JavaScript's own do not */
  const column = (name) => data.facets.findIndex((facet) => facet.column === name);
  const book = {
    ...data, column,
    textOf: (article) => characters[article] ??= Array.from(data.articles[article].text),
    label: ([code, name]) => name || code || "none",
    words: (one, part) => one[part + 2].map(([from, to]) => book.textOf(one[0]).slice(from, to).join("")).join(" … "),
    code: (one, name) => data.facets[column(name)]?.values[one[1][column(name)]] || ["", ""],
    colour: (one) => book.code(one, "side")[2] || "#7f7f7f",
    where: (article) => ["outlet", "title", "published"].map((name) => data.articles[article][name]).filter(Boolean),
    names: (place, values) => {  // of lists ("of a + of b" or "of b") what they share
      const labels = values.map((value) => book.label(data.facets[place].values[value]));
      const lists = labels.map((label) => label.split(" + "));
      const shared = lists.length ? lists[0].filter((one) => lists.every((list) => list.includes(one))) : [];
      return shared.join(" + ") || labels.join(" or ");
    },
    number: (ones) => Math.round(100 * ones.reduce((sum, one) => sum + one[7], 0)) / 100,
    reasons: (one) => data.why.map((name, place) => [name, data.reasons[one[6][place]]]).filter(([, why]) => why),
    /* wanted: place of a facet -> places of its values, of which an attribution must have one */
    matching: (wanted, of) => data.attributions.filter((one) => (of === undefined || one[5].includes(of)) &&
      Object.entries(wanted).every(([place, values]) => !values.length || values.includes(one[1][place]))),
    /* The paragraphs in which an attribution stands, as [from, to] in its article. */
    around(one) {
      const text = book.textOf(one[0]), spans = one.slice(2, 5).flat();
      let from = Math.min(...spans.map(([start]) => start)), to = Math.max(...spans.map(([, end]) => end));
      const breaks = (at) => text[at] === "\n" && text[at + 1] === "\n"; /* between paragraphs */
      while (from > 0 && !breaks(from - 2)) from -= 1;
      while (to < text.length && !breaks(to)) to += 1;
      return [from, to];
    },
    /* A stretch of an article with its marks: source, cue and content of each attribution, the first wins. */
    marked(article, ones, from, to) {
      const text = book.textOf(article), parts = new Array(to - from).fill(null);
      [2, 1, 0].forEach((part) => ones.forEach((one) => one[part + 2].forEach(([start, end]) => {
        for (let at = Math.max(start, from); at < Math.min(end, to); at += 1) parts[at - from] = { part, one };
      })));
      const pieces = [], same = (a, b) => a === b || (a && b && a.part === b.part && a.one === b.one);
      for (let start = from; start < to;) {
        let end = start + 1;
        const mark = parts[start - from];
        while (end < to && same(parts[end - from], mark)) end += 1;
        const words = text.slice(start, end).join("");
        if (mark) {
          const made = element("mark", { className: PARTS[mark.part] }, words);
          made.style.setProperty("--side", book.colour(mark.one));
          made.dataset.one = data.attributions.indexOf(mark.one);
          pieces.push(made);
        } else pieces.push(words);
        start = end;
      }
      return pieces;
    },
    cite: (one) => {
      const [source, , content] = [0, 1, 2].map((part) => book.words(one, part)), about = data.articles[one[0]];
      const place = [about.outlet, about.title && `“${about.title}”`, about.published, about.url].filter(Boolean).join(", ");
      return `“${content}” (${source || "no source named"}), in: ${place}. Found in: ${citation()}`;
    },
    csv: (ones) => [
      ["outlet", "title", "published", "url", ...PARTS, ...data.facets.map((facet) => facet.column), ...data.why.map((name) => `why ${name}`), "part"],
      ...ones.map((one) => [
        ...["outlet", "title", "published", "url"].map((name) => data.articles[one[0]][name]),
        ...PARTS.map((_, part) => book.words(one, part)),
        ...data.facets.map((facet, place) => book.label(facet.values[one[1][place]])),
        ...data.why.map((_, place) => data.reasons[one[6][place]] || ""),
        one[7],
      ]),
    ],
  };
  return book;
}

/* What is said of an attribution under its words: the codes, why, and what one may take along. */
function codesOf(book, one) {
  const side = book.code(one, "side"), dot = element("span", { className: "dot" });
  dot.style.background = book.colour(one);
  const shown = ["source_type", "form", "kind", "anonymity"].map((name) => book.code(one, name)).filter(([code]) => code && code !== "unknown");
  const basis = book.code(one, "expert_basis");
  const words = [book.label(side), ...shown.map(book.label), basis[0] ? `expert: ${book.label(basis)}` : ""].filter(Boolean);
  const why = book.reasons(one).map(([name, reason]) => `${name}: ${reason}`).join("; ");
  const cite = element("button", { type: "button", className: "small" }, "Copy as citation");
  cite.addEventListener("click", () => copyText(book.cite(one), "Citation"));
  return element("li", {}, dot, element("strong", {}, book.label(book.code(one, "actor"))), ` ${words.join(" · ")} `, cite,
    ...(why ? [element("span", { className: "why" }, `Why – ${why}`)] : []));
}

function evidenceDrawer(data, dialog) {
  const PAGE = 30, book = evidenceOf(data), openers = [];
  const part = (name) => dialog.querySelector(`#drawer-${name}`), chips = dialog.querySelector(".chips");
  const list = part("list"), search = part("search"), article = articleView(book, part("article"), { back });
  let asked = { wanted: {}, of: undefined, words: "", article: null }, found = [];

  function address() {
    const said = new URLSearchParams();
    Object.entries(asked.wanted).forEach(([place, values]) => values.forEach((value) =>
      said.append(data.facets[place].column, data.facets[place].values[value][0])));
    if (asked.of !== undefined) said.set("-of", data.selections[asked.of].key);
    if (asked.words) said.set("-words", asked.words);
    if (asked.article !== null) said.set("-article", asked.article);
    return `#read?${said}`;
  }

  function askedIn(hash) {
    const said = new URLSearchParams(hash.slice("#read?".length)), wanted = {};
    const of = data.selections.findIndex((one) => one.key === said.get("-of"));
    said.forEach((code, name) => {
      const place = book.column(name), value = place < 0 ? -1 : data.facets[place].values.findIndex(([known]) => known === code);
      if (value >= 0) (wanted[place] ??= []).push(value);
    });
    const number = said.has("-article") ? Number(said.get("-article")) : null;
    return { wanted, of: of < 0 ? undefined : of, words: said.get("-words") || "", article: data.articles[number] ? number : null };
  }

  /* The number that opened the drawer, as long as just its attributions are looked for. */
  const opener = () => asked.words ? undefined : openers.find((one) => one.of === asked.of && same(one.wanted, asked.wanted));
  const same = (a, b) => JSON.stringify(filled(a)) === JSON.stringify(filled(b));
  const filled = (wanted) => Object.entries(wanted).filter(([, values]) => values.length).map(([place, values]) => [Number(place), [...values].sort()]).sort();

  function title() {
    const outlet = book.column("outlet"), { wanted, of } = asked, from = opener();
    const one = wanted[outlet]?.length === 1 ? data.facets[outlet].values[wanted[outlet][0]] : null;
    const rest = filled(wanted).filter(([place]) => !one || place !== outlet).map(([place, values]) => book.names(place, values)).join(", ");
    const all = one ? book.number(book.matching({ [outlet]: wanted[outlet] }, of)) : 0, n = book.number(found);
    const shared = found.filter((one) => one[7] < 1).length;
    const held = from && from.total > n ? `${n} of ${from.total}` : `${n}`;
    const counted = one && all > n ? `${held} of ${book.label(one)}’s ${all} attributions`
      : `${held} attribution${n === 1 ? "" : "s"}${one ? ` of ${book.label(one)}` : ""}`;
    const parts = shared ? `${shared} part${shared === 1 ? "" : "s"} in what several say together` : "";
    const said = [rest, from?.said, parts].filter(Boolean).join(", ");
    return said ? `${counted}: ${said}` : counted;
  }

  function chip(place) {
    const facet = data.facets[place], wanted = asked.wanted[place], id = `chip-${place}`;
    const select = element("select", { id }, new Option("any", ""), ...facet.values.map((value, number) => new Option(book.label(value), number)));
    if (wanted.length > 1) select.append(new Option(book.names(place, wanted), wanted.join(",")));
    select.value = wanted.join(",");
    select.addEventListener("change", () => change({ wanted: { ...asked.wanted, [place]: select.value === "" ? [] : select.value.split(",").map(Number) } }));
    const off = element("button", { type: "button" }, "✕");
    off.setAttribute("aria-label", `Without the filter ${facet.name}`);
    off.addEventListener("click", () => {
      const { [place]: _, ...wanted } = asked.wanted;
      change({ wanted });
      part("filter").focus();
    });
    return element("span", { className: "chip" }, element("label", { htmlFor: id }, facet.name), select, off);
  }

  function showChips() {
    const free = data.facets.map((facet, place) => [facet, place]).filter(([facet, place]) => facet.values.length > 1 && !asked.wanted[place]);
    const add = element("select", { id: "drawer-filter" }, new Option("+ filter", ""), ...free.map(([facet, place]) => new Option(facet.name, place)));
    add.setAttribute("aria-label", "Add a filter");
    add.addEventListener("change", () => {
      const place = add.value;
      change({ wanted: { ...asked.wanted, [place]: [] } });
      dialog.querySelector(`#chip-${place}`).focus();
    });
    chips.replaceChildren(...Object.keys(asked.wanted).map(chip), add);
  }

  /* One card a paragraph, with all the marks in it. */
  function card(ones) {
    const [from, to] = [Math.min(...ones.map((one) => book.around(one)[0])), Math.max(...ones.map((one) => book.around(one)[1]))];
    return element("div", { className: "card", tabIndex: -1 }, element("p", { className: "context" }, ...book.marked(ones[0][0], ones, from, to)),
      element("ul", { className: "codes" }, ...ones.map((one) => codesOf(book, one))));
  }

  function group(cards) {
    const number = cards[0][0][0], [outlet, ...more] = book.where(number);
    const whole = element("button", { type: "button", className: "small" }, "Whole article");
    whole.setAttribute("aria-label", `Whole article: ${more.join(", ")}`);
    whole.addEventListener("click", () => {
      asked = { ...asked, article: number };
      history.pushState({ depth: (history.state?.depth || 0) + 1 }, "", address());
      show();
    });
    return element("section", {}, element("h3", {}, element("span", { className: "outlet" }, outlet || ""), ` ${more.join(" · ")} `, whole), ...cards.map(card));
  }

  function showList() {
    const wanted = asked.words.toLocaleLowerCase();
    const heard = (one) => [book.textOf(one[0]).slice(...book.around(one)).join(""), book.words(one, 0), ...book.where(one[0])].join(" ").toLocaleLowerCase().includes(wanted);
    found = book.matching(asked.wanted, asked.of).filter((one) => !wanted || heard(one));
    const cards = [...Map.groupBy(found, (one) => `${one[0]} ${book.around(one)[0]}`).values()];
    const articles = [...Map.groupBy(cards, ([one]) => one[0]).values()];
    let shown = 0;
    const add = () => {
      for (let room = PAGE; room > 0 && shown < articles.length; shown += 1) {
        list.append(group(articles[shown]));
        room -= articles[shown].length;
      }
      part("more").hidden = shown === articles.length;
    };
    list.replaceChildren();
    part("more").onclick = add;
    add();
    part("title").textContent = title();
    const about = data.selections.length > 1 && asked.of !== undefined ? ` (${data.selections[asked.of].title})` : "";
    part("count").textContent = `${book.number(found)} in ${cards.length} paragraph${cards.length === 1 ? "" : "s"} of ${articles.length} article${articles.length === 1 ? "" : "s"}${about}.`;
  }

  function show() {
    showChips();
    if (search.value !== asked.words) search.value = asked.words;
    showList();
    const reading = asked.article !== null;
    [list, part("more"), dialog.querySelector(".finder"), dialog.querySelector(".found")].forEach((one) => one.classList.toggle("away", reading));
    article.show(asked.article, found);
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    if (reading) part("article").querySelector("button").focus(); /* keys go on working where a button just went */
    else if (!dialog.contains(document.activeElement)) part("close").focus();
  }

  /* From an article to the list it was opened from, or that its link would show. */
  function back() {
    if (history.state?.depth) return history.back();
    asked = { ...asked, article: null };
    history.replaceState(history.state, "", address());
    show();
  }

  function change(what) {
    asked = { ...asked, ...what };
    history.replaceState(history.state, "", address());
    showChips();
    showList();
  }

  function open({ wanted, of }) {
    asked = { wanted: { ...wanted }, of, words: "", article: null };
    history.pushState({ depth: 1 }, "", address());
    show();
  }

  /* Leaves the address as it was before the drawer opened. */
  function close() {
    const depth = history.state?.depth || 0;
    dialog.close();
    if (depth) {
      addEventListener("popstate", leave, { once: true });
      history.go(-depth);
    } else leave();
  }
  const leave = () => location.hash.startsWith("#read?") && history.replaceState(null, "", location.pathname + location.search);

  /* Shows what the address asks for, on arrival and whenever it changes. */
  function follow() {
    const look = () => {
      if (location.hash.startsWith("#read?")) {
        asked = askedIn(location.hash);
        show();
      } else if (dialog.open) dialog.close();
    };
    addEventListener("popstate", () => dialog.open || location.hash.startsWith("#read?") ? look() : null);
    look();
  }

  /* Makes the button of a number into one that opens the attributions it counts; false where the page holds none. */
  function opens(button, mark) {
    const { wanted, of, total } = mark, held = book.number(book.matching(wanted, of));
    const words = held === total ? `Read ${total}` : `Read ${held} of ${total}`;
    const which = Object.entries(wanted).map(([place, values]) => book.names(place, values)).join(", ");
    button.setAttribute("aria-label", `${words} attribution${total === 1 ? "" : "s"}: ${which}${mark.said ? `, ${mark.said}` : ""}`);
    button.dataset.words = words;
    button.addEventListener("click", () => open(mark));
    openers.push(mark);
    return held > 0;
  }

  function step(by) {
    if (asked.article !== null) return article.step(by);
    const cards = [...list.querySelectorAll(".card")], here = cards.indexOf(document.activeElement.closest?.(".card"));
    const next = cards[Math.max(0, Math.min(cards.length - 1, here + by))];
    next?.focus();
    next?.scrollIntoView({ block: "center" });
  }

  search.addEventListener("input", () => change({ words: search.value }));
  part("close").addEventListener("click", close);
  part("csv").addEventListener("click", () => saveCsv(book.csv(found), `${pageName()}-attributions.csv`));
  part("link").addEventListener("click", () => copyText(pageLink(address()), "Link"));
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); close(); });
  dialog.addEventListener("click", (event) => event.target === dialog && close());
  dialog.addEventListener("keydown", (event) => {
    if (event.target.matches("input, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
  });
  return { open, opens, follow, csvOfAll: () => saveCsv(book.csv(data.attributions), `${pageName()}-attributions.csv`) };
}
