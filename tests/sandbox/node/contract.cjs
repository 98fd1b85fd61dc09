// A bot of a few lines on the official Node SDK: it tells on stdout, as JSON lines, what it saw.
'use strict';

const http = require('node:http');
const lark = require('@larksuiteoapi/node-sdk');

const { BASE, PORT, APP_ID, APP_SECRET, ENCRYPT_KEY, VERIFICATION_TOKEN, APP_TOKEN, TABLE_ID } =
  process.env;
const tell = (what, data) => process.stdout.write(`${JSON.stringify({ what, ...data })}\n`);

const client = new lark.Client({
  appId: APP_ID,
  appSecret: APP_SECRET,
  domain: BASE,
  loggerLevel: lark.LoggerLevel.error,
});

const card = (title) => ({
  schema: '2.0',
  config: { update_multi: true },
  header: { title: { tag: 'plain_text', content: title } },
  body: {
    elements: [
      {
        tag: 'button',
        text: { tag: 'plain_text', content: '领取' },
        behaviors: [{ type: 'callback', value: { act: 'take' } }],
      },
    ],
  },
});

async function answer(message, sender) {
  const replied = await client.im.message.reply({
    path: { message_id: message.message_id },
    data: { msg_type: 'interactive', content: JSON.stringify(card('工单')) },
  });
  const patched = await client.im.message.patch({
    path: { message_id: replied.data.message_id },
    data: { content: JSON.stringify(card('工单 7')) },
  });
  const sent = await client.im.message.create({
    params: { receive_id_type: 'open_id' },
    data: { receive_id: sender, msg_type: 'text', content: JSON.stringify({ text: '收到' }) },
  });
  const codes = { reply: replied.code, patch: patched.code, create: sent.code };
  tell('answered', { codes, card: replied.data.message_id, text: sent.data.message_id });
}

async function listRecords() {
  if (!APP_TOKEN) return;
  const path = { app_token: APP_TOKEN, table_id: TABLE_ID };
  const found = await client.bitable.appTableRecord.list({ path, params: { page_size: 20 } });
  const fields = (found.data.items ?? []).map((item) => item.fields);
  tell('records', { code: found.code, total: found.data.total, fields });
}

const dispatcher = new lark.EventDispatcher({
  encryptKey: ENCRYPT_KEY,
  verificationToken: VERIFICATION_TOKEN,
  loggerLevel: lark.LoggerLevel.error,
}).register({
  'im.message.receive_v1': async (data) => {
    const sender = data.sender.sender_id.open_id;
    tell('message', { text: JSON.parse(data.message.content).text, sender });
    // The push is answered first; what follows must not hold it up.
    setImmediate(() => {
      answer(data.message, sender)
        .then(listRecords)
        .catch((error) => tell('failed', { error: String(error), answer: error.response?.data }));
    });
  },
  'card.action.trigger': async (data) => {
    tell('click', { value: data.action.value, by: data.operator.open_id });
    return { toast: { type: 'success', content: '已领取' } };
  },
});

const server = http.createServer();
server.on('request', lark.adaptDefault('/webhook', dispatcher, { autoChallenge: true }));
server.listen(Number(PORT), '127.0.0.1', () => tell('ready', {}));
process.stdin.resume().on('end', () => process.exit(0));
