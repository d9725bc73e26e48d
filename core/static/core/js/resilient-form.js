/*
 * <resilient-form swap="ids" offline="words" fault="words" again="words"> round an ordinary <form>.
 * Progressive enhancement: submits with fetch and swaps the elements with those ids. If the connection
 * drops (offline) or the server answers with an error (fault) it says so, keeps the input and offers a
 * retry. Without scripts it is an ordinary form.
 */
class ServerFault extends Error {}

class SureForm extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", (event) => this.send(event));
  }

  async send(event) {
    const form = event.target;
    event.preventDefault();
    if (this.busy) return;
    this.busy = true;
    this.say("");
    const button = event.submitter || form.querySelector("button");
    button?.setAttribute("aria-busy", "true");
    try {
      await this.arrive(await fetch(...this.request(form, event.submitter)), form);
    } catch (error) {
      this.say(this.getAttribute(error instanceof ServerFault ? "fault" : "offline"));
      if (button) button.textContent = this.getAttribute("again") || button.textContent;
    }
    button?.removeAttribute("aria-busy");
    this.busy = false;
  }

  request(form, submitter) {
    const data = new FormData(form);
    if (submitter?.name) data.append(submitter.name, submitter.value);
    const url = new URL(form.getAttribute("action") || "", location.href);
    const options = { credentials: "same-origin", headers: { Accept: "text/html" } };
    if (form.method === "get") url.search = new URLSearchParams(data);
    else Object.assign(options, { method: "POST", body: data });
    return [url, options];
  }

  /* A response redirected elsewhere (login) is a page of its own: navigate there. An error page is shown whole. */
  async arrive(response, form) {
    if (response.status >= 500) throw new ServerFault(response.statusText);
    if (!response.ok) return form.submit();
    if (new URL(response.url).pathname !== location.pathname) return location.assign(response.url);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const held = document.activeElement;
    let swapped = 0;
    for (const id of ["messages", ...(this.getAttribute("swap") || "").split(" ")]) {
      const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
      if (!old || !fresh) continue;
      this.swap(old, fresh, held);
      swapped += id !== "messages";
    }
    if (!swapped) return location.reload();
    document.title = page.title;
  }

  /*
   * A live region keeps its element, or it is not announced. Focus moves to the outcome (data-focus). A parsed script does
   * not run by itself: what comes with one is imported.
   */
  swap(old, fresh, held) {
    const hadFocus = old.contains(held);
    if (old.getAttribute("role") === "status") old.replaceChildren(...fresh.childNodes);
    else old.replaceWith(fresh);
    for (const script of fresh.querySelectorAll("script[src]")) import(script.src);
    const stays = (held?.id && document.getElementById(held.id)) || fresh.querySelector("[data-focus], input:checked, button, a");
    if (hadFocus) (stays || document.getElementById("content"))?.focus({ preventScroll: true });
  }

  /* Insert the live region first and fill it a moment later, or it is not announced. */
  say(words) {
    this.line ||= this.appendChild(document.createElement("p"));
    this.line.setAttribute("role", "status");
    this.line.textContent = "";
    if (words) setTimeout(() => (this.line.textContent = words), 50);
  }
}

customElements.define("resilient-form", SureForm);
