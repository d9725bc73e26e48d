/*
 * Stores the reading position (in localStorage) of a text marked data-work="key".
 * Opened with ?continue in its URL, or from the same text in another language, the page
 * scrolls there; otherwise it does not scroll.
 */
const text = document.querySelector("[data-work]");
const headings = text ? [...text.querySelectorAll("h2, h3")] : [];
const key = text && `place:${text.dataset.work}`;

/* localStorage may be full, blocked or absent: then nothing is stored. */
function remembered() {
  try {
    return Number(localStorage.getItem(key));
  } catch {
    return 0;
  }
}

/* Back at the top, for the menu perhaps, the section read last is still the one reached. */
function remember(place) {
  try {
    if (place) localStorage.setItem(key, place);
  } catch {
    // See above.
  }
}

/* The language is the first part of an address: /ar/courses/ after /en/courses/. */
function changedLanguage() {
  const before = document.referrer && new URL(document.referrer);
  return before && before.pathname !== location.pathname && before.pathname.slice(3) === location.pathname.slice(3);
}

function goOn() {
  const heading = headings[remembered() - 1];
  if (!heading || location.hash) return;
  if (!new URLSearchParams(location.search).has("continue") && !changedLanguage()) return;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  heading.scrollIntoView({ behavior: still ? "auto" : "smooth", block: "start" });
}

/* The last heading above the middle of the screen is the section being read. */
function place() {
  const middle = innerHeight / 2;
  return headings.filter((heading) => heading.getBoundingClientRect().top < middle).length;
}

if (headings.length) {
  goOn();
  let waiting;
  addEventListener("scroll", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => remember(place()), 400);
  }, { passive: true });
}
