// Swaps the parts of a page marked data-live, and says so. Nothing needs it.
const all = selector => [...document.querySelectorAll(selector)];
const here = () => location.pathname + location.search;
const status = document.createElement("p");
status.className = "hidden";
status.setAttribute("role", "status");
document.body.append(status);
let place = here(), busy = false;

const address = it => it.form?.getAttribute("action") ?? it.getAttribute("href");
const isLike = (a, b) => a.id === b.id && (a.id || a.name === b.name && address(a) === address(b));

// Trusted Types let a request bring a document; no script in it runs.
function load(url, by, body, back) {
  if (busy) return;
  busy = true;
  const ask = new XMLHttpRequest();
  ask.open(body ? "POST" : "GET", url);
  ask.responseType = "document";
  ask.timeout = 20000;
  ask.onloadend = () => {
    busy = false;
    const there = ask.responseURL, isDone = ask.status < 400;
    if (!ask.response || !isDone && !body) return body ? location.reload() : location.assign(url);
    if (isDone) {
      if (new URL(there).pathname !== location.pathname) return location.assign(there);
      if (!back) history[body ? "replaceState" : "pushState"](null, "", there);
      place = here();
    }
    swap(ask.response, isDone ? "[data-live]" : "main", by);
  };
  ask.send(body);
}

function swap(page, parts, by) {
  const open = all("[open][id]");
  for (const part of all(parts)) {
    const fresh = page.getElementById(part.id);
    if (fresh) part.replaceWith(fresh);
  }
  document.title = page.title;
  for (const {id} of open) all("#" + id).forEach(part => part.open = true);
  const [said] = all("#said"), [title] = all("main h1");
  const same = by ? all("main :is(a,button:not([value=undo]))").filter(it => isLike(it, by)) : [];
  const next = same.find(it => it.value === by.value) ?? same[0] ?? said ?? title;
  if (next === title) title.tabIndex = -1;
  next.focus({preventScroll: same.length});
  status.textContent = "";
  setTimeout(() => status.append((said ?? all("[data-say]")[0] ?? title).innerText), 100);
}

addEventListener("click", event => {
  const link = event.target.closest("[data-live] a[href]");
  if (!link || ["button", "ctrlKey", "metaKey", "shiftKey", "altKey"].some(key => event[key])) return;
  const url = new URL(address(link), location);
  if (url.pathname !== location.pathname || url.hash) return;
  event.preventDefault();
  load(url, link);
});

addEventListener("submit", event => {
  const form = event.target, url = new URL(form.action), isGet = form.method === "get";
  if (!form.closest("[data-live]") || isGet && url.pathname !== location.pathname) return;
  event.preventDefault();
  const data = new URLSearchParams(new FormData(form, event.submitter));
  if (isGet) url.search = new URLSearchParams([...data].filter(pair => pair[1]));
  load(url, event.submitter, isGet ? null : data);
});

addEventListener("popstate", () => place === here() || load(location, null, null, true));
