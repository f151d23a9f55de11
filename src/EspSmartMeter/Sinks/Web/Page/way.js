// The way from a device to its first telegram, step by step, for a source that nothing is read from: what is done, where it stands, and what is seen on the wire.

import { element, hole, language, text, weave } from './dom.js';
import { age, number } from './format.js';
import { keyTable } from './keys.js';
import { diagnosis } from './reasons.js';
import { advice, option, wordOf } from './settings.js';

const order = ['found', 'bytes', 'line', 'key', 'values'];

const states = { done: text('way_done'), here: text('way_here'), ahead: text('way_ahead'), none: text('way_none') };

const stateOf = (way, step) => {
  const here = order.indexOf(way.here), at = order.indexOf(step === 'encrypted' ? 'line' : step);
  if (step === 'encrypted') return here > at ? 'done' : 'ahead';
  if (step === 'key' && way.encrypts === false) return 'none';
  return at < here ? 'done' : at === here ? 'here' : 'ahead';
};

const hex = bytes => element('pre', bytes.match(/../g).join(' '));

const isCable = source => source.address.startsWith('serial:');

// What the diagnosis above says already is not said twice.
const found = ({ source, way, isHere, now }) => [
  !source.diagnosis?.startsWith(source.sentence) && `${source.sentence.includes(source.address.split('://').at(-1)) ? '' : `${source.address}: `}${source.sentence} (${age(source.link_since, now)})`,
  way.found_at && text('way_found_at', way.found_at),
  isHere && weave(text('way_found_set', hole), option(isCable(source) ? 'device' : 'url')),
];

const bytes = ({ source, way, isHere, now }) => [
  source.bytes ? text('way_bytes', number(source.bytes), age(source.last_byte, now)) : text('way_no_bytes'),
  isHere && text('way_bytes_hint'),
  way.newest && hex(way.newest),
];

const modes = { app: mode => text('way_mode_app', mode), address: mode => text('way_mode_address', mode), device: mode => text('way_mode_device', mode) };

const line = ({ source, way, isHere }) => [
  isHere && (source.rejections.slice(0, 2).map(kind => `${text(`reason.${kind.reason}`)} × ${number(kind.count)}`).join(' · ') || text('way_no_telegram')),
  way.mode ? modes[way.mode_by](way.mode) : !source.address.startsWith('file:') && text('way_mode_elsewhere'),
  source.line,
  isHere && way.mode_by === 'address' && weave(text('way_mode_set', hole), option('mode')),
  way.device && element('a', text('way_device'), { href: way.device, target: '_blank', rel: 'noreferrer' }),
];

const encrypted = ({ way }) => [
  way.encrypts === true && text('way_encrypted'), way.encrypts === false && text('way_clear'),
  way.system_title && text('system_title', way.system_title),
];

const countries = new Intl.DisplayNames([language], { type: 'region' });

const given = row => row.keys === 0 ? text('keys_none')
  : [[wordOf('key'), row.keys > 1 && wordOf('auth_key')].filter(Boolean).join(' + '), row.names && `(${row.names})`].filter(Boolean).join(' ');

const keyRows = rows => element('ul.keys', rows.map(row => element('li',
  element('b', countries.of(row.country)), element('span', [row.operators, row.meters].filter(Boolean).join(' · ')), element('span', given(row)))));

// Those of the maker that the meter names come first.
function whoGives(flag) {
  const near = keyTable.filter(row => row.flags.includes(flag)), far = keyTable.filter(row => !near.includes(row));
  return [
    near.length > 0 && keyRows(near),
    element('details', element('summary', near.length ? text('keys_others') : text('keys_all')), keyRows(far)),
  ];
}

const key = ({ way, isHere }) => isHere ? [
  advice(way.reason),
  weave(text('way_keys_single', hole), option('keys')),
  element('p', text('keys_note')),
  ...whoGives(way.flag),
] : [];

const values = ({ way, isHere }) => isHere ? [advice(way.reason)] : [text('way_end')];

const steps = [
  ['found', text('way_found'), found], ['bytes', text('way_come'), bytes], ['line', text('way_line'), line],
  ['encrypted', text('way_encryption'), encrypted], ['key', text('way_key'), key], ['values', text('way_values'), values],
];

const paragraph = said => said instanceof Element && said.tagName !== 'A' && said.tagName !== 'SPAN' ? said : element('p', said);

function stepShown([name, title, facts], source, now) {
  const { way } = source, state = stateOf(way, name), isHere = state === 'here';
  const said = state === 'ahead' && name !== 'values' ? [] : facts({ source, way, isHere, now });
  return element(`li.${state}`, isHere && { 'aria-current': 'step' },
    element('h3', title, ' ', element('span', states[state])),
    isHere && source.diagnosis && diagnosis(source),
    said.filter(Boolean).map(paragraph));
}

export const wayCard = (source, now) => element('section.card.way',
  element('h2', text('way', source.name)),
  element('ol', steps.map(step => stepShown(step, source, now))));
