// How numbers, times and ages are written.

import { language, text } from './dom.js';

// The browser's own way to write numbers, where it speaks the page's language: 1.000,5 stands in German text only.
export const locale = navigator.language.split('-')[0] === language ? undefined : language;
export const number = (value, digits) => value.toLocaleString(locale, digits === undefined
  ? { maximumFractionDigits: 3 }
  : { minimumFractionDigits: digits, maximumFractionDigits: digits });

export function age(time, now) {
  if (!time) return text('never');
  const seconds = Math.max(0, Math.round((Date.parse(now) - Date.parse(time)) / 1000));
  if (seconds < 60) return text('seconds', seconds);
  if (seconds < 3600) return text('minutes', Math.floor(seconds / 60));
  if (seconds < 86400) return text('hours', Math.floor(seconds / 3600));
  return text('days', Math.floor(seconds / 86400));
}

export const clock = time => time.replace('T', ' ').replace(/([+-]\d\d:\d\d|Z)$/, '');

export const moment = time => new Date(time).toLocaleString(locale, { day: '2-digit', month: '2-digit', hour: '2-digit', minute: '2-digit' });

// A power of hundreds of watts and more.
export const kilowatts = watts => `${number(watts / 1000, 2)} kW`;

export const day = from => new Date(`${from.slice(0, 10)}T12:00`).toLocaleDateString(locale, { weekday: 'short', day: 'numeric', month: 'long' });
