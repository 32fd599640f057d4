// Makes the report page livelier: smaller photos, the place by position or by a tap, guesses while typing.
// The server renders everything; this module sends the sheet as it is and puts the answered parts in place.
import { shrink } from './shrink.js';

const PAUSE = 700;
const form = document.getElementById('report');
const input = form.querySelector('input[type=file]');
const previews = form.querySelector('[data-previews]');
const most = Number(input.dataset.most);
let photos = [];
form.classList.add('live');

// Photos
input.addEventListener('change', async () => {
  const chosen = [...input.files].filter(file => !photos.includes(file));
  form.setAttribute('aria-busy', 'true');
  const kept = form.querySelectorAll('input[name=photo]:checked').length;
  photos = [...photos, ...await Promise.all(chosen.map(shrink))].slice(0, Math.max(0, most - kept));
  form.removeAttribute('aria-busy');
  show();
});

function show() {
  const box = new DataTransfer();
  for (const photo of photos) box.items.add(photo);
  input.files = box.files;
  for (const image of previews.querySelectorAll('img')) URL.revokeObjectURL(image.src);
  previews.replaceChildren(...photos.map((photo, index) => {
    const item = document.createElement('li');
    const image = new Image(160, 160);
    image.src = URL.createObjectURL(photo);
    image.alt = `${previews.dataset.name} ${index + 1}`;
    const remove = Object.assign(document.createElement('button'), { type: 'button', className: 'btn', textContent: previews.dataset.remove });
    remove.setAttribute('aria-label', `${previews.dataset.remove} ${image.alt}`);
    remove.addEventListener('click', () => {
      photos.splice(index, 1);
      show();
      input.focus();
    });
    item.append(image, remove);
    return item;
  }));
  previews.hidden = photos.length === 0;
}

// Guesses, danger, twins and places: the page itself, asked again without its photos
let asking, timer;
async function look() {
  clearTimeout(timer);
  asking?.abort();
  const mine = asking = new AbortController();
  const sheet = new FormData(form);
  sheet.delete('photos');
  sheet.set('act', 'look');
  try {
    const answer = await fetch(form.action, { method: 'POST', body: sheet, signal: mine.signal, headers: { Accept: 'text/html' } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    if (asking === mine) swap(page);
  } catch {
    // Without a connection the form still works as it stands.
  }
}

function swap(page) {
  const focused = document.activeElement?.id;
  for (const part of document.querySelectorAll('[data-part]')) {
    const fresh = page.querySelector(`[data-part="${part.dataset.part}"]`);
    if (fresh && fresh.innerHTML !== part.innerHTML) part.replaceChildren(...fresh.childNodes);
  }
  if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

form.elements.text.addEventListener('input', () => {
  clearTimeout(timer);
  timer = setTimeout(look, PAUSE);
});
form.addEventListener('change', event => {
  if (!event.target.matches('select, input[name=category]')) return;
  if (event.target.name === 'category') form.elements.other.value = '';
  look();
});

// The place
const locate = form.querySelector('[data-locate]'), said = form.querySelector('[data-locate-said]');
if (navigator.geolocation) locate.hidden = false;
locate.addEventListener('click', () => {
  locate.setAttribute('aria-busy', 'true');
  navigator.geolocation.getCurrentPosition(async ({ coords }) => {
    form.elements.lat.value = coords.latitude.toFixed(6);
    form.elements.lon.value = coords.longitude.toFixed(6);
    form.elements.placed.value = '';
    await look();
    locate.removeAttribute('aria-busy');
    tell(form.elements.lat.value ? '' : locate.dataset.outside);
  }, () => {
    locate.removeAttribute('aria-busy');
    tell(locate.dataset.failed);
  }, { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 });
});

form.addEventListener('map-pick', async ({ detail }) => {
  form.elements.lat.value = detail.lat.toFixed(6);
  form.elements.lon.value = detail.lon.toFixed(6);
  form.elements.placed.value = '';
  await look();
  tell(form.elements.lat.value ? '' : locate.dataset.outside);
});

function tell(words) {
  said.textContent = words;
  said.hidden = !words;
}

form.addEventListener('click', event => {
  const code = event.target.closest?.('.pick path[data-code]')?.dataset.code;
  if (!code) return;
  for (const select of form.querySelectorAll('select[name=area]')) {
    const option = [...select.options].find(o => o.value && code.startsWith(o.value));
    if (option) select.value = option.value;
  }
  look();
});
