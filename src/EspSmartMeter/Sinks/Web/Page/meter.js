// A meter: what flows now, what flowed, its registers and its submeters.

import { element, text } from './dom.js';
import { age, clock, moment, number } from './format.js';
import { history } from './history.js';
import { peak, peakOffer } from './peak.js';

// A value that no table names goes by its code.
const nameOf = value => value.label ?? value.name ?? value.code;

const powers = ['power_import', 'power_export', 'power_net'];

// The value under a key, where it is fresh.
const valueOf = (meter, key) => {
  const found = meter.values.find(value => value.key === key);
  return found && !found.stale && typeof found.value === 'number' ? found.value : null;
};

// What a tab's title tells: the power of the first meter that has one.
export function powerIn(meters) {
  const watts = meters.filter(meter => meter.available).map(meter => meter.power).find(known => known !== undefined);
  return watts === undefined ? null : `${number(Math.round(watts))} W`;
}

function powerShown(meter, now) {
  const watts = meter.power;
  if (watts === undefined) {
    const old = meter.values.find(value => powers.includes(value.key));
    return element('p.power', element('b', '–'), element('small', old ? text('stale', age(old.received, now)) : text('no_power')));
  }
  const size = Math.abs(watts), kilo = size >= 10000;
  return element(`p.power.${watts < 0 ? 'export' : 'import'}`,
    element('b', kilo ? number(size / 1000, 2) : number(Math.round(size))), element('span', kilo ? 'kW' : 'W'),
    element('small', text(watts < 0 ? 'fed' : 'taken')));
}

// The curve of up to half an hour: [second, watts, second, watts, …].
function trace(meter, now) {
  const points = [];
  for (let i = 0; i + 1 < meter.trace.length; i += 2) points.push([meter.trace[i], meter.trace[i + 1]]);
  if (points.length < 2) return element('div');
  const end = Date.parse(now) / 1000, start = points[0][0];
  if (meter.available && meter.power !== undefined) points.push([end, meter.power]);
  const watts = points.map(p => p[1]), least = Math.min(...watts), most = Math.max(...watts);
  // Scaled to what happened: a flat line at 2 kW says nothing of the kettle. At least 50 W high, so that noise stays small.
  const room = Math.max(0, 50 - (most - least)) / 2, top = most + room, bottom = least - room;
  const x = second => ((second - start) / (end - start) * 600).toFixed(1), y = watts => (96 - (watts - bottom) / (top - bottom) * 90).toFixed(1);
  const curve = points.map((p, i) => `${i ? 'L' : 'M'}${x(p[0])} ${y(p[1])}`).join('');
  const range = text('range', number(least), number(most), Math.max(1, Math.round((end - start) / 60)));
  const hasZero = bottom <= 0 && top >= 0, ground = hasZero ? y(0) : top < 0 ? 0 : 100;
  return element('figure', element('svg.trace', { viewBox: '0 0 600 100', preserveAspectRatio: 'none', role: 'img', 'aria-label': range },
    element('path.area', { d: `${curve}L${x(points.at(-1)[0])} ${ground}L${x(points[0][0])} ${ground}Z` }),
    hasZero && element('line.zero', { x1: 0, x2: 600, y1: y(0), y2: y(0) }),
    element('path.curve', { d: curve })), element('figcaption', range));
}

// A phase as a bar against its fuse, where the source's options name that.
function load(current, fuse) {
  const share = Math.min(1, Math.abs(current) / fuse);
  return element('svg.load', { viewBox: '0 0 100 6', preserveAspectRatio: 'none', role: 'img', 'aria-label': text('of_fuse', number(current), fuse) },
    element('rect.room', { x: 0, y: 0, width: 100, height: 6 }),
    element(`rect.used.${share > 0.9 ? 'full' : ''}`, { x: 0, y: 0, width: (share * 100).toFixed(1), height: 6 }));
}

function phases(meter) {
  const of = phase => {
    const voltage = valueOf(meter, `voltage_l${phase}`), current = valueOf(meter, `current_l${phase}`);
    const taken = valueOf(meter, `power_import_l${phase}`), fed = valueOf(meter, `power_export_l${phase}`);
    if (voltage === null && current === null && taken === null && fed === null) return null;
    const watts = taken === null && fed === null ? null : (taken ?? 0) - (fed ?? 0);
    const amperes = current ?? (watts !== null && voltage ? watts / voltage : null);
    const row = (name, value, digits, unit) => value === null ? [] : [element('dt', name), element('dd', `${number(value, digits)} ${unit}`)];
    return element('div.phase', element('b', `L${phase}`), element('dl',
      row(text('voltage'), voltage, 1, 'V'), row(text('current'), current, undefined, 'A'), row(text('power'), watts, 0, 'W')),
    meter.fuse && amperes !== null && load(amperes, meter.fuse));
  };
  const shown = [1, 2, 3].map(of).filter(Boolean);
  return shown.length ? [element('h3', text('phases')), element('div.phases', shown)] : [];
}

