// Lets a line, a border or grids be drawn on the map. What is drawn is written into the form beside it, which works by itself;
// what is typed there is drawn, and the server says at once what would become of it.
const forms = [...document.querySelectorAll('form[data-tool]')];
const tools = document.querySelector('[data-draw-tools]');
const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const none = { type: 'FeatureCollection', features: [] };
let map, canvas, form = forms[0], due, asked;

document.addEventListener('map-ready', ({ detail }) => {
  map = detail.map;
  canvas = map.getCanvas();
  for (const name of ['parts', 'picked', 'pencil']) map.addSource(name, { type: 'geojson', data: none });
  map.addLayer({ id: 'parts', type: 'fill', source: 'parts', paint: { 'fill-color': ['match', ['get', 'at'], 0, css('--s2'), css('--s3')], 'fill-opacity': .85 } });
  map.addLayer({ id: 'parts-edge', type: 'line', source: 'parts', paint: { 'line-color': css('--brick-deep'), 'line-width': 2 } });
  map.addLayer({ id: 'picked', type: 'line', source: 'picked', paint: { 'line-color': css('--azurite'), 'line-width': 4 } });
  map.addLayer({ id: 'pencil', type: 'line', source: 'pencil', paint: { 'line-color': css('--azurite'), 'line-width': 3, 'line-dasharray': [2, 1] } });
  map.addLayer({ id: 'pencil-points', type: 'circle', source: 'pencil', filter: ['==', ['geometry-type'], 'Point'], paint: { 'circle-radius': 6, 'circle-color': css('--card'), 'circle-stroke-color': css('--azurite'), 'circle-stroke-width': 3 } });
  map.on('click', ({ lngLat }) => tap(lngLat));
  map.doubleClickZoom.disable();
  canvas.addEventListener('keydown', key);
  show(detail.grids);
});

function show(grids) {
  tools.hidden = false;
  canvas.closest('.map-frame').classList.add('pencil');
  known = new Map(grids.features.map(feature => [feature.properties.code, feature]));
  const home = known.get(tools.dataset.home);
  if (home) map.fitBounds(box(home.geometry.coordinates), { padding: 60, animate: false });
  const choice = tools.querySelector('[data-draw-choice]');
  if (forms.length > 1) for (const one of forms) {
    const button = Object.assign(document.createElement('button'), { type: 'button', className: 'btn', textContent: one.dataset.toolWords });
    button.addEventListener('click', () => choose(one));
    choice.append(button);
  }
  choose(form);
}

let known = new Map();

function box(rings) {
  const points = rings.flat(Infinity);
  const lons = points.filter((_, at) => at % 2 === 0), lats = points.filter((_, at) => at % 2 === 1);
  return [[Math.min(...lons), Math.min(...lats)], [Math.max(...lons), Math.max(...lats)]];
}

function choose(one) {
  form = one;
  const hint = tools.querySelector('[data-draw-hint]');
  hint.textContent = hint.dataset[form.dataset.tool];
  tools.querySelectorAll('[data-draw-choice] button').forEach((button, at) => button.setAttribute('aria-pressed', String(forms[at] === form)));
  draw();
}

const isPick = () => form.dataset.tool === 'grids';
const field = () => form.elements[form.dataset.tool];

/** The points as they stand in the form; half-typed ones are not there yet. */
function points() {
  if (isPick()) return [];
  const numbers = field().value.split(/[\s,;，；]+/).filter(Boolean).map(Number);
  return numbers.some(Number.isNaN) ? [] : Array.from({ length: Math.floor(numbers.length / 2) }, (_, at) => [numbers[2 * at], numbers[2 * at + 1]]);
}

function write(list) {
  field().value = list.map(([lon, lat]) => `${lon.toFixed(6)},${lat.toFixed(6)}`).join('\n');
  field().dispatchEvent(new Event('input', { bubbles: true }));
}

function tap(lngLat) {
  if (!isPick()) return write([...points(), [lngLat.lng, lngLat.lat]]);
  const found = map.queryRenderedFeatures(map.project(lngLat), { layers: ['grids'] })[0];
  const tick = found && form.querySelector(`[name=codes][value="${CSS.escape(found.properties.code)}"]`);
  tick?.click();
}

const acts = {
  middle: () => tap(map.getCenter()),
  undo: () => isPick() ? [...form.querySelectorAll('[name=codes]:checked')].at(-1)?.click() : write(points().slice(0, -1)),
  clear: () => isPick() ? form.querySelectorAll('[name=codes]:checked').forEach(tick => tick.click()) : write([]),
};

function key(event) {
  const act = { Enter: 'middle', Backspace: 'undo' }[event.key];
  if (!act) return;
  event.preventDefault();
  acts[act]();
}

tools?.addEventListener('click', event => acts[event.target.closest('[data-draw]')?.dataset.draw]?.());

for (const one of forms) {
  one.addEventListener('focusin', () => { if (map && form !== one) choose(one); });
  one.addEventListener('input', event => { if (map && ['line', 'ring', 'codes'].includes(event.target.name)) changed(); });
}

function changed() {
  draw();
  clearTimeout(due);
  if (enough()) due = setTimeout(look, 350);
  else map.getSource('parts').setData(none);
}

const ticked = () => [...form.querySelectorAll('[name=codes]:checked')].map(tick => tick.value);
const enough = () => ({ line: points().length >= 2, ring: points().length >= 3, grids: ticked().length >= 2 })[form.dataset.tool];

function draw() {
  const list = points();
  const line = form.dataset.tool === 'ring' && list.length > 2 ? [...list, list[0]] : list;
  const features = list.map(at => ({ type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: at } }));
  if (line.length > 1) features.unshift({ type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates: line } });
  map.getSource('pencil').setData({ type: 'FeatureCollection', features });
  const chosen = isPick() ? ticked() : [tools.dataset.home];
  map.getSource('picked').setData({ type: 'FeatureCollection', features: chosen.map(code => known.get(code)).filter(Boolean) });
}

/** Asks the server what would be: the same form, sent only to be checked. */
async function look() {
  asked?.abort();
  asked = new AbortController();
  const body = new FormData(form);
  body.set('do', 'check');
  try {
    const answer = await fetch(form.action, { method: 'POST', body, headers: { Accept: 'text/html' }, signal: asked.signal });
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-part=preview]');
    document.querySelector('[data-part=preview]').replaceWith(document.adoptNode(fresh));
    const parts = JSON.parse(fresh.dataset.parts ?? '[]');
    map.getSource('parts').setData({ type: 'FeatureCollection', features: parts.map((geometry, at) => ({ type: 'Feature', properties: { at }, geometry })) });
  } catch (failure) {
    // The button that asks for the result still does.
    if (failure.name !== 'AbortError') console.warn(failure);
  }
}
