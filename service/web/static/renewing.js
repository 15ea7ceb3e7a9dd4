// Looks every few seconds at how far something is that goes on, until it has ended. Nothing needs it.
const EVERY = 2000;
// kumppani.js has made it.
const status = document.querySelector("body > [role=status]");

// Trusted Types let a request bring a document; no script in it runs.
function look() {
  if (document.hidden) return wait();
  const ask = new XMLHttpRequest();
  ask.open("GET", location);
  ask.responseType = "document";
  ask.timeout = 20000;
  ask.onloadend = () => ask.status === 200 && ask.response ? show(ask.response) : wait();
  ask.send();
}

const wait = () => setTimeout(look, EVERY);

function show(page) {
  const part = document.querySelector("[data-renew]");
  const fresh = page.querySelector("[data-renew]");
  if (!fresh) return end(page);
  part.replaceWith(fresh);
  wait();
}

// Who is somewhere in the page is not moved, unless the place is gone.
function end(page) {
  const main = document.querySelector("main"), isInside = main.contains(document.activeElement);
  main.replaceWith(page.querySelector("main"));
  document.title = page.title;
  const [title, first] = ["h1", "main h2, main [role=alert]"].map(it => document.querySelector(it));
  title.tabIndex = -1;
  if (isInside) title.focus();
  status.textContent = (first ?? title).innerText;
}

wait();
