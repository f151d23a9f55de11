// The firmware's pages in a real Chromium at the width of a phone, served by emeter-host.
//   node pages.mjs BUILD-FOLDER SCREENSHOT-FOLDER      needs emeter-host and test-line in BUILD-FOLDER
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import readline from 'node:readline';
import { chromium } from 'playwright-core';

const [builds, pictures] = process.argv.slice(2);
const phone = { width: 360, height: 740 };
const password = 'correct horse';
const patience = 20_000;
mkdirSync(pictures, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'emeter-pages-'));
const children = [];

async function firstLines(process, count) {
  const lines = [];
  for await (const line of readline.createInterface({ input: process.stdout })) {
    lines.push(line);
    if (lines.length === count) return lines;
  }
  throw new Error(`it ended after ${lines.length} lines`);
}

// A meter's line that sends a burst a second, and emeter-host on it.
async function startHost(options, environment = {}) {
  const line = spawn(join(builds, 'test-line'), { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(line);
  const [path] = await firstLines(line, 1);
  const host = spawn(join(builds, 'emeter-host'), ['--uart', path, '--port', '0', '--http', '0', ...options],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...environment } });
  children.push(host);
  const [, pages] = await firstLines(host, 2);
  let burst = 0;
  const sending = setInterval(() => line.stdin.write(Buffer.alloc(620 + 90 * (burst++ % 4), 0x2f)), 1000);
  line.on('exit', () => clearInterval(sending));
  return `http://127.0.0.1:${pages.split(' ').pop()}/`;
}

let passed = 0;
let failed = 0;
async function shows(behaviour, work) {
  try {
    await work();
    passed++;
    console.log(`pass  ${behaviour}`);
  } catch (error) {
    failed++;
    console.log(`FAIL  ${behaviour}\n      ${String(error.message).split('\n').slice(0, 6).join('\n      ')}`);
  }
}

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});

// A page at the width of a phone that remembers what it asked for and what went wrong.
async function open(base, path, options = {}) {
  const context = await browser.newContext({ viewport: phone, deviceScaleFactor: 1.5, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  page.asked = [];
  page.problems = [];
  page.on('request', request => page.asked.push(request.url()));
  page.on('pageerror', error => page.problems.push(error.message));
  await page.goto(base + path);
  return page;
}

const picture = (page, name) => page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });

async function fitsThePhone(page) {
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= phone.width, `the page is ${width} px wide`);
  const small = await page.$$eval('button, nav a, input:not([type=checkbox]), select', all => all
    .filter(e => e.offsetParent !== null && e.getBoundingClientRect().height < 40).map(e => e.outerHTML.slice(0, 60)));
  assert.deepEqual(small, [], 'too small for a finger');
  const unnamed = await page.$$eval('input, select', all => all.filter(e => e.labels.length === 0).map(e => e.outerHTML));
  assert.deepEqual(unnamed, [], 'without a label');
}

function stayedHome(page, base) {
  assert.deepEqual(page.asked.filter(url => !url.startsWith(base) && !url.startsWith('data:')), [], 'asked elsewhere');
  assert.deepEqual(page.problems, []);
}

const text = (page, selector) => page.locator(selector).innerText();

