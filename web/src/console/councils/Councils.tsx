import { Button, Segmented, Select } from 'antd';
import { PlusOutlined } from '@ant-design/icons';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useMay } from '../../core/auth/useSession';
import { useData } from '../../core/data/useData';
import { date, daysAfter, isoDay, number, time, weekday } from '../../core/format';
import { dialog } from '../../desk/afresh';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { Page } from '../../desk/Page';
import { usePaging } from '../../desk/paging';
import { States } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { CommunitySelect } from '../housing/CommunitySelect';
import { useCommunityFilter } from '../housing/usePlaces';
import { CouncilFiguresDocument, CouncilsDocument } from './councils.gen';
import { STATUS_TONES } from './tones';

const ScheduleModal = dialog(() => import('./ScheduleModal'));
const STATUSES = ['SCHEDULED', 'HELD', 'CANCELLED', 'ALL'] as const;
const KINDS = ['CONSULTATION', 'HEARING', 'COORDINATION', 'APPRAISAL', 'TEA_TALK'] as const;
const HALF_YEAR = 182;

export default function Councils() {
  const { t } = useTranslation('councils');
  const may = useMay();
  const go = useNavigate();
  const paging = usePaging();
  const { communities, id: communityId, setId } = useCommunityFilter();
  const [status, setStatus] = useQueryState('status', parseAsStringLiteral(STATUSES).withDefault('ALL').withOptions({ history: 'push' }));
  const [kind, setKind] = useQueryState('kind', parseAsStringLiteral(KINDS).withOptions({ history: 'push' }));
  const [isCalling, setIsCalling] = useState(false);
  const reading = useData(CouncilsDocument, { ...paging.variables, filter: { communityId, kind, status: status === 'ALL' ? null : status } });
  return (
    <Page title={t('title')} lead={t('lead')} acts={may('councils:call') && <Button type="primary" icon={<PlusOutlined />} onClick={() => setIsCalling(true)}>{t('create')}</Button>}>
      <Figures communityId={communityId} />
      <section className="card flush" aria-label={t('title')}>
        <div className="filters" role="search" aria-label={t('shared:list.filters')}>
          <Segmented value={status} onChange={(next) => { paging.first(); void setStatus(next); }} options={STATUSES.map((one) => ({ value: one, label: one === 'ALL' ? t('all') : t(`statuses.${one}`) }))} />
          <Select aria-label={t('kind')} style={{ width: 140 }} value={kind ?? ''} onChange={(next) => { paging.first(); void setKind(next === '' ? null : (next as (typeof KINDS)[number])); }} options={[{ value: '', label: t('allKinds') }, ...KINDS.map((one) => ({ value: one, label: t(`kinds.${one}`) }))]} />
          <CommunitySelect communities={communities} value={communityId} onChange={(id) => { paging.first(); void setId(id); }} />
        </div>
        <ConnectionTable
          label={t('title')}
          of={reading}
          connection={(data) => data.councils}
          paging={paging}
          width={980}
          columns={[
            { title: t('name'), render: (_, row) => <span className="who"><Link to={`/councils/${row.id}`}><b>{row.title}</b></Link><small>{row.community?.name}</small></span> },
            { title: t('kind'), width: 110, render: (_, row) => t(`kinds.${row.kind}`) },
            { title: t('time'), width: 270, render: (_, row) => <span className="num">{`${date(row.startsAt)} ${weekday(row.startsAt)} ${time(row.startsAt)}–${time(row.endsAt)}`}</span> },
            { title: t('place'), width: 150, ellipsis: true, render: (_, row) => row.place },
            { title: t('present'), width: 110, align: 'end', render: (_, row) => row.residentsPresent !== null && <span className="num">{t('people', { count: row.residentsPresent })}</span> },
            { title: t('status'), width: 110, render: (_, row) => <Tag tone={STATUS_TONES[row.status]}>{t(`statuses.${row.status}`)}</Tag> },
          ]}
        />
      </section>
      <ScheduleModal open={isCalling} communities={communities} communityId={communityId} onClose={() => setIsCalling(false)} onDone={(id) => void go(`/councils/${id}`)} />
    </Page>
  );
}

function Figures({ communityId }: { communityId: string | null }) {
  const { t } = useTranslation('councils');
  const reading = useData(CouncilFiguresDocument, { fromOn: daysAfter(isoDay(), -HALF_YEAR), untilOn: daysAfter(isoDay(), 1), communityId });
  return (
    <States of={reading} rows={2}>
      {({ councilFigures: all }) => (
        <dl className="figures" style={{ marginBottom: 16 }}>
          <div className="figure"><dt>{t('figures.held')}</dt><dd>{number(all.held)}<small>{t('units.times')}</small></dd></div>
          <div className="figure"><dt>{t('figures.problems')}</dt><dd>{number(all.problems)}<small>{t('units.items')}</small></dd></div>
          <div className="figure"><dt>{t('figures.solved')}</dt><dd>{number(all.problemsSolved)}<small>{t('units.items')}</small></dd></div>
          <div className="figure"><dt>{t('figures.sentUp')}</dt><dd>{number(all.problemsSentUp)}<small>{t('units.items')}</small></dd></div>
          <div className="figure"><dt>{t('figures.late')}</dt><dd>{number(all.tasksLate)}<small>{t('units.items')}</small></dd></div>
        </dl>
      )}
    </States>
  );
}
