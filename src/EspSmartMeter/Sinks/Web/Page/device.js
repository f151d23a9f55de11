// Home Assistant's devices: those that are not heard, and which of their entities goes into which field of the energy settings. Asked for each ten seconds.

import { change, element, fill, text } from './dom.js';
import { age } from './format.js';

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
