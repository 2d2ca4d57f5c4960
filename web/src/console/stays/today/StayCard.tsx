import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Reading } from '../../../core/data/useData';
import { number } from '../../../core/format';
import { Nothing, States } from '../../../desk/States';
import { StayActs } from '../StayActs';
import type { StayRowFragment, StaysOfTodayQuery } from '../stays.gen';
import { usePlaceOf } from '../usePlaceOf';

type Part = 'leaving' | 'arriving' | 'unregistered';

interface Shown {
  of: Reading<StaysOfTodayQuery>;
  part: Part;
  title: string;
  empty: string;
  more: string;
  when: (stay: StayRowFragment) => ReactNode;
}

/** The first of a list of stays that want something, with the way to all. */
export function StayCard({ of, part, title, empty, more, when }: Shown) {
  const { t } = useTranslation('stays');
  const placeOf = usePlaceOf();
  return (
    <section className="card" aria-label={title}>
      <div className="card-head">
        <h2>{title}</h2>
        {of.kind === 'data' && of.data[part].totalCount > 0 && <span className="tally num">{number(of.data[part].totalCount)}</span>}
        <span className="grow" />
        <Link to={more}>{t('showAll')}</Link>
      </div>
      <States of={of} rows={4} isEmpty={(data) => data[part].edges.length === 0} empty={<Nothing title={empty} hint={null} />}>
        {(data) => (
          <ul className="plain-list rows">
            {data[part].edges.map(({ node }) => (
              <li key={node.id}>
                <span className="who"><Link to={`/residents/${node.lead?.id ?? ''}`}>{node.lead?.name}</Link><small>{placeOf(node)}</small></span>
                <span className="grow" />
                {when(node)}
                <StayActs compact stay={{ id: node.id, status: node.status, who: node.lead?.name ?? '', place: placeOf(node), plannedEndsOn: node.plannedEndsOn, registeredOn: node.registeredOn ?? null }} />
              </li>
            ))}
          </ul>
        )}
      </States>
    </section>
  );
}
