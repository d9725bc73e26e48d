// The form of a text: a button for each common block, and pasting from Word and from web pages.
(() => {
  const { StreamBlockDefinition } = window.wagtailStreamField.blocks;
  const STRUCTURE = /<(h[1-6]|table|ul|ol|img|iframe)[\s>]|mso-list|MsoTitle/i;
  // What was copied in this very editor keeps its own way.
  const OWN = /data-draftjs-conductor|data-offset-key/;
  // What stands in a text of its own only, not in a text within another block.
  const APART = /<(h[1-6]|table)[\s>]/i;
  const DIRECTION = /\sdir=|direction:/i;

  const bar = (stream) => {
    const { meta, childBlockDefsByName } = stream.blockDef;
    const row = document.createElement("div");
    row.className = "story-bar";
    row.append(meta.add);
    for (const name of meta.common) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button-small button-secondary";
      button.dataset.add = name;
      button.textContent = childBlockDefsByName[name].meta.label;
      button.addEventListener("click", () => {
        stream._onRequestInsert(stream.children.length, { type: name });
      });
      row.append(button);
    }
    stream.element.after(row);
  };

  const isEmpty = (child) => !child.element.querySelector("[contenteditable]")?.textContent.trim();

  const say = (child, words) => {
    child.element.parentElement.querySelector(".story-note")?.remove();
    if (!words) return;
    const note = document.createElement("p");
    note.className = "story-note help-block help-warning";
    note.setAttribute("role", "status");
    note.textContent = words;
    child.element.before(note);
  };

  const put = (stream, child, { blocks, dropped }) => {
    const isReplaced = isEmpty(child) && blocks.length > 0;
    let place = stream.children.indexOf(child) + 1;
    for (const { type, value } of blocks) {
      stream.insert({ type, value, id: crypto.randomUUID() }, place, { focus: false });
      place += 1;
    }
    const last = stream.children[place - 1];
    say(last, dropped);
    if (isReplaced) stream.deleteBlock(stream.children.indexOf(child), { animate: false });
    last.focus?.({ soft: true });
  };

  // The server's answer on what was pasted; null where there is none.
  const ask = async (stream, html) => {
    const body = new FormData();
    body.set("html", html);
    // The page, or the one that it is created below: both are in one language.
    body.set("page", location.pathname.match(/\d+(?=\/(?:edit\/|revert\/)?$)/)?.[0] ?? "");
    body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    const answer = await fetch(stream.blockDef.meta.pasteUrl, { method: "POST", body }).catch(() => null);
    return answer?.ok ? answer : null;
  };

  // Headings and rows of tables as paragraphs.
  const flat = (html) => {
    const { body } = new DOMParser().parseFromString(html, "text/html");
    const paragraph = (words) => {
      const made = document.createElement("p");
      made.textContent = words;
      return made;
    };
    for (const heading of body.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
      heading.replaceWith(paragraph(heading.textContent));
    }
    for (const table of body.querySelectorAll("table")) {
      const words = (row) => [...row.cells].map((cell) => cell.textContent.trim()).join(" · ");
      table.replaceWith(...[...table.rows].map((row) => paragraph(words(row))));
    }
    return body.innerHTML;
  };

  const takeFlat = (stream, child, event, html) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/html", flat(html));
    clipboardData.setData("text/plain", event.clipboardData.getData("text/plain"));
    event.target.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    say(child, stream.blockDef.meta.flat);
  };

  const take = async (stream, event) => {
    const html = event.clipboardData?.getData("text/html") ?? "";
    const child = stream.children.find((one) => one.element.contains(event.target));
    if (!child || OWN.test(html)) return;
    if (child.type !== "text") {
      if (APART.test(html) && event.target.closest("[contenteditable=true]")) takeFlat(stream, child, event, html);
      return;
    }
    if (!STRUCTURE.test(html)) {
      // Plain words come in where the cursor is; only what they lose is asked.
      if (DIRECTION.test(html)) say(child, (await (await ask(stream, html))?.json())?.dropped);
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    const plain = event.clipboardData.getData("text/plain");
    const answer = await ask(stream, html);
    if (answer) put(stream, child, await answer.json());
    // Without an answer nothing that was pasted is lost: its words come in.
    else document.execCommand("insertText", false, plain);
  };

  class StoryBlockDefinition extends StreamBlockDefinition {
    render(...args) {
      const stream = super.render(...args);
      bar(stream);
      stream.element.addEventListener("paste", (event) => take(stream, event), true);
      return stream;
    }
  }
  window.telepath.register("core.blocks.StoryBlock", StoryBlockDefinition);

  // Where the library is empty, a chooser opens at its form for uploads.
  new MutationObserver(() => {
    const link = document.querySelector(".modal a.upload-one-now:not([data-seen])");
    if (!link) return;
    link.dataset.seen = "";
    setTimeout(() => link.click());
  }).observe(document.body, { childList: true, subtree: true });
})();
