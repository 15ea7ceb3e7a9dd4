// <kumppani-suggestions actor="…" lang="sv" token="…">: who an actor should work with, within a page of a platform.
// Text only becomes text, styles are adopted: it needs nothing that a strict policy or Trusted Types forbid.
const SERVICE = new URL(import.meta.url).origin;
const WORDS = {
  fi: {title: "Kenen kanssa kannattaisi tehdä yhteistyötä?", ours: "Teille", theirs: "Toiselle osapuolelle", shared: "Yhteistä",
    brings: "Tuo mukanaan", nobody: "Verkostossa ei ole vielä ketään ehdotettavaksi teille.",
    wait: "Ehdotuksia haetaan.", failed: "Ehdotuksia ei voitu hakea."},
  sv: {title: "Vem lönar det sig att samarbeta med?", ours: "För er", theirs: "För dem", shared: "Gemensamt",
    brings: "De bidrar med", nobody: "I nätverket finns ännu ingen att föreslå för er.",
    wait: "Förslagen hämtas.", failed: "Förslagen kunde inte hämtas."},
  en: {title: "Who should we work with?", ours: "For you", theirs: "For them", shared: "Shared", brings: "They bring",
    nobody: "The network has nobody to suggest to you yet.", wait: "The suggestions are being fetched.",
    failed: "The suggestions could not be fetched."},
};
const STYLE = new CSSStyleSheet();
STYLE.replaceSync(`
:host{display:block;font-family:var(--kumppani-font,inherit);line-height:1.5;color:var(--kumppani-ink,inherit)}
ol{list-style:none;margin:0;padding:0;border:1px solid var(--kumppani-line,#8886);border-radius:6px;background:var(--kumppani-surface,transparent)}
li{padding:1rem;overflow-wrap:anywhere}li+li{border-top:1px solid var(--kumppani-line,#8886)}
p{margin:.25rem 0 0}.name{font-weight:700;font-size:1.125em}.name a{color:var(--kumppani-accent,LinkText)}
.soft{color:var(--kumppani-soft,inherit)}.why{padding-left:.75rem;border-left:3px solid var(--kumppani-mark,#f0ae3d)}
a:focus-visible{outline:3px solid currentColor;outline-offset:2px}`);
const REASONS = 3;

class Suggestions extends HTMLElement {
  static observedAttributes = ["actor", "count", "lang", "level", "link", "token"];
  #root = this.attachShadow({mode: "open"});
  #running = null;
  #isDue = false;

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [STYLE];
  }

  connectedCallback() { this.#plan(); }
  attributeChangedCallback() { this.#plan(); }
  disconnectedCallback() { this.#running?.abort(); }

  /** Several attributes that are set one after another are one question. */
  #plan() {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      if (this.isConnected && this.getAttribute("actor")) this.#load();
    });
  }

  get #language() {
    const code = this.closest("[lang]")?.lang.slice(0, 2).toLowerCase();
    return code in WORDS ? code : "en";
  }

  async #load() {
    this.#running?.abort();
    const {signal} = this.#running = new AbortController(), language = this.#language, words = WORDS[language];
    const url = new URL(`/v1/actors/${encodeURIComponent(this.getAttribute("actor"))}/suggestions`, SERVICE);
    url.search = new URLSearchParams({limit: this.getAttribute("count") ?? "5", counterparts: "apart"});
    const token = this.getAttribute("token"), headers = {"Accept-Language": language};
    if (token) headers.Authorization = `Bearer ${token}`;
    if (!this.#root.querySelector("ol")) this.#say(words.wait);
    let status = 0;
    try {
      const answer = await fetch(url, {headers, signal, credentials: "omit", referrerPolicy: "no-referrer"});
      status = answer.status;
      if (!answer.ok) throw new Error(`the service answered ${status}`);
      this.#show(await answer.json(), language, words);
      this.dispatchEvent(new CustomEvent("kumppani-shown", {bubbles: true, composed: true}));
    } catch {
      if (signal.aborted) return;
      this.#say(words.failed);
      this.dispatchEvent(new CustomEvent("kumppani-failed", {bubbles: true, composed: true, detail: {status}}));
    }
  }

  #say(words) {
    const line = make("p", "soft", words);
    line.role = "status";
    this.#root.replaceChildren(line);
  }

  #show({actor, suggestions}, language, words) {
    if (!suggestions.length) return this.#say(words.nobody);
    const list = make("ol", "", ...suggestions.map(item => this.#card(item, actor, words)));
    list.ariaLabel = words.title;
    list.lang = language;
    list.role = "list";
    list.part = "list";
    this.#root.replaceChildren(list);
  }

  #card(item, actor, words) {
    const own = new Set(actor.themes.map(theme => theme.code));
    const named = isShared => item.actor.themes.filter(theme => own.has(theme.code) === isShared)
      .map(theme => theme.label).join(" · ");
    const facts = [(item.actor.municipalities.length ? item.actor.municipalities : item.actor.regions)
      .map(place => place.label).join(", "), item.actor.sector?.label].filter(Boolean).join(" · ");
    const shared = named(true), brings = named(false);
    const reasons = item.ledger.slice(1).filter(row => row.points > 0 && !(shared && row.term === "shared_themes"))
      .slice(0, REASONS).map(row => row.sentence);
    const told = item.actor.description && make("p", "", item.actor.description.words);
    if (told && item.actor.description.language) told.lang = item.actor.description.language;
    const name = make("p", "name", this.#linked(item));
    name.role = "heading";
    name.ariaLevel = this.getAttribute("level") ?? "3";
    const card = make("li", "", name, facts && make("p", "soft", facts),
      make("p", "", `${item.level_label}. ${words.ours}: ${item.forward_level_label.toLowerCase()}. `
        + `${words.theirs}: ${item.backward_level_label.toLowerCase()}.`),
      told, reasons.length && make("p", "why", reasons.join(" ")),
      shared && make("p", "", `${words.shared}: ${shared}`), brings && make("p", "soft", `${words.brings}: ${brings}`));
    card.part = "card";
    return card;
  }

  /** The name, as a link where the page has an address for organisations and says it: link="/organisations/{id}". */
  #linked(item) {
    const pattern = this.getAttribute("link");
    if (!pattern) return item.name;
    const url = new URL(pattern.replaceAll("{id}", encodeURIComponent(item.actor_id)), document.baseURI);
    if (!["http:", "https:"].includes(url.protocol)) return item.name;
    const link = make("a", "", item.name);
    link.href = url;
    return link;
  }
}

function make(tag, kind, ...parts) {
  const node = document.createElement(tag);
  if (kind) node.className = kind;
  node.append(...parts.filter(Boolean));
  return node;
}

customElements.define("kumppani-suggestions", Suggestions);
