import { Button, Segmented } from 'antd';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useMay } from '../../core/auth/useSession';
import { useData } from '../../core/data/useData';
import { date, number } from '../../core/format';
import { dialog } from '../../desk/afresh';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { Page } from '../../desk/Page';
import { usePaging } from '../../desk/paging';
import { Tag } from '../../desk/Tag';
import { CommunitySelect } from '../housing/CommunitySelect';
import { useCommunityFilter } from '../housing/usePlaces';
import { Due } from './Due';
import { ProposalsDocument, type ProposalsQueryVariables } from './proposals.gen';
import { STATUS_TONES } from './tones';

const RecordModal = dialog(() => import('./RecordModal'));
const TeaTalkModal = dialog(() => import('./TeaTalkModal'));
const VIEWS = ['owed', 'overdue', 'open', 'underway', 'poor', 'all'] as const;
const FILTERS: Record<(typeof VIEWS)[number], NonNullable<ProposalsQueryVariables['filter']>> = {
  owed: { isAnswerOwed: true },
  overdue: { isOverdue: true },
  open: { status: 'PUBLISHED' },
  underway: { status: 'UNDERWAY' },
  poor: { isPoorlyAppraised: true },
  all: {},
};

export default function Proposals() {
  const { t } = useTranslation('proposals');
  const may = useMay();
  const go = useNavigate();
  const paging = usePaging();
  const [isRecording, setIsRecording] = useState(false);
  const [isAtTea, setIsAtTea] = useState(false);
  const { communities, id: communityId, setId } = useCommunityFilter();
  const [view, setView] = useQueryState('view', parseAsStringLiteral(VIEWS).withDefault('owed').withOptions({ history: 'push' }));
  const reading = useData(ProposalsDocument, { ...paging.variables, filter: { ...FILTERS[view], communityId } });
  return (
    <Page title={t('title')} lead={t('lead')} acts={may('proposals:record') && <><Button onClick={() => setIsAtTea(true)}>{t('tea.do')}</Button><Button type="primary" onClick={() => setIsRecording(true)}>{t('record.title')}</Button></>}>
      <section className="card flush" aria-label={t('title')}>
        <div className="filters" role="search" aria-label={t('shared:list.filters')}>
          <Segmented value={view} onChange={(next) => { paging.first(); void setView(next); }} options={VIEWS.map((one) => ({ value: one, label: t(`filters.${one}`) }))} />
          <CommunitySelect communities={communities} value={communityId} onChange={(id) => { paging.first(); void setId(id); }} />
        </div>
        <ConnectionTable
          label={t('title')}
          of={reading}
          connection={(data) => data.proposals}
          paging={paging}
          width={980}
          columns={[
            { title: t('name'), render: (_, row) => <span className="who"><Link to={`/proposals/${row.id}`}><b>{row.title}</b></Link><small>{row.community?.name}</small></span> },
            { title: t('cosigners'), width: 150, render: (_, row) => <span className="num">{t('cosignersOf', { count: row.cosigners, threshold: number(row.threshold) })}</span> },
            { title: t('origin'), width: 110, render: (_, row) => t(`origins.${row.origin}`) },
            { title: t('publishedAt'), width: 150, render: (_, row) => <span className="num">{row.publishedAt && date(row.publishedAt)}</span> },
            { title: t('due'), width: 220, render: (_, row) => <Due of={row} /> },
            { title: t('status'), width: 110, render: (_, row) => <Tag tone={STATUS_TONES[row.status]}>{t(`statuses.${row.status}`)}</Tag> },
          ]}
        />
      </section>
      <RecordModal open={isRecording} communities={communities} communityId={communityId} onClose={() => setIsRecording(false)} onDone={(id) => void go(`/proposals/${id}`)} />
      <TeaTalkModal open={isAtTea} communities={communities} communityId={communityId} onClose={() => setIsAtTea(false)} />
    </Page>
  );
}
