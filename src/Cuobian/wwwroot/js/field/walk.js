// A walk along a route, also where the server does not know of it yet: the phone names the walk and remembers its steps.
import { tells } from './outbox.js';
import { note, recall, unnote, waiting } from './store.js';

const DAY = 24 * 3_600_000;
const page = document.querySelector('[data-walk]');
const route = page.dataset.walk;
const fact = `walk ${route}`;
let walk;

async function load() {
  walk = await known();
  for (const form of page.querySelectorAll('form')) {
    form.elements.id.value = walk.id;
    form.dataset.subject = `patrol ${walk.id}`;
  }
  show();
}

/** The walk the server shows, or the one this phone remembers, or a new one that begins with the first press. */
async function known() {
  const remembered = await recall(fact);
  const id = page.dataset.patrol;
  const items = (await waiting()).filter(item => item.path.startsWith('/api/v1/field/patrols'));
  const begun = items.findLast(item => item.body.routeId === route);
  const isOld = remembered && Date.now() - remembered.at > DAY;
  let found = remembered && !isOld && (!id || remembered.id === id) ? remembered : null;
  found ??= { id: id || begun?.body.id || crypto.randomUUID(), at: Date.now(), started: Boolean(id || begun), points: {} };
  const mine = items.filter(item => item.subject === `patrol ${found.id}`);
  for (const item of mine) learn(found, item);
  if (found.finished && mine.length === 0) {
    await unnote(fact);
    return { id: crypto.randomUUID(), at: Date.now(), started: false, points: {} };
  }
  return found;
}

function learn(walk, { path, body }) {
  if (path.endsWith('/patrols')) walk.started = true;
  else if (path.endsWith('/finish')) walk.finished = true;
  else walk.points[body.point] ??= body.at;
}

function remember(item) {
  learn(walk, item);
  return note(fact, walk);
}

function show() {
  const walking = (walk.started || Boolean(page.dataset.patrol)) && !walk.finished;
  page.querySelector('[data-start]').hidden = walking || Boolean(walk.finished);
  for (const part of page.querySelectorAll('[data-when-walking]')) {
    const stop = part.closest('.stop');
    const isDone = stop && (stop.classList.contains('done') || walk.points[stop.dataset.point]);
    part.hidden = !walking || Boolean(isDone);
  }
  for (const [point, at] of Object.entries(walk.points)) {
    const stop = page.querySelector(`.stop[data-point="${point}"]`);
    if (!stop || stop.classList.contains('done')) continue;
    stop.classList.add('done');
    const seen = stop.querySelector('[data-seen]');
    seen.hidden = false;
    seen.querySelector('span').textContent = `${page.dataset.atWords} ${new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' })}`;
  }
}

if (isSecureContext && 'indexedDB' in window) {
  load();
  page.addEventListener('kept', ({ detail }) => detail.until.push(remember(detail.item)));
  // Another page may have sent what waited.
  tells.addEventListener('flushed', event => event.detail.done.size > 0 && load());
}
