// One phone: what is on its screen, and what its owner does.
import { act } from "./wire.js";

const CLOCK = new Intl.DateTimeFormat("da-DK", { timeZone: "Europe/Copenhagen", hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("da-DK", {
  timeZone: "Europe/Copenhagen", weekday: "long", day: "numeric", month: "long",
});

const SVG = "http://www.w3.org/2000/svg";

const CALENDAR = [
  "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Foelgeskab//Demo//DA", "BEGIN:VEVENT", "UID:demo-1",
  "DTSTAMP:20261101T090000Z", "DTSTART:20261208T130000Z", "DTEND:20261208T150000Z", "SUMMARY:Julehygge",
  "LOCATION:Medborgerhuset", "END:VEVENT", "END:VCALENDAR", "",
].join("\r\n");

export class Phone {
  constructor(person, openLink) {
    this.person = person;
    this.openLink = openLink;
    this.root = document.getElementById("phone").content.firstElementChild.cloneNode(true);
    this.log = this.root.querySelector(".log");
    this.messages = new Map();
    this.day = "";
    this.root.querySelector("h2").textContent = person.name;
    this.root.querySelector(".hint").textContent = person.hint;
    this.root.querySelector(".dot").textContent = person.name.slice(0, 1);
    this.root.setAttribute("aria-label", `Telefon: ${person.name}`);
    this.log.setAttribute("aria-label", `Beskeder på telefonen: ${person.name}`);
    this.root.querySelector(".text").setAttribute("aria-label", `Skriv på telefonen: ${person.name}`);
    this.root.querySelector(".write").addEventListener("submit", (event) => this.write(event));
    this.root.querySelector(".block").addEventListener("click", () => this.block());
    for (const button of this.root.querySelectorAll("[data-send]")) {
      button.addEventListener("click", () => this.send(button.dataset.send));
    }
    this.root.querySelector(".large").setAttribute("aria-label", `Store knapper på telefonen: ${person.name}`);
    this.showKeyboard(person.keyboard);
    this.showBlocked(person.blocked);
    this.showCommands(person.commands);
    this.offerStart(person.links);
    for (const message of person.messages) this.show(message, false);
  }

  offerStart(links) {
    const place = this.root.querySelector(".starts");
    place.replaceChildren();
    if (this.person.messages.length) return;
    for (const link of links) {
      place.append(this.key(link.label, () => this.say(`/start ${link.token}`)));
    }
    if (!links.length) place.append(this.key("Start", () => this.say("/start")));
  }

  key(label, pressed) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", pressed);
    return button;
  }

  say(text) {
    this.root.querySelector(".starts").replaceChildren();
    return act(this.person.id, "text", { text });
  }

  async write(event) {
    event.preventDefault();
    const field = this.root.querySelector(".text");
    const text = field.value.trim();
    if (!text) return;
    field.value = "";
    await this.say(text);
  }

  async send(kind) {
    this.root.querySelector(".more").open = false;
    const file = kind === "document" ? { name: "kalender.ics", content: btoa(CALENDAR) } : {};
    await act(this.person.id, "send", { kind, ...file });
  }

  async block() {
    await act(this.person.id, "block", { blocked: !this.blocked });
  }

  showBlocked(blocked) {
    this.blocked = blocked;
    this.root.querySelector(".block").textContent = blocked ? "Luk op igen" : "Bloker";
    this.root.querySelector(".text").disabled = blocked;
    for (const button of this.root.querySelectorAll(".large button")) button.disabled = blocked;
  }

  showKeyboard(markup) {
    const rows = markup?.keyboard ?? [];
    const focused = document.activeElement;
    const place = this.root.querySelector(".large");
    const number = [...place.querySelectorAll("button")].indexOf(focused);
    place.replaceChildren(...rows.map((row) => {
      const line = document.createElement("div");
      line.className = "row";
      line.append(...row.map((found) => {
        const text = found.text ?? found;
        return this.key(text, () => this.say(text));
      }));
      return line;
    }));
    if (number >= 0) (place.querySelectorAll("button")[number] ?? this.root.querySelector(".text")).focus();
    this.root.querySelector(".text").placeholder = markup?.input_field_placeholder || "Skriv en besked";
    this.scroll();
  }

  // The newest is in view; where it is taller than the view, it is read from its beginning.
  scroll() {
    const newest = this.log.lastElementChild;
    this.log.scrollTop = this.log.scrollHeight;
    if (newest && newest.offsetHeight > this.log.clientHeight) {
      this.log.scrollTop = newest.offsetTop - this.log.offsetTop;
    }
  }

  showCommands(commands) {
    const place = this.root.querySelector(".commands");
    place.replaceChildren(...(commands ?? []).map((found) =>
      this.key(`/${found.command}: ${found.description}`, () => {
        this.root.querySelector(".more").open = false;
        this.say(`/${found.command}`);
      })));
  }

  show(message, fresh = true) {
    const old = this.messages.get(message.message_id);
    if (old) {
      const now = this.draw(message, false);
      const focused = old.contains(document.activeElement) ? document.activeElement.dataset.place : null;
      old.replaceWith(now);
      this.messages.set(message.message_id, now);
      if (focused !== null) now.querySelector(`[data-place="${focused}"]`)?.focus();
      return;
    }
    const day = DAY.format(new Date(message.date * 1000));
    if (day !== this.day) {
      this.day = day;
      const note = document.createElement("p");
      note.className = "note";
      note.textContent = day;
      this.log.append(note);
    }
    const made = this.draw(message, fresh);
    this.messages.set(message.message_id, made);
    this.log.append(made);
    this.scroll();
    if (fresh) this.root.querySelector(".starts").replaceChildren();
  }

  draw(message, fresh) {
    const place = document.createElement("div");
    place.className = `message${message.mine ? " mine" : ""}${fresh ? " fresh" : ""}`;
    place.dataset.id = message.message_id;
    const bubble = document.createElement("div");
    bubble.className = "bubble";
    if (message.photo) bubble.append(message.file_url ? this.picture(message) : "[billede]");
    if (message.document) bubble.append(this.file(message));
    if (message.voice) bubble.append("[talebesked]");
    if (message.sticker) bubble.append("[klistermærke]");
    if (message.contact) bubble.append(`[kontakt: ${message.contact.first_name}]`);
    if (message.forward_origin) bubble.append(this.origin(message.forward_origin));
    if (message.location) bubble.append(this.place(message));
    const words = document.createElement("span");
    words.innerHTML = message.html; // escaped by the server, with nothing but links in it
    for (const link of words.querySelectorAll("a")) this.watch(link);
    const when = document.createElement("span");
    when.className = "when";
    when.textContent = CLOCK.format(new Date(message.date * 1000)) + (message.edit_date ? " rettet" : "");
    bubble.append(words, when);
    place.append(bubble);
    const rows = message.reply_markup?.inline_keyboard ?? [];
    if (rows.length) place.append(this.keys(message, rows));
    return place;
  }

  keys(message, rows) {
    const keys = document.createElement("div");
    keys.className = "keys";
    let number = 0;
    for (const row of rows) {
      const line = document.createElement("div");
      line.className = "row";
      for (const found of row) {
        const button = this.key(found.text, () => this.press(message, found));
        button.dataset.place = number++;
        line.append(button);
      }
      keys.append(line);
    }
    return keys;
  }

  press(message, found) {
    if (found.url) return this.openLink(found.url, this);
    return act(this.person.id, "press", { message_id: message.message_id, data: found.callback_data });
  }

  watch(link) {
    link.addEventListener("click", (event) => {
      if (this.openLink(link.href, this)) event.preventDefault();
    });
  }

  origin(found) {
    const from = document.createElement("small");
    from.className = "origin";
    from.textContent = `Videresendt fra ${found.sender_user_name}`;
    return from;
  }

  place({ location, venue }) {
    const card = document.createElement("span");
    card.className = "place";
    const title = document.createElement("strong");
    title.textContent = venue?.title ?? "Sted på kortet";
    const found = document.createElement("small");
    found.textContent = `${location.latitude.toFixed(4)}, ${location.longitude.toFixed(4)}`;
    card.append(this.pin(location), title, ...(venue ? [venue.address] : []), found);
    return card;
  }

  // A drawing in place of a map: nothing is fetched from outside. Places that differ look different.
  pin({ latitude, longitude }) {
    const drawing = document.createElementNS(SVG, "svg");
    drawing.setAttribute("viewBox", "0 0 240 90");
    drawing.setAttribute("aria-hidden", "true");
    const bend = (degrees) => Math.round(Math.abs(degrees * 10000) % 50);
    const lines = [
      ["street", `M0 ${20 + bend(latitude)}L240 ${10 + bend(longitude)}`],
      ["street", `M${40 + bend(longitude)} 0L${70 + bend(latitude)} 90`],
      ["street", `M${150 + bend(latitude)} 0L${140 + bend(longitude)} 90`],
      ["spot", "M120 62C104 44 102 38 102 32a18 18 0 0 1 36 0c0 6-2 12-18 30Z"],
      ["eye", "M113 32a7 7 0 1 0 14 0a7 7 0 1 0-14 0"],
    ];
    for (const [name, path] of lines) {
      const line = document.createElementNS(SVG, "path");
      line.setAttribute("class", name);
      line.setAttribute("d", path);
      drawing.append(line);
    }
    return drawing;
  }

  picture(message) {
    const image = document.createElement("img");
    image.src = message.file_url;
    image.alt = "Billede: linket som kode, der kan scannes";
    return image;
  }

  file(message) {
    const link = document.createElement("a");
    link.href = message.file_url ?? "#";
    link.download = message.document.file_name;
    link.textContent = `Fil: ${message.document.file_name}\n`;
    return link;
  }

  remove(id) {
    this.messages.get(id)?.remove();
    this.messages.delete(id);
  }

  toast(text) {
    const place = this.root.querySelector(".toast");
    place.textContent = text;
    if (text) setTimeout(() => { place.textContent = ""; }, 6000);
  }
}
