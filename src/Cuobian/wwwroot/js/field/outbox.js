// The outbox: acts are written down first and sent afterwards, in order, each exactly once.
// The server knows an act by its Idempotency-Key and answers a second sending with the first answer.
import { put, remove, waiting } from './store.js';

const LOCK = 'cuobian-outbox', PATIENCE = 20_000, MOST_TRIES = 5;
const later = [408, 425, 429, 500, 502, 503, 504];
export const tells = new EventTarget();

/** Writes an act down; it survives closing the page and the phone. */
export async function enqueue(act) {
  const item = {
    ...act,
    key: crypto.randomUUID(),
    made: new Date().toISOString(),
    state: 'waiting',
    tries: 0,
    photos: (act.photos ?? []).map(photo => ({ ...photo, key: crypto.randomUUID() })),
  };
  item.subject ??= item.key;
  item.seq = await put(item);
  return item;
}

/** Sends what waits. Two pages never send at once; without waiting for the other one, nothing is done when it is busy. */
export async function flush({ wait = false } = {}) {
  const work = lock => lock === null ? { net: 'busy', done: new Map() } : deliver();
  const outcome = await (navigator.locks ? navigator.locks.request(LOCK, { ifAvailable: !wait }, work) : work());
  tells.dispatchEvent(new CustomEvent('flushed', { detail: outcome }));
  return outcome;
}

/** Tries again what was refused. */
export async function retry(item) {
  await put({ ...item, state: 'waiting', why: null, tries: 0 });
  return flush({ wait: true });
}

async function deliver() {
  const done = new Map();
  const who = await account();
  if (who === undefined) return { net: 'offline', done };
  if (who === null) return { net: 'signed-out', done };
  const items = await waiting();
  const stuck = new Set(items.filter(item => item.state === 'problem').map(item => item.subject));
  for (const item of items) {
    // What comes after a refused act on the same thing waits until that one is settled.
    if (item.state !== 'waiting' || item.owner !== who || stuck.has(item.subject)) continue;
    const outcome = await send(item);
    if (outcome.net) return { net: outcome.net, done };
    if (outcome.problem) stuck.add(item.subject);
    done.set(item.seq, outcome);
  }
  return { net: 'online', done };
}

/** Whose session this is: null when nobody is signed in, undefined when the server cannot be reached. */
async function account() {
  try {
    const answer = await call('/api/v1/session');
    return answer.ok ? (await answer.json()).account : answer.status === 401 ? null : undefined;
  } catch {
    return undefined;
  }
}

async function send(item) {
  try {
    const [answer, problem] = await attempt(item);
    if (answer.status === 401) return { net: 'signed-out' };
    // The key was used for this act before: it is done, only its answer was lost.
    if (answer.ok || problem?.type === 'key_reused') {
      await remove(item.seq);
      return { answer: answer.ok && answer.status !== 204 ? await answer.json().catch(() => null) : null };
    }
    if (later.includes(answer.status) && ++item.tries < MOST_TRIES) {
      await put(item);
      return { net: 'later' };
    }
    const why = { status: answer.status, code: problem?.type, title: problem?.title, errors: problem?.errors ?? [] };
    await put({ ...item, state: 'problem', why });
    return { problem: why };
  } catch {
    return { net: 'offline' };
  }
}

async function attempt(item) {
  for (let round = 0; ; round++) {
    const refused = await upload(item);
    const answer = refused ?? await call(item.path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': item.key },
      body: JSON.stringify({ ...item.body, ...slots(item) }),
    });
    const problem = answer.ok ? null : await answer.json().catch(() => null);
    const isStale = !refused && problem?.errors?.some(fault => fault.code === 'matters.unknown_photo');
    const isRace = problem?.type === 'changed_meanwhile';
    if (round > 0 || !(isStale || isRace)) return [answer, problem];
    // Photos that nothing used within a day were let go: send them again.
    if (isStale) {
      item.photos = item.photos.map(photo => ({ ...photo, id: undefined, key: crypto.randomUUID() }));
      await put(item);
    }
  }
}

/** Sends the photos that are not there yet; answers the refusal, if there is one. */
async function upload(item) {
  for (const photo of item.photos.filter(photo => !photo.id)) {
    const form = new FormData();
    form.append('file', photo.blob, 'photo.jpg');
    const answer = await call('/api/v1/files', { method: 'POST', headers: { 'Idempotency-Key': photo.key }, body: form });
    if (!answer.ok) return answer;
    photo.id = (await answer.json()).id;
    await put(item);
  }
  return null;
}

function slots(item) {
  const named = {};
  for (const photo of item.photos) (named[photo.slot] ??= []).push(photo.id);
  return named;
}

function call(address, options = {}) {
  const headers = { Accept: 'application/json', ...options.headers };
  return fetch(address, { ...options, headers, redirect: 'error', signal: AbortSignal.timeout?.(PATIENCE) });
}
