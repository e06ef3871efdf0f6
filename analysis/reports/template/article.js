/* A whole article in the drawer: every attribution in its side's colour, its codes beside it, and where they stand. */

function articleView(book, box, { back }) {
  let number = null, ones = [], here = -1;

  function paragraphs(article) {
    const text = book.textOf(article), found = [];
    for (let from = 0; from < text.length;) {
      let to = from;
      while (to < text.length && !(text[to] === "\n" && text[to + 1] === "\n")) to += 1;
      found.push([from, to]);
      from = to + 2;
    }
    return found;
  }

  const startOf = (one) => Math.min(...one.slice(2, 5).flat().map(([from]) => from));

  function row([from, to]) {
    const starting = ones.filter((one) => startOf(one) >= from && startOf(one) < to);
    return element("div", { className: "row" }, element("p", { className: "context" }, ...book.marked(number, ones, from, to)),
      element("ul", { className: "codes" }, ...starting.map((one) => {
        const made = codesOf(book, one);
        made.dataset.of = book.attributions.indexOf(one);
        return made;
      })));
  }

  /* Where in the article attributions stand; a click goes to the nearest. */
  function strip() {
    const length = book.textOf(number).length || 1, made = element("div", { className: "strip" });
    made.setAttribute("aria-hidden", "true");
    made.append(...ones.map((one) => {
      const tick = element("i", {});
      Object.assign(tick.style, { left: `${100 * startOf(one) / length}%`, background: book.colour(one) });
      return tick;
    }));
    made.addEventListener("click", (event) => {
      const at = (event.offsetX / made.clientWidth) * length;
      const nearest = ones.reduce((best, one, place) => Math.abs(startOf(one) - at) < Math.abs(startOf(ones[best]) - at) ? place : best, 0);
      go(nearest);
    });
    return made;
  }

  function go(place) {
    here = place;
    const of = book.attributions.indexOf(ones[here]);
    box.querySelectorAll("mark").forEach((mark) => mark.classList.toggle("here", mark.dataset.one == of));
    box.querySelectorAll(".codes li").forEach((one) => one.classList.toggle("here", one.dataset.of == of));
    box.querySelectorAll(".strip i").forEach((tick, number) => tick.classList.toggle("here", number === here));
    box.querySelector(".place").textContent = `${here + 1} of ${ones.length}`;
    box.querySelector("mark.here")?.scrollIntoView({ block: "center" });
  }

  function step(by) {
    if (ones.length) go(Math.max(0, Math.min(ones.length - 1, here + by)));
  }

  function show(wanted, found) {
    number = wanted;
    box.hidden = number === null;
    box.replaceChildren();
    if (number === null) return;
    ones = book.attributions.filter((one) => one[0] === number).sort((a, b) => startOf(a) - startOf(b));
    const button = (words, act) => {
      const made = element("button", { type: "button" }, words);
      made.addEventListener("click", act);
      return made;
    };
    const about = book.articles[number], [, ...more] = book.where(number);
    box.append(
      element("div", { className: "article-head" }, button("‹ All attributions", back),
        element("span", { className: "stepper" }, button("Previous (k)", () => step(-1)), element("output", { className: "place" }),
          button("Next (j)", () => step(1))), strip()),
      element("h3", {}, element("span", { className: "outlet" }, about.outlet), ` ${more.join(" · ")}`),
      ...paragraphs(number).map(row),
    );
    const first = ones.findIndex((one) => found.includes(one));
    if (ones.length) requestAnimationFrame(() => go(Math.max(0, first)));
  }

  return { show, step };
}
