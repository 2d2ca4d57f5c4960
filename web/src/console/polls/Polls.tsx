import { Button, Segmented, Select } from 'antd';
import { PlusOutlined } from '@ant-design/icons';
import { parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useMay } from '../../core/auth/useSession';
import { useData } from '../../core/data/useData';
import { dateTime, number } from '../../core/format';
import { dialog } from '../../desk/afresh';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { Page } from '../../desk/Page';
import { usePaging } from '../../desk/paging';
import { Tag } from '../../desk/Tag';
import { CommunitySelect } from '../housing/CommunitySelect';
import { useCommunityFilter } from '../housing/usePlaces';
import { PollsDocument } from './polls.gen';
import { placeOf } from './place';
import { OUTCOME_TONES, STATUS_TONES } from './tones';

const OpenModal = dialog(() => import('./OpenModal'));
const STATUSES = ['ALL', 'OPEN', 'COUNTED', 'CANCELLED'] as const;

export default function Polls() {
  const { t } = useTranslation('polls');
  const may = useMay();
  const go = useNavigate();
  const paging = usePaging();
  const { communities, id: communityId, setId } = useCommunityFilter();
  const [status, setStatus] = useQueryState('status', parseAsStringLiteral(STATUSES).withDefault('ALL').withOptions({ history: 'push' }));
  const [building, setBuilding] = useQueryState('building', parseAsString.withOptions({ history: 'push' }));
  const buildings = communities.filter((one) => !communityId || one.id === communityId).flatMap((one) => one.buildings);
  const buildingId = buildings.some((one) => one.id === building) ? building : null;
  const [isOpening, setIsOpening] = useState(false);
  const reading = useData(PollsDocument, { ...paging.variables, filter: { communityId, buildingId, status: status === 'ALL' ? null : status } });
  return (
    <Page title={t('title')} lead={t('lead')} acts={may('polls:open_poll') && <Button type="primary" icon={<PlusOutlined />} onClick={() => setIsOpening(true)}>{t('create')}</Button>}>
      <section className="card flush" aria-label={t('title')}>
        <div className="filters" role="search" aria-label={t('shared:list.filters')}>
          <Segmented value={status} onChange={(next) => { paging.first(); void setStatus(next); }} options={STATUSES.map((one) => ({ value: one, label: one === 'ALL' ? t('all') : t(`statuses.${one}`) }))} />
          <CommunitySelect communities={communities} value={communityId} onChange={(id) => { paging.first(); void setBuilding(null); void setId(id); }} />
          {buildings.length > 1 && <Select aria-label={t('area')} style={{ minWidth: 140 }} value={buildingId ?? ''} onChange={(id) => { paging.first(); void setBuilding(id || null); }} options={[{ value: '', label: t('anyArea') }, ...buildings.map((one) => ({ value: one.id, label: one.name }))]} />}
        </div>
        <ConnectionTable
          label={t('title')}
          of={reading}
          connection={(data) => data.polls}
          paging={paging}
          width={1040}
          columns={[
            { title: t('name'), render: (_, row) => <span className="who"><Link to={`/polls/${row.id}`}><b>{row.title}</b></Link><small>{placeOf(row)}</small></span> },
            { title: t('kind'), width: 150, render: (_, row) => t(`kinds.${row.kind}`) },
            { title: t('voters'), width: 130, render: (_, row) => <span className="num">{t(`votersOf.${row.voters}`, { count: row.votersCount })}</span> },
            { title: t('turnout'), width: 110, align: 'end', render: (_, row) => row.turnout !== null && <span className="num">{t('turnoutOf', { count: row.turnout, of: number(row.votersCount) })}</span> },
            { title: t('closesAt'), width: 190, render: (_, row) => <span className="num">{dateTime(row.closesAt)}</span> },
            { title: t('status'), width: 140, render: (_, row) => <Tag tone={STATUS_TONES[row.status]}>{t(`statuses.${row.status}`)}</Tag> },
            { title: t('outcome'), width: 150, render: (_, row) => row.outcome && <Tag tone={OUTCOME_TONES[row.outcome]}>{t(`outcomes.${row.outcome}`)}</Tag> },
          ]}
        />
      </section>
      <OpenModal open={isOpening} communities={communities} communityId={communityId} onClose={() => setIsOpening(false)} onDone={(id) => void go(`/polls/${id}`)} />
    </Page>
  );
}
