// What the grid company bills by the highest power: the running window, what is still free in it, and what counts this month.

import { element, hole, text, weave } from './dom.js';
import { day, kilowatts, locale } from './format.js';
import { option } from './settings.js';

// By the meter's clock, wherever the page is looked at.
const time = at => at.slice(11, 16);
const dayAndTime = at => `${day(at)}, ${time(at)}`;

const schemes = { flanders: text('peak_flanders'), norway: text('peak_norway'), own: text('peak_own') };

const tile = (name, value, note, kind = '') => element(`div.tile.${kind}`,
  element('span.name', name), element('span.value', value), note && element('span.note', note));

// The running window against what it may come to: as far as it has come, and where it is heading.
function room(now) {
  const all = Math.max(now.limit, now.forecast, 1), x = watts => (Math.min(1, watts / all) * 100).toFixed(1), over = now.forecast > now.limit;
  return element('svg.load', { viewBox: '0 0 100 6', preserveAspectRatio: 'none', role: 'img', 'aria-label': text('peak_room', kilowatts(now.forecast), kilowatts(now.limit)) },
    element('rect.room', { x: 0, y: 0, width: 100, height: 6 }),
    element(`rect.used.${over ? 'full' : ''}`, { x: 0, y: 0, width: x(now.forecast), height: 6 }),
    element('rect.mark', { x: Math.min(99, x(now.limit)), y: 0, width: 1, height: 6 }));
}

function free(now) {
  if (now.free === null) return tile(text('peak_free'), '–', text('peak_uncounted'));
  const over = now.free < 0;
  if (now.past) return tile(text('peak_over'), kilowatts(now.forecast - now.limit), text('peak_past'), 'over');
  return tile(text(over ? 'peak_over' : 'peak_free'), kilowatts(Math.abs(now.free)), text('peak_limit', time(now.to), kilowatts(now.limit)), over ? 'over' : '');
}

const month = at => new Date(`${at}-15T12:00`).toLocaleDateString(locale, { month: 'long', year: 'numeric' });

// A stretch of windows; within a day that is named once.
const stretch = ({ from, to }) => from.slice(0, 10) === to.slice(0, 10) ? `${dayAndTime(from)}–${time(to)}` : `${dayAndTime(from)} – ${dayAndTime(to)}`;

function notes(peak) {
  const partial = peak.rolling ? peak.months.filter(past => past.partial) : [];
  return [
    peak.counting.length > 0 && element('p.note', element('span.counts', { 'aria-hidden': 'true' }, '▼'), ' ',
      text('peak_counts', peak.counting.map(window => `${dayAndTime(window.from)}: ${kilowatts(window.watts)}`).join(' · '))),
    peak.since && !peak.of_meter && element('p.note', text('peak_since', dayAndTime(peak.since))),
    peak.missed.length > 0 && element('p.note', text('peak_missed', peak.missed.map(stretch).join(' · '))),
    partial.length > 0 && element('p.note', text('peak_partial', partial.map(past => month(past.month)).join(', '))),
    peak.may_have_changed && element('p.note', weave(text('peak_changed', new Date(`${peak.valid_until}T12:00`).toLocaleDateString(locale), hole),
      element('a', text('peak_source'), { href: peak.source, target: '_blank', rel: 'noreferrer' }))),
  ];
}

export function peak(meter) {
  const peak = meter.peak;
  if (!peak?.now) return [];
  // What a meter that is silent is coming to nobody knows.
  const { now } = peak, isHeard = meter.available;
  return [element('h3', text('peak')),
    isHeard && now.reason && element('p.warning', { role: 'status' }, element('span', { 'aria-hidden': 'true' }, '⚠ '), now.reason),
    element('div.tiles.peak',
      isHeard && tile(text('peak_window', time(now.from), time(now.to)), kilowatts(now.forecast), text('peak_so_far', kilowatts(now.mean))),
      isHeard && free(now),
      tile(text('peak_month'), kilowatts(now.month), peak.of_meter ? text('peak_of_meter') : ''),
      peak.rolling && tile(text('peak_mean', peak.months.length + 1), kilowatts(now.billed))),
    isHeard && now.limit !== null && room(now),
    element('div.notes', element('p.note', schemes[peak.scheme] ?? peak.scheme), notes(peak))];
}

// What counts of the bar's time; null: nothing does.
export const counting = (meter, from, to) => {
  const windows = meter.peak?.counting.filter(window => Date.parse(from) <= Date.parse(window.from) && Date.parse(window.from) < to) ?? [];
  return windows.length ? text('peak_bar', windows.map(window => `${time(window.from)}, ${kilowatts(window.watts)}`).join(' · ')) : null;
};

const offers = { flanders: text('peak_offer_flanders', hole), norway: text('peak_offer_norway', hole) };

// Where none is chosen, and the country is known.
export const peakOffer = scheme => scheme in offers && element('p.note.offer', weave(offers[scheme], element('span', option('peak_scheme'), ' → ', element('code', scheme))));
