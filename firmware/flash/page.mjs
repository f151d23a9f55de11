// The page: one card at a time, from the board to its place in the Wi-Fi.
import { Device, sentence } from './device.mjs';
import { install, readManifest } from './install.mjs';

const manifestPath = 'manifest.json';
const $ = id => document.getElementById(id);
const cards = ['board', 'install', 'work', 'name', 'done', 'phone', 'unable'];
const steps = ['board', 'install', 'name', 'done'];

let manifest = null;
let port = null;
let device = null;
let stopScanning = null;

function show(card, step = card) {
  for (const id of cards) $(id).hidden = id !== card;
  $('unreleased').hidden = manifest !== null || card !== 'board';
  const now = steps.indexOf(step);
  steps.forEach((id, i) => {
    $(`step-${id}`).toggleAttribute('aria-current', false);
    $(`step-${id}`).className = i < now ? 'past' : '';
  });
  if (now >= 0) $(`step-${step}`).setAttribute('aria-current', 'step');
  scrollTo(0, 0);
}

function say(id, text) {
  $(id).textContent = text;
  $(id).hidden = text === '';
}

function work(step, title, text, percent) {
  $('work-title').textContent = title;
  $('work-text').textContent = text;
  if (percent === undefined) $('bar').removeAttribute('value'); else $('bar').value = percent;
  show('work', step);
}

// Opens the chosen port and asks who is there: null where nobody of ours is. Throws where another program has the port.
async function find(millis) {
  device = await Device.find(port, millis);
  device?.addEventListener('disconnect', () => { if (device !== null) start('The board is gone. Plug it in again.'); });
  return device;
}

async function leave() {
  stopScanning?.(); // the end of a scan is not waited for: the board may be gone
  stopScanning = null;
  const left = device;
  device = null;
  try { await left?.leave(); } catch { /* unplugged: there is nothing to let go of */ }
}

async function start(note = '') {
  await leave();
  say('board-note', note);
  show('board');
}

async function choose() {
  say('board-note', '');
  try {
    port = await navigator.serial.requestPort();
  } catch (error) {
    if (error.name !== 'NotFoundError') say('board-note', `The browser refuses: ${error.message}`);
    return;
  }
  work('board', 'Asking the board…', 'This takes a moment.');
  try {
    await find(2500);
  } catch {
    return start('The board is in use by another program or tab. Close that, or plug the board in again.');
  }
  if (manifest !== null) return offer();
  if (device !== null) return goOn();
  start('This board does not answer: it does not have our firmware, or is an ESP8266 that is in your Wi-Fi already.');
}

function offer() {
  const { firmware, version, name } = device?.info ?? {};
  const same = version === manifest.version;
  $('install-title').textContent = device === null ? `Install ${manifest.version}` : same ? `${name} is up to date` : `Update ${name} to ${manifest.version}`;
  $('found').textContent = device === null
    ? 'This board does not tell what is on it: it is new, runs other software, or is an ESP8266 that is in your Wi-Fi already.'
    : `It runs ${firmware} ${version} on an ${device.info.chipFamily}. Its settings stay.`;
  $('write').textContent = same ? 'Install it anew' : device === null ? 'Install' : 'Update';
  $('write').className = same ? 'wide quiet' : 'wide';
  $('skip').hidden = device === null;
  $('skip').className = same ? 'wide' : 'wide quiet';
  $('erase').checked = false;
  show('install');
}

async function write() {
  const erase = $('erase').checked;
  say('install-note', '');
  await leave();
  const patience = 'Keep this page in front, and the board plugged in.';
  work('install', 'Talking to the board…', patience);
  try {
    await install(port, manifestPath, manifest, erase, (title, percent) => work('install', title, patience, percent));
  } catch (error) {
    say('install-note', error.message);
    return show('install');
  }
  await waitForIt(15_000, 'Installed. Waiting for the board…');
}

async function waitForIt(millis, heading) {
  work('name', heading, 'It may take some seconds to start.');
  try {
    await find(millis);
  } catch {
    device = null; // chips with USB of their own come back as another port
  }
  if (device === null) show('phone', 'name'); else goOn();
}

function goOn() {
  if (device.online) done(); else askForName();
}

