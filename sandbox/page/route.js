// The address keeps who we are and what is open, so that two windows can be two people.

export function readRoute() {
  const values = new URLSearchParams(location.hash.slice(1));
  const [as, chat, thread, base] = ["as", "chat", "thread", "base"].map((name) => values.get(name));
  return { as, chat, thread, base };
}

export function go(route) {
  const values = new URLSearchParams();
  for (const [name, value] of Object.entries(route)) {
    if (value) values.set(name, value);
  }
  location.hash = values.toString();
}
