import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMay } from '../../core/auth/useSession';
import { dialog } from '../../desk/afresh';
import { Tag } from '../../desk/Tag';
import type { CouncilPageQuery } from './councils.gen';
import { OUTCOME_TONES } from './tones';

const ItemModal = dialog(() => import('./ItemModal'));
const SettleModal = dialog(() => import('./SettleModal'));
export type Council = NonNullable<CouncilPageQuery['council']>;
export type Item = Council['items'][number];
const PATHS: Readonly<Partial<Record<Item['subject'], string>>> = { ISSUE: '/issues', PROPOSAL: '/proposals' };

/** What the council is about: more of it is added until it meets, and what came of it is said afterwards too. */
export function Agenda({ council, again }: { council: Council; again: () => void }) {
  const { t } = useTranslation('councils');
  const may = useMay();
  const [isAdding, setIsAdding] = useState(false);
  const [settled, setSettled] = useState<Item | null>(null);
  const maySettle = council.status === 'HELD' && may('councils:record');
  return (
    <section className="card" aria-label={t('agenda')}>
      <div className="card-head">
        <h2>{t('agenda')}</h2>
        <span className="grow" />
        {council.status === 'SCHEDULED' && may('councils:call') && <Button size="small" onClick={() => setIsAdding(true)}>{t('item.add')}</Button>}
      </div>
      <ol className="plain-list rows">
        {council.items.map((item) => (
          <li key={item.id}>
            <span className="num muted">{item.position}</span>
            <span className="who grow">
              {PATHS[item.subject] && item.subjectId ? <Link to={`${PATHS[item.subject]}/${item.subjectId}`}>{item.title}</Link> : <b>{item.title}</b>}
              <small>{item.note ?? t(`subjects.${item.subject}`)}</small>
            </span>
            <Tag tone={OUTCOME_TONES[item.outcome]}>{t(`outcomes.${item.outcome}`)}</Tag>
            {maySettle && <Button size="small" type="text" aria-label={t('item.settleOf', { title: item.title })} onClick={() => setSettled(item)}>{t('item.settle')}</Button>}
          </li>
        ))}
      </ol>
      <ItemModal council={council} open={isAdding} onClose={() => setIsAdding(false)} onDone={again} />
      <SettleModal council={council} item={settled} onClose={() => setSettled(null)} onDone={again} />
    </section>
  );
}
