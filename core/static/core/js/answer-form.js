/* form[data-endpoint]: each answer is stored on the device at once and sent by itself. Without this script the form is posted. */
import { AnswerQueue } from "./answer-queue.js";
import { AnswerStore } from "./answer-store.js";

const form = document.querySelector("form[data-endpoint]");
const IDLE = 600;

/* Any page that gives answers: its status line, and signing in again. */
export class AnswerPage {
  constructor(root) {
    this.root = root;
    this.said = root.querySelector("output");
    this.store = new AnswerStore(root.dataset.person);
    this.queue = new AnswerQueue(this.store, root.querySelector("[name=csrfmiddlewaretoken]").value, (event, detail) => this[event](detail));
  }

  here() {
    return this.store.isLasting ? this.count("kept-here", "here") : this.say("waiting", "memory");
  }

  waiting() {
    return this.count("waiting", "waiting");
  }

  async signedout() {
    await this.count("waiting", "signedOut");
    if (this.asking) return;
    this.asking = true;
    const { signInAgain } = await import(this.root.dataset.dialog);
    await signInAgain(this.root, this.queue);
    this.asking = false;
  }

  async keptAt(at) {
    // As the server writes it in every language.
    const time = new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    await this.rest("kept", { time });
  }

  /* The line when nothing is under way. */
  async rest(words, values) {
    const rows = await this.store.all();
    const refused = rows.find((one) => one.refused && one.attempt === this.attempt);
    if (rows.some((one) => !one.refused)) return this.here();
    if (refused) return this.say("refused", refused.refused);
    this.say("kept", words || this.said.textContent, values);
  }

  async count(state, words) {
    const count = (await this.queue.waiting()).length;
    if (count || state !== "kept-here") this.say(state, words, { count });
  }

  /* `words`: a sentence, or the name of one. */
  say(state, words, values = {}) {
    this.said.dataset.answerState = state;
    this.said.textContent = filled(this.said.dataset[words] || words, values);
  }
}

export const filled = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

/* To read and to set, by kind. */
const inputs = (set) => [...set.querySelectorAll(`[name="${set.dataset.question}"]`)];
const items = (set) => [...set.querySelectorAll("[data-order] > li")];
const idOf = (item) => item.querySelector("button").value.split(":")[1];
const controls = {
  radio: [(set) => inputs(set).find((one) => one.checked)?.value || "", (set, value) => inputs(set).forEach((one) => (one.checked = one.value === value))],
  checkbox: [(set) => inputs(set).filter((one) => one.checked).map((one) => one.value), (set, value) => inputs(set).forEach((one) => (one.checked = value.includes(one.value)))],
  text: [(set) => inputs(set)[0].value, (set, value) => (inputs(set)[0].value = value)],
  order: [(set) => items(set).map(idOf), (set, value) => arrange(set, value)],
};

function arrange(set, ids) {
  const list = set.querySelector("[data-order]");
  const byId = new Map(items(set).map((item) => [idOf(item), item]));
  list.append(...ids.map((id) => byId.get(id)).filter(Boolean));
  set.dataset.touched = "";
  for (const item of items(set)) {
    let field = item.querySelector("input");
    field ||= item.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name: set.dataset.question }));
    field.value = idOf(item);
  }
}

class AnswerForm extends AnswerPage {
  constructor(form) {
    super(form);
    this.form = form;
    this.attempt = form.elements.attempt.value;
    this.known = {};
    this.last = {};
    this.timers = {};
    this.queue.see(form.dataset.counter);
  }

  /* Until this device has been looked through, no more than "kept here" is claimed. */
  start() {
    this.said.dataset.answerState = "kept-here";
    this.listen();
    this.looked = this.look();
  }

  async look() {
    await this.store.open();
    const { isLasting } = this.store;
    if (!isLasting) this.say("kept", "memory");
    const rows = await this.store.all();
    for (const row of rows) this.queue.see(row.counter);
    for (const row of rows.filter(({ attempt, question }) => attempt === this.attempt && !(question in this.last))) {
      this.set(row.question, row.value);
      if (row.refused) this.complain(row.question, row.refused);
    }
    await this.rest(isLasting && !Number(this.form.dataset.counter) && "starting");
    this.form.querySelector("[data-answer-file]").hidden = false;
    this.queue.drain();
  }

  listen() {
    const { form } = this;
    form.addEventListener("change", (event) => event.target.closest("[data-question]") && (this.adding = this.answered(event.target)));
    form.addEventListener("input", (event) => event.target.closest('[data-control="text"]') && this.answered(event.target, IDLE));
    form.addEventListener("click", (event) => this.move(event));
    form.addEventListener("submit", (event) => this.submit(event));
    form.querySelector("[data-save-file]").addEventListener("click", () => this.saveFile());
    form.querySelector("[data-load-file]").addEventListener("change", (event) => this.loadFile(event.target));
    this.channel = new BroadcastChannel(`answers ${form.dataset.person} ${this.attempt}`);
    this.channel.onmessage = ({ data }) => this.elsewhere({ [data.question]: data });
  }

  set(question, value) {
    const set = this.fieldset(question);
    if (set) controls[set.dataset.control][1](set, value);
  }

  get(question) {
    const set = this.fieldset(question);
    return controls[set.dataset.control][0](set);
  }

  fieldset(question) {
    return this.form.querySelector(`[data-question="${CSS.escape(question)}"]`);
  }

