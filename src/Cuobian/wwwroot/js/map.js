// Maps to move and zoom. The library is large, so it is fetched when somebody opens the map; what the server drew stays otherwise.
const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

for (const box of document.querySelectorAll('[data-live-map]')) {
  const open = box.querySelector('[data-map-open]');
  open.hidden = false;
  open.addEventListener('click', () => start(box, open));
  if (box.hasAttribute('data-opens')) start(box, open);
}

async function start(box, open) {
  open.setAttribute('aria-busy', 'true');
  try {
    const [library, grids] = await Promise.all([import(box.dataset.lib), fetch(box.dataset.source).then(answer => answer.ok ? answer.json() : Promise.reject(answer.status)), style(box.dataset.style)]);
    library.setWorkerUrl(new URL(box.dataset.worker, location).href);
    draw(box, library, grids);
    open.remove();
  } catch {
    open.removeAttribute('aria-busy');
    const said = box.querySelector('[data-map-said]');
    said.textContent = box.dataset.failed;
    said.hidden = false;
  }
}

export function style(address) {
  return new Promise((done, failed) => {
    const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: address, onload: done, onerror: failed });
    document.head.append(link);
  });
}

function draw(box, { Map, Marker, NavigationControl, AttributionControl, LngLatBounds }, grids) {
  const still = box.querySelector('[data-map-still]');
  const frame = document.createElement('div');
  frame.className = 'map-frame';
  frame.setAttribute('role', 'region');
  frame.setAttribute('aria-label', box.dataset.label);
  box.prepend(frame);

  const bounds = new LngLatBounds();
  const around = part => typeof part[0] === 'number' ? bounds.extend(part) : part.forEach(around);
  for (const { geometry } of grids.features) around(geometry.coordinates);
  const map = new Map({ container: frame, style: look(box), bounds: bounds.isEmpty() ? undefined : bounds, fitBoundsOptions: { padding: 16 }, attributionControl: false, dragRotate: false, pitchWithRotate: false, cooperativeGestures: false });
  if (box.dataset.attribution) map.addControl(new AttributionControl({ customAttribution: box.dataset.attribution }));
  map.addControl(new NavigationControl({ showCompass: false }));
  map.on('load', () => {
    map.addSource('grids', { type: 'geojson', data: grids, promoteId: 'code' });
    const shade = ['step', ['coalesce', ['get', 'n'], 0], css('--s0'), 1, css('--s1'), 2, css('--s2'), 3, css('--s3'), 5, css('--s4')];
    map.addLayer({ id: 'grids', type: 'fill', source: 'grids', filter: ['!=', ['geometry-type'], 'Point'], paint: { 'fill-color': shade, 'fill-opacity': box.dataset.tiles ? .45 : .9 } });
    map.addLayer({ id: 'borders', type: 'line', source: 'grids', filter: ['!=', ['geometry-type'], 'Point'], paint: { 'line-color': ['case', ['==', ['get', 'late'], true], css('--map-late'), css('--edge')], 'line-width': ['case', ['==', ['get', 'late'], true], 2, .8] } });
    if (box.hasAttribute('data-pick')) pick(box, map, Marker);
    else if (!box.hasAttribute('data-pins') || grids.features.some(({ geometry }) => geometry.type === 'Point')) counts(map, grids, Marker);
    still.hidden = true;
    box.dataset.state = 'open';
    box.dispatchEvent(new CustomEvent('map-ready', { bubbles: true, detail: { map, grids, Marker } }));
  });
  map.on('click', 'grids', event => {
    // A press on something that lies on the map is meant for that.
    if (event.originalEvent.target.closest('.maplibregl-marker')) return;
    const { href, code } = event.features[0].properties;
    box.dispatchEvent(new CustomEvent('map-grid', { bubbles: true, detail: { code } }));
    if (href && !box.hasAttribute('data-pick')) location.href = href;
  });
  map.on('mouseenter', 'grids', () => map.getCanvas().style.cursor = 'pointer');
  map.on('mouseleave', 'grids', () => map.getCanvas().style.cursor = '');
}

function look(box) {
  const layers = [{ id: 'paper', type: 'background', paint: { 'background-color': css('--sunk') } }];
  if (!box.dataset.tiles) return { version: 8, sources: {}, layers };
  const base = { type: 'raster', tiles: [box.dataset.tiles], tileSize: 256 };
  return { version: 8, sources: { base }, layers: [...layers, { id: 'base', type: 'raster', source: 'base' }] };
}

/** Where a press falls is the place; the page is told, and a pin shows it. */
function pick(box, map, Marker) {
  let pin = null;
  map.on('click', ({ lngLat }) => {
    pin ??= new Marker({ color: css('--brick') });
    pin.setLngLat(lngLat).addTo(map);
    box.dispatchEvent(new CustomEvent('map-pick', { bubbles: true, detail: { lat: lngLat.lat, lon: lngLat.lng } }));
  });
}

/** Figures that gather to one when they would touch. They are real links and buttons, so that keys reach them. */
function counts(map, grids, Marker) {
  const points = grids.features.filter(({ properties }) => properties.n > 0 && properties.at).map(({ properties }) => ({ type: 'Feature', geometry: { type: 'Point', coordinates: properties.at }, properties }));
  map.addSource('points', { type: 'geojson', data: { type: 'FeatureCollection', features: points }, cluster: true, clusterRadius: 44, clusterProperties: { sum: ['+', ['get', 'n']] } });
  map.addLayer({ id: 'points', type: 'circle', source: 'points', paint: { 'circle-radius': 1, 'circle-opacity': 0 } });
  let shown = [];
  const show = () => {
    for (const marker of shown) marker.remove();
    const seen = new Set();
    shown = map.querySourceFeatures('points').filter(({ properties }) => {
      const key = properties.cluster ? `c${properties.cluster_id}` : properties.code;
      return !seen.has(key) && seen.add(key);
    }).map(({ geometry, properties }) => {
      const sign = document.createElement(properties.href && !properties.cluster ? 'a' : 'button');
      sign.className = 'map-count';
      sign.textContent = properties.cluster ? properties.sum : properties.n;
      if (!properties.cluster) sign.setAttribute('aria-label', `${properties.name}: ${properties.n}`);
      if (sign.localName === 'a') sign.href = properties.href;
      else sign.addEventListener('click', async () => map.easeTo({ center: geometry.coordinates, zoom: await map.getSource('points').getClusterExpansionZoom(properties.cluster_id) }));
      return new Marker({ element: sign }).setLngLat(geometry.coordinates).addTo(map);
    });
  };
  map.on('moveend', show);
  map.on('sourcedata', event => event.sourceId === 'points' && event.isSourceLoaded && show());
}
