"use strict";
(() => {
  const all = (within, selector) => [...within.querySelectorAll(selector)];
  all(document, "[data-js]").forEach((element) => { element.hidden = false; });

  // a link to a run must not end at one that is folded
  const unfold = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target) {
      all(target, ":scope > details").forEach((details) => { details.open = true; });
      target.scrollIntoView();
    }
  };
  addEventListener("hashchange", unfold);
  addEventListener("beforeprint", () => all(document, "details").forEach((details) => { details.open = true; }));

  all(document, ".copy").forEach((button) => {
    const code = button.parentElement.querySelector("code");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(code.textContent);
        button.textContent = "Copied";
      } catch (refused) {
        getSelection().selectAllChildren(code);
        button.textContent = "Selected";
      }
    });
  });

  const micros = (value) => {
    if (value < 1000) return `${value < 10 ? value.toFixed(2) : value.toFixed(0)} \u00b5s`;
    if (value < 1e6) return `${(value / 1000).toFixed(value < 1e4 ? 2 : 1)} ms`;
    return `${(value / 1e6).toFixed(2)} s`;
  };

  const PASSED = "passed";

  class Matrix {
    constructor(section) {
      this.section = section;
      this.table = section.querySelector("table");
      this.dense = this.table.classList.contains("dense");
      this.detail = section.querySelector(".cell");
      this.data = JSON.parse(section.querySelector(".m-data").textContent);
      this.decode();
      this.rows = this.data.from.map((_, index) => index);
      this.columns = this.data.to.map((_, index) => index);
      if (this.dense) this.build();
      this.table.setAttribute("role", "grid");
      this.listen();
      this.focusable(0, 0);
      this.count();
    }

    /** For each row the kind of each column's cell, -1 where there is none, and what it took. */
    decode() {
      this.kinds = [];
      this.took = [];
      for (const numbers of this.data.rows) {
        const kinds = new Int32Array(this.data.to.length).fill(-1);
        const took = new Float64Array(this.data.to.length);
        for (let i = 0, column = -1; i < numbers.length; i += 3) {
          column += numbers[i];
          kinds[column] = numbers[i + 1];
          took[column] = numbers[i + 2];
        }
        this.kinds.push(kinds);
        this.took.push(took);
      }
    }

    kind(row, column) {
      const index = this.kinds[row][column];
      return index < 0 ? null : this.data.kinds[index];
    }

    failed(row, column) {
      const kind = this.kind(row, column);
      return kind !== null && kind[0] !== PASSED && kind[0] !== "skipped";
    }

    build() {
      const head = document.createElement("thead");
      const labels = head.insertRow();
      labels.append(this.label("col", "from, to", "hidden"));
      this.columns.forEach((column) => labels.append(this.label("col", this.data.to[column])));
      const body = document.createElement("tbody");
      const cell = document.createElement("td");
      for (const row of this.rows) {
        const line = body.insertRow();
        const name = this.label("row", this.data.from[row]);
        name.title = this.data.from[row];
        line.append(name);
        for (const column of this.columns) {
          const place = cell.cloneNode(false);
          const kind = this.kind(row, column);
          if (kind === null) {
            place.className = "void";
          } else {
            place.className = kind[3];
            if (kind[0] !== PASSED) place.textContent = kind[4];
            else if (!this.dense) place.textContent = micros(this.took[row][column]);
          }
          line.append(place);
        }
      }
      this.table.tHead?.remove();
      this.table.tBodies[0]?.remove();
      this.table.append(head, body);
    }

    label(scope, text, style) {
      const label = document.createElement("th");
      label.scope = scope;
      const span = document.createElement("span");
      span.textContent = text;
      if (style) span.className = style;
      label.append(span);
      return label;
    }

    place(row, column) {
      return this.table.tBodies[0].rows[row]?.cells[column + 1];
    }

    /** One cell takes part in the order of tabs; from there on the arrow keys lead to all. */
    focusable(row, column, focus) {
      const next = this.place(row, column);
      if (!next) return;
      if (this.at) this.at.tabIndex = -1;
      this.at = next;
      next.tabIndex = 0;
      if (focus) {
        next.focus({ preventScroll: false });
        this.tell(next);
      }
    }

    tell(place) {
      const row = this.rows[place.parentElement.rowIndex - 1];
      const column = this.columns[place.cellIndex - 1];
      if (row === undefined || column === undefined) return;
      const kind = this.kind(row, column);
      const way = `${this.data.from[row]} \u2192 ${this.data.to[column]}`;
      if (kind === null) {
        this.detail.textContent = `${way}: not asked`;
        return;
      }
      const [verdict, via, cause, , sign] = kind;
      const took = verdict === PASSED ? `, ${micros(this.took[row][column])}` : "";
      this.detail.textContent = `${way}: ${sign} ${verdict}, by ${via}${took}${cause ? `\n${cause}` : ""}`;
    }

    listen() {
      const cellOf = (event) => event.target.closest?.("td");
      this.table.addEventListener("mouseover", (event) => cellOf(event) && this.tell(cellOf(event)));
      this.table.addEventListener("click", (event) => {
        const place = cellOf(event);
        if (place) this.focusable(place.parentElement.rowIndex - 1, place.cellIndex - 1, true);
      });
      this.table.addEventListener("focusin", (event) => cellOf(event) && this.tell(cellOf(event)));
      this.table.addEventListener("keydown", (event) => this.move(event));
      this.from = this.section.querySelector(".m-from");
      this.to = this.section.querySelector(".m-to");
      this.only = this.section.querySelector(".m-failed");
      this.only.addEventListener("input", () => this.filter());
      let typed;
      [this.from, this.to].forEach((input) => input.addEventListener("input", () => {
        clearTimeout(typed);
        typed = setTimeout(() => this.filter(), this.dense ? 200 : 0);
      }));
    }

    move(event) {
      const place = event.target.closest?.("td");
      if (!place) return;
      const row = place.parentElement.rowIndex - 1;
      const column = place.cellIndex - 1;
      const next = {
        ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1], ArrowUp: [row - 1, column], ArrowDown: [row + 1, column],
        Home: [row, 0], End: [row, this.columns.length - 1],
      }[event.key];
      if (next && next[0] >= 0 && next[1] >= 0) {
        event.preventDefault();
        this.focusable(next[0], next[1], true);
      }
    }

    filter() {
      const named = (names, input) => names.map((_, index) => index)
        .filter((index) => names[index].toLowerCase().includes(input.value.trim().toLowerCase()));
      let rows = named(this.data.from, this.from);
      let columns = named(this.data.to, this.to);
      if (this.only.checked) {
        rows = rows.filter((row) => columns.some((column) => this.failed(row, column)));
        columns = columns.filter((column) => rows.some((row) => this.failed(row, column)));
      }
      this.rows = rows;
      this.columns = columns;
      this.at = null;
      this.build();
      this.focusable(0, 0);
      this.count();
    }

    count() {
      let asked = 0;
      let failed = 0;
      for (const row of this.rows) {
        for (const column of this.columns) {
          const kind = this.kind(row, column);
          if (kind !== null && kind[0] !== "skipped") asked++;
          if (this.failed(row, column)) failed++;
        }
      }
      this.section.querySelector(".m-count").textContent =
        `${failed} of ${asked} failed; ${this.rows.length} \u00d7 ${this.columns.length} shown`;
    }
  }

  // a large matrix costs its reader something only when it comes into view
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (entry.isIntersecting) {
        seen.unobserve(entry.target);
        new Matrix(entry.target);
      }
    }
  }, { rootMargin: "300px" });
  all(document, ".connectivity").forEach((section) => seen.observe(section));

  /** Marks at most this many matches in one run; more help nobody. */
  const MARKED = 5000;

  class LogSearch {
    constructor(section) {
      this.logs = all(section, "pre").map((pre) => ({ pre, text: pre.textContent, lower: pre.textContent.toLowerCase() }));
      // what went wrong last is what mostly tells why
      this.logs.forEach((log) => { log.pre.scrollTop = log.pre.scrollHeight; });
      this.input = section.querySelector(".l-search");
      this.status = section.querySelector(".l-count");
      this.marks = [];
      if (!this.input) return;
      this.input.addEventListener("input", () => this.search());
      this.input.addEventListener("keydown", (event) => {
        if (event.key === "Enter") {
          event.preventDefault();
          this.go(event.shiftKey ? -1 : 1);
        }
      });
      section.querySelector(".l-next").addEventListener("click", () => this.go(1));
      section.querySelector(".l-prev").addEventListener("click", () => this.go(-1));
    }

    search() {
      const wanted = this.input.value.toLowerCase();
      this.marks = [];
      this.now = -1;
      let matches = 0;
      let logs = 0;
      for (const log of this.logs) {
        const parts = [];
        let from = 0;
        let own = 0;
        // where lower case has another length, positions would be wrong: then the text is searched as it is
        const lower = log.lower.length === log.text.length ? log.lower : log.text;
        for (let at = wanted ? lower.indexOf(wanted) : -1; at >= 0; at = lower.indexOf(wanted, at + wanted.length)) {
          own++;
          if (this.marks.length < MARKED) {
            const mark = document.createElement("mark");
            mark.textContent = log.text.slice(at, at + wanted.length);
            parts.push(log.text.slice(from, at), mark);
            this.marks.push(mark);
            from = at + wanted.length;
          }
        }
        parts.push(log.text.slice(from));
        log.pre.replaceChildren(...parts);
        matches += own;
        logs += own > 0 ? 1 : 0;
      }
      this.matches = matches;
      this.where = `${matches} ${matches === 1 ? "match" : "matches"} in ${logs} ${logs === 1 ? "log" : "logs"}`;
      this.status.textContent = wanted ? this.where : "";
    }

    go(step) {
      if (!this.marks.length) return;
      this.marks[this.now]?.classList.remove("now");
      this.now = this.now < 0 && step < 0 ? this.marks.length - 1 : (this.now + step + this.marks.length) % this.marks.length;
      const mark = this.marks[this.now];
      mark.classList.add("now");
      mark.scrollIntoView({ block: "center" });
      this.status.textContent = `${this.now + 1} of ${this.where}`;
    }
  }
  all(document, ".logs").forEach((section) => new LogSearch(section));

  unfold();
})();
