import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Reading } from '../../../core/data/useData';
import { TodayCard } from '../../../desk/TodayCard';
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
  const placeOf = usePlaceOf();
  const lines = (data: StaysOfTodayQuery) =>
    data[part].edges.map(({ node }) => (
      <li key={node.id}>
        <span className="who grow"><Link to={`/residents/${node.lead?.id ?? ''}`}>{node.lead?.name}</Link><small>{placeOf(node)}</small></span>
        {when(node)}
        <StayActs compact stay={{ id: node.id, status: node.status, who: node.lead?.name ?? '', place: placeOf(node), plannedEndsOn: node.plannedEndsOn, registeredOn: node.registeredOn ?? null }} />
      </li>
    ));
  return <TodayCard title={title} of={of} total={(data) => data[part].totalCount} all={more} empty={empty} lines={lines} />;
}
