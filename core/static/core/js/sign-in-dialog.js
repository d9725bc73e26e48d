/*
 * The ordinary sign-in in a <dialog>, so that the page below and what is typed in it stay. Every step is the page that
 * the server sends for it: a code, a password, a second factor. Resolves to this page as the server shows it to who has signed
 * in, or to null where the dialog was closed.
 */
export async function signIn(address, closeWords) {
  const dialog = document.body.appendChild(document.createElement("dialog"));
  dialog.dataset.signIn = "";
  const first = await fetch(`${address}?next=${encodeURIComponent(location.pathname)}`, { credentials: "same-origin" });
  show(dialog, await pageOf(first), closeWords);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => (dialog.remove(), resolve(null)));
    dialog.addEventListener("submit", async (event) => {
      if (event.target.method === "dialog") return;
      event.preventDefault();
      const response = await sent(event).catch(() => null);
      if (!response) return;
      const page = await pageOf(response);
      if (new URL(response.url).pathname !== location.pathname) return show(dialog, page, closeWords);
      resolve(page);
      dialog.close();
    });
  });
}

/* For a page whose answers wait: the queue goes on with the CSRF token of the new session. Another person gets their own page. */
export async function signInAgain(root, queue) {
  const page = await signIn(root.dataset.signIn, root.dataset.close).catch(() => null);
  const fresh = page?.querySelector("[data-endpoint]");
  if (page && fresh?.dataset.person !== root.dataset.person) return location.reload();
  if (!fresh) return;
  queue.token = fresh.querySelector(TOKEN)?.value || queue.token;
  for (const field of root.querySelectorAll(TOKEN)) field.value = queue.token;
  queue.drain();
}

const TOKEN = "[name=csrfmiddlewaretoken]";
const pageOf = async (response) => new DOMParser().parseFromString(await response.text(), "text/html");

function sent({ target, submitter }) {
  const fields = new FormData(target);
  if (submitter?.name) fields.append(submitter.name, submitter.value);
  const address = submitter?.getAttribute("formaction") || target.getAttribute("action") || location.pathname;
  return fetch(address, { method: "POST", body: fields, credentials: "same-origin" });
}

function show(dialog, page, closeWords) {
  const close = document.createElement("form");
  close.method = "dialog";
  close.append(Object.assign(document.createElement("button"), { className: "button button--quiet", textContent: closeWords }));
  const main = page.querySelector("main");
  main.querySelectorAll("script, .face").forEach((one) => one.remove());
  dialog.replaceChildren(...main.childNodes, close);
  dialog.querySelector("input:not([type=hidden])")?.focus();
}
