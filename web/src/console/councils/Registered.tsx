import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMay } from '../../core/auth/useSession';
import { now } from '../../core/format';
import { dialog } from '../../desk/afresh';
import { Tag } from '../../desk/Tag';
import type { Council } from './Agenda';
import type { CouncilPageQuery } from './councils.gen';

const SeatModal = dialog(() => import('./SeatModal'));

/** Who comes: those who took a seat, and those for whom one is kept. */
export function Registered({ council, of, again }: { council: Council; of: CouncilPageQuery['councilRegistrations']; again: () => void }) {
  const { t } = useTranslation('councils');
  const may = useMay();
  const [isReserving, setIsReserving] = useState(false);
  const isAhead = council.status === 'SCHEDULED' && Date.parse(council.startsAt) > now().getTime();
  const hasRoom = !council.seating || council.seating.reservedTaken < council.seating.reserved;
  return (
    <section className="card" aria-label={t('seat.title')}>
      <div className="card-head">
        <h2>{t('registered', { count: of.totalCount })}</h2>
        <span className="grow" />
        {isAhead && hasRoom && may('councils:record') && <Button size="small" onClick={() => setIsReserving(true)}>{t('seat.reserve')}</Button>}
      </div>
      {of.edges.length === 0 && <p className="muted">{t('nobody')}</p>}
      <ul className="plain-list rows">
        {of.edges.map(({ node }, index) => (
          <li key={node.resident?.id ?? index}>
            <span className="grow">{node.resident && <Link to={`/residents/${node.resident.id}`}>{node.resident.name}</Link>}</span>
            {node.status === 'CANCELLED' && <Tag tone="plain">{t('seat.declined')}</Tag>}
            {node.kind !== 'OPEN' && <Tag tone={node.kind === 'RESERVED' ? 'accent' : 'cold'}>{t(`seat.kinds.${node.kind}`)}</Tag>}
          </li>
        ))}
      </ul>
      <SeatModal council={council} open={isReserving} onClose={() => setIsReserving(false)} onDone={again} />
    </section>
  );
}
