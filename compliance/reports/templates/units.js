"use strict";
// The table of units: unpacks what is embedded, filters, sorts and shows only the rows that are in sight.
(async () => {
  const ROW = 34, PRINTED = 500;
  const find = (id) => document.getElementById(id);
  const grid = find("grid"), body = grid.querySelector("tbody"), count = find("count"), dialog = find("why");
  const filters = Object.fromEntries([...document.querySelectorAll(".filters [name]")].map((each) => [each.name, each]));

  if (!("DecompressionStream" in window)) {
    count.textContent = "This browser is too old to unpack the table; everything else on this page is complete.";
    return;
  }

  async function unpacked() {
    const text = atob(find("units-data").textContent);
    const bytes = new Uint8Array(text.length);
    for (let place = 0; place < text.length; place++) bytes[place] = text.charCodeAt(place);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Response(stream).json();
  }

  const data = await unpacked();
  const { names, lots, reasons, verdicts } = data;
  const asset = data.asset.split("\n"), serial = data.serial.split("\n"), size = data.lot.length;
  const row = data.row;
  if (!grid.dataset.lots) for (let at = 1; at < size; at++) if (data.file[at] === data.file[at - 1]) row[at] += row[at - 1];

  const place = (at) => `${names.file[data.file[at]]}:${row[at]}`;
  const short = names.file.map((file) => file.slice(file.lastIndexOf("/") + 1));
  const columns = {
    verdict: (at) => verdicts[lots[data.lot[at]][0]],
    asset: (at) => asset[at],
    serial: (at) => serial[at],
    maker: (at) => names.maker[lots[data.lot[at]][1]],
    model: (at) => names.model[data.model[at]],
    origin: (at) => names.origin[lots[data.lot[at]][2]],
    site: (at) => names.site[lots[data.lot[at]][3]],
    units: (at) => data.units[at].toLocaleString("en"),
    row: (at) => `${short[data.file[at]]}:${row[at]}`,
  };
  const keys = Object.keys(columns);
  const ordered = {
    verdict: (at) => lots[data.lot[at]][0],
    units: (at) => data.units[at],
    row: (at) => at,
  };
  const about = lots.map(([, maker, origin, site]) =>
    [names.maker[maker], names.origin[origin], names.site[site]].join("\n").toLowerCase());
  const words = Array.from({ length: size }, (_, at) =>
    `${asset[at]}\n${serial[at]}\n${names.model[data.model[at]]}`.toLowerCase());

  let shown = [], drawn = [0, 0], sorted = { key: "row", down: false }, printing = false;

  function offer(name, texts) {
    for (const [value, text] of [...texts.entries()].sort((a, b) => a[1].localeCompare(b[1]))) {
      filters[name].append(new Option(text, value));
    }
  }
  for (const name of ["maker", "origin", "site", "rule"]) offer(name, names[name]);
  verdicts.forEach((verdict, value) => {
    if (lots.some((lot) => lot[0] === value)) filters.verdict.append(new Option(verdict, value));
  });
  offer("reason", reasons.map(([verdict, rule, text]) => `${names.rule[rule]}: ${verdicts[verdict]}: ${text}`));

  function chosen(lot) {
    const is = (name, value) => filters[name].value === "" || filters[name].value === String(value);
    const [verdict, maker, origin, site, why] = lot;
    return is("verdict", verdict) && is("maker", maker) && is("origin", origin) && is("site", site) &&
      (filters.rule.value === "" || why.some((one) => is("rule", reasons[one][1]))) &&
      (filters.reason.value === "" || why.some((one) => is("reason", one)));
  }

  function filter() {
    const asked = filters.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = lots.map(chosen);
    shown = [];
    let units = 0;
    for (let at = 0; at < size; at++) {
      const lot = data.lot[at];
      if (fits[lot] && asked.every((word) => words[at].includes(word) || about[lot].includes(word))) {
        shown.push(at);
        units += data.units[at];
      }
    }
    sort();
    const many = (number, what) => `${number.toLocaleString("en")} ${what}${number === 1 ? "" : "s"}`;
    count.textContent = `${many(shown.length, grid.dataset.lots ? "lot" : "row")}, ${many(units, "unit")}`;
    grid.scrollTop = 0;
    drawn = [0, 0];
    draw();
  }

  function sort() {
    const { key, down } = sorted, value = ordered[key] || columns[key];
    if (key !== "row" || down) {
      const by = shown.map((at) => [value(at), at]);
      by.sort(([a, i], [b, j]) => (a < b ? -1 : a > b ? 1 : i - j) * (down && a !== b ? -1 : 1));
      shown = by.map(([, at]) => at);
      if (key === "row" && down) shown.sort((a, b) => b - a);
    }
    for (const head of grid.querySelectorAll("th")) {
      head.ariaSort = head.dataset.key === key ? (down ? "descending" : "ascending") : "none";
    }
  }

  function line(at, number) {
    const made = document.createElement("tr");
    made.ariaRowIndex = number + 2;
    for (const key of keys) {
      const cell = made.insertCell();
      const text = columns[key](at);
      if (key === "verdict") {
        const button = document.createElement("button");
        button.className = `badge ${text}`;
        button.textContent = text;
        button.title = "Why?";
        button.addEventListener("click", () => explain(at));
        cell.append(button);
      } else {
        cell.textContent = text;
        cell.title = key === "row" ? place(at) : text;
        if (key === "units") cell.className = "number";
      }
    }
    return made;
  }

  function room(rows) {
    const made = document.createElement("tr");
    made.className = "room";
    made.ariaHidden = "true";
    const cell = made.insertCell();
    cell.colSpan = keys.length;
    cell.style.height = `${rows * ROW}px`;
    return made;
  }

  function draw() {
    const top = Math.floor(grid.scrollTop / ROW), end = Math.min(shown.length, top + Math.ceil(innerHeight / ROW));
    if (!printing && drawn[1] && top >= drawn[0] && end <= drawn[1]) return;
    const first = printing ? 0 : Math.max(0, top - 30);
    const last = printing ? Math.min(shown.length, PRINTED) : Math.min(shown.length, end + 30);
    const focused = document.activeElement.closest("#grid tbody tr")?.ariaRowIndex;
    drawn = [first, last];
    const lines = shown.slice(first, last).map((at, number) => line(at, first + number));
    body.replaceChildren(...(printing ? lines : [room(first), ...lines, room(shown.length - last)]));
    grid.querySelector("table").ariaRowCount = shown.length + 1;
    if (focused) lines.find((each) => each.ariaRowIndex === focused)?.querySelector("button").focus({ preventScroll: true });
  }

  function explain(at) {
    const lot = lots[data.lot[at]], list = find("why-list");
    find("why-title").textContent = [asset[at] || serial[at], place(at)].filter(Boolean).join(", ");
    find("why-verdict").textContent = verdicts[lot[0]];
    find("why-verdict").className = `badge ${verdicts[lot[0]]}`;
    list.replaceChildren(...lot[4].map((one) => {
      const [verdict, rule, text] = reasons[one], item = document.createElement("li"), target = find(`reason-${one}`);
      item.textContent = `${verdicts[verdict]}: ${text} `;
      const about = document.createElement(target ? "a" : "span");
      about.textContent = names.rule[rule];
      if (target) {
        about.href = `#reason-${one}`;
        about.addEventListener("click", () => dialog.close());
      }
      item.append(about);
      return item;
    }));
    find("why-none").hidden = lot[4].length > 0;
    dialog.showModal();
  }

  let waiting = 0;
  filters.search.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(filter, 100); });
  for (const each of document.querySelectorAll(".filters select")) each.addEventListener("change", filter);
  find("clear").addEventListener("click", () => {
    for (const each of Object.values(filters)) each.value = "";
    filter();
    filters.search.focus();
  });
  const ofUnits = new Set(lots.flatMap((lot) => lot[4]));
  for (const button of document.querySelectorAll("button[data-reason]")) {
    button.hidden = !ofUnits.has(Number(button.dataset.reason));
    button.addEventListener("click", () => {
      for (const each of Object.values(filters)) each.value = "";
      filters.reason.value = button.dataset.reason;
      filter();
      find("units").scrollIntoView();
      grid.focus({ preventScroll: true });
    });
  }
  for (const head of grid.querySelectorAll("th")) {
    head.querySelector("button").addEventListener("click", () => {
      sorted = { key: head.dataset.key, down: sorted.key === head.dataset.key && !sorted.down };
      filter();
    });
  }
  grid.addEventListener("scroll", () => requestAnimationFrame(() => printing || draw()));
  window.addEventListener("resize", () => printing || draw());
  find("why-close").addEventListener("click", () => dialog.close());

  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const each of opened) each.open = true;
    printing = true;
    find("printed").textContent = shown.length > PRINTED ? `The first ${PRINTED} of ${shown.length.toLocaleString("en")}; the page on screen has them all.` : "";
    draw();
  });
  window.addEventListener("afterprint", () => {
    for (const each of opened) each.open = false;
    printing = false;
    drawn = [0, 0];
    draw();
  });
  filter();
  find("units").dataset.ready = "true";
})();