function askForName() {
  say('name-note', '');
  $('form').reset();
  $('host').value = device.info.name;
  // A password that is set is changed by who knows it, on the device's own page.
  $('password-row').hidden = device.hasPassword;
  // What is online keeps its Wi-Fi when none is given.
  $('ssid').required = !device.online;
  reveal();
  show('name');
  scan();
}

function scan() {
  stopScanning ??= device.subscribeSSIDs(list => showNetworks(list ?? []));
}

function showNetworks(list) {
  const strength = rssi => rssi >= -67 ? 'strong' : rssi >= -75 ? 'fair' : 'weak';
  const best = new Map();
  for (const network of [...list].sort((a, b) => b.rssi - a.rssi)) if (network.name !== '' && !best.has(network.name)) best.set(network.name, network);
  const rows = [...best.values()].map(network => {
    const row = document.createElement('button');
    row.type = 'button';
    row.className = 'network';
    row.setAttribute('aria-pressed', network.name === $('ssid').value);
    const name = document.createElement('span');
    name.textContent = network.name;
    const signal = document.createElement('em');
    signal.textContent = strength(network.rssi) + (network.secured ? '' : ' · open');
    row.append(name, signal);
    row.onclick = () => {
      $('ssid').value = network.name;
      for (const other of $('networks').children) other.setAttribute('aria-pressed', other === row);
      $('wifi-password').focus();
    };
    return row;
  });
  const none = document.createElement('p');
  none.textContent = 'No network found yet. You can type its name.';
  $('networks').replaceChildren(...(rows.length > 0 ? rows : [none]));
}

async function change() {
  work('name', 'Asking the board…', 'This takes a moment.');
  try {
    await find(2500);
  } catch {
    device = null;
  }
  if (device === null) start('The board does not answer. Plug it in again.'); else askForName();
}

async function connect() {
  const given = id => $(id).value === '' ? undefined : $(id).value;
  const wanted = {
    host: $('host').value === device.info.name ? undefined : $('host').value,
    devicePassword: given('device-password'),
    ssid: given('ssid'),
    wifiPassword: $('wifi-password').value,
  };
  work('name', 'Connecting…', 'The device tries your Wi-Fi. This takes up to 30 seconds.');
  await stopScanning?.();
  stopScanning = null;
  try {
    await device.setUp(wanted);
  } catch (error) {
    if (device === null) return;
    console.error(error);
    say('name-note', sentence(device.error));
    show('name');
    return scan();
  }
  device.info.name = $('host').value;
  done();
}

// The board is let go of: it may be unplugged now.
async function done() {
  const { info, nextUrl, hasPassword } = device;
  await leave();
  const name = `${info.name}.local`;
  $('link').textContent = name;
  $('link').href = `http://${name}/`;
  $('address').textContent = $('address').href = nextUrl ?? '';
  $('source').textContent = `tcp://${name}:8088`;
  $('locked').hidden = hasPassword;
  // An ESP8266 listens to its meter from now on, and no longer to the cable.
  $('again').hidden = info.chipFamily === 'ESP8266';
  show('done');
}

function reveal() {
  for (const id of ['wifi-password', 'device-password']) $(id).type = $('reveal').checked ? 'text' : 'password';
}

$('choose').onclick = choose;
$('write').onclick = write;
$('skip').onclick = goOn;
$('again').onclick = change;
$('retry').onclick = () => waitForIt(2500, 'Asking the board…');
$('other').onclick = $('next').onclick = () => start();
$('reveal').onchange = reveal;
$('form').onsubmit = event => { event.preventDefault(); connect(); };

if (!window.isSecureContext || !('serial' in navigator)) {
  $('unable-why').textContent = window.isSecureContext
    ? 'Reaching a USB port from a page takes Chrome or Edge on a computer; a phone cannot.'
    : 'Browsers reach a USB port only from a page that comes by HTTPS or from this computer itself (localhost).';
  show('unable', 'board');
} else {
  $('choose').disabled = true;
  try {
    manifest = await readManifest(manifestPath);
    show('board');
    $('choose').disabled = false;
  } catch (error) {
    say('board-note', `${error.message}. Load this page again.`);
  }
}
