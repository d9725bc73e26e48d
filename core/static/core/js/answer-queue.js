/*
 * Sends stored answers one at a time until the server has stored or refused them: core/answer_endpoint.py says what each
 * status means. `report(event, detail)` is told: here, kept, waiting, signedout, refused.
 */
const FIRST_PAUSE = 2000;
const LONGEST_PAUSE = 60000;
const [SENT, HELD, STOP] = ["sent", "held", "stop"];

export class AnswerQueue {
  constructor(store, token, report) {
    Object.assign(this, { store, token, report, pause: FIRST_PAUSE, counter: 0 });
    addEventListener("online", () => this.drain());
    addEventListener("pageshow", () => this.drain());
    document.addEventListener("visibilitychange", () => document.hidden || this.drain());
  }

  /* Counters order answers over all devices: always above what was seen. */
  see(counter) {
    this.counter = Math.max(this.counter, Number(counter) || 0);
  }

  async add(answer) {
    this.counter += 1;
    const record = await this.store.put({ idempotency_key: crypto.randomUUID?.() || anyKey(), counter: this.counter, ...answer });
    this.report("here", { record });
    return record;
  }

  async waiting() {
    return (await this.store.all()).filter((one) => !one.refused);
  }

  /* One run at a time. Resolves to whether nothing waits. */
  drain() {
    this.running ||= this.run().finally(() => (this.running = null));
    return this.running;
  }

  async run() {
    clearTimeout(this.timer);
    const held = new Set();
    for (let rows = await this.waiting(); rows.length; rows = (await this.waiting()).filter((one) => !held.has(one.place))) {
      for (const row of rows) {
        const outcome = await this.send(row);
        if (outcome === STOP) return false;
        if (outcome === HELD) held.add(row.place);
      }
    }
    this.pause = FIRST_PAUSE;
    return !held.size;
  }

  async send(record) {
    let response, said;
    try {
      response = await this.post(record);
      said = await response.json();
      if (said.error === "token") {
        this.token = said.token;
        response = await this.post(record);
        said = await response.json();
      }
    } catch {
      return this.later();
    }
    if (response.ok) {
      await this.store.drop(record);
      for (const one of Object.values(said.answers)) this.see(one.counter);
      this.report("kept", { record, ...said });
      return SENT;
    }
    if (response.status === 401) return this.report("signedout", said), STOP;
    if (![403, 409, 422].includes(response.status)) return this.later();
    // 403: another person may have signed in. It is sent when its owner comes back.
    const isHeld = response.status === 403;
    if (!isHeld) await this.store.put({ ...record, refused: said.words });
    this.report("refused", { record, ...said });
    return isHeld ? HELD : SENT;
  }

  post({ endpoint, attempt, question, value, counter, idempotency_key }) {
    return fetch(endpoint, {
      method: "POST",
      credentials: "same-origin",
      keepalive: true,
      redirect: "error",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.token },
      body: JSON.stringify({ attempt, question, value, counter, idempotency_key }),
    });
  }

  /* Offline, or the server is down: retried with back-off. */
  later() {
    this.report("waiting", {});
    this.timer = setTimeout(() => this.drain(), this.pause);
    this.pause = Math.min(2 * this.pause, LONGEST_PAUSE);
    return STOP;
  }
}

/* randomUUID is there only on https and this machine. */
function anyKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
