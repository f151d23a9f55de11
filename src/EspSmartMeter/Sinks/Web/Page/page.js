// Shows api/overview, once a second while the page is looked at. Everything that comes from outside is set as text, never as markup.

import { element, language, text } from './dom.js';
import { offerFrames } from './frames.js';

document.documentElement.lang = language;
for (const labelled of document.querySelectorAll('[data-text]')) labelled.textContent = text(labelled.dataset.text);

// How a source's dot looks: what keeps it from being read is red at once, whatever its link says.
const stateOf = source => source.diagnosis ? (source.reading ? 'warn' : 'bad') : links[source.link];

const links = { connected: 'good', ended: 'good', silent: 'warn', connecting: 'warn', lost: 'bad' };

// Makes what is shown equal to what is new, and touches nothing that is equal already: folds stay open, selections stay.
function show(shown, made) {
  for (const { name, value } of made.attributes) if (shown.getAttribute(name) !== value) shown.setAttribute(name, value);
  for (const { name } of [...shown.attributes]) if (name !== 'open' && name !== 'id' && !made.hasAttribute(name)) shown.removeAttribute(name);
  const now = [...shown.childNodes], next = [...made.childNodes];
  next.forEach((child, i) => {
    const old = now[i];
    if (!old) shown.append(child);
    else if (old.nodeName !== child.nodeName) old.replaceWith(child);
    else if (child.nodeType === Node.TEXT_NODE) { if (old.data !== child.data) old.data = child.data; }
    else show(old, child);
  });
  now.slice(next.length).forEach(old => old.remove());
}

const fill = (id, ...content) => {
  const shown = document.getElementById(id), made = shown.cloneNode(false);
  made.append(...content.flat());
  show(shown, made);
};

// The browser's own way to write numbers, where it speaks the page's language: 1.000,5 stands in German text only.
const locale = navigator.language.split('-')[0] === language ? undefined : language;
const number = (value, digits) => value.toLocaleString(locale, digits === undefined
  ? { maximumFractionDigits: 3 }
  : { minimumFractionDigits: digits, maximumFractionDigits: digits });

function age(time, now) {
  if (!time) return text('never');
  const seconds = Math.max(0, Math.round((Date.parse(now) - Date.parse(time)) / 1000));
  if (seconds < 60) return text('seconds', seconds);
  if (seconds < 3600) return text('minutes', Math.floor(seconds / 60));
  if (seconds < 86400) return text('hours', Math.floor(seconds / 3600));
  return text('days', Math.floor(seconds / 86400));
}

// A value that no table names goes by its code.
const nameOf = value => value.label ?? value.name ?? value.code;

const clock = time => time.replace('T', ' ').replace(/([+-]\d\d:\d\d|Z)$/, '');

// The value under a key, where it is fresh.
const valueOf = (meter, key) => {
  const found = meter.values.find(value => value.key === key);
  return found && !found.stale && typeof found.value === 'number' ? found.value : null;
};

function power(meter) {
  const taken = valueOf(meter, 'power_import'), fed = valueOf(meter, 'power_export'), net = valueOf(meter, 'power_net');
  if (taken === null && fed === null && net === null) return null;
  return taken === null && fed === null ? net : (taken ?? 0) - (fed ?? 0);
}

function powerShown(meter) {
  const watts = power(meter);
  if (watts === null) return element('p.power', element('b', '–'), element('small', text('no_power')));
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
  if (meter.available && power(meter) !== null) points.push([end, power(meter)]);
  const top = Math.max(50, ...points.map(p => p[1])), bottom = Math.min(0, ...points.map(p => p[1]));
  const x = second => ((second - start) / (end - start) * 600).toFixed(1), y = watts => (96 - (watts - bottom) / (top - bottom) * 90).toFixed(1);
  const curve = points.map((p, i) => `${i ? 'L' : 'M'}${x(p[0])} ${y(p[1])}`).join('');
  const minutes = Math.max(1, Math.round((end - start) / 60)), watts = points.map(p => p[1]);
  const range = text('range', number(Math.min(...watts)), number(Math.max(...watts)), minutes);
  return element('figure', element('svg.trace', { viewBox: '0 0 600 100', preserveAspectRatio: 'none', role: 'img', 'aria-label': range },
    element('path.area', { d: `${curve}L${x(points.at(-1)[0])} ${y(0)}L${x(points[0][0])} ${y(0)}Z` }),
    element('line.zero', { x1: 0, x2: 600, y1: y(0), y2: y(0) }),
    element('path.curve', { d: curve })), element('figcaption', range));
}

