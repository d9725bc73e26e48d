// For the library; collectstatic joins it into one file.
import "../../core/js/disclosures.js";

/* Suggestions come with the first visit to the field. */
const field = document.querySelector("input[data-complete]");
const complete = () => import("./complete.js");
if (field === document.activeElement) complete();
else field?.addEventListener("focus", complete, { once: true });
