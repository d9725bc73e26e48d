/* Popovers for glossary terms: a click on <a class="term"> opens its entry from <term-notes>, below the text; without scripts it is a link. */
class TermNotes extends HTMLElement {
  connectedCallback() {
    for (const link of document.querySelectorAll("a.term")) link.setAttribute("aria-haspopup", "dialog");
    document.addEventListener("click", (event) => this.tapped(event));
    document.addEventListener("keydown", ({ key }) => key === "Escape" && this.close(true));
    document.addEventListener("focusin", ({ target }) => this.leaves(target) && this.close(target.contains(this.link)));
  }

  leaves(target) {
    return this.note && target !== this.link && !this.note.contains(target);
  }

  tapped(event) {
    const { target } = event;
    const link = target.closest("a.term");
    if (this.note && target === this.note.querySelector("button")) this.close(true);
    if (this.leaves(target)) this.close(document.activeElement === document.body);
    const words = link && this.querySelector(`[data-term="${link.hash.slice(1)}"]`);
    if (!words || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (link === this.link) this.close(true);
    else this.open(link, words);
  }

  open(link, words) {
    const note = this.querySelector("template").content.firstElementChild.cloneNode(true);
    const [name, meaning] = words.cloneNode(true).children;
    name.id = "term-name";
    meaning.id = "term-meaning";
    note.prepend(name, meaning);
    note.querySelector("a").href = link.href;
    link.after(note);
    note.parentElement.classList.add("has-note");
    [this.link, this.note] = [link, note];
    note.focus({ preventScroll: true });
    note.scrollIntoView({ block: "nearest" });
  }

  close(goBack) {
    const { link, note } = this;
    if (!note) return;
    this.link = this.note = null;
    note.parentElement.classList.remove("has-note");
    note.remove();
    if (goBack) link.focus({ preventScroll: true });
  }
}

customElements.define("term-notes", TermNotes);
