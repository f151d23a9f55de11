// The options of the app's form, by the form's own words. Under the Supervisor a link leads to the form; elsewhere the option's name on the command line stands behind.

import { element, hole, text, weave } from './dom.js';

let form = null;

// The path of the form in Home Assistant; null: there is none.
export const setForm = path => { form = path; };

const options = {
  url: { word: text('option_url'), flag: '--source' },
  device: { word: text('option_device'), flag: '--source serial:///dev/…' },
  mode: { word: text('option_mode'), flag: '--source …?mode=2400-8E1' },
  key: { word: text('option_key'), flag: '--key' },
  auth_key: { word: text('option_auth_key'), flag: '--auth-key' },
  keys: { word: text('option_keys'), flag: '--key TITLE=…' },
  peak_scheme: { word: text('option_peak_scheme'), flag: '--peak-scheme' },
  list: { word: text('option_list'), flag: 'ESM_SOURCES__0__LIST' },
};

export const wordOf = name => options[name].word;

export const option = name => form
  ? element('a', options[name].word, { href: form, target: '_top' })
  : element('span', options[name].word, ' (', element('code', options[name].flag), ')');

// What to set where telegrams are refused for a reason; null where no option helps.
export function advice(reason) {
  switch (reason) {
    case 'key-missing': return weave(text('advice_key_missing', hole), option('key'));
    case 'key-wrong':
    case 'tag-mismatch': return weave(text('advice_key_wrong', hole), option('key'));
    case 'auth-key-missing': return weave(text('advice_auth_key_missing', hole), option('auth_key'));
    case 'auth-key-wrong': return weave(text('advice_auth_key_wrong', hole), option('auth_key'));
    case 'unknown-list': return weave(text('advice_unknown_list', hole), option('list'));
    default: return null;
  }
}
