import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Reading } from '../core/data/useData';
import { number } from '../core/format';
import { Nothing, States } from './States';

interface Shown<Data> {
  title: string;
  of: Reading<Data>;
  /** How many there are in all, told beside the title. */
  total: (data: Data) => number;
  /** The page of all of them, and what the way there is called. */
  all: string;
  allLabel?: string;
  /** What is said where nothing waits. */
  empty: string;
  /** The first of them, each a list item. */
  lines: (data: Data) => ReactNode[];
}

/** A card of today's work: how much waits, the first of it, and the way to all. */
export function TodayCard<Data>({ title, of, total, all, allLabel, empty, lines }: Shown<Data>) {
  const { t } = useTranslation();
  return (
    <section className="card" aria-label={title}>
      <div className="card-head">
        <h2>{title}</h2>
        {of.kind === 'data' && total(of.data) > 0 && <span className="tally num">{number(total(of.data))}</span>}
        <span className="grow" />
        <Link to={all}>{allLabel ?? t('act.viewAll')}</Link>
      </div>
      <States of={of} rows={4} isEmpty={(data) => lines(data).length === 0} empty={<Nothing title={empty} hint={null} />}>
        {(data) => <ul className="plain-list rows">{lines(data)}</ul>}
      </States>
    </section>
  );
}
