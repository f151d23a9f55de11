// Frames taken apart: a list of them; of the one that is opened its parts as a tree, beside its bytes in hex. Each marks the other.

import { element, text } from './dom.js';
import { reasonLink } from './reasons.js';
import { advice } from './settings.js';

const $ = id => document.getElementById(id);

// The sources that can be chosen from, once their names are known or have changed.
export function offerFrames(names) {
  const choice = $('frames-source');
  if (names.join('\n') === [...choice.options].map(option => option.textContent).join('\n')) return;
  const chosen = choice.value;
  choice.replaceChildren(...names.map((name, i) => element('option', name, { value: String(i) })));
  choice.value = names[chosen] ? chosen : '0';
}

const outcome = frame => 'values' in frame ? [text('frame_values', frame.values), frame.meter].filter(Boolean).join(' · ')
  : frame.reason ? text(`reason.${frame.reason}`)
  : text('frame_part');

// What somebody pasted came at no time that is known.
const when = frame => frame.at ? new Date(frame.at).toLocaleTimeString() : `${frame.offset}`;

function row(frame, list) {
  const shown = element('div');
  const opener = element(`button.frame.${frame.reason ? 'refused' : ''}`, { type: 'button', 'aria-expanded': 'false' },
    element('span.when', when(frame)), ' ', element('b', frame.framing ?? '–'), ' ', element('span', outcome(frame)));
  opener.addEventListener('click', () => {
    const isOpen = opener.getAttribute('aria-expanded') === 'true';
    for (const other of list.querySelectorAll('button.frame[aria-expanded="true"]')) {
      other.setAttribute('aria-expanded', 'false');
      other.nextSibling.replaceChildren();
    }
    if (isOpen) return;
    opener.setAttribute('aria-expanded', 'true');
    shown.append(opened(frame));
  });
  return element('div', opener, shown);
}

// What to do about it, and the decoder's own words where no part of the frame has them.
function refusal(frame) {
  const { reason, detail, parts } = frame;
  const tells = part => part.fault === detail || part.parts?.some(tells);
  return [advice(reason) && element('p.note', advice(reason)),
    element('p.note', reasonLink(frame), ...detail && !parts.some(tells) ? [': ', element('span', detail, { lang: 'en', dir: 'auto' })] : [])];
}

// Tree and bytes. A click on a part marks its bytes, a click on a byte the innermost part that it stands in.
function opened(frame) {
  const bytes = frame.octets.map(octets => octets.hex.match(/../g)?.map(hex => element('span.byte', hex)) ?? []);
  const owners = bytes.map(() => []);
  const panes = frame.octets.map((octets, i) => element('div', element('h3', `${octets.name} (${bytes[i].length})`), element('div.hex', { tabindex: '0', role: 'group', 'aria-label': octets.name }, bytes[i])));
  const view = element('div.opened', { lang: 'en' });

  const mark = (part, button) => {
    for (const old of view.querySelectorAll('.marked')) old.classList.remove('marked');
    button.classList.add('marked');
    bytes[part.octets].slice(part.start, part.start + part.length).forEach(byte => byte.classList.add('marked'));
  };
  const tree = parts => element('ul', parts.map(part => {
    const button = element('button.part', { type: 'button' }, part.name,
      part.text && element('span', ` ${part.text}`), part.fault && element('strong', ` ${part.fault}`));
    button.addEventListener('click', () => {
      mark(part, button);
      bytes[part.octets][part.start]?.scrollIntoView({ block: 'nearest' });
    });
    for (let at = part.start; at < part.start + part.length; at++) {
      owners[part.octets][at] = { part, button };
      if (part.fault) bytes[part.octets][at].classList.add('fault');
    }
    return element('li', button, part.parts && tree(part.parts));
  }));

  view.append(element('div.tree', tree(frame.parts)), element('div.panes', panes));
  bytes.forEach((pane, i) => pane.forEach((byte, at) => byte.addEventListener('click', () => {
    const owner = owners[i][at];
    if (!owner) return;
    mark(owner.part, owner.button);
    owner.button.scrollIntoView({ block: 'nearest' });
  })));
  return element('div', frame.reason && refusal(frame), view);
}

function list(target, frames) {
  const onlyRefused = $('frames-refused').checked;
  const shown = frames.toReversed().filter(frame => !onlyRefused || frame.reason);
  target.replaceChildren(...(shown.length ? shown.map(frame => row(frame, target)) : [element('p.note', text('frames_none'))]));
}

async function answered(request, target) {
  try {
    const answer = await request;
    if (answer.ok) list(target, await answer.json());
    else target.replaceChildren(element('p.diagnosis', await answer.text()));
  } catch (error) {
    target.replaceChildren(element('p.diagnosis', text('app_silent', error.message)));
  }
}

const show = () => answered(fetch(`api/frames?source=${$('frames-source').value}`, { cache: 'no-store' }), $('frames'));
$('frames-show').addEventListener('click', show);
$('frames-source').addEventListener('change', show);
$('frames-refused').addEventListener('change', show);

const base64 = async blob => {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
};

async function decode(blob) {
  const body = JSON.stringify({ bytes: await base64(blob), key: $('paste-key').value, auth_key: $('paste-auth-key').value });
  await answered(fetch('api/frames', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body }), $('pasted'));
}

$('paste').addEventListener('submit', event => {
  event.preventDefault();
  decode($('paste-file').files[0] ?? new Blob([$('paste-bytes').value]));
});
$('paste').addEventListener('dragover', event => event.preventDefault());
$('paste').addEventListener('drop', event => {
  event.preventDefault();
  if (event.dataTransfer.files.length) decode(event.dataTransfer.files[0]);
});
