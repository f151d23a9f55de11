// A chip in its serial loader, as far as esptool-js needs it: sync, registers, the stub in RAM, compressed writes, MD5.
// https://docs.espressif.com/projects/esptool/en/latest/esp32/advanced-topics/serial-protocol.html
import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';

const end = 0xc0, escape = 0xdb, escapedEnd = 0xdc, escapedEscape = 0xdd;
const sector = 4096;
const checksumSeed = 0xef;
const magicRegister = 0x40001000;
const identify = 0x9f; // the flash chip's own command
const spiUser = 1 << 18;

const command = {
  memoryBegin: 0x05, memoryEnd: 0x06, memoryData: 0x07, sync: 0x08, writeRegister: 0x09, readRegister: 0x0a, attachFlash: 0x0d,
  deflatedBegin: 0x10, deflatedData: 0x11, deflatedEnd: 0x12, md5: 0x13, eraseFlash: 0xd0,
};
const failure = { invalid: 5, checksum: 7, deflate: 0x0b };

// The chips that the tests plug in. `spi`: registers of the flash's controller.
export const chips = {
  'ESP8266': { magic: 0xfff0c101, registers: [[0x60000014, 451]], spi: { command: 0x60000200, user2: 0x60000224, word0: 0x60000240 }, statusBytes: 2 },
  'ESP32-C3': { magic: 0x1b31506f, registers: [], spi: { command: 0x60002000, user2: 0x60002020, word0: 0x60002058 }, statusBytes: 4 },
  'ESP32': { magic: 0x00f01d83, registers: [], spi: { command: 0x3ff42000, user2: 0x3ff42024, word0: 0x3ff42080 }, statusBytes: 4 },
};

function slip(bytes) {
  const framed = [end];
  for (const byte of bytes) {
    if (byte === end) framed.push(escape, escapedEnd); else if (byte === escape) framed.push(escape, escapedEscape); else framed.push(byte);
  }
  return Buffer.from([...framed, end]);
}

export class Loader {
  // `flash` outlives the loader: it is the chip's. `send` takes what goes to the computer.
  constructor(chip, flash, send) {
    this.chip = chip;
    this.flash = flash;
    this.send = send;
    this.registers = new Map([[magicRegister, chip.magic], ...chip.registers]);
    this.frame = null;
    this.escaped = false;
    this.inStub = false;
    this.stubBytes = 0;
    this.writes = []; // { address, size } of each part
    this.sums = 0; // that were asked for
    this.refused = 0; // packets with a wrong checksum
  }

  receive(bytes) {
    for (const byte of bytes) {
      if (byte === end) {
        if (this.frame?.length > 0) this.packet(Buffer.from(this.frame));
        this.frame = [];
        this.escaped = false;
      } else if (this.frame !== null) {
        if (byte === escape && !this.escaped) { this.escaped = true; continue; }
        this.frame.push(this.escaped ? (byte === escapedEnd ? end : escape) : byte);
        this.escaped = false;
      }
    }
  }

  packet(bytes) {
    if (bytes[0] !== 0 || bytes.length < 8) return;
    const operation = bytes[1];
    const data = bytes.subarray(8);
    if (data.length !== bytes.readUInt16LE(2)) return this.answer(operation, { failed: failure.invalid });
    if ([command.memoryData, command.deflatedData].includes(operation)) {
      const sum = data.subarray(16).reduce((all, byte) => all ^ byte, checksumSeed);
      if (sum !== bytes.readUInt32LE(4)) {
        this.refused++;
        return this.answer(operation, { failed: failure.checksum });
      }
    }
    const word = number => data.readUInt32LE(4 * number);
    switch (operation) {
      case command.sync:
        for (let i = 0; i < 8; i++) this.answer(operation, { value: this.inStub ? 0 : 0x20120707 });
        return;
      case command.readRegister: return this.answer(operation, { value: this.registers.get(word(0)) ?? 0 });
      case command.writeRegister: return this.writeRegister(word(0), word(1));
      case command.memoryBegin: return this.answer(operation);
      case command.memoryData:
        this.stubBytes += data.length - 16;
        return this.answer(operation);
      case command.memoryEnd:
        this.answer(operation);
        this.inStub = true;
        return this.send(slip(Buffer.from('OHAI')));
      case command.attachFlash: return this.answer(operation);
      case command.eraseFlash:
        this.flash.fill(0xff);
        return this.answer(operation);
      case command.deflatedBegin: return this.beginWrite(word(0), word(1), word(3));
      case command.deflatedData: return this.write(word(1), data.subarray(16));
      case command.deflatedEnd: return this.answer(operation);
      case command.md5: {
        this.sums++;
        const sum = createHash('md5').update(this.flash.subarray(word(0), word(0) + word(1))).digest();
        return this.answer(operation, { data: this.inStub ? sum : Buffer.from(sum.toString('hex')) });
      }
      default: return this.answer(operation, { failed: failure.invalid });
    }
  }

  writeRegister(address, value) {
    const { spi } = this.chip;
    if (address === spi.command && (value & spiUser) !== 0) {
      // Ready at once. A flash chip of 4 MB by Winbond.
      if ((this.registers.get(spi.user2) & 0xff) === identify) this.registers.set(spi.word0, 0x1640ef);
      value = 0;
    }
    this.registers.set(address, value);
    this.answer(command.writeRegister);
  }

  beginWrite(size, blocks, address) {
    // Whole sectors are erased, and nothing beside them.
    const first = address - address % sector;
    this.flash.fill(0xff, first, Math.ceil((address + size) / sector) * sector);
    this.part = { address, size, blocks, next: 0, deflated: [] };
    this.answer(command.deflatedBegin);
  }

  write(number, block) {
    const { part } = this;
    if (number !== part.next) return this.answer(command.deflatedData, { failed: failure.invalid });
    part.next++;
    part.deflated.push(Buffer.from(block));
    if (part.next === part.blocks) {
      let whole;
      try {
        whole = inflateSync(Buffer.concat(part.deflated));
      } catch {
        return this.answer(command.deflatedData, { failed: failure.deflate });
      }
      if (whole.length !== part.size) return this.answer(command.deflatedData, { failed: failure.deflate });
      // A write clears bits; only erasing sets them.
      for (let i = 0; i < whole.length; i++) this.flash[part.address + i] &= whole[i];
      this.afterWrite?.(part.address, whole.length);
      this.writes.push({ address: part.address, size: part.size });
    }
    this.answer(command.deflatedData);
  }

  answer(operation, { value = 0, data = Buffer.alloc(0), failed = 0 } = {}) {
    const status = Buffer.alloc(this.inStub ? 2 : this.chip.statusBytes);
    if (failed !== 0) { status[0] = 1; status[1] = failed; }
    const head = Buffer.alloc(8);
    head[0] = 1;
    head[1] = operation;
    head.writeUInt16LE(data.length + status.length, 2);
    head.writeUInt32LE(value >>> 0, 4);
    this.send(slip(Buffer.concat([head, data, status])));
  }
}
