// A board at the page's serial port: after a reset with GPIO0 down its loader, else the firmware, which is emeter-host with the real core.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { builds, folder, start, startLine } from './harness.mjs';
import { chips, Loader } from './loader.mjs';

const imageMagic = 0xe9;
let boards = 0;

export class PluggedBoard {
  // `appAt`: where the chip looks for the application.
  constructor(chip, appAt) {
    this.chip = chips[chip];
    this.appAt = appAt;
    this.flash = Buffer.alloc(4 * 1024 * 1024, 0xff);
    this.settings = join(folder, `board-${boards++}.bin`);
    this.loader = null;
    this.firmware = null;
    this.firmwareStarts = 0;
  }

  // What the page calls of serial-port.js.
  async plugInto(page) {
    this.page = page;
    await page.exposeFunction('boardHears', text => this.hear(Buffer.from(text, 'base64')));
    await page.exposeFunction('boardReset', loader => this.reset(loader));
    await page.addInitScript({ path: new URL('serial-port.js', import.meta.url).pathname });
  }

  say(bytes) {
    // Where the page has gone away nobody hears it.
    this.page.evaluate(text => window.computerHears(text), Buffer.from(bytes).toString('base64')).catch(() => {});
  }

  hear(bytes) {
    this.loader?.receive(this.disturb?.(bytes) ?? bytes);
    this.firmware?.stdio[3].write(bytes);
  }

  async reset(loader) {
    this.stop();
    this.say(Buffer.from(`\r\n ets Jan  8 2013,rst cause:2, boot mode:(${loader ? 1 : 3},6)\r\n\r\n`));
    if (loader) {
      this.loader = new Loader(this.chip, this.flash, bytes => this.say(bytes));
      this.loader.afterWrite = this.afterWrite;
    } else if (this.flash[this.appAt] === imageMagic) {
      await this.run();
    }
  }

  async run() {
    this.firmwareStarts++;
    this.firmware = start(join(builds, 'emeter-host'), ['--uart', await startLine(), '--port', '0', '--settings', this.settings,
      '--simulated-wifi', 'Home:password1', '--console', '3'], { stdio: ['ignore', 'ignore', 'inherit', 'pipe'] });
    this.firmware.stdio[3].on('data', bytes => this.say(bytes));
    this.firmware.stdio[3].on('error', () => {}); // it was reset
  }

  stop() {
    this.written = this.loader ?? this.written;
    this.loader = null;
    this.firmware?.kill();
    this.firmware = null;
  }

  stored() { return readFileSync(this.settings, 'latin1'); }
}
