// What the page's scripts build with: its texts, and elements. Everything that comes from outside is set as text, never as markup.

import { language, texts } from './texts.js';

export { language };

// text('seconds', 5): the text under a key, with what belongs in its places.
export const text = (key, ...inserted) => {
  if (!(key in texts)) console.error(`no text for ${key}`);
  return (texts[key] ?? key).replace(/\{(\d)\}/g, (_, place) => inserted[place]);
};

// element('p.name', 'text', child, {title: …})
export function element(kind, ...content) {
  const [tag, ...classes] = kind.split('.');
  const made = tag === 'svg' || tag === 'path' || tag === 'line'
    ? document.createElementNS('http://www.w3.org/2000/svg', tag)
    : document.createElement(tag);
  if (classes.length) made.setAttribute('class', classes.filter(Boolean).join(' '));
  for (const item of content.flat()) {
    if (item === null || item === undefined || item === false) continue;
    if (item instanceof Node || typeof item === 'string') made.append(item);
    else for (const [name, value] of Object.entries(item)) made.setAttribute(name, value);
  }
  return made;
}
