// The page that puts the firmware on a board, in a real Chromium. The board is a chip's loader, and then the real core.
//   node flash.mjs BUILD-FOLDER SCREENSHOT-FOLDER PAGE-FOLDER      needs emeter-host and test-line in BUILD-FOLDER, the page in PAGE-FOLDER
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { end, finish, firstLines, fitsThePhone, folder, launch, openPage, phone, pictures, shows, start } from './harness.mjs';
import { PluggedBoard } from './plugged-board.mjs';

const firmware = new URL('../..', import.meta.url).pathname;
const page = join(folder, 'page');
cpSync(process.argv[4], page, { recursive: true });
const server = start(process.execPath, [join(firmware, 'flash/serve.mjs'), page, '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
const [address] = await firstLines(server, 1);

// Images as a release has them: an ESP32's in parts.
const parts = {
  'emeter-d1_mini.bin': 200_000,
  'emeter-esp32c3-bootloader.bin': 18_000, 'emeter-esp32c3-partitions.bin': 3072, 'emeter-esp32c3-boot_app0.bin': 8192, 'emeter-esp32c3.bin': 150_000,
};
function putImages() {
  for (const [file, size] of Object.entries(parts)) {
    // Half noise and half text: so that deflating it is neither nothing nor all.
    const image = Buffer.concat([randomBytes(size / 2), Buffer.alloc(size / 2, 'esp-smart-meter ')]);
    image[0] = 0xe9;
    writeFileSync(join(page, file), image);
  }
  writeFileSync(join(page, 'manifest.json'), execFileSync(join(firmware, 'release'), ['manifest', page]));
}
const image = file => readFileSync(join(page, file));

const browser = await launch();
const picture = (tab, name) => tab.screenshot({ path: join(pictures, `flash-${name}.png`), fullPage: true });
const open = (board, options) => openPage(browser, address, options, tab => board?.plugInto(tab));
const title = (tab, card) => tab.locator(`#${card} h1`);

async function shown(tab, card, timeout = 60_000) {
  await tab.locator(`#${card}`).waitFor({ timeout });
}
function stayedHome(tab) {
  assert.deepEqual(tab.asked.filter(url => !url.startsWith(address)), [], 'asked elsewhere');
  // improv-wifi-serial-sdk leaves this behind half a minute after a board that does not answer.
  assert.deepEqual(tab.problems.filter(problem => problem !== 'Error fetching current state: TIMEOUT'), []);
}

try {
  let board = new PluggedBoard('ESP8266', 0);
  let tab = await open(board);
  await shows('without a release the page says so, and how to build it', async () => {
    await shown(tab, 'unreleased');
    assert.match(await tab.locator('#unreleased').innerText(), /No firmware has been released.*pio run -d firmware -e d1_mini -t upload/s);
    await fitsThePhone(tab);
    await picture(tab, 'unreleased');
    stayedHome(tab);
  });
  await tab.context().close();

  await shows('a browser that reaches no USB port is told which does', async () => {
    const other = await openPage(browser, address, {}, at => at.addInitScript(() => { delete Navigator.prototype.serial; }));
    await shown(other, 'unable');
    assert.match(await other.locator('#unable').innerText(), /Chrome or Edge on a computer/);
    await other.context().close();
  });

  putImages();
  tab = await open(board);
  await shows('a board that runs nothing of ours is offered the firmware', async () => {
    await fitsThePhone(tab);
    await picture(tab, 'board');
    await tab.evaluate(() => { window.nobodyChooses = true; });
    await tab.click('#choose');
    await shown(tab, 'board');
    await tab.evaluate(() => { window.nobodyChooses = false; window.portIsTaken = true; });
    await tab.click('#choose');
    await tab.locator('#board-note').waitFor();
    assert.match(await tab.locator('#board-note').innerText(), /in use by another program/);
    await tab.evaluate(() => { window.portIsTaken = false; });
    await tab.click('#choose');
    await shown(tab, 'install');
    assert.match(await title(tab, 'install').innerText(), /^Install \d/);
    assert.equal(await tab.isChecked('#erase'), false);
    await fitsThePhone(tab);
    await picture(tab, 'install');
  });
  await shows('the image arrives whole on an ESP8266, and its sum is compared', async () => {
    await tab.click('#write');
    await tab.waitForFunction(() => document.getElementById('bar').value > 0);
    await picture(tab, 'writing');
    await shown(tab, 'name', 90_000);
    const whole = image('emeter-d1_mini.bin');
    assert.ok(board.flash.subarray(0, whole.length).equals(whole));
    assert.ok(board.flash.subarray(whole.length).every(byte => byte === 0xff));
    assert.equal(board.written.sums, 1);
    assert.ok(board.written.stubBytes > 5000);
    assert.equal(board.firmwareStarts, 1);
  });
  await shows('the firmware lists its networks, strongest first', async () => {
    await tab.locator('.network').first().waitFor();
    assert.deepEqual(await tab.locator('.network span').allInnerTexts(), ['Home', 'Attic', 'Nachbarn <2.4 GHz>']);
    await tab.locator('.network').first().click();
    assert.equal(await tab.inputValue('#ssid'), 'Home');
    assert.equal(await tab.inputValue('#host'), 'emeter');
    await fitsThePhone(tab);
    await picture(tab, 'name');
  });
  await shows('a wrong Wi-Fi password is told, and what was typed stays', async () => {
    await tab.fill('#wifi-password', 'wrong password');
    await tab.fill('#host', 'cellar');
    await tab.fill('#device-password', 'correct horse');
    await tab.click('#connect');
    await tab.locator('#name-note').waitFor({ timeout: 90_000 });
    assert.match(await tab.locator('#name-note').innerText(), /password is wrong/);
    assert.equal(await tab.inputValue('#host'), 'cellar');
    assert.equal(await tab.inputValue('#ssid'), 'Home');
  });
  await shows('name, device password and Wi-Fi are the device’s in one step', async () => {
    await tab.fill('#wifi-password', 'password1');
    await tab.click('#connect');
    await shown(tab, 'done', 90_000);
    assert.equal(await tab.locator('#link').getAttribute('href'), 'http://cellar.local/');
    assert.equal(await tab.locator('#address').innerText(), 'http://127.0.0.1/');
    assert.equal(await tab.locator('#source').innerText(), 'tcp://cellar.local:8088');
    assert.equal(await tab.locator('#locked').isVisible(), false);
    await fitsThePhone(tab);
    await picture(tab, 'done');
    await tab.waitForTimeout(1000); // the settings are written in a pause of the meter
    for (const kept of ['Home', 'password1', 'cellar', 'correct horse']) assert.ok(board.stored().includes(kept), kept);
    stayedHome(tab);
  });
  await shows('a board with this version is up to date, and can be asked again where it is', async () => {
    await tab.click('#next');
    await tab.click('#choose');
    await shown(tab, 'install');
    assert.equal(await title(tab, 'install').innerText(), 'cellar is up to date');
    await tab.click('#skip');
    await shown(tab, 'done');
    await tab.click('#again');
    await shown(tab, 'name');
    assert.equal(await tab.locator('#password-row').isVisible(), false); // it has one: that is changed by who knows it
  });
  await shows('a board that is pulled out is missed, and can be plugged in again', async () => {
    await tab.evaluate(() => window.unplug());
    await shown(tab, 'board');
    assert.match(await tab.locator('#board-note').innerText(), /is gone/);
    await tab.click('#choose');
    await shown(tab, 'install');
    await tab.click('#skip');
    await shown(tab, 'done');
    await tab.evaluate(() => window.unplug()); // it is told to be: nothing happens
    await tab.waitForTimeout(500);
    assert.equal(await title(tab, 'done').isVisible(), true);
    stayedHome(tab);
  });
  await tab.context().close();
  board.stop();

  board = new PluggedBoard('ESP32-C3', 0x10000);
  const between = [0x9000, 0xe000]; // where an ESP32 keeps its settings
  board.flash.fill('settings ', ...between);
  tab = await open(board, { viewport: { width: 1280, height: 800 }, colorScheme: 'dark', deviceScaleFactor: 1 });
  await shows('an ESP32 gets its parts, each at its place, and keeps the settings between them', async () => {
    await tab.click('#choose');
    await shown(tab, 'install');
    await picture(tab, 'dark');
    await tab.click('#write');
    await shown(tab, 'name', 90_000);
    const expected = Buffer.alloc(board.flash.length, 0xff);
    expected.fill('settings ', ...between);
    image('emeter-esp32c3-bootloader.bin').copy(expected, 0);
    image('emeter-esp32c3-partitions.bin').copy(expected, 0x8000);
    image('emeter-esp32c3-boot_app0.bin').copy(expected, 0xe000);
    image('emeter-esp32c3.bin').copy(expected, 0x10000);
    assert.ok(board.flash.equals(expected));
    assert.equal(board.written.sums, 4);
    await tab.locator('.network').first().waitFor();
    await picture(tab, 'name-dark');
  });
  await tab.context().close();
  board.stop();

  tab = await open(board);
  await shows('erasing leaves nothing of before', async () => {
    await tab.click('#choose');
    await shown(tab, 'install');
    await tab.check('#erase');
    await tab.click('#write');
    await shown(tab, 'name', 90_000);
    assert.ok(board.flash.subarray(...between).every(byte => byte === 0xff));
    stayedHome(tab);
  });
  await tab.context().close();
  board.stop();

  board = new PluggedBoard('ESP8266', 0);
  board.afterWrite = (at, size) => { board.flash[at + (size >> 1)] ^= 0x10; };
  tab = await open(board);
  await shows('a flash that does not keep a bit is found, and nothing is called installed', async () => {
    await tab.click('#choose');
    await shown(tab, 'install');
    await tab.click('#write');
    await tab.locator('#install-note').waitFor({ timeout: 90_000 });
    assert.match(await tab.locator('#install-note').innerText(), /could not be written whole/);
    await fitsThePhone(tab);
  });
  await shows('a disturbed cable is made good by sending again', async () => {
    board.afterWrite = undefined;
    let left = 1;
    // One byte of one big packet, not one that frames it.
    board.disturb = bytes => {
      const at = bytes.findIndex((byte, i) => i > 2000 && byte < 0xbf);
      if (!board.loader.inStub || at < 0 || left-- <= 0) return bytes;
      const disturbed = Buffer.from(bytes);
      disturbed[at] ^= 0x01;
      return disturbed;
    };
    await tab.click('#write');
    await shown(tab, 'name', 90_000);
    assert.equal(board.written.refused, 1);
    const whole = image('emeter-d1_mini.bin');
    assert.ok(board.flash.subarray(0, whole.length).equals(whole));
    stayedHome(tab);
  });
  await tab.context().close();
  board.stop();

  board = new PluggedBoard('ESP32', 0x10000); // whose image is not among those above
  tab = await open(board);
  await shows('a chip that we have no firmware for is named, and left as it was', async () => {
    await tab.click('#choose');
    await shown(tab, 'install');
    await tab.click('#write');
    await tab.locator('#install-note').waitFor({ timeout: 90_000 });
    assert.match(await tab.locator('#install-note').innerText(), /an ESP32; there is no firmware for it/);
    assert.ok(board.flash.every(byte => byte === 0xff));
    stayedHome(tab);
  });
  await tab.context().close();
} finally {
  await browser.close();
  end();
}
finish();
