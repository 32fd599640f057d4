// Sorts the round by distance when the phone says where it is; nothing is sent anywhere.
const button = document.querySelector('[data-near]');
const list = document.querySelector('[data-tasks]');
const byDue = [...list.children];
let near = false;

function metres(a, b) {
  const rad = degrees => degrees * Math.PI / 180;
  const h = Math.sin(rad(b.lat - a.lat) / 2) ** 2 + Math.cos(rad(a.lat)) * Math.cos(rad(b.lat)) * Math.sin(rad(b.lon - a.lon) / 2) ** 2;
  return 2 * 6_371_000 * Math.asin(Math.sqrt(h));
}

function tell(item, far) {
  const place = item.querySelector('[data-distance]');
  place.textContent = ` · ${far < 950 ? place.dataset.metres.replace('{0}', Math.round(far / 10) * 10) : place.dataset.kilometres.replace('{0}', (far / 1000).toFixed(1))}`;
}

function sort({ coords }) {
  const here = { lat: coords.latitude, lon: coords.longitude };
  const far = new Map(byDue.map(item => [item, item.dataset.lat ? metres(here, { lat: +item.dataset.lat, lon: +item.dataset.lon }) : Infinity]));
  for (const [item, distance] of far) if (Number.isFinite(distance)) tell(item, distance);
  list.append(...[...byDue].sort((a, b) => far.get(a) - far.get(b)));
  near = true;
  button.querySelector('span').textContent = button.dataset.dueWords;
}

if (navigator.geolocation && byDue.length > 1) {
  button.hidden = false;
  button.addEventListener('click', () => {
    if (near) {
      near = false;
      list.append(...byDue);
      button.querySelector('span').textContent = button.dataset.nearWords;
      return;
    }
    navigator.geolocation.getCurrentPosition(sort, () => { button.querySelector('span').textContent = button.dataset.deniedWords; }, { maximumAge: 60_000, timeout: 10_000 });
  });
}