  /* On the device at once; sent at once, or when the typing rests. */
  async answered(target, rest = 0) {
    const question = target.closest("[data-question]").dataset.question;
    const value = this.get(question);
    if (JSON.stringify(value) === this.last[question]) return this.queue.drain();
    this.last[question] = JSON.stringify(value);
    this.complain(question, "");
    await this.looked;
    const { endpoint } = this.form.dataset;
    const record = await this.queue.add({ endpoint, attempt: this.attempt, question, value });
    this.known[question] = record.counter;
    this.channel.postMessage({ question, value: record.value, counter: record.counter });
    clearTimeout(this.timers[question]);
    this.timers[question] = setTimeout(() => this.queue.drain(), rest);
  }

  move(event) {
    const button = event.target.closest('button[name="move"]');
    if (!button) return;
    event.preventDefault();
    const item = button.closest("li");
    const isUp = button.value.endsWith(":up");
    const other = isUp ? item.previousElementSibling : item.nextElementSibling;
    if (!other) return;
    if (isUp) other.before(item);
    else other.after(item);
    const set = button.closest("[data-question]");
    arrange(set, items(set).map(idOf));
    button.focus();
    this.answered(button);
  }

  /* Finishing waits until the server has every answer. */
  async submit(event) {
    event.preventDefault();
    await this.adding;
    const isFinish = event.submitter?.name === "finish";
    if (!(await this.queue.drain())) return (await this.queue.waiting()).length && this.say(this.said.dataset.answerState, "unsent");
    if (!isFinish) return this.goOn();
    const fields = new FormData(this.form);
    fields.set("seen", this.queue.counter);
    fields.set("csrfmiddlewaretoken", this.queue.token);
    fields.set("finish", "1");
    try {
      const response = await fetch(this.form.action, { method: "POST", body: fields, credentials: "same-origin" });
      const leadsTo = new URL(response.url);
      if (leadsTo.pathname === this.form.dataset.signIn) return this.signedout();
      if (!response.ok) throw new Error(response.statusText);
      if (leadsTo.pathname === location.pathname) location.reload();
      else location.assign(leadsTo);
    } catch {
      this.say("kept", "unfinished");
    }
  }

  goOn() {
    const sets = [...this.form.querySelectorAll("[data-question]")];
    const next = sets.find((set) => !this.isAnswered(set)) || this.form.querySelector("#quiz-end");
    (next.querySelector("input:not([type=hidden]), button") || next).focus();
  }

  isAnswered(set) {
    if (set.dataset.control === "order") return "touched" in set.dataset || Boolean(set.querySelector("input"));
    return this.get(set.dataset.question).length > 0;
  }

  /* What the queue reports. */
  async kept({ record, kept_at: at, answers }) {
    this.known[record.question] = Math.max(this.known[record.question] || 0, record.counter);
    const told = record.attempt === this.attempt && (await this.elsewhere(answers));
    if (!told) await this.keptAt(at);
  }

  /* Another person has signed in elsewhere: this page is not theirs to see. */
  async refused({ record, words, error }) {
    if (error === "not-yours") return location.reload();
    if (record.attempt === this.attempt) this.complain(record.question, words);
    this.say("refused", words);
  }

  /* Answers of other windows and devices, unless one of this page is newer. */
  async elsewhere(answers) {
    const mine = new Set((await this.store.own()).filter((one) => !one.refused).map((one) => one.question));
    let changed = false;
    for (const [question, { value, counter }] of Object.entries(answers)) {
      this.queue.see(counter);
      const seen = this.known[question] ?? Number(this.form.dataset.counter);
      if (counter <= seen || !this.fieldset(question)) continue;
      this.known[question] = counter;
      if (mine.has(question) || JSON.stringify(this.get(question)) === JSON.stringify(value)) continue;
      this.set(question, value);
      delete this.last[question];
      changed = true;
    }
    if (changed) this.say((await this.queue.waiting()).length ? "kept-here" : "kept", "elsewhere");
    return changed;
  }

  complain(question, words) {
    const place = this.fieldset(question)?.querySelector("[data-refusal]");
    if (!place) return;
    place.textContent = words;
    place.hidden = !words;
  }

  /* All answers, to be read; those that were not sent, to be sent from wherever they are loaded. */
  async saveFile() {
    const { person, quiz } = this.form.dataset;
    const unsent = new Map((await this.queue.waiting()).filter((one) => one.attempt === this.attempt).map((one) => [one.question, one]));
    const sets = [...this.form.querySelectorAll("[data-question]")].filter((set) => this.isAnswered(set));
    const answers = sets.map(({ dataset: { question } }) => {
      const { counter, idempotency_key } = unsent.get(question) || {};
      return { question, value: this.get(question), counter, idempotency_key };
    });
    const text = JSON.stringify({ person, quiz, attempt: this.attempt, answers }, null, 1);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = `answers-${this.attempt.slice(0, 8)}.json`;
    link.click();
    URL.revokeObjectURL(link.href);
  }

  /* Of a try that was finished meanwhile, the server says so. */
  async loadFile(field) {
    const { person, quiz, endpoint } = this.form.dataset;
    try {
      const { attempt, answers, ...from } = JSON.parse(await field.files[0].text());
      if (from.person !== person || from.quiz !== quiz) throw new Error("foreign");
      for (const { question, value, counter, idempotency_key } of answers) {
        if (!idempotency_key) continue;
        if (attempt === this.attempt) this.set(question, value);
        await this.queue.add({ endpoint, attempt, question, value, counter, idempotency_key });
        this.queue.see(counter);
      }
      this.queue.drain();
    } catch {
      this.say(this.said.dataset.answerState, "foreign");
    }
    field.value = "";
  }
}

if (form) new AnswerForm(form).start();
