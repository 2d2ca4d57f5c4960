/** What an entry of the audit trail holds beside its object, as people say it. */
import type { i18n as I18n, TFunction } from 'i18next';
import { anyWords } from '../../core/anyWords';
import { date, dateTime, labelled, number, percent, semicolon, separator } from '../../core/format';
import places from './values.json';

/** Where the words of a fact's codes are: by the object's type and the fact, or by the fact alone. */
const PLACES: Readonly<Record<string, string[] | undefined>> = places;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T/;
const ID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/;
const DIGEST = /^[\da-f]{32,}$/;
/** As much of an id as tells one from another on a page. */
const TAIL = 6;
const KB = 1024;

type Spoken = { t: TFunction<'audit'>; i18n: I18n };

function textOf({ t }: Spoken, value: string, known: readonly string[]): string {
  if (DAY.test(value)) return date(value);
  if (MOMENT.test(value)) return dateTime(value);
  if (ID.test(value) || DIGEST.test(value)) return t('audit:id', { id: value.slice(-TAIL) });
  // A colon would ask for another namespace.
  const code = value.replaceAll(':', '_');
  return known.length > 0 ? t(known.map((place) => `${place}.${code}`), { defaultValue: value }) : value;
}

function valueOf(spoken: Spoken, name: string, value: unknown, known: readonly string[]): string {
  const { t, i18n } = spoken;
  if (Array.isArray(value)) {
    const all = value.map((one: unknown) => {
      if (name !== 'effects' || !Array.isArray(one)) return valueOf(spoken, name, one, known);
      const [, act, count] = one as [string, string, number];
      return t([...anyWords(i18n, `effects.${act}`), 'stays:effects.UNKNOWN'], { count, act });
    });
    return all.join(separator());
  }
  if (typeof value === 'boolean') return t(value ? 'shared:answer.YES' : 'shared:answer.NO');
  if (typeof value === 'number' && name === 'percent') return percent(value / 100, 0);
  if (typeof value === 'number' && name === 'size') return t('audit:kb', { count: Math.ceil(value / KB) });
  if (typeof value === 'number') return number(value);
  return typeof value === 'string' ? textOf(spoken, value, known) : JSON.stringify(value);
}

/** Name and value of each fact; what has no words yet is told by its name, readably. */
export function saidFacts(spoken: Spoken, objectType: string, facts: string): string {
  let read: Record<string, unknown>;
  try {
    read = JSON.parse(facts) as Record<string, unknown>;
  } catch {
    return '';
  }
  const said = Object.entries(read).filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0));
  const one = ([name, value]: [string, unknown]): string => {
    const known = PLACES[`${objectType}.${name}`] ?? PLACES[name] ?? [];
    return labelled(spoken.t(`audit:factNames.${name}`, { defaultValue: name.replaceAll('_', ' ') }), valueOf(spoken, name, value, known));
  };
  return said.map(one).join(semicolon());
}
