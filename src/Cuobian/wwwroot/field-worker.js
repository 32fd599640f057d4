// Serves the field pages without a network: the last copy of a page when the server does not answer, never an act.
// Acts are sent by the pages themselves (js/field/outbox.js).
const SHELL = 'field-shell', PAGES = 'field-pages', PATIENCE = 4_000;
const offlinePage = '/field/offline';
const loose = { ignoreSearch: true, ignoreVary: true };

addEventListener('install', event => event.waitUntil(Promise.all([skipWaiting(), caches.open(SHELL).then(shell => shell.add(offlinePage)).catch(() => {})])));
addEventListener('activate', event => event.waitUntil(clients.claim()));

addEventListener('fetch', event => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (request.mode === 'navigate') event.respondWith(page(request));
  else if (/^\/(css|js|img)\//.test(pathname)) event.respondWith(fallBack(request, SHELL));
  else if (/^\/matters\/\d+\/photos\//.test(pathname)) event.respondWith(fallBack(request, PAGES));
});

async function page(request) {
  try {
    const answer = await patient(request);
    // The only way a field page redirects is to the sign-in: whoever reads on is not known, so nothing personal stays.
    if (answer.type === 'opaqueredirect') await caches.delete(PAGES);
    if (answer.status >= 500) return await kept(request) ?? answer;
    if (answer.ok) await keep(request, answer.clone());
    return answer;
  } catch {
    return await kept(request) ?? await caches.match(offlinePage, loose) ?? Response.error();
  }
}

async function keep(request, answer) {
  const html = await answer.clone().text();
  // A page that tells what was just done would tell it again.
  if (!html.includes('data-toast')) await (await caches.open(PAGES)).put(new URL(request.url).pathname, answer);
}

const kept = request => caches.match(request, { ...loose, cacheName: PAGES });

async function fallBack(request, name) {
  try {
    const answer = await patient(request);
    if (answer.ok) await (await caches.open(name)).put(request, answer.clone());
    return answer;
  } catch {
    return await caches.match(request, { ignoreVary: true, cacheName: name }) ?? Response.error();
  }
}

function patient(request) {
  return Promise.race([fetch(request), new Promise((_, failed) => setTimeout(failed, PATIENCE))]);
}
