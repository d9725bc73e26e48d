/*
 * Suggests works, terms and topics below a search field with data-complete="address", as a
 * combobox of the ARIA practices. Without it, or while nothing is chosen, the form does its work.
 */
const WAIT = 150;
const field = document.querySelector("input[data-complete]");

class Completion {
  constructor(input) {
    this.input = input;
    this.list = document.createElement("ul");
    this.status = document.createElement("p");
    this.links = [];
    this.at = -1;
    this.asked = 0;
    this.prepare();
  }

  prepare() {
    Object.assign(this.list, { id: "completions", className: "completions", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.input.labels[0].textContent);
    Object.assign(this.status, { className: "hidden" });
    this.status.setAttribute("role", "status");
    // A combobox is a text field: a search field may have no other role than its own.
    this.input.type = "text";
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "completions",
    })) this.input.setAttribute(name, value);
    this.input.parentElement.after(this.list, this.status);
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.close(), WAIT));
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  /* An answer that comes late belongs to what was typed before. */
  async ask() {
    const turn = ++this.asked;
    const typed = this.input.value.trim();
    if (typed.length < 2) return this.close();
    try {
      const answer = await fetch(`${this.input.dataset.complete}?q=${encodeURIComponent(typed)}`);
      const rows = answer.ok ? await answer.json() : [];
      if (turn === this.asked) this.show(rows);
    } catch {
      this.close();
    }
  }

  show(rows) {
    this.at = -1;
    this.links = rows.map((row) => row.url);
    this.list.replaceChildren(...rows.map((row, place) => this.option(row, place)));
    this.open(rows.length > 0);
    this.status.textContent = rows.length ? this.input.dataset.hint : "";
  }

  option(row, place) {
    const item = document.createElement("li");
    item.id = `completion-${place}`;
    item.dir = "auto";
    item.textContent = row.title;
    item.setAttribute("role", "option");
    item.addEventListener("mousedown", () => location.assign(row.url));
    return item;
  }

  open(isOpen) {
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) this.input.removeAttribute("aria-activedescendant");
  }

  close() {
    this.at = -1;
    this.open(false);
  }

  key(event) {
    if (this.list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.move(step);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && this.at >= 0) location.assign(this.links[this.at]);
    else return;
    event.preventDefault();
  }

  /* One place before the first is the field itself. */
  move(step) {
    const places = this.links.length + 1;
    this.at = ((this.at + 1 + step + places) % places) - 1;
    for (const [place, item] of [...this.list.children].entries()) item.setAttribute("aria-selected", String(place === this.at));
    if (this.at >= 0) this.input.setAttribute("aria-activedescendant", `completion-${this.at}`);
    else this.input.removeAttribute("aria-activedescendant");
  }
}

if (field) new Completion(field);
