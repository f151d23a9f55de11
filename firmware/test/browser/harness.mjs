// What the tests in a browser share: Debian's Chromium, emeter-host on a line of its own, and the counting.
//   node TEST.mjs BUILD-FOLDER SCREENSHOT-FOLDER      needs emeter-host and test-line in BUILD-FOLDER
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import readline from 'node:readline';
import { chromium } from 'playwright-core';

export const [builds, pictures] = process.argv.slice(2);
export const phone = { width: 360, height: 740 };
export const folder = mkdtempSync(join(tmpdir(), 'emeter-pages-'));
mkdirSync(pictures, { recursive: true });

const patience = 20_000;
const children = [];

export function start(command, options, settings) {
  const child = spawn(command, options, settings);
  children.push(child);
  return child;
}

export async function firstLines(process, count) {
  const lines = [];
  for await (const line of readline.createInterface({ input: process.stdout })) {
    lines.push(line);
    if (lines.length === count) return lines;
  }
  throw new Error(`it ended after ${lines.length} lines`);
}

// A meter's line that sends a burst a second; its path.
export async function startLine() {
  const line = start(join(builds, 'test-line'), [], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [path] = await firstLines(line, 1);
  let burst = 0;
  const sending = setInterval(() => line.stdin.write(Buffer.alloc(620 + 90 * (burst++ % 4), 0x2f)), 1000);
  line.on('exit', () => clearInterval(sending));
  return path;
}

// emeter-host on such a line; the address of its pages.
export async function startHost(options, environment = {}) {
  const host = start(join(builds, 'emeter-host'), ['--uart', await startLine(), '--port', '0', '--http', '0', ...options],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...environment } });
  const [, pages] = await firstLines(host, 2);
  return `http://127.0.0.1:${pages.split(' ').pop()}/`;
}

export const launch = () => chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});

// A page at the width of a phone that remembers what it asked for and what went wrong. `prepare` has it before it loads.
export async function openPage(browser, address, options = {}, prepare = async () => {}) {
  const context = await browser.newContext({ viewport: phone, deviceScaleFactor: 1.5, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  page.asked = [];
  page.problems = [];
  page.on('request', request => page.asked.push(request.url()));
  page.on('pageerror', error => page.problems.push(error.message));
  await prepare(page);
  await page.goto(address);
  return page;
}

export async function fitsThePhone(page) {
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= phone.width, `the page is ${width} px wide`);
  const small = await page.$$eval('button, nav a, input:not([type=checkbox]), select', all => all
    .filter(e => e.offsetParent !== null && e.getBoundingClientRect().height < 40).map(e => e.outerHTML.slice(0, 60)));
  assert.deepEqual(small, [], 'too small for a finger');
  const unnamed = await page.$$eval('input, select', all => all.filter(e => e.labels.length === 0).map(e => e.outerHTML));
  assert.deepEqual(unnamed, [], 'without a label');
}

let passed = 0;
let failed = 0;
export async function shows(behaviour, work) {
  try {
    await work();
    passed++;
    console.log(`pass  ${behaviour}`);
  } catch (error) {
    failed++;
    console.log(`FAIL  ${behaviour}\n      ${String(error.message).split('\n').slice(0, 6).join('\n      ')}`);
  }
}

export function end() {
  for (const child of children) child.kill();
  rmSync(folder, { recursive: true, force: true });
}

export function finish() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}
