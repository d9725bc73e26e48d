// Labels that templates and scripts of Wagtail and wagtail-localize have in English only.
const words = document.currentScript.dataset;

function label(root) {
  for (const part of root.querySelectorAll("nav#w-slim-header-buttons")) {
    part.setAttribute("aria-label", words.actions);
  }
  for (const button of root.querySelectorAll("input[type=submit][value=Search]")) {
    button.value = words.search;
  }
  for (const part of root.querySelectorAll(".w-dropdown__toggle > .w-sr-only")) {
    if (part.textContent === "More actions") part.textContent = words.moreActions;
  }
  for (const part of root.querySelectorAll("section h3")) {
    const languages = part.textContent.match(/^(.+) to (.+) translation$/);
    if (languages) part.textContent = `${words.source}: ${languages[1]} · ${words.target}: ${languages[2]}`;
  }
}

document.addEventListener("DOMContentLoaded", () => {
  label(document);
  // Drawn by React, with the rest of the translators' editor.
  const editor = document.querySelector(".js-translation-editor");
  if (editor) new MutationObserver(() => label(editor)).observe(editor, { childList: true, subtree: true });
});