function phases(meter) {
  const of = phase => {
    const voltage = valueOf(meter, `voltage_l${phase}`), current = valueOf(meter, `current_l${phase}`);
    const taken = valueOf(meter, `power_import_l${phase}`), fed = valueOf(meter, `power_export_l${phase}`);
    if (voltage === null && current === null && taken === null && fed === null) return null;
    const row = (name, value, digits, unit) => value === null ? [] : [element('dt', name), element('dd', `${number(value, digits)} ${unit}`)];
    return element('div.phase', element('b', `L${phase}`), element('dl',
      row(text('voltage'), voltage, 1, 'V'), row(text('current'), current, undefined, 'A'),
      row(text('power'), taken === null && fed === null ? null : (taken ?? 0) - (fed ?? 0), 0, 'W')));
  };
  const shown = [1, 2, 3].map(of).filter(Boolean);
  return shown.length ? [element('h3', text('phases')), element('div.phases', shown)] : [];
}

const tile = (name, value, note, kind = '') => element(`div.tile.${kind}`,
  element('p.name', name),
  element('p.value', typeof value.value === 'number' ? number(value.value, value.unit === 'kWh' || value.unit === 'm³' ? 3 : undefined) : String(value.value ?? '–'), ' ',
    element('span', value.unit ?? '')),
  note && element('p.note', note));

function registers(meter) {
  const shown = meter.values.filter(value => value.kind === 'register' || value.kind === 'netregister' || value.kind === 'peak');
  return shown.length ? [element('h3', text('registers')), element('div.tiles', shown.map(value => tile(nameOf(value), value,
    [value.timestamp && clock(value.timestamp), value.factor && text('factor', value.factor), value.offset && text('offset', number(value.value + value.offset, 3), number(value.offset, 3))].filter(Boolean).join(' · ')))), hidden(meter)] : [];
}

// Energy that was booked in a later hour than it was used in.
const moment = time => new Date(time).toLocaleString(locale, { day: '2-digit', month: '2-digit', hour: '2-digit', minute: '2-digit' });
const hidden = meter => meter.hidden.toReversed().map(energy =>
  element('p.note', text('hidden', number(energy.value, 3), moment(energy.from), moment(energy.to), moment(energy.booked))));

function submeters(meter, now) {
  const shown = meter.submeters.flatMap(submeter => submeter.values.filter(value => value.kind === 'register').map(value =>
    tile(submeter.name, value,
      [submeter.taken_at ? clock(submeter.taken_at) : age(submeter.received, now), submeter.number && text('id', submeter.number), submeter.replaced && text('replaced')].filter(Boolean).join(' · '),
      submeter.replaced ? 'replaced' : '')));
  return shown.length ? [element('h3', text('submeters')), element('div.tiles', shown)] : [];
}

