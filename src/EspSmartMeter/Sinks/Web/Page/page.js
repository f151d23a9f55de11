// Shows api/overview as it changes, while the page is looked at. Everything that comes from outside is set as text, never as markup.

import { change, element, fill, language, text } from './dom.js';
import { follow } from './follow.js';
import { offerFrames } from './frames.js';
import { followHistory } from './history.js';
import { home } from './home.js';
import { hasPower, meterCard, powerIn } from './meter.js';
import { setForm } from './settings.js';
import { grouped, rejectionRow, sourceRow } from './source.js';
import { wayCard } from './way.js';
import './device.js';

document.documentElement.lang = language;
for (const labelled of document.querySelectorAll('[data-text]')) labelled.textContent = text(labelled.dataset.text);
for (const link of document.querySelectorAll('[data-home]')) link.href = home + link.dataset.home;

function render(overview) {
  const now = overview.now;
  setForm(overview.form);
  fill('links', element('span', element(`span.dot.${overview.mqtt.connected ? 'good' : 'warn'}`), overview.mqtt.sentence));
  fill('faults', overview.faults.map(fault => element('p', fault)));
  document.getElementById('faults').hidden = overview.faults.length === 0;
  // Where a sentence below says why there is none, "just wait" would be wrong.
  const offeredAt = overview.peak_offer && overview.meters.find(hasPower);
  fill('meters', overview.meters.length
    ? overview.meters.map(meter => meterCard(meter, now, meter === offeredAt && overview.peak_offer))
    : overview.sources.some(source => source.diagnosis || source.way) ? [] : element('section.card', element('p.waiting', text('no_meter'))));
  fill('ways', overview.sources.filter(source => source.way).map(source => wayCard(source, now)));
  fill('sources', overview.sources.map(source => sourceRow(source, now)));
  fill('rejections', overview.rejections.length
    ? grouped(overview.rejections, overview.sources).slice(0, 12).map(rejection => rejectionRow(rejection, now))
    : element('p.note', text('no_rejection')));
  fill('version', `esp-smart-meter ${overview.version}`);
  document.title = [powerIn(overview.meters), 'esp-smart-meter'].filter(Boolean).join(' · ');
  offerFrames(overview.sources.map(source => source.name));
}

// What the app said last, and when that was by this browser's clock: what is shown grows old too when the app is gone.
let last = null;

function take(overview) {
  last = { overview, at: performance.now() };
  render(overview);
  document.getElementById('trouble').hidden = true;
  document.body.classList.remove('old');
}

function growOld() {
  if (last) render({ ...last.overview, now: new Date(Date.parse(last.overview.now) + performance.now() - last.at).toISOString() });
}

function miss(reason) {
  const trouble = document.getElementById('trouble');
  document.body.classList.add('old');
  trouble.textContent = text('app_silent', reason);
  trouble.hidden = false;
}

follow({ take, growOld, miss });
followHistory(() => last?.overview.meters ?? [], growOld);

document.addEventListener('click', async event => {
  const path = event.target.dataset?.decide;
  if (path) await change(path);
});
