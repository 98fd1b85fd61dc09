// Topics: the messages that share a thread_id stand folded under the one they began with.

export const byIds = (messages) => new Map(messages.map((m) => [m.message_id, m]));

/** A message of a topic that is not the one the topic stands under. */
export function isReply(message, byId) {
  if (!message.thread_id || !message.parent_id) return false;
  const parent = byId.get(message.parent_id);
  return !parent || parent.thread_id === message.thread_id;
}

/** The first reply makes a topic of its parent, which the server does not send again. */
export function adopted(messages, reply) {
  const opens = (m) => m.message_id === reply.parent_id && !m.thread_id;
  if (!reply.thread_id || !messages.some(opens)) return messages;
  return messages.map((m) => (opens(m) ? { ...m, thread_id: reply.thread_id } : m));
}

/** The topic of this name; one that nobody has written in yet consists of its root. */
export function topicOf(topics, messages, name) {
  const root = messages.find((message) => message.message_id === name);
  if (!root) return topics.get(name);
  return topics.get(root.thread_id) || { threadId: name, root, replies: [] };
}

/** `stream` is what the chat shows, `topics` the rest by thread_id: `{threadId, root, replies}`. */
export function folded(messages) {
  const topics = new Map();
  const inTopics = messages.filter((message) => message.thread_id);
  const byId = inTopics.length ? byIds(messages) : null;
  for (const message of inTopics) {
    const { thread_id: threadId } = message;
    if (!topics.has(threadId)) topics.set(threadId, { threadId, root: null, replies: [] });
    const topic = topics.get(threadId);
    if (isReply(message, byId)) topic.replies.push(message);
    else topic.root = message;
  }
  // Without its root, which is older than what is loaded, a reply has to stand for itself.
  const shows = (m) => {
    const topic = m.thread_id && topics.get(m.thread_id);
    return !topic || !topic.root || topic.root === m;
  };
  return { stream: topics.size ? messages.filter(shows) : messages, topics };
}
