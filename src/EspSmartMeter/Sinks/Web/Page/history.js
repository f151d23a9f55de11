// The energy of a meter as bars: the hours or quarters of a day, and the days of its month; what was taken above the line, what was fed below it.

import { element, text } from './dom.js';
import { day, locale, moment, number } from './format.js';
import { counting } from './peak.js';

// What each meter's card shows: the day that was chosen (null: today), whether by quarters, what the app answered, and which bar of a drawing is pointed at, by its start.
const shownOf = new Map();

const stateOf = id => {
  if (!shownOf.has(id)) shownOf.set(id, { day: null, byQuarters: false, bars: null, isAsked: false, told: {} });
  return shownOf.get(id);
};

async function load(id) {
  const state = stateOf(id), day = state.day;
  state.isAsked = true;
  const answer = await fetch(`api/history?meter=${encodeURIComponent(id)}${day ? `&day=${day}` : ''}`, { cache: 'no-store', signal: AbortSignal.timeout(5000) }).catch(() => null);
  // Another may have been chosen meanwhile.
  if (answer?.ok && state.day === day) state.bars = await answer.json();
}

// Asks for the history of each meter once a minute while the page is looked at, and when another day is chosen.
export function followHistory(meters, render) {
  const loadAll = async () => {
    if (document.hidden) return;
    await Promise.all(meters().map(meter => load(meter.id)));
    render();
  };
  // A new meter is asked for at once.
  setInterval(async () => {
    const news = document.hidden ? [] : meters().filter(meter => !stateOf(meter.id).isAsked);
    if (news.length === 0) return;
    await Promise.all(news.map(meter => load(meter.id)));
    render();
  }, 1000);
  setInterval(loadAll, 60000);

  const choose = async target => {
    const chosen = target.closest?.('[data-history]');
    if (!chosen) return false;
    const id = chosen.closest('[data-meter]').dataset.meter, state = stateOf(id), [kind, value] = chosen.dataset.history.split(' ');
    if (kind === 'day') state.day = value ?? null;
    else state.byQuarters = kind === 'quarters';
    await load(id);
    render();
    return true;
  };
  const point = ({ target }) => {
    const bar = target.closest?.('g[data-bar]'), card = target.closest?.('[data-meter]');
    if (!card) return;
    const state = stateOf(card.dataset.meter), before = JSON.stringify(state.told);
    state.told = bar ? { [bar.closest('figure').dataset.chart]: bar.dataset.bar } : {};
    if (JSON.stringify(state.told) !== before) render();
  };
  document.addEventListener('pointerover', point);
  document.addEventListener('focusin', point);
  document.addEventListener('click', ({ target }) => choose(target));
  document.addEventListener('keydown', event => {
    if ((event.key === 'Enter' || event.key === ' ') && event.target.closest?.('g[data-history]')) {
      event.preventDefault();
      choose(event.target);
    }
  });
}

const month = from => new Date(`${from.slice(0, 10)}T12:00`).toLocaleDateString(locale, { month: 'long', year: 'numeric' });

const energies = (taken, fed) => [text('energy_taken', number(taken, 3)), fed > 0 && text('energy_fed', number(fed, 3))].filter(Boolean).join(' · ');

const sum = (bars, direction) => bars.reduce((all, bar) => all + (bar[direction] ?? 0), 0);

// A triangle over a bar that counts for the peak tariff.
const mark = (middle, width) => {
  const half = Math.max(5, Math.min(width / 2, 8)), at = Math.min(600 - half, Math.max(half, middle));
  return element('path.counts', { d: `M${(at - half).toFixed(1)} 0h${(2 * half).toFixed(1)}l${(-half).toFixed(1)} 9z` });
};

// When a bar ends: where the next begins, or as long after its beginning as the one before it was.
const endOf = (bars, i) => Date.parse(i + 1 < bars.length ? bars[i + 1].from : bars[i].from) + (i + 1 < bars.length ? 0 : Date.parse(bars[i].from) - Date.parse(bars[i - 1]?.from ?? bars[i].from));

