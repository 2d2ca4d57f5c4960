import { PlusOutlined } from '@ant-design/icons';
import { Button, Segmented } from 'antd';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useData } from '../../../core/data/useData';
import { date, number } from '../../../core/format';
import type { GroupPhase } from '../../../core/schema.gen';
import { dialog } from '../../../desk/afresh';
import { ConnectionTable } from '../../../desk/ConnectionTable';
import { usePaging } from '../../../desk/paging';
import { Page } from '../../../desk/Page';
import { Nothing } from '../../../desk/States';
import { useStation } from '../useStation';
import { StationGroupsDocument } from './groups.gen';
import { PHASES } from './phases';
import '../../casework/casework.css';

const OpenGroupModal = dialog(() => import('./OpenGroupModal'));
const STATES = ['OPEN', 'CLOSED', 'ALL'] as const;

/** The groups of the station, newest first. */
export default function Groups() {
  const { t } = useTranslation('station');
  const paging = usePaging();
  const { stations } = useStation();
  const [isOpening, setIsOpening] = useState(false);
  const [state, setState] = useQueryState('status', parseAsStringLiteral(STATES).withDefault('OPEN').withOptions({ history: 'push' }));
  const reading = useData(StationGroupsDocument, { ...paging.variables, status: state === 'ALL' ? null : state });
  return (
    <Page title={t('group.title')} lead={t('group.lead')} acts={<Button type="primary" icon={<PlusOutlined />} disabled={stations.length === 0} onClick={() => setIsOpening(true)}>{t('group.open')}</Button>}>
      <section className="card flush" aria-label={t('group.title')}>
        <div className="filters" role="search" aria-label={t('shared:list.filters')}><Segmented value={state} onChange={(value) => { paging.first(); void setState(value); }} options={STATES.map((value) => ({ value, label: t(`group.states.${value}`) }))} /></div>
        <ConnectionTable
          label={t('group.title')}
          of={reading}
          connection={(data) => data.groups}
          paging={paging}
          width={900}
          empty={<Nothing title={t('group.none')} hint={t('group.noneHint')} />}
          columns={[
            { title: t('group.name'), render: (_, row) => <span className="who"><Link to={`/station-groups/${encodeURIComponent(row.id)}`}>{row.title}</Link><small>{row.community?.name}</small></span> },
            { title: t('area'), width: 120, render: (_, row) => t(`areas.${row.area}`) },
            { title: t('group.phase'), width: 200, render: (_, row) => <GroupPhasePips of={row.phase} isClosed={row.status === 'CLOSED'} /> },
            { title: t('group.leader'), width: 120, render: (_, row) => row.leader?.name },
            { title: t('group.capacity'), width: 90, align: 'right', render: (_, row) => <span className="num">{number(row.capacity)}</span> },
            { title: t('group.openedOn'), width: 150, render: (_, row) => <span className="num">{date(row.openedAt)}</span> },
          ]}
        />
      </section>
      <OpenGroupModal open={isOpening} stations={stations} onClose={() => setIsOpening(false)} />
    </Page>
  );
}

function GroupPhasePips({ of, isClosed }: { of: GroupPhase; isClosed: boolean }) {
  const { t } = useTranslation('station');
  const at = PHASES.indexOf(of);
  return <span className="phase"><span className="pips" aria-hidden>{PHASES.map((one, index) => <i key={one} className={isClosed || index < at ? 'past' : index === at ? 'now' : ''} />)}</span>{t(isClosed ? 'group.states.CLOSED' : `group.phases.${of}`)}</span>;
}