// A value as a tile; a click on it tells its code and its age.
const tile = (name, value, note, now, kind = '') => element(`details.tile.${kind}`,
  element('summary',
    element('span.name', name),
    element('span.value', typeof value.value === 'number' ? number(value.value, value.unit === 'kWh' || value.unit === 'm³' ? 3 : undefined) : String(value.value ?? '–'), ' ',
      element('span', value.unit ?? '')),
    note && element('span.note', note)),
  element('p.note', element('code', value.code), ` · ${age(value.received, now)}`));

function registers(meter, now) {
  const shown = meter.values.filter(value => value.kind === 'register' || value.kind === 'netregister' || value.kind === 'peak');
  const noteOf = value => [
    value.timestamp && clock(value.timestamp), value.factor && text('factor', value.factor),
    value.offset && text('offset', number(value.value + value.offset, 3), number(value.offset, 3)),
  ].filter(Boolean).join(' · ');
  return shown.length ? [element('h3', text('registers')), rarely(meter), element('div.tiles', shown.map(value => tile(nameOf(value), value, noteOf(value), now))), hidden(meter)] : [];
}

const rarely = meter => meter.register_interval >= 600 ? element('p.note', text('registers_rarely', number(Math.round(meter.register_interval / 60)))) : [];

// Energy that was booked in a later hour than it was used in.
const hidden = meter => meter.hidden.toReversed().map(energy =>
  element('p.note', text('hidden', number(energy.value, 3), moment(energy.from), moment(energy.to), moment(energy.booked))));

function submeters(meter, now) {
  const noteOf = submeter => [
    submeter.taken_at ? clock(submeter.taken_at) : age(submeter.received, now), submeter.number && text('id', submeter.number), submeter.replaced && text('replaced'),
  ].filter(Boolean).join(' · ');
  const shown = meter.submeters.flatMap(submeter => submeter.values.filter(value => value.kind === 'register').map(value =>
    tile(submeter.name, value, noteOf(submeter), now, submeter.replaced ? 'replaced' : '')));
  return shown.length ? [element('h3', text('submeters')), element('div.tiles', shown)] : [];
}

function allValues(meter, now) {
  const ofSubmeters = meter.submeters.flatMap(submeter => submeter.values.map(value => ({ ...value, label: `${submeter.name}: ${nameOf(value)}` })));
  const rows = [...meter.values, ...ofSubmeters].map(value =>
    element(`tr.${value.stale ? 'stale' : ''}`,
      element('td.code', value.code), element('td.text', nameOf(value)),
      typeof value.value === 'number' ? element('td.number', `${number(value.value)} ${value.unit ?? ''}`) : element('td.text', String(value.value ?? '–')),
      element('td.number', value.stale ? text('stale', age(value.received, now)) : age(value.received, now))));
  return element('details.all', element('summary', text('all_values', rows.length)), element('div.scroll', { tabindex: '0' }, element('table',
    element('thead', element('tr', element('th', 'OBIS'), element('th', text('quantity')), element('th', text('value')), element('th', text('age')))),
    element('tbody', rows))));
}

// What the owner decides about registers that made a step.
function decisions(meter) {
  const button = (decision, label) => element('button', label, { type: 'button', 'data-decide': `api/meters/${encodeURIComponent(meter.id)}/${decision}` });
  const continueOld = (old, path) => element('p.decide', text('continues', old), ' ', button(path, text('continue_old')));
  return [
    meter.news.map(sentence => element('p.note', sentence)),
    meter.waiting ? element('p.decide', button('continue', text('step_continue')), ' ', button('as-it-is', text('step_as_it_is')))
      : meter.offset && element('p.decide', button('drop-offset', text('drop_offset'))),
    meter.continues && continueOld(meter.continues, 'continue-old'),
    meter.submeters.map(submeter => submeter.continues && continueOld(submeter.continues, `submeters/${encodeURIComponent(submeter.id)}/continue-old`)),
  ].flat().filter(Boolean);
}

// Whether a meter has power, which a peak tariff is of.
export const hasPower = meter => meter.values.some(value => powers.includes(value.key));

export function meterCard(meter, now, offer) {
  const made = [meter.manufacturer, meter.model].filter(Boolean).join(' ');
  const state = meter.received === null ? text('unheard') : age(meter.received, now);
  return element(`section.card.meter.${meter.available ? '' : 'away'}`, { 'data-meter': meter.id },
    element('div.meter-head', element('h2', meter.name), element('p', element(`span.dot.${meter.available ? 'good' : 'bad'}`), state)),
    element('div.meter-head', element('p', [made, meter.source, meter.number && text('id', meter.number), meter.list].filter(Boolean).join(' · ')),
      meter.tariff && element('p', text('tariff', meter.tariff))),
    element('div.now', powerShown(meter, now), trace(meter, now)),
    decisions(meter), phases(meter), peak(meter), history(meter), registers(meter, now), submeters(meter, now), offer && peakOffer(offer), allValues(meter, now));
}