// One drawing. A bar is named by nameOf(bar), and told beside the caption where it is pointed at; choice(bar) is what a click on it chooses.
function chart(meter, key, caption, bars, told, nameOf, labels, choice) {
  const top = Math.max(0.001, ...bars.map(bar => bar.import ?? 0)), bottom = Math.max(0, ...bars.map(bar => bar.export ?? 0));
  // Room for the marks over the bars that count.
  const head = meter.peak ? 11 : 0, scale = (100 - head) / (top + bottom), zero = head + top * scale, width = 600 / bars.length, gap = Math.min(2, width / 4);
  const rect = (kind, i, y, height) => height > 0 && element(`rect.${kind}`, {
    x: (i * width + gap / 2).toFixed(2), y: y.toFixed(2), width: (width - gap).toFixed(2), height: Math.max(height, 0.5).toFixed(2) });
  const total = energies(sum(bars, 'import'), sum(bars, 'export'));
  const countsIn = bar => counting(meter, bar.from, endOf(bars, bars.indexOf(bar)));
  const labelOf = bar => [`${nameOf(bar)}: ${energies(bar.import, bar.export)}`, countsIn(bar)].filter(Boolean).join(' · ');
  const pointedAt = bars.find(bar => bar.from === told[key] && bar.import !== null);
  const drawn = (bar, i) => {
    const isKnown = bar.import !== null;
    return element('g', isKnown && { 'data-bar': bar.from }, isKnown && choice && { role: 'button', tabindex: '0', 'aria-label': labelOf(bar), 'data-history': choice(bar) },
      element('rect.room', { x: (i * width).toFixed(2), y: 0, width: width.toFixed(2), height: 100 }),
      rect('import', i, zero - (bar.import ?? 0) * scale, (bar.import ?? 0) * scale),
      rect('export', i, zero, (bar.export ?? 0) * scale),
      countsIn(bar) && mark((i + 0.5) * width, width));
  };
  return element('figure.bars', { 'data-chart': key },
    element('figcaption', element('b', caption), ' ', element('span', pointedAt ? labelOf(pointedAt) : total)),
    element('svg', { viewBox: '0 0 600 100', preserveAspectRatio: 'none', ...(choice ? {} : { role: 'img', 'aria-label': `${caption}: ${total}` }) },
      bars.map(drawn), element('line.zero', { x1: 0, x2: 600, y1: zero.toFixed(2), y2: zero.toFixed(2) })),
    element('p.axis', { 'aria-hidden': 'true' }, labels.map(label => element('span', label))));
}

// The bars of one meter; nothing until something has flowed.
export function history(meter) {
  const { bars, byQuarters, day: chosen, told } = stateOf(meter.id);
  if (!bars || (bars.gaps.length === 0 && bars.days.every(bar => !bar.import && !bar.export))) return [];
  const shown = byQuarters ? bars.quarters : bars.hours;
  const time = bar => bar.from.slice(11, 16);
  const button = (label, choice, pressed) => element('button', label, { type: 'button', 'data-history': choice, 'aria-pressed': String(pressed) });
  return [element('h3', text('energy')),
    element('p.controls', button(text('hours_bars'), 'hours', !byQuarters), ' ', button(text('quarters_bars'), 'quarters', byQuarters), ' ', chosen && button(text('today'), 'day', false)),
    element('div.charts',
      chart(meter, 'day', chosen ? day(bars.day) : text('today'), shown, told, time, ['0', '6', '12', '18', '24']),
      chart(meter, 'month', month(bars.day), bars.days, told, bar => day(bar.from), ['1', String(Math.ceil(bars.days.length / 2)), String(bars.days.length)], bar => `day ${bar.from.slice(0, 10)}`)),
    bars.gaps.map(gap => element('p.note', text('energy_gap', energies(gap.import, gap.export), moment(gap.from), moment(gap.to))))];
}
