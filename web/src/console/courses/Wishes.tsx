import { Button, Select } from 'antd';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useData } from '../../core/data/useData';
import type { WishStatus } from '../../core/schema.gen';
import { dialog } from '../../desk/afresh';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { Page } from '../../desk/Page';
import { usePaging } from '../../desk/paging';
import { Nothing } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { CommunitySelect } from '../housing/CommunitySelect';
import { useCommunityFilter } from '../housing/usePlaces';
import { CourseWishesDocument } from './learners.gen';
import { WISH_TONES } from './words';

const DeclineModal = dialog(() => import('./DeclineModal'));
const STATUSES: readonly WishStatus[] = ['REQUESTED', 'OPEN', 'PLANNED', 'DECLINED'];

export default function Wishes() {
  const { t } = useTranslation('courses');
  const paging = usePaging();
  const { communities, id, setId } = useCommunityFilter();
  const [status, setStatus] = useQueryState('status', parseAsStringLiteral(STATUSES).withOptions({ history: 'push' }));
  const reading = useData(CourseWishesDocument, { community: id, status, ...paging.variables });
  const [declining, setDeclining] = useState<{ id: string; title: string } | null>(null);
  return (
    <Page title={t('wishes.title')} lead={t('wishes.lead')}>
      <section className="card flush" aria-label={t('wishes.title')}>
        <div className="filters" role="search" aria-label={t('shared:list.filters')}>
          <CommunitySelect communities={communities} value={id} onChange={(one) => { paging.first(); void setId(one); }} />
          <Select aria-label={t('status')} style={{ width: 130 }} value={status ?? ''} onChange={(one) => { paging.first(); void setStatus((one || null) as WishStatus | null); }} options={[{ value: '', label: t('wishes.all') }, ...STATUSES.map((one) => ({ value: one, label: t(`wishes.statuses.${one}`) }))]} />
        </div>
        <ConnectionTable
          label={t('wishes.title')}
          of={reading}
          connection={(data) => data.courseWishes}
          paging={paging}
          empty={<Nothing title={t('wishes.none')} hint={null} />}
          columns={[
            { title: t('course'), render: (_, row) => <span className="who"><b>{row.title}</b><small>{row.answer ?? row.summary}</small></span> },
            { title: t('category'), width: 90, render: (_, row) => t(`categories.${row.category}`) },
            { title: t('community'), width: 160, ellipsis: true, render: (_, row) => row.community?.name },
            { title: t('seats'), width: 150, render: (_, row) => <span className="num">{t('wishes.votes', { votes: row.votes, threshold: row.threshold })}</span> },
            { title: t('status'), width: 110, render: (_, row) => <Tag tone={WISH_TONES[row.status]}>{t(`wishes.statuses.${row.status}`)}</Tag> },
            { title: <span className="unseen">{t('shared:act.more')}</span>, width: 130, render: (_, row) => ['OPEN', 'REQUESTED'].includes(row.status) && <Button size="small" onClick={() => setDeclining({ id: row.id, title: row.title })}>{t('wishes.decline')}</Button> },
          ]}
        />
      </section>
      <DeclineModal wish={declining} onClose={() => setDeclining(null)} />
    </Page>
  );
}
