/*
 * A tap on a paragraph opens or folds the original behind it, as the line below it does: but no tap on something that has
 * an answer of its own, and none that ends a selection.
 */
const OWN = "a, button, input, label, select, summary, textarea, .original";

function foldOf(element) {
  for (let one = element; one && !one.matches(OWN); one = one.parentElement) {
    if (one.nextElementSibling?.matches(".original")) return one.nextElementSibling;
  }
  return null;
}

document.querySelector("main").addEventListener("click", (event) => {
  const fold = foldOf(event.target);
  if (fold && getSelection().isCollapsed) fold.open = !fold.open;
});
