// The firmware's pages in a real Chromium at the width of a phone, served by emeter-host.
//   node pages.mjs BUILD-FOLDER SCREENSHOT-FOLDER      needs emeter-host and test-line in BUILD-FOLDER
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { end, finish, fitsThePhone, folder, launch, openPage, pictures, shows, startHost } from './harness.mjs';

const password = 'correct horse';
const browser = await launch();
const open = (base, path, options) => openPage(browser, base + path, options);

const picture = (page, name) => page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });

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
  end();
}
finish();
