// For pages with forms; collectstatic joins it into one file.
import "./disclosures.js";
import "./resilient-form.js";
