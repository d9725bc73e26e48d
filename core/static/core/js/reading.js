// For a lesson; collectstatic joins it into one file.
import "./disclosures.js";
import "./resilient-form.js";
import "./reading-position.js";
