// The outbox as the worker sees it: each act in words, why it still waits, and what can be done about it.
import { flush, retry, tells } from './outbox.js';
import { remove } from './store.js';

const list = document.querySelector('[data-outbox]');
const row = document.querySelector('[data-outbox-row]');
const empty = document.querySelector('[data-outbox-empty]');
const others = document.querySelector('[data-outbox-others]');
const dialog = document.getElementById('outbox-delete');
const { account } = document.querySelector('[data-field-words]').dataset;
const words = list.dataset;
let pictures = [];
let drawn = '';
let chosen;

tells.addEventListener('shown', event => draw(event.detail.items, event.detail.net));

function draw(items, net) {
  const mine = items.filter(item => item.owner === account);
  const now = JSON.stringify([net, items.map(({ seq, state, why }) => [seq, state, why])]);
  if (now === drawn) return;
  drawn = now;
  pictures.forEach(picture => URL.revokeObjectURL(picture));
  pictures = [];
  const stuck = new Set();
  list.replaceChildren(...mine.map(item => {
    const after = stuck.has(item.subject);
    if (item.state === 'problem') stuck.add(item.subject);
    return lineOf(item, net, after);
  }));
  empty.hidden = mine.length > 0;
  others.hidden = items.length === mine.length;
  others.querySelector('[data-count]').textContent = items.length - mine.length;
}

function lineOf(item, net, after) {
  const line = row.content.cloneNode(true);
  const put = (name, text) => { line.querySelector(`[data-${name}]`).textContent = text; };
  put('label', item.label);
  put('about', item.about);
  put('made', new Date(item.made).toLocaleString(document.documentElement.lang, { dateStyle: 'short', timeStyle: 'short' }));
  put('state', item.state === 'problem' ? words.problem : after ? words.after : net === 'signed-out' ? words.signIn : words.waiting);
  line.querySelector('[data-state]').classList.add(item.state === 'problem' ? 'late' : 'soon');
  line.querySelector('[data-says]').replaceChildren(...item.says.flatMap(([label, text]) => [
    Object.assign(document.createElement('dt'), { textContent: label }), Object.assign(document.createElement('dd'), { textContent: text }),
  ]));
  line.querySelector('[data-photos]').replaceChildren(...item.photos.map((photo, at) => {
    const picture = URL.createObjectURL(photo.blob);
    pictures.push(picture);
    const shown = document.createElement('li');
    shown.append(Object.assign(new Image(120, 90), { src: picture, alt: `${words.photo} ${at + 1}` }));
    return shown;
  }));
  if (item.state === 'problem') explain(line.querySelector('[data-why]'), item.why);
  line.querySelector('[data-open]').href = item.href;
  const again = line.querySelector('[data-again]');
  again.hidden = after;
  again.addEventListener('click', () => item.state === 'problem' ? retry(item) : flush({ wait: true }));
  line.querySelector('[data-delete]').addEventListener('click', () => {
    chosen = item;
    dialog.querySelector('[data-what]').textContent = `${item.label} · ${item.about}`;
    dialog.showModal();
  });
  return line;
}

/** What the server said, and what to do about it. */
function explain(box, why) {
  box.hidden = false;
  const advice = { 400: words.mend, 403: words.noRight, 404: words.gone, 409: words.changed }[why.status] ?? words.trouble;
  for (const sentence of [why.title, ...why.errors.map(fault => fault.message), advice].filter(Boolean))
    box.querySelector('div').append(Object.assign(document.createElement('p'), { textContent: sentence }));
}

dialog.querySelector('[data-yes]').addEventListener('click', async () => {
  dialog.close();
  await remove(chosen.seq);
  await flush({ wait: true });
});
dialog.querySelector('[data-no]').addEventListener('click', () => dialog.close());
