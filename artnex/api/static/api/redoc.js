"use strict";

/* global Redoc */

const place = document.getElementById("docs");

Redoc.init(
  place.dataset.document,
  {
    disableSearch: false,
    hideDownloadButton: false,
    expandResponses: "200,201",
    theme: { typography: { fontFamily: "system-ui, sans-serif", headings: { fontFamily: "system-ui, sans-serif" } } },
  },
  place,
);
