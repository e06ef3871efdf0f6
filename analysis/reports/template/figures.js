/* Figures: marks that tell and open what they count, and what one may take along. */

/* Lays a button over each mark that opens what it counts, and a tip over each that only says it. */
function readableMarks(plot, drawer) {
  const least = 24; /* pixels that a finger hits */
  let opening = 0;
  JSON.parse(plot.dataset.marks).forEach((mark) => {
    const button = element("button", { type: "button", className: "mark" });
    const opens = mark.wanted && drawer && drawer.opens(button, mark);
    if (!opens && !mark.tip) return;
    const place = opens ? button : element("span", { className: "mark" });
    const [left, top, width, height] = mark.box.map(Number);
    Object.assign(place.style, {
      left: `${left + width / 2}%`, top: `${top + height / 2}%`,
      width: `max(${width}%, ${least}px)`, height: `max(${height}%, ${least}px)`,
    });
    tell(place, mark.tip || place.getAttribute("aria-label"));
    plot.append(place);
    opening += opens ? 1 : 0;
  });
  return opening;
}

function svgOf(image) {
  const [head, body] = image.src.split(",", 2);
  return head.startsWith("data:image/svg+xml") ? new TextDecoder().decode(Uint8Array.from(atob(body), (one) => one.charCodeAt(0))) : "";
}

function savePng(image, name) {
  const scale = 3, canvas = element("canvas", { width: image.naturalWidth * scale, height: image.naturalHeight * scale });
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => save(blob, `${name}.png`));
}

function figureTools(figure) {
  const image = figure.querySelector("img"), caption = figure.querySelector("figcaption")?.textContent || "";
  if (!image) return;
  const name = `${pageName()}-${figure.id.replace(".", "-")}`, svg = svgOf(image), link = () => pageLink(`#${figure.id}`);
  const tools = {
    PNG: () => savePng(image, name),
    SVG: svg && (() => save(new Blob([svg], { type: "image/svg+xml" }), `${name}.svg`)),
    CSV: figure.dataset.csv && (() => save(new Blob(["\ufeff", figure.dataset.csv], { type: "text/csv;charset=utf-8" }), `${name}.csv`)),
    "Copy link": () => copyText(link(), "Link"),
    Cite: () => copyText(`${caption ? `“${caption.replace(/\.$/, "")}”, figure in: ` : "Figure in: "}${citation()} ${link()}`, "Citation"),
  };
  const line = element("p", { className: "tools-of" });
  Object.entries(tools).filter(([, act]) => act).forEach(([words, act]) => {
    const button = element("button", { type: "button" }, words);
    button.setAttribute("aria-label", `${words}: ${caption || image.alt.slice(0, 80)}`);
    button.addEventListener("click", act);
    line.append(button);
  });
  figure.append(line);
}
