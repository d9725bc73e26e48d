/*
 * [data-check]: what is said of a passage is on the device at once and is sent by itself, and the next passage is there
 * without waiting for the network: the page has brought some more in <template>s. Without this script each form is posted.
 */
import { AnswerPage, filled } from "../../core/js/answer-form.js";

class CheckPage extends AnswerPage {
  constructor(root) {
    super(root);
    this.attempt = root.dataset.attempt;
    this.answered = new Set();
    this.refusals = new Map();
  }

  get section() {
    return this.root.querySelector("section[data-passage]");
  }

  async start() {
    this.root.addEventListener("submit", (event) => this.answer(event));
    this.root.addEventListener("click", (event) => this.skip(event));
    this.root.addEventListener("keydown", (event) => this.press(event));
    await this.store.open();
    if (!this.store.isLasting) this.say("kept", "memory");
    const rows = await this.store.all();
    for (const row of rows) this.queue.see(row.counter);
    for (const row of rows.filter((one) => one.attempt === this.attempt)) {
      if (row.refused) this.list(row, row.refused);
      else this.answered.add(row.question);
    }
    if (rows.some((one) => !one.refused)) await this.count("kept-here", "here");
    if (this.section && this.answered.has(this.section.dataset.passage)) this.next();
    else this.restore();
    this.queue.drain();
  }

  async answer(event) {
    const form = event.target.closest("section[data-passage] form");
    const verdict = event.submitter?.value;
    if (!form || !verdict) return;
    event.preventDefault();
    if (this.isStoring) return;
    this.isStoring = true;
    const { passage: question, isDone } = this.section.dataset;
    const { endpoint } = this.root.dataset;
    const number = form.elements.at.value;
    await this.queue.add({ endpoint, attempt: this.attempt, question, number, value: valueOf(form, verdict) });
    this.answered.add(question);
    this.unlist(question);
    if (verdict !== "doubt" && !isDone) this.progress();
    this.next();
    this.isStoring = false;
    this.queue.drain();
  }

  skip(event) {
    if (!event.target.closest("[data-next]") || !this.root.querySelector("template")) return;
    event.preventDefault();
    this.next();
  }

  /* The access keys without their modifiers, while the passage has the focus and nothing is being typed. */
  press(event) {
    const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.target.closest("textarea, input");
    const wanted = isPlain && event.target.closest("section[data-passage]")?.querySelector(`[accesskey="${CSS.escape(event.key)}"]`);
    if (!wanted) return;
    event.preventDefault();
    wanted.click();
    wanted.closest("details")?.querySelector("textarea")?.focus();
  }

  /* The next passage that nothing was said of; the page anew, for more of them, once all is on the server. */
  next() {
    for (const template of this.root.querySelectorAll("template[data-passage]")) {
      template.remove();
      if (this.answered.has(template.dataset.passage)) continue;
      this.section.replaceWith(template.content);
      history.replaceState(null, "", `?at=${this.section.querySelector("[name=at]").value}`);
      scrollTo(0, 0);
      return this.restore();
    }
    this.section.hidden = true;
    this.isThrough = true;
    return this.goOn();
  }

  async goOn() {
    if (this.isThrough && (await this.queue.drain())) location.assign(location.pathname);
  }

  progress() {
    const bar = this.root.querySelector("progress");
    bar.value += 1;
    const line = this.root.querySelector("[data-done]");
    line.textContent = filled(line.dataset.done, { done: bar.value });
  }

  async kept({ record, kept_at: at, answers }) {
    if (record.attempt === this.attempt) this.unlist(record.question);
    if (answers[record.question].value !== record.value.verdict) this.list(record, this.root.querySelector("[data-refusals]").dataset.stillOpen);
    await this.keptAt(at);
    if (!(await this.queue.waiting()).length) await this.goOn();
  }

  /* Another person has signed in, in another window: this page is not theirs to see. */
  refused({ record, words, error }) {
    if (error === "not-yours") return location.reload();
    if (record.attempt !== this.attempt) return;
    this.list(record, words);
    this.say("refused", words);
  }

  /* What the server did not take stays on the device, and is named with a way to its passage. */
  list(record, words) {
    this.unlist(record.question);
    const list = this.root.querySelector("[data-refusals]");
    const item = document.createElement("li");
    const link = Object.assign(document.createElement("a"), { href: `?at=${record.number}`, textContent: filled(list.dataset.refusals, record) });
    item.append(link, ` ${words}`);
    list.append(item);
    this.answered.delete(record.question);
    this.refusals.set(record.question, { ...record, item });
  }

  unlist(question) {
    this.refusals.get(question)?.item.remove();
    this.refusals.delete(question);
  }

  /* What was typed for this passage and not taken, beside what stands there now. */
  restore() {
    this.section?.querySelector("h2").focus({ preventScroll: true });
    const value = this.refusals.get(this.section?.dataset.passage)?.value;
    if (!value) return;
    if (value.note) this.section.querySelector("[name=note]").value = value.note;
    for (const [segment, words] of Object.entries(value.words || {})) {
      const field = this.section.querySelector(`[name="words-${CSS.escape(segment)}"]`);
      if (!field || field.value === words) continue;
      field.value = words;
      field.closest("details").open = true;
      field.closest(".field").querySelector("[data-theirs]").hidden = false;
    }
  }
}

function valueOf(form, verdict) {
  const value = { verdict, own: form.elements.own.value };
  if (verdict === "doubt") value.note = form.elements.note.value;
  if (verdict !== "mended") return value;
  const fields = [...form.querySelectorAll("[name^=words-]")].map((field) => [field.name.slice("words-".length), field.value]);
  const seen = fields.map(([segment]) => [segment, form.elements[`seen-${segment}`].value]);
  return { ...value, words: Object.fromEntries(fields), seen: Object.fromEntries(seen) };
}

const root = document.querySelector("[data-check]");
if (root) new CheckPage(root).start();
