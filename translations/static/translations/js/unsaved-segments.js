/*
 * The translators' editor (wagtail-localize) knows "Server error" only. Here the words of a segment stay on the device from
 * "Save" until the server has them: who was signed out signs in in a dialog, and they are sent again; what a closed page left
 * behind is listed above the editor. `data-opened` tells the server since when somebody may have saved others.
 */
const box = document.querySelector("[data-unsaved]");
const SEGMENT = /\/localize\/translate\/\d+\/strings\/\d+\/edit\/$/;
const TOKEN = ".js-translation-editor [name=csrfmiddlewaretoken]";
const send = window.fetch.bind(window);
const nameOf = (path) => `segment:${box.dataset.person}:${path}`;

/* localStorage may be full, blocked or absent: then nothing is stored. */
function stored(change) {
  try {
    return change(localStorage);
  } catch {
    return null;
  }
}

const keep = (path, words) => stored((all) => all.setItem(nameOf(path), words));
const drop = (path) => stored((all) => all.removeItem(nameOf(path)));

function put(path, words) {
  const body = new FormData();
  body.append("value", words);
  const headers = { "X-CSRFToken": document.querySelector(TOKEN).value, "X-Opened-At": box.dataset.opened };
  return send(path, { method: "PUT", body, headers, credentials: "same-origin", redirect: "manual" });
}

/* Whether this person is signed in, with a CSRF token of that session: they may have signed in elsewhere, else are asked to. */
let asking = null;
function isSignedIn() {
  asking ||= renew().finally(() => (asking = null));
  return asking;
}

async function renew() {
  const answer = await send(location.href, { credentials: "same-origin" });
  let page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!page.querySelector(TOKEN)) {
    const { signIn } = await import(box.dataset.dialog);
    page = await signIn(box.dataset.signIn, box.dataset.close);
  }
  const fresh = page?.querySelector("[data-unsaved]");
  if (fresh?.dataset.person !== box.dataset.person) return false;
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = page.querySelector(TOKEN).value;
  return true;
}

async function save(path, words) {
  keep(path, words);
  let response = await put(path, words);
  const isRefused = response.type === "opaqueredirect" || response.status === 403;
  if (isRefused && (await isSignedIn())) response = await put(path, words);
  if (response.ok) drop(path);
  return response;
}

window.fetch = (address, options = {}) => {
  const { pathname } = new URL(address.url || address, location.href);
  if (options.method !== "PUT" || !SEGMENT.test(pathname)) return send(address, options);
  return save(pathname, options.body.get("value"));
};

function list() {
  const names = stored((all) => Object.keys(all)) || [];
  const mine = names.filter((name) => name.startsWith(nameOf(box.dataset.unsaved)));
  for (const name of mine) box.querySelector("ul").append(item(name.slice(nameOf("").length)));
  box.hidden = !mine.length;
}

function item(path) {
  const line = document.querySelector("[data-unsaved-item]").content.firstElementChild.cloneNode(true);
  const words = stored((all) => all.getItem(nameOf(path)));
  line.querySelector("span").textContent = words;
  line.addEventListener("click", async ({ target }) => {
    if (target.name === "save" && !(await save(path, words)).ok) return;
    if (target.name === "discard") drop(path);
    if (target.name) location.reload();
  });
  return line;
}

list();
