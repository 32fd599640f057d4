// Draws charts from the tables behind them: names, figures and links are read there, so that both always say the same.
// A frame gets its chart once; later figures only move it. Without the library the page stays as the server drew it.
const kept = new Map();
const still = matchMedia('(prefers-reduced-motion: reduce)');
let library = null;

export async function drawCharts() {
  for (const [frame, { chart, seen }] of kept) {
    if (frame.isConnected) continue;
    seen.disconnect();
    chart.dispose();
    kept.delete(frame);
  }
  for (const frame of document.querySelectorAll('[data-chart]')) {
    try {
      library ??= fetchLibrary(frame.dataset.lib);
      draw(frame, await library);
    } catch (failure) {
      frame.hidden = true;
      console.warn(failure);
    }
  }
}

/** The build for browsers hangs itself into the window, also when it is fetched as a module. */
async function fetchLibrary(address) {
  await import(address);
  return globalThis.echarts;
}

function draw(frame, echarts) {
  const rows = read(document.getElementById(frame.dataset.of));
  frame.hidden = rows.length === 0;
  if (rows.length === 0) return;
  const kind = kinds[frame.dataset.chart];
  kind.fit?.(frame, rows);
  let known = kept.get(frame);
  if (!known) {
    const chart = echarts.init(frame, null, { renderer: 'canvas' });
    known = { chart, rows, seen: new ResizeObserver(() => resize(frame)) };
    kept.set(frame, known);
    known.seen.observe(frame);
    lead(known, kind);
  }
  known.rows = rows;
  known.chart.setOption({ animation: !still.matches, animationDurationUpdate: 600, textStyle: { fontFamily: getComputedStyle(frame).fontFamily }, ...kind.option(rows, look(frame)) });
}

function resize(frame) {
  const { chart, rows } = kept.get(frame);
  const kind = kinds[frame.dataset.chart];
  chart.resize();
  chart.setOption({ animation: false, ...kind.option(rows, look(frame)) });
}

/** A press anywhere in a row or a day leads to its list. */
function lead(known, kind) {
  const row = event => known.rows[kind.at(known.chart, event)];
  const surface = known.chart.getZr();
  surface.on('click', event => { if (row(event)) location.href = row(event).href; });
  surface.on('mousemove', event => surface.setCursorStyle(row(event) ? 'pointer' : 'default'));
}

function read(table) {
  return [...table?.tBodies[0].rows ?? []].map(row => ({
    name: row.cells[0].textContent.trim(),
    href: row.querySelector('a').href,
    tone: row.dataset.tone,
    cells: [...row.querySelectorAll('[data-v]')].map(cell => ({ value: Number(cell.dataset.v), says: cell.dataset.words ?? cell.textContent.trim() })),
  }));
}

/** Colours and sizes of the house, as the frame has them now. */
function look(frame) {
  const style = getComputedStyle(frame);
  return { size: parseFloat(style.fontSize), ink: name => style.getPropertyValue(`--${name}`).trim() };
}

const clear = (colour, share) => `${colour}${Math.round(share * 255).toString(16).padStart(2, '0')}`;

const kinds = {
  flow: {
    at: (chart, { offsetX }) => chart.convertFromPixel({ xAxisIndex: 0 }, offsetX),
    option(rows, { size, ink }) {
      const line = (at, colour, filled) => ({
        type: 'line', smooth: .3, symbol: 'circle', symbolSize: size * .55, showSymbol: true, lineStyle: { width: size / 6, color: colour }, itemStyle: { color: colour },
        areaStyle: filled ? { color: { type: 'linear', x: 0, y: 0, x2: 0, y2: 1, colorStops: [{ offset: 0, color: clear(colour, .38) }, { offset: 1, color: clear(colour, 0) }] } } : undefined,
        data: rows.map(({ cells }, day) => day === 0
          ? { value: cells[at].value, label: { show: true, position: 'top', formatter: '{c}', color: colour, fontSize: size, fontWeight: 700 } }
          : { value: cells[at].value, symbolSize: 0.01 }),
      });
      return {
        // The table has the latest day on top.
        xAxis: { type: 'category', inverse: true, boundaryGap: false, data: rows.map(({ name }) => name), axisTick: { show: false }, axisLine: { lineStyle: { color: ink('line') } }, axisLabel: { color: ink('ink-3'), fontSize: size * .8, interval: at => at % 3 === 0, margin: size * .6 } },
        yAxis: { type: 'value', minInterval: 1, splitNumber: 4, splitLine: { lineStyle: { color: ink('line') } }, axisLabel: { color: ink('ink-3'), fontSize: size * .8 } },
        grid: { left: size * 2.4, right: size * 1.6, top: size * 1.8, bottom: size * 1.9 },
        series: [line(0, ink('brick'), true), line(1, ink('bar-info'), false)],
      };
    },
  },
  rank: {
    at: (chart, { offsetY }) => chart.convertFromPixel({ yAxisIndex: 0 }, offsetY),
    fit: (frame, rows) => Object.assign(frame.style, { flex: `${rows.length} 1 0`, minHeight: `${rows.length * 1.9}em`, maxHeight: `${rows.length * 2.9}em` }),
    option(rows, { size, ink }) {
      const quiet = { axisLine: { show: false }, axisTick: { show: false } };
      const shorten = (text, most) => text.length > most ? `${text.slice(0, most - 1)}…` : text;
      return {
        grid: { left: size * 9.9, right: size * 8.7, top: 0, bottom: 0 },
        xAxis: { type: 'value', min: 0, max: 1, show: false },
        yAxis: [
          { type: 'category', inverse: true, data: rows.map(({ name }) => name), ...quiet, axisLabel: { color: ink('ink'), fontSize: size, align: 'left', margin: size * 9.8, formatter: name => shorten(name, /[⺀-鿿]/.test(name) ? 9 : 18) } },
          { type: 'category', inverse: true, position: 'right', data: rows.map((_, at) => at), ...quiet, axisLabel: {
            formatter: at => `{rate|${rows[at].cells[0].says}}{of|${rows[at].cells[1].says}}`, margin: size * .8,
            rich: { rate: { color: ink('ink'), fontSize: size, width: size * 3.9, align: 'left' }, of: { color: ink('ink-3'), fontSize: size * .8, width: size * 4, align: 'left' } },
          } },
        ],
        series: [{
          type: 'bar', barWidth: size * .72, showBackground: true, backgroundStyle: { color: ink('sunk'), borderRadius: size * .36 },
          data: rows.map(({ cells, tone }) => ({ value: cells[0].value, itemStyle: { color: ink(`bar-${tone}`) || ink('bar-info'), borderRadius: size * .36 } })),
        }],
      };
    },
  },
};
