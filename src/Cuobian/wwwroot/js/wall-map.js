// The live map of the wall: opened once, afterwards only its figures change. Without the library, or when the graphics fail, what the
// server drew stays.
import { style } from './map.js';

const frame = document.querySelector('[data-wall-map]');
const ink = name => getComputedStyle(frame).getPropertyValue(name).trim();
const still = { dragPan: false, scrollZoom: false, boxZoom: false, doubleClickZoom: false, touchZoomRotate: false, keyboard: false, dragRotate: false };
let opened = null;
let busy = false;
let again = false;
let shown = '';
let marked = '';
let marks = [];

/** Shows what the grids hold now. A wall that is slow draws the latest and skips what lies between. */
export async function drawMap() {
  if (!frame) return;
  if (busy) {
    again = true;
    return;
  }
  busy = true;
  try {
    const [text, library] = await Promise.all([figures(), opened ??= open()]);
    if (text !== shown) await show(library, text);
    mark(library);
  } catch (failure) {
    console.warn(failure);
  } finally {
    busy = false;
  }
  if (!again) return;
  again = false;
  drawMap();
}

async function figures() {
  const answer = await fetch(frame.dataset.source);
  if (!answer.ok) throw new Error(answer.status);
  return answer.text();
}

async function open() {
  const library = await import(frame.dataset.lib);
  await style(frame.dataset.style);
  library.setWorkerUrl(new URL(frame.dataset.worker, location).href);
  const container = frame.appendChild(document.createElement('div'));
  frame.hidden = false;
  const map = new library.Map({ container, style: { version: 8, sources: {}, layers: [] }, attributionControl: false, fadeDuration: 0, ...still });
  await new Promise(done => map.once('load', done));
  map.getCanvas().tabIndex = -1;
  map.on('webglcontextlost', () => { delete frame.dataset.state; });
  map.on('webglcontextrestored', () => { frame.dataset.state = 'open'; });
  addLayers(map);
  return { map, Marker: library.Marker, Bounds: library.LngLatBounds, bounds: null };
}

function addLayers(map) {
  const wide = Math.max(1, innerWidth / 1920);
  const shade = ['step', ['get', 'mean'], ink('--s0'), 1, ink('--s1'), 2, ink('--s2'), 3, ink('--s3'), 5, ink('--s4')];
  const [areas, points] = ['!=', '=='].map(is => [is, ['geometry-type'], 'Point']);
  map.addSource('grids', { type: 'geojson', data: { type: 'FeatureCollection', features: [] } });
  map.addLayer({ id: 'grids', type: 'fill', source: 'grids', filter: areas, paint: { 'fill-color': shade } });
  map.addLayer({ id: 'borders', type: 'line', source: 'grids', filter: areas, paint: { 'line-color': ink('--map-line'), 'line-width': wide } });
  map.addLayer({ id: 'late', type: 'line', source: 'grids', filter: ['all', areas, ['get', 'late']], paint: { 'line-color': ink('--map-late'), 'line-width': 2.5 * wide } });
  map.addLayer({ id: 'dots', type: 'circle', source: 'grids', filter: points, paint: { 'circle-color': shade, 'circle-radius': ['step', ['get', 'n'], 2 * wide, 3, 3 * wide, 5, 4.5 * wide], 'circle-stroke-color': ink('--map-late'), 'circle-stroke-width': ['case', ['get', 'late'], wide, 0] } });
  for (const layer of ['grids', 'dots']) {
    map.on('click', layer, ({ features: [{ properties }], originalEvent }) => {
      if (properties.href && !originalEvent.target.closest('.wall-spot')) location.href = properties.href;
    });
    map.on('mousemove', layer, ({ features: [{ properties }] }) => {
      frame.title = `${properties.name}: ${properties.n}`;
      map.getCanvas().style.cursor = properties.href ? 'pointer' : '';
    });
  }
  map.on('mouseout', () => { frame.title = ''; });
}

async function show(library, text) {
  const { map } = library;
  const grids = JSON.parse(text);
  map.getSource('grids').setData(grids);
  if (!library.bounds) {
    library.bounds = new library.Bounds();
    const around = part => typeof part[0] === 'number' ? library.bounds.extend(part) : part.forEach(around);
    for (const { geometry } of grids.features) around(geometry.coordinates);
    const fit = () => library.bounds.isEmpty() || map.fitBounds(library.bounds, { padding: 8, animate: false });
    fit();
    map.on('resize', fit);
  }
  if (!frame.dataset.state) {
    await map.once('idle');
    frame.dataset.state = 'open';
  }
  shown = text;
}

/** The hot spots of the list beside the map, with the same numbers; those of one place stand side by side. */
function mark({ map, Marker }) {
  const spots = [...document.querySelectorAll('.spots li[data-lat]')];
  const now = spots.map(spot => spot.outerHTML).join('');
  if (now === marked) return;
  marked = now;
  for (const old of marks) old.remove();
  const taken = [];
  marks = spots.map(spot => {
    const [sign, link] = [spot.querySelector('.spot-no'), spot.querySelector('a')];
    const element = Object.assign(document.createElement('a'), { className: `${sign.className} wall-spot`, textContent: sign.textContent, href: link.href, title: link.textContent });
    const at = [Number(spot.dataset.lon), Number(spot.dataset.lat)];
    return new Marker({ element, offset: free(map.project(at), taken) }).setLngLat(at).addTo(map);
  });
}

/** How far a mark steps aside so that it covers none of those before it. */
function free({ x, y }, taken) {
  const wide = Math.max(24, innerWidth * .0128) + 10;
  for (let step = 0; ; step++) {
    const far = wide / 4 * Math.sqrt(step);
    const [right, down] = [far * Math.cos(step * 2.4), far * Math.sin(step * 2.4)];
    if (step < 200 && taken.some(other => Math.hypot(other.x - x - right, other.y - y - down) < wide)) continue;
    taken.push({ x: x + right, y: y + down });
    return [right, down];
  }
}
