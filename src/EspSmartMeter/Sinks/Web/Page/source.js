// A source of bytes, and what it brought that is no telegram.

import { element, hole, text, weave } from './dom.js';
import { age, number } from './format.js';
import { diagnosis, reasonLink } from './reasons.js';
import { advice } from './settings.js';

// How a source's dot looks: what keeps it from being read is red at once, whatever its link says.
const stateOf = source => source.diagnosis ? (source.reading ? 'warn' : 'bad') : source.way ? (source.link === 'lost' || source.link === 'ended' ? 'bad' : 'warn') : links[source.link];

const links = { connected: 'good', ended: 'good', silent: 'warn', connecting: 'warn', lost: 'bad' };

const kinds = rejections => rejections.map((kind, i) => [`${i ? ', ' : ''}${number(kind.count)} `, reasonLink(kind)]);

export function sourceRow(source, now) {
  const refused = source.rejections.reduce((sum, kind) => sum + kind.count, 0);
  return element('div.source',
    element('p.name', element(`span.dot.${stateOf(source)}`), source.name, source.name === source.address ? '' : element('span', ` ${source.address}`)),
    source.diagnosis && diagnosis(source),
    [source.sentence, source.line].map(said => said && said !== source.diagnosis && element('p.note', said)),
    element('p.note', text('figures', number(source.telegrams), age(source.last_telegram, now), number(source.bytes)),
      refused > 0 && [' · ', weave(text('refused', number(refused), hole), kinds(source.rejections))]));
}

// The newest of each kind. Of a flood of one kind only the first few come here; how many there were, the source knows.
export function grouped(rejections, sources) {
  const kinds = new Map(), kindOf = rejection => [rejection.source, rejection.layer, rejection.reason].join('\n');
  for (const rejection of rejections) {
    const kind = `${kindOf(rejection)}\n${rejection.detail}`;
    if (!kinds.has(kind)) kinds.set(kind, rejection);
  }
  return [...kinds.values()].map(rejection => {
    const alone = [...kinds.values()].filter(other => kindOf(other) === kindOf(rejection)).length === 1;
    const counted = sources.find(source => source.name === rejection.source)?.rejections.find(kind => kind.layer === rejection.layer && kind.reason === rejection.reason);
    return { ...rejection, count: alone && counted ? counted.count : 1 };
  });
}

export function rejectionRow(rejection, now) {
  const advised = advice(rejection.reason);
  // The decoder's own words, as log.txt has them.
  const detail = rejection.detail && element('p.note', rejection.detail, { lang: 'en', dir: 'auto' });
  return element('div.rejection',
    element('p', `${age(rejection.at, now)}: ${text(`reason.${rejection.reason}`)}`, rejection.count > 1 && element('b', ` × ${number(rejection.count)}`)),
    advised && element('p', advised),
    element('p.note', reasonLink(rejection), ` · ${rejection.source}`, rejection.length > 0 && ` · ${text('stretch', rejection.length, rejection.offset)}`),
    rejection.hex
      ? element('details', element('summary', text('bytes')), detail,
        element('pre', rejection.hex.match(/../g).join(' ') + (rejection.length * 2 > rejection.hex.length ? ' …' : '')))
      : detail);
}
