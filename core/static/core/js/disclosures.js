/*
 * Folded parts of a page, which need no script. Here Escape closes an open menu, and so does a press
 * beside the languages. Browsers that print no closed <details> get them opened for the paper.
 */
const menus = () => document.querySelectorAll(".menu[open], .languages[open], .tongues[open]");

/* What a switch shows stands behind it; of any other menu it stands inside. */
function holds(menu, element) {
  const shown = menu.classList.contains("switch") ? menu.nextElementSibling : menu;
  return menu.contains(element) || shown.contains(element);
}

function close(menu) {
  const hadFocus = holds(menu, document.activeElement);
  menu.open = false;
  if (hadFocus) menu.querySelector("summary").focus();
}

addEventListener("keydown", ({ key }) => key === "Escape" && menus().forEach(close));
addEventListener("click", ({ target }) => {
  const languages = document.querySelector(".languages[open]");
  if (languages && !holds(languages, target)) languages.open = false;
});

if (!CSS.supports("selector(::details-content)")) {
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("main details:not([open])")];
    for (const one of opened) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of opened) one.open = false;
  });
}
