// What the page's scripts build with: its texts, and elements. Everything that comes from outside is set as text, never as markup.

import { language, texts } from './texts.js';

export { language };

// text('seconds', 5): the text under a key, with what belongs in its places.
export const text = (key, ...inserted) => {
  if (!(key in texts)) console.error(`no text for ${key}`);
  return (texts[key] ?? key).replace(/\{(\d)\}/g, (_, place) => inserted[place]);
};

// Where an element goes in a text: its hole is put in, and weave() puts the element there.
export const hole = '\uE000';
export const weave = (woven, ...elements) => woven.split(hole).flatMap((part, i) => i ? [elements[i - 1], part] : [part]);

const drawn = ['svg', 'path', 'line', 'rect', 'g'];

// element('p.name', 'text', child, {title: …})
export function element(kind, ...content) {
  const [tag, ...classes] = kind.split('.');
  const made = drawn.includes(tag)
    ? document.createElementNS('http://www.w3.org/2000/svg', tag)
    : document.createElement(tag);
  if (classes.length) made.setAttribute('class', classes.filter(Boolean).join(' '));
  for (const item of content.flat(Infinity)) {
    if (item === null || item === undefined || item === false) continue;
    if (item instanceof Node || typeof item === 'string') made.append(item);
    else for (const [name, value] of Object.entries(item)) made.setAttribute(name, value);
  }
  return made;
}

// Makes what is shown equal to what is new, and touches nothing that is equal already: folds stay open, selections stay.
export function show(shown, made) {
  for (const { name, value } of made.attributes) if (shown.getAttribute(name) !== value) shown.setAttribute(name, value);
  for (const { name } of [...shown.attributes]) if (name !== 'open' && name !== 'id' && !made.hasAttribute(name)) shown.removeAttribute(name);
  const now = [...shown.childNodes], next = [...made.childNodes];
  next.forEach((child, i) => {
    const old = now[i];
    if (!old) shown.append(child);
    else if (old.nodeName !== child.nodeName) old.replaceWith(child);
    else if (child.nodeType === Node.TEXT_NODE) { if (old.data !== child.data) old.data = child.data; }
    else show(old, child);
  });
  now.slice(next.length).forEach(old => old.remove());
}

export const fill = (id, ...content) => {
  const shown = document.getElementById(id), made = shown.cloneNode(false);
  made.append(...content.flat());
  show(shown, made);
};

// A change that the owner wants; where it is not taken, why.
export async function change(path) {
  const answer = await fetch(path, { method: 'POST' }).catch(() => null);
  if (!answer?.ok) alert(text('failed', answer ? (await answer.text()).trim() || `HTTP ${answer.status}` : text('app_silent', '')));
}