try {
  const fresh = await startHost(['--simulated-wifi', 'Home:password1', '--settings', join(folder, 'fresh.bin')]);
  let page = await open(fresh, '');
  await shows('set-up lists the networks, strongest first, and takes their names as text', async () => {
    await page.locator('.net').first().waitFor();
    assert.deepEqual(await page.locator('.net span').allInnerTexts(), ['Home', 'Attic', 'Nachbarn <2.4 GHz>']);
    await page.locator('.net').first().click();
    assert.equal(await page.inputValue('#ssid'), 'Home');
    await fitsThePhone(page);
    await picture(page, 'setup');
  });
  await shows('set-up tells when the Wi-Fi password is wrong, and nothing is lost', async () => {
    await page.fill('[name=password]', 'wrong password');
    await page.fill('[name=device_password]', password);
    await page.click('#go');
    await page.locator('#note').waitFor({ timeout: 60_000 });
    assert.match(await text(page, '#note'), /password is wrong/);
    assert.equal(await page.inputValue('#ssid'), 'Home');
  });
  await shows('set-up connects and says where the device is', async () => {
    await page.fill('[name=password]', 'password1');
    await page.click('#go');
    await page.locator('#done').waitFor({ timeout: 30_000 });
    assert.equal(await text(page, '#link'), 'emeter.local');
    assert.equal(await text(page, '#address'), '127.0.0.1');
    await fitsThePhone(page);
    await picture(page, 'setup-done');
    stayedHome(page, fresh);
  });
  await page.context().close();

  const image = join(folder, 'image.bin');
  const base = await startHost(['--mode', '115200-8N1', '--update-file', image], { EMETER_PASSWORD: password });
  page = await open(base, '');
  await shows('status counts live and fits a phone', async () => {
    await page.locator('.pill.on').waitFor();
    const before = await text(page, '#bytes');
    await page.waitForFunction(b => document.getElementById('bytes').textContent !== b, before);
    assert.equal(await text(page, '#overruns'), '0');
    const source = await text(page, '#source');
    assert.match(source, /^tcp:\/\/127\.0\.0\.1:\d+$/);
    const reader = net.connect(Number(source.split(':').pop()), '127.0.0.1').resume();
    await page.locator('#clients dd').waitFor();
    await page.waitForTimeout(14_000);
    assert.match(await text(page, '#clients'), /^127\.0\.0\.1 · \d+ s/);
    await fitsThePhone(page);
    await picture(page, 'status');
    reader.destroy();
    stayedHome(page, base);
  });
  await page.context().close();

  page = await open(base, 'status', { colorScheme: 'dark' });
  await shows('status follows the phone into the dark', async () => {
    await page.locator('.pill.on').waitFor();
    await page.waitForTimeout(5000);
    await picture(page, 'status-dark');
    const [red] = (await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).match(/\d+/g);
    assert.ok(Number(red) < 60);
  });
  await page.context().close();

  page = await open(base, 'settings');
  await shows('settings stay shut to a wrong password', async () => {
    await page.fill('#password', 'not the one');
    await page.click('#unlock button');
    await page.locator('#locknote').waitFor();
    assert.match(await text(page, '#locknote'), /not the device password/);
    assert.equal(await page.locator('#form').isVisible(), false);
    await page.waitForTimeout(1100);
  });
  await shows('settings open, are changed and are in force at once', async () => {
    await page.fill('#password', password);
    await page.click('#unlock button');
    await page.locator('#form').waitFor();
    await fitsThePhone(page);
    await picture(page, 'settings');
    await page.selectOption('#mode', '2400-8E1');
    await page.fill('[name=allow]', '127.0.0.0/8');
    await page.click('#form button');
    await page.waitForFunction(() => document.getElementById('note').textContent.startsWith('Saved'));
    const status = await (await fetch(base + 'status.json')).json();
    assert.equal(status.line.mode, '2400-8E1');
  });
  await shows('a setting that cannot be is named and changes nothing', async () => {
    await page.fill('[name=allow]', 'everyone');
    await page.click('#form button');
    await page.waitForFunction(() => document.getElementById('note').textContent.startsWith('Allow'));
    stayedHome(page, base);
  });
  await shows('another site cannot change a setting even with the password', async () => {
    const other = await startHost([]);  // another origin: another port
    const foreign = await open(other, '');
    const outcome = await foreign.evaluate(async ([target, secret]) => {
      const answer = await fetch(target + 'api/settings', { method: 'POST', mode: 'no-cors', body: new URLSearchParams({ host: 'stolen' }) })
        .then(r => r.type, e => e.message);
      const withPassword = await fetch(target + 'api/settings', { method: 'POST', headers: { Authorization: 'Basic ' + btoa('x:' + secret) },
        body: new URLSearchParams({ host: 'stolen' }) }).then(r => r.status, e => 'blocked');
      return [answer, withPassword];
    }, [base, password]);
    assert.deepEqual(outcome, ['opaque', 'blocked']);
    assert.equal((await (await fetch(base + 'status.json')).json()).name, 'emeter');
    await foreign.context().close();
  });
  await page.context().close();

  page = await open(base, 'update');
  await shows('a file that is no image is refused with a sentence', async () => {
    writeFileSync(join(folder, 'wrong.bin'), 'not an image');
    await page.setInputFiles('#file', join(folder, 'wrong.bin'));
    await page.fill('#password', password);
    await fitsThePhone(page);
    await picture(page, 'update');
    await page.click('#go');
    await page.locator('#note').waitFor();
    assert.match(await text(page, '#note'), /not a firmware image/);
  });
  await shows('an image is sent and installed', async () => {
    const sent = Buffer.alloc(300_000, 7);
    sent[0] = 0xe9;
    sent.write('#emeter image for host.', 123_456);
    writeFileSync(join(folder, 'right.bin'), sent);
    await page.setInputFiles('#file', join(folder, 'right.bin'));
    await page.click('#go');
    await page.waitForFunction(() => document.getElementById('text').textContent.startsWith('Installed'));
    assert.ok(readFileSync(image).equals(sent));
    stayedHome(page, base);
  });
} finally {
  await browser.close();
  for (const child of children) child.kill();
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