function allValues(meter, now) {
  const ofSubmeters = meter.submeters.flatMap(submeter => submeter.values.map(value => ({ ...value, label: `${submeter.name}: ${nameOf(value)}` })));
  const rows = [...meter.values, ...ofSubmeters].map(value =>
    element(`tr.${value.stale ? 'stale' : ''}`,
      element('td.code', value.code), element('td.text', nameOf(value)),
      typeof value.value === 'number' ? element('td.number', `${number(value.value)} ${value.unit ?? ''}`) : element('td.text', String(value.value ?? '–')),
      element('td.number', value.stale ? text('stale', age(value.received, now)) : age(value.received, now))));
  return element('details', element('summary', text('all_values', rows.length)), element('div.scroll', element('table',
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

// A change that the owner wants; where it is not taken, why.
async function change(path) {
  const answer = await fetch(path, { method: 'POST' }).catch(() => null);
  if (!answer?.ok) alert(text('failed', answer ? (await answer.text()).trim() || `HTTP ${answer.status}` : text('app_silent', '')));
}

function meterCard(meter, now) {
  const made = [meter.manufacturer, meter.model].filter(Boolean).join(' ');
  const state = meter.received === null ? text('unheard') : age(meter.received, now);
  return element(`section.card.meter.${meter.available ? '' : 'away'}`, { 'data-meter': meter.id },
    element('div.meter-head', element('h2', meter.name), element('p', element(`span.dot.${meter.available ? 'good' : 'bad'}`), state)),
    element('div.meter-head', element('p', [made, meter.source, meter.number && text('id', meter.number), meter.list].filter(Boolean).join(' · '))),
    element('div.now', powerShown(meter), trace(meter, now)),
    decisions(meter), phases(meter), registers(meter), submeters(meter, now), allValues(meter, now));
}

function sourceRow(source, now) {
  const refused = source.rejections.reduce((sum, kind) => sum + kind.count, 0);
  return element('div.source',
    element('p.name', element(`span.dot.${stateOf(source)}`), source.name, source.name === source.address ? '' : element('span', ` ${source.address}`)),
    source.diagnosis && element('p.diagnosis', source.diagnosis),
    [source.sentence, source.line].map(said => said && said !== source.diagnosis && element('p.note', said)),
    element('p.note', [
      text('figures', number(source.telegrams), age(source.last_telegram, now), number(source.bytes)),
      refused && text('refused', number(refused), source.rejections.map(kind => `${number(kind.count)} ${kind.layer}/${kind.reason}`).join(', ')),
    ].filter(Boolean).join(' · ')));
}

// The newest of each kind. Of a flood of one kind only the first few come here; how many there were, the source knows.
function grouped(rejections, sources) {
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

function rejectionRow(rejection, now) {
  return element('div.rejection',
    element('p', `${age(rejection.at, now)}: ${text(`reason.${rejection.reason}`)}`, rejection.count > 1 && element('b', ` × ${number(rejection.count)}`)),
    element('p.note', [`${rejection.layer}/${rejection.reason}`, rejection.source, rejection.length && text('stretch', rejection.length, rejection.offset), rejection.detail].filter(Boolean).join(' · ')),
    rejection.hex && element('details', element('summary', text('bytes')),
      element('pre', rejection.hex.match(/../g).join(' ') + (rejection.length * 2 > rejection.hex.length ? ' …' : ''))));
}

function render(overview) {
  const now = overview.now;
  fill('links', element('span', element(`span.dot.${overview.mqtt.connected ? 'good' : 'warn'}`), overview.mqtt.sentence));
  fill('faults', overview.faults.map(fault => element('p', fault)));
  document.getElementById('faults').hidden = overview.faults.length === 0;
  // Where a sentence below says why there is none, "just wait" would be wrong.
  fill('meters', overview.meters.length
    ? overview.meters.map(meter => meterCard(meter, now))
    : overview.sources.some(source => source.diagnosis) ? [] : element('section.card', element('p.waiting', text('no_meter'))));
  fill('sources', overview.sources.map(source => sourceRow(source, now)));
  fill('rejections', overview.rejections.length
    ? grouped(overview.rejections, overview.sources).slice(0, 12).map(rejection => rejectionRow(rejection, now))
    : element('p.note', text('no_rejection')));
  fill('version', `esp-smart-meter ${overview.version}`);
  offerFrames(overview.sources.map(source => source.name));
}

// What the app said last, and when that was by this browser's clock: what is shown grows old too when the app is gone.
let last = null;

function growOld() {
  if (last) render({ ...last.overview, now: new Date(Date.parse(last.overview.now) + performance.now() - last.at).toISOString() });
}

async function refresh() {
  const trouble = document.getElementById('trouble');
  try {
    const answer = await fetch('api/overview', { cache: 'no-store', signal: AbortSignal.timeout(5000) });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    last = { overview: await answer.json(), at: performance.now() };
    render(last.overview);
    trouble.hidden = true;
    document.body.classList.remove('old');
  } catch (error) {
    growOld();
    document.body.classList.add('old');
    trouble.textContent = text('app_silent', error.message);
    trouble.hidden = false;
  }
}

// Devices that Home Assistant knows and that are not heard: asked for each ten seconds.
async function showUnused() {
  const answer = await fetch('api/unused', { cache: 'no-store', signal: AbortSignal.timeout(5000) }).catch(() => null);
  if (!answer?.ok) return;
  const unused = await answer.json();
  document.getElementById('unused-card').hidden = unused.length === 0;
  fill('unused', unused.map(device => element('p.unused',
    device.name, ' ', device.last_heard && element('span', age(device.last_heard, new Date().toISOString())), ' ',
    element('button', text('forget'), { type: 'button', 'data-device': device.id }))));
}

document.getElementById('unused').addEventListener('click', async ({ target }) => {
  if (!target.dataset.device || !confirm(text('forget_ask', target.parentElement.firstChild.data))) return;
  await change(`api/forget?device=${encodeURIComponent(target.dataset.device)}`);
  await showUnused();
});

// Which entity goes into which field of Home Assistant's energy settings.
const fields = {
  import: text('dashboard_import'), export: text('dashboard_export'), power: text('dashboard_power'), gas: text('dashboard_gas'), water: text('dashboard_water'),
};

async function showDashboard() {
  const answer = await fetch('api/dashboard', { cache: 'no-store', signal: AbortSignal.timeout(5000) }).catch(() => null);
  if (!answer?.ok) return;
  const rows = await answer.json();
  document.getElementById('dashboard-card').hidden = rows.length === 0;
  fill('dashboard', rows.length ? element('table', element('tbody', rows.map(row =>
    element('tr', element('td.text', row.field === 'awaited' ? row.device : fields[row.field]), element('td.text', row.field === 'awaited' ? text('dashboard_awaited') : row.entity))))) : []);
}

const showRare = () => Promise.all([showUnused(), showDashboard()]);
showRare();
setInterval(() => { if (!document.hidden) showRare(); }, 10000);

async function follow() {
  for (;;) {
    if (!document.hidden) await refresh();
    await new Promise(resolve => setTimeout(resolve, 1000));
  }
}

document.addEventListener('click', async event => {
  const path = event.target.dataset?.decide;
  if (!path) return;
  await change(path);
  refresh();
});

document.addEventListener('visibilitychange', () => { if (!document.hidden) refresh(); });
follow();
