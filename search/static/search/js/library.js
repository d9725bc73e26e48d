// For the library; collectstatic joins it into one file.
import "../../core/js/disclosures.js";
import "./complete.js";
