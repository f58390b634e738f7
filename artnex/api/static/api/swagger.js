"use strict";

/* global SwaggerUIBundle */

// A logged-in browser tries the API with its session, and unsafe methods then need the CSRF token.
function withCsrfToken(request) {
  const token = document.cookie.match(/(?:^|; )artnex_csrf=([^;]+)/);
  if (token && request.method !== "GET") {
    request.headers["X-CSRFToken"] = token[1];
  }
  return request;
}

SwaggerUIBundle({
  url: document.getElementById("docs").dataset.document,
  dom_id: "#docs",
  deepLinking: true,
  docExpansion: "none",
  defaultModelsExpandDepth: 0,
  filter: true,
  persistAuthorization: false,
  requestInterceptor: withCsrfToken,
});
