// The address keeps who we are and which chat is open, so that two windows can be two people.

export function readRoute() {
  const values = new URLSearchParams(location.hash.slice(1));
  return { as: values.get("as"), chat: values.get("chat") };
}

export function go({ as, chat }) {
  const values = new URLSearchParams();
  if (as) values.set("as", as);
  if (chat) values.set("chat", chat);
  location.hash = values.toString();
}
