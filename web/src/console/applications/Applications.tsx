import { Button, Segmented } from 'antd';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useData } from '../../core/data/useData';
import { date, dayTime } from '../../core/format';
import type { ApplicationStatus } from '../../core/schema.gen';
import { dialog } from '../../desk/afresh';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { Page } from '../../desk/Page';
import { Tag, type Tone } from '../../desk/Tag';
import { usePaging } from '../../desk/paging';
import { CommunitySelect } from '../housing/CommunitySelect';
import { useCommunityFilter } from '../housing/usePlaces';
import { ApplicationsDocument, type ApplicationRowFragment } from './applications.gen';

const RejectModal = dialog(() => import('./RejectModal'));
const AcceptModal = dialog(() => import('./AcceptModal'));
const STATUSES = ['SUBMITTED', 'ACCEPTED', 'REJECTED', 'WITHDRAWN', 'ALL'] as const;
const TONES: Record<ApplicationStatus, Tone> = { SUBMITTED: 'warn', ACCEPTED: 'good', REJECTED: 'bad', WITHDRAWN: 'plain' };

export default function Applications() {
  const { t } = useTranslation('applications');
  const paging = usePaging();
  const { communities, id: communityId, setId } = useCommunityFilter();
  const [status, setStatus] = useQueryState('status', parseAsStringLiteral(STATUSES).withDefault('SUBMITTED').withOptions({ history: 'push' }));
  const [open, setOpen] = useState<{ act: 'accept' | 'reject'; row: ApplicationRowFragment } | null>(null);
  const reading = useData(ApplicationsDocument, { ...paging.variables, communityId, status: status === 'ALL' ? null : status });
  const of = (act: 'accept' | 'reject') => (open?.act === act ? open.row : null);
  return (
    <Page title={t('title')} lead={t('lead')}>
      <section className="card flush" aria-label={t('title')}>
        <div className="filters" role="search" aria-label={t('shared:list.filters')}>
          <Segmented value={status} onChange={(next) => { paging.first(); void setStatus(next); }} options={STATUSES.map((one) => ({ value: one, label: one === 'ALL' ? t('all') : t(`statuses.${one}`) }))} />
          <CommunitySelect communities={communities} value={communityId} onChange={(id) => { paging.first(); void setId(id); }} />
        </div>
        <ConnectionTable
          label={t('title')}
          of={reading}
          connection={(data) => data.stayApplications}
          paging={paging}
          width={1000}
          columns={[
            { title: t('name'), width: 170, render: (_, row) => <span className="who"><b>{row.name}</b><small className="num">{row.phoneMasked}</small></span> },
            { title: t('housing:community'), ellipsis: true, render: (_, row) => row.community?.name },
            { title: t('wanted'), width: 90, render: (_, row) => t(`kinds.${row.wantedKind ?? 'BED'}`) },
            { title: t('period'), width: 270, render: (_, row) => <span className="num">{`${date(row.startsOn)} – ${date(row.endsOn)}`}</span> },
            { title: t('note'), ellipsis: true, render: (_, row) => row.decisionReason ?? row.note },
            { title: t('createdAt'), width: 140, render: (_, row) => <span className="num">{dayTime(row.createdAt)}</span> },
            { title: t('status'), width: 100, render: (_, row) => <Tag tone={TONES[row.status]}>{t(`statuses.${row.status}`)}</Tag> },
            {
              title: <span className="unseen">{t('shared:act.more')}</span>,
              width: 150,
              render: (_, row) =>
                row.status === 'SUBMITTED' && (
                  <>
                    <Button size="small" type="link" onClick={() => setOpen({ act: 'accept', row })}>{t('accept')}</Button>
                    <Button size="small" type="link" danger onClick={() => setOpen({ act: 'reject', row })}>{t('reject')}</Button>
                  </>
                ),
            },
          ]}
        />
      </section>
      <AcceptModal application={of('accept')} onClose={() => setOpen(null)} />
      <RejectModal application={of('reject')} onClose={() => setOpen(null)} />
    </Page>
  );
}
