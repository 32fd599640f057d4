// The map beside the queue: every row has its pin, and the one that is open is shown in the middle. The rows are the truth.
const ZOOM = 13.8;
let live = null;
let pins = new Map();
// Who has just opened the map sees everything first, unless they asked for one matter.
let centred = new URLSearchParams(location.search).has('open') ? null : openNumber();

const rows = () => [...document.querySelectorAll('[data-row][data-lat]')];

function openNumber() {
  return document.querySelector('[data-row][aria-current]')?.dataset.row;
}

document.addEventListener('map-ready', event => {
  if (!event.target.hasAttribute('data-pins')) return;
  live = event.detail;
  renew();
});

/** Puts the pins where the rows say. */
export function renew() {
  if (!live) return;
  for (const pin of pins.values()) pin.remove();
  const met = new Map();
  pins = new Map(rows().map(row => {
    const at = [Number(row.dataset.lon), Number(row.dataset.lat)];
    const before = met.get(at.join()) ?? 0;
    met.set(at.join(), before + 1);
    return [row.dataset.row, new live.Marker({ element: signOf(row), offset: around(before) }).setLngLat(at).addTo(live.map)];
  }));
  follow();
}

/** The pin of the open row stands out and comes into the middle. */
export function follow() {
  const open = openNumber();
  for (const pin of document.querySelectorAll('[data-pin]'))
    if (pin.dataset.pin === open) pin.setAttribute('aria-current', 'true');
    else pin.removeAttribute('aria-current');
  const pin = live && pins.get(open);
  if (!pin || open === centred) return;
  centred = open;
  live.map.easeTo({ center: pin.getLngLat(), zoom: Math.max(live.map.getZoom(), ZOOM) });
}

function signOf(row) {
  const link = row.querySelector('td:first-child > a');
  // The list is the way for keys; the map does not ask for thirty more steps before it.
  const sign = Object.assign(document.createElement('a'), { className: `map-pin ${row.dataset.tone}`, href: link.href, title: link.textContent, tabIndex: -1 });
  sign.dataset.pin = row.dataset.row;
  sign.setAttribute('aria-label', link.textContent);
  return sign;
}

/** Pins of one place stand around it, so that each can be pressed. */
function around(before) {
  const far = 18 * Math.sqrt(before);
  return [far * Math.cos(before * 2.4), far * Math.sin(before * 2.4)];
}
