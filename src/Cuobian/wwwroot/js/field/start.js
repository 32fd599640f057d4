// Loaded on every field page: what is done goes through the outbox, and today's pages are kept for where there is no signal.
// Where the browser cannot do that, the forms are sent as they are.
import { say } from '../house.js';
import { actOf } from './acts.js';
import { belongTo, forget, keepAll } from './keep.js';
import { enqueue, flush, tells } from './outbox.js';
import { remove, waiting } from './store.js';

const EVERY = 30_000;
const words = document.querySelector('[data-field-words]').dataset;
const owner = words.account;
const sign = document.querySelector('[data-outbox-state]');
let kept = 'not yet';
const canWait = isSecureContext && 'serviceWorker' in navigator && 'indexedDB' in window && 'caches' in window;

async function start() {
  await navigator.serviceWorker.register('/field-worker.js', { scope: '/field' });
  navigator.storage?.persist?.();
  document.addEventListener('submit', take, true);
  tells.addEventListener('flushed', event => show(event.detail.net));
  tells.addEventListener('flushed', event => keep(event.detail.net));
  addEventListener('online', () => flush());
  addEventListener('offline', () => show('offline'));
  document.addEventListener('visibilitychange', () => document.hidden || flush());
  setInterval(() => document.hidden || flush(), EVERY);
  tellOnce();
  // The page before this one may still hold the outbox.
  const { net } = await flush({ wait: true });
  // Only here: a walk that is under way on this page is not forgotten because the session ended meanwhile.
  if (net === 'signed-out') await forget();
}

/** Keeps today's pages once the server answers; what could not be had is asked for again after the next sending. */
async function keep(net) {
  if (net !== 'online' || kept !== 'not yet') return;
  kept = 'being kept';
  try {
    await belongTo(owner);
    if (await keepAll()) kept = 'all';
  } finally {
    if (kept !== 'all') kept = 'not yet';
  }
}

/** Takes a form instead of the browser: writes it down, then tries to send it at once. */
async function take(event) {
  const form = event.target;
  if (form.method === 'dialog' || form.hasAttribute('data-plain') || !form.closest('main')) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (form.dataset.busy) return;
  form.dataset.busy = 'yes';
  const button = event.submitter;
  button?.setAttribute('aria-busy', 'true');
  try {
    await perform(form);
  } catch (failure) {
    tell(form, [words.notKept], 'late');
    throw failure;
  } finally {
    delete form.dataset.busy;
    button?.removeAttribute('aria-busy');
  }
}

async function perform(form) {
  const act = await actOf(form);
  if (!act) {
    if (sign.dataset.net === 'online') form.submit();
    else tell(form, [words.needsNet], 'soon');
    return;
  }
  const item = await enqueue({ ...act, owner });
  await show();
  const { done, net } = await flush({ wait: true });
  const outcome = done.get(item.seq);
  if (outcome && !outcome.problem) return finish(form, words.sent, outcome.answer);
  if (outcome?.problem?.status === 400) {
    // The form is still there: it is mended here and not in the outbox.
    await remove(item.seq);
    await show(net);
    return tell(form, outcome.problem.errors.length ? outcome.problem.errors.map(fault => fault.message) : [outcome.problem.title], 'late');
  }
  if (outcome?.problem) return tell(form, [outcome.problem.title, words.inOutbox], 'late', '/field/outbox');
  // What the page remembers of it must be on the disk before the page goes.
  const until = [];
  form.dispatchEvent(new CustomEvent('kept', { bubbles: true, detail: { item, until } }));
  await Promise.all(until);
  finish(form, net === 'signed-out' ? words.signIn : words.saved, null);
}

/** After a form: on to where it leads, or this page anew; what was done is told there. */
function finish(form, sentence, answer) {
  sessionStorage.setItem('field-said', sentence);
  const next = answer && form.dataset.done ? form.dataset.done.replace(/\{(\w+)\}/g, (_, name) => answer[name] ?? '') : form.dataset.next;
  if (next) location.assign(next);
  else location.reload();
}

function tellOnce() {
  const said = sessionStorage.getItem('field-said');
  sessionStorage.removeItem('field-said');
  if (said) say(said);
}

function tell(form, sentences, tone, href) {
  form.querySelector('[data-told]')?.remove();
  const notice = document.createElement('div');
  notice.className = `notice ${tone}`;
  notice.dataset.told = '';
  notice.tabIndex = -1;
  notice.setAttribute('role', 'alert');
  const list = document.createElement('div');
  for (const sentence of sentences) list.append(Object.assign(document.createElement('p'), { textContent: sentence }));
  if (href) list.append(Object.assign(document.createElement('a'), { href, textContent: words.open }));
  notice.append(list);
  form.prepend(notice);
  notice.focus();
}

/** The state in the head of the page, and what waits on this page's things. */
async function show(net = sign.dataset.net ?? 'online') {
  const items = await waiting();
  const mine = items.filter(item => item.owner === owner);
  if (net !== 'busy') sign.dataset.net = net === 'later' ? 'offline' : net;
  sign.hidden = false;
  const stuck = mine.filter(item => item.state === 'problem').length;
  sign.classList.toggle('stuck', stuck > 0);
  sign.querySelector('[data-outbox-words]').textContent = stuck > 0 ? words.stuck : sign.dataset.net === 'signed-out' ? words.signInShort : sign.dataset.net === 'online' ? words.online : words.offline;
  sign.querySelector('[data-outbox-count]').textContent = mine.length > 0 ? mine.length : '';
  const asOf = document.querySelector('[data-as-of]');
  if (asOf) asOf.hidden = sign.dataset.net === 'online';
  for (const task of document.querySelectorAll('[data-subject-of]')) {
    const count = mine.filter(item => item.subject === task.dataset.subjectOf).length;
    task.hidden = count === 0;
    task.textContent = count === 0 ? '' : words.waits.replace('{0}', count);
  }
  tells.dispatchEvent(new CustomEvent('shown', { detail: { items, net: sign.dataset.net } }));
}

if (canWait && owner) start();
