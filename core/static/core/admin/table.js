// A table that is typed into: cells are fields of one grid, a pasted table fills it.
(() => {
  const { StructBlockDefinition } = window.wagtailStreamField.blocks;

  const cell = (value = "", id = null) => ({ id: id ?? crypto.randomUUID(), value });
  const row = (width) => ({ id: crypto.randomUUID(), value: Array.from({ length: width }, () => cell()) });

  // Rows of words from what was pasted; null where it is no table.
  const matrix = (data) => {
    const table = new DOMParser().parseFromString(data.getData("text/html"), "text/html").querySelector("table");
    const words = (node) => node.textContent.replace(/\s+/g, " ").trim();
    if (table) return [...table.rows].map((one) => [...one.cells].map(words));
    const text = data.getData("text/plain").replace(/\r/g, "").replace(/\n+$/, "");
    return /[\t\n]/.test(text) ? text.split("\n").map((line) => line.split("\t").map((one) => one.trim())) : null;
  };

  class TableGrid {
    constructor(blockDef, placeholder, prefix, state, error) {
      this.blockDef = blockDef;
      this.type = blockDef.name;
      this.prefix = prefix;
      this.words = blockDef.meta.words;
      this.element = document.createElement("div");
      this.element.className = "grid";
      placeholder.replaceWith(this.element);
      this.container = window.jQuery?.(this.element);
      this.setState(state);
      if (error) this.setError(error);
    }

    setState(state) {
      this.state = {
        caption: state?.caption ?? "",
        header: (state?.header ?? []).map(({ value, id }) => cell(value, id)),
        rows: (state?.rows ?? []).map(({ value, id }) => ({ id, value: value.map((one) => cell(one.value, one.id)) })),
      };
      this.draw();
    }

    get lines() {
      return [this.state.header, ...this.state.rows.map((one) => one.value)];
    }

    draw() {
      const { words, prefix } = this;
      this.element.replaceChildren();
      this.errors = this.element.appendChild(document.createElement("div"));
      const caption = this.field(this.state.caption, words.caption, (value) => { this.state.caption = value; });
      caption.id = `${prefix}-caption`;
      const label = document.createElement("label");
      label.className = "w-field__label";
      label.htmlFor = caption.id;
      label.innerHTML = '<span></span><span class="w-required-mark">*</span>';
      label.firstChild.textContent = words.caption;
      const table = document.createElement("table");
      this.lines.forEach((line, y) => {
        const tr = table.insertRow();
        line.forEach((one, x) => {
          const place = tr.appendChild(document.createElement(y ? "td" : "th"));
          const name = `${words.column} ${x + 1}${y ? `, ${words.row} ${y}` : ""}`;
          const input = this.field(one.value, name, (value) => { one.value = value; });
          input.dataset.cell = `${x},${y}`;
          input.addEventListener("keydown", (event) => this.key(event, x, y));
          input.addEventListener("paste", (event) => this.paste(event, x, y));
          place.append(input);
        });
      });
      const scroll = document.createElement("div");
      scroll.className = "grid__scroll";
      scroll.append(table);
      const help = document.createElement("p");
      help.className = "help";
      help.textContent = words.help;
      this.hidden = document.createElement("input");
      this.hidden.type = "hidden";
      this.hidden.name = `${prefix}-grid`;
      this.element.append(label, caption, help, scroll, this.buttons(), this.hidden);
      this.keep();
    }

    field(value, name, write) {
      const input = document.createElement("input");
      input.type = "text";
      input.value = value;
      input.setAttribute("aria-label", name);
      input.addEventListener("input", () => { write(input.value); this.keep(); });
      return input;
    }

    buttons() {
      const { words } = this;
      const all = document.createElement("div");
      all.className = "grid__buttons";
      const add = (text, change) => {
        const button = all.appendChild(document.createElement("button"));
        button.type = "button";
        button.className = "button button-small button-secondary";
        button.textContent = text;
        button.addEventListener("click", () => this.change(change));
      };
      add(words.addColumn, () => this.widen(this.state.header.length + 1));
      add(words.dropColumn, () => {
        if (this.state.header.length > 1) this.lines.forEach((line) => line.pop());
      });
      add(words.addRow, () => this.lengthen(this.state.rows.length + 1));
      add(words.dropRow, () => this.state.rows.pop());
      return all;
    }

    widen(width) {
      this.lines.forEach((line) => { while (line.length < width) line.push(cell()); });
    }

    lengthen(length) {
      while (this.state.rows.length < length) this.state.rows.push(row(this.state.header.length));
    }

    // Draw anew, keeping the focus where it was, or putting it into a cell.
    change(change, focus = document.activeElement?.dataset?.cell) {
      change();
      this.draw();
      this.hidden.dispatchEvent(new Event("change", { bubbles: true }));
      if (focus) this.element.querySelector(`[data-cell="${focus}"]`)?.focus();
    }

    key(event, x, y) {
      const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step || event.isComposing) return;
      event.preventDefault();
      const next = y + step;
      if (event.key === "Enter" && next > this.state.rows.length) {
        this.change(() => this.lengthen(next), `0,${next}`);
        return;
      }
      const column = event.key === "Enter" ? 0 : x;
      this.element.querySelector(`[data-cell="${column},${next}"]`)?.focus();
    }

    paste(event, x, y) {
      const rows = event.clipboardData && matrix(event.clipboardData);
      if (!rows) return;
      event.preventDefault();
      event.stopPropagation();
      this.change(() => {
        this.widen(x + Math.max(...rows.map((line) => line.length)));
        this.lengthen(y + rows.length - 1);
        const { lines } = this;
        rows.forEach((line, j) => line.forEach((value, i) => { lines[y + j][x + i].value = value; }));
      }, `${x},${y}`);
    }

    keep() {
      this.hidden.value = JSON.stringify(this.state);
    }

    setError(error) {
      const found = [];
      const gather = (one) => {
        found.push(...(one?.messages ?? []));
        Object.values(one?.blockErrors ?? {}).forEach(gather);
      };
      gather(error);
      this.errors.replaceChildren(...[...new Set(found)].map((words) => {
        const line = document.createElement("p");
        line.className = "error-message";
        line.textContent = words;
        return line;
      }));
    }

    getState() {
      return this.state;
    }

    getDuplicatedState() {
      const copy = (one) => cell(one.value);
      return {
        caption: this.state.caption,
        header: this.state.header.map(copy),
        rows: this.state.rows.map((one) => ({ id: crypto.randomUUID(), value: one.value.map(copy) })),
      };
    }

    getValue() {
      return {
        caption: this.state.caption,
        header: this.state.header.map((one) => one.value),
        rows: this.state.rows.map((one) => one.value.map((inner) => inner.value)),
      };
    }

    getTextLabel() {
      return this.state.caption;
    }

    focus() {
      this.element.querySelector("input")?.focus();
    }
  }

  class TableBlockDefinition extends StructBlockDefinition {
    render(placeholder, prefix, state, error) {
      return new TableGrid(this, placeholder, prefix, state, error);
    }
  }
  window.telepath.register("core.blocks.TableBlock", TableBlockDefinition);
})();
