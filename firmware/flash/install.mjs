// Writes the images of the manifest to the board, by ESP Web Tools.
import { flash } from 'esp-web-tools/dist/flash';
import { ESPLoader } from 'esptool-js';
import { md5 } from 'js-md5';

// ESP Web Tools does not compare what lies in the flash with what was sent. esptool-js can, when it is given the sum.
const writeFlash = ESPLoader.prototype.writeFlash;
ESPLoader.prototype.writeFlash = function (options) {
  return writeFlash.call(this, { ...options, calculateMD5Hash: image => md5(image) });
};

// The manifest, or null where this page has no firmware to offer.
export async function readManifest(path) {
  const answer = await fetch(path, { cache: 'no-cache' });
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(`The list of firmware cannot be read (${answer.status})`);
  const manifest = await answer.json();
  return manifest.builds.length > 0 ? manifest : null;
}

const sentences = {
  failed_initialize: 'The board does not go into its loader. Hold its BOOT (or FLASH) button, press RESET, let go of both, and try again.',
  failed_firmware_download: 'The firmware could not be fetched. Check the network and try again.',
  write_failed: 'The firmware could not be written whole. Try again, with another cable or USB socket if it happens twice.',
};

// Writes to a closed port and leaves it closed. `onProgress(title, percent)`; percent is undefined where nobody can tell.
// Throws an Error whose message is for the reader.
export async function install(port, path, manifest, erase, onProgress) {
  let failure = null;
  await flash(state => {
    if (state.state === 'error') {
      failure = state.details.error === 'not_supported'
        ? `This board is an ${state.chipFamily}; there is no firmware for it.`
        : sentences[state.details.error] ?? state.message;
    } else if (state.state === 'erasing') {
      onProgress('Erasing…');
    } else if (state.state === 'writing') {
      onProgress(`Installing on the ${state.chipFamily}…`, state.details.percentage);
    } else if (state.state !== 'finished') {
      onProgress('Talking to the board…');
    }
  }, port, path, manifest, erase).catch(error => {
    failure = 'The board was lost on the way. Plug it in again and start anew.';
    console.error(error);
  });
  if (failure !== null) throw new Error(failure);
}
