// Tells textual.js, which acts when all is loaded, where the session is and how large its letters are.
"use strict";
{
  const terminal = document.getElementById("terminal");
  const session = new URL("session", location.origin + location.pathname);
  session.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  terminal.dataset.sessionWebsocketUrl = session.href;
  terminal.dataset.fontSize = innerWidth < 600 ? "12" : "16"; // A phone shows some fifty columns.

  // Keys are for the terminal from the start, once there is somebody to send them to.
  const begun = new MutationObserver(() => {
    if (document.body.classList.contains("-loaded")) {
      begun.disconnect();
      terminal.querySelector("textarea").focus();
    }
  });
  begun.observe(document.body, { attributeFilter: ["class"] });
}
