// docs/reasons.md at the project's home has an entry for each reason and each diagnosis: what it means, and what to do.

import { element, text } from './dom.js';
import { home } from './home.js';

const link = (entry, shown, more) => element('a', shown, { href: `${home}/blob/main/docs/reasons.md#${entry}`, hreflang: 'en', target: '_blank', rel: 'noreferrer', ...more });

export const reasonLink = ({ layer, reason }) => link(reason, `${layer}/${reason}`, { title: text('reason_about') });

// What keeps a source from being read; some of its sentences have no entry.
export const diagnosis = source => element('p.diagnosis', source.diagnosis, source.diagnosis_entry && [' ', link(source.diagnosis_entry, text('diagnosis_about'))]);
