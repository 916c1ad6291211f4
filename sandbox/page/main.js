// The table with the phones, and the clock on the wall above it.
import { Phone } from "./phone.js";
import { act, add, move, news, state } from "./wire.js";

const NOW = new Intl.DateTimeFormat("da-DK", {
  timeZone: "Europe/Copenhagen", weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit",
});
const phones = new Map();
let ahead = 0; // milliseconds between the demo's clock and this computer's

const main = document.getElementById("phones");
const tabs = document.getElementById("tabs");

function setClock(text) {
  ahead = new Date(text) - Date.now();
  showClock();
}

function showClock() {
  document.getElementById("now").textContent = NOW.format(new Date(Date.now() + ahead));
}

function openLink(address, from) {
  if (/^http:\/\/127\.0\.0\.1:\d+\/desk\//.test(address)) {
    window.open(address, "_blank", "noopener");
    return true;
  }
  const token = /[?&]start=([\w-]+)/.exec(address)?.[1];
  if (!token || !address.includes("t.me/")) return false;
  const who = document.getElementById("who");
  const places = [...phones.values()].map((phone) => phone.key(phone.person.name, () => {
    who.close();
    choose(phone.person.id);
    act(phone.person.id, "text", { text: `/start ${token}` });
  }));
  document.getElementById("whom").replaceChildren(...places);
  who.showModal();
  places.find((_, number) => [...phones.values()][number] !== from)?.focus();
  return true;
}

function choose(id) {
  for (const [number, phone] of phones) {
    phone.root.classList.toggle("shown", number === id);
    phone.tab.setAttribute("aria-pressed", String(number === id));
    if (number === id) phone.tab.classList.remove("unread");
    phone.scroll();
  }
}

function lay(person) {
  const phone = new Phone(person, openLink);
  phone.tab = document.createElement("button");
  phone.tab.type = "button";
  phone.tab.textContent = person.name;
  phone.tab.addEventListener("click", () => choose(person.id));
  phones.set(person.id, phone);
  tabs.append(phone.tab);
  main.append(phone.root);
  phone.scroll();
}

async function begin() {
  const found = await state();
  setClock(found.now);
  const shown = [...phones.values()].findIndex((phone) => phone.root.classList.contains("shown"));
  phones.clear();
  main.replaceChildren();
  tabs.replaceChildren();
  found.people.forEach(lay);
  choose([...phones.keys()][Math.max(shown, 0)]);
  document.body.dataset.ready = String(found.bot);
  return found.number;
}

const ACTS = {
  message: (phone, event) => {
    phone.show(event.message);
    if (!event.message.mine && !phone.root.classList.contains("shown")) phone.tab.classList.add("unread");
  },
  edited: (phone, event) => phone.show(event.message),
  removed: (phone, event) => phone.remove(event.message_id),
  toast: (phone, event) => phone.toast(event.text),
  commands: (phone, event) => phone.showCommands(event.commands),
  keyboard: (phone, event) => phone.showKeyboard(event.keyboard),
  blocked: (phone) => phone.showBlocked(true),
  unblocked: (phone) => phone.showBlocked(false),
};

async function listen(number) {
  for (;;) {
    try {
      const found = await news(number);
      setClock(found.now);
      for (const event of found.events) {
        number = event.number;
        if (event.kind === "person" || event.kind === "ready") {
          number = await begin();
          break;
        }
        const phone = phones.get(event.person);
        if (phone) ACTS[event.kind]?.(phone, event);
      }
    } catch {
      await new Promise((again) => setTimeout(again, 1000));
    }
  }
}

for (const button of document.querySelectorAll(".clock button")) {
  button.addEventListener("click", async () => {
    const buttons = document.querySelectorAll(".clock button");
    buttons.forEach((found) => { found.disabled = true; });
    document.getElementById("moving").textContent = "Uret går …";
    try {
      setClock((await move(button.dataset.next ? { next: true } : { hours: Number(button.dataset.hours) })).now);
    } finally {
      buttons.forEach((found) => { found.disabled = false; });
      document.getElementById("moving").textContent = "";
      button.focus();
    }
  });
}

document.getElementById("add").addEventListener("submit", async (event) => {
  event.preventDefault();
  const field = document.getElementById("newname");
  if (field.value.trim()) await add(field.value.trim());
  field.value = "";
});

setInterval(showClock, 1000);
listen(await begin());
