/*
 * Answers that are not on the server yet, in IndexedDB, by person: at most one for each question of an attempt,
 * the newest. Where the browser stores nothing (no space, no IndexedDB) they are held in memory, and `isLasting` says so.
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

  /* Tries the storage by writing: what says so only when it is full is of no use. */
  async open() {
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
    return this;
  }

  /* Resolves when it is on the disk, not only in the system's memory. */
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
    this.held.set(record.place, record);
    if (!this.base) return record;
    try {
      await this.write((store) => store.put(record));
    } catch {
      this.isLasting = false;
    }
    return record;
  }

  /* This person's, oldest first; what another tab has stored is among them. */
  async all() {
    const found = new Map();
    if (this.base) {
      const rows = await settled(this.base.transaction(NAME).objectStore(NAME).getAll());
      for (const row of rows) if (row.person === this.person) found.set(row.place, row);
    }
    for (const [place, row] of this.held) if (!this.isLasting) found.set(place, row);
    return [...found.values()].sort((one, other) => one.counter - other.counter);
  }

  /* Of those, what this window has stored: another window of the browser writes to the same place. */
  async own() {
    return (await this.all()).filter(({ place, idempotency_key: key }) => this.held.get(place)?.idempotency_key === key);
  }

  /* Unless a newer answer to the same question has taken its place meanwhile. */
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
