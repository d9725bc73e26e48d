/*
 * Answers that are not on the server yet, in IndexedDB, by person: the newest for each question of an attempt.
 * Where the browser stores nothing they are held in memory, and `isLasting` says so.
 */
const NAME = "answers";

const settled = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const placeOf = (one) => [one.person, one.attempt, one.question].join(" ");

export class AnswerStore {
  constructor(person) {
    this.person = person;
    this.held = new Map();
    this.isLasting = false;
  }

  /* Once; everything else waits for it. */
  open() {
    return (this.opening ||= this.tryToOpen());
  }

  /* By writing: what says so only when it is full is of no use. */
  async tryToOpen() {
    try {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(NAME, { keyPath: "place" });
      this.base = await settled(request);
      await this.write((store) => store.put({ place: "trial" }));
      await this.write((store) => store.delete("trial"));
      this.isLasting = true;
    } catch {
      this.isLasting = false;
    }
  }

  /* Resolves when it is on the disk. */
  write(change) {
    return new Promise((resolve, reject) => {
      const work = this.base.transaction(NAME, "readwrite", { durability: "strict" });
      work.oncomplete = resolve;
      work.onerror = work.onabort = () => reject(work.error);
      change(work.objectStore(NAME));
    });
  }

  async put(one) {
    const record = { ...one, person: this.person, place: placeOf({ ...one, person: this.person }) };
    await this.open();
    this.held.set(record.place, record);
    if (!this.base) return record;
    try {
      await this.write((store) => store.put(record));
    } catch {
      this.isLasting = false;
    }
    return record;
  }

  /* This person's, oldest first, of all windows. */
  async all() {
    await this.open();
    const found = new Map();
    try {
      const rows = await settled(this.base.transaction(NAME).objectStore(NAME).getAll());
      for (const row of rows) if (row.person === this.person) found.set(row.place, row);
    } catch {
      this.isLasting = false;
    }
    for (const [place, row] of this.held) if (!this.isLasting) found.set(place, row);
    return [...found.values()].sort((one, other) => one.counter - other.counter);
  }

  /* Of those, what this window has stored. */
  async own() {
    return (await this.all()).filter(({ place, idempotency_key: key }) => this.held.get(place)?.idempotency_key === key);
  }

  /* Unless a newer one has taken its place. */
  async drop({ place, idempotency_key: key }) {
    if (this.held.get(place)?.idempotency_key === key) this.held.delete(place);
    if (!this.base) return;
    await this.write((store) => {
      store.get(place).onsuccess = ({ target }) => {
        if (target.result?.idempotency_key === key) store.delete(place);
      };
    }).catch(() => {});
  }
}
