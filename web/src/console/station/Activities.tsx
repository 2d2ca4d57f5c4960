import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useData } from '../../core/data/useData';
import { date, isoDay, number } from '../../core/format';
import { dialog } from '../../desk/afresh';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { usePaging } from '../../desk/paging';
import { Page } from '../../desk/Page';
import { Nothing } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { StationActivitiesDocument, type StationActivitiesQuery } from './station.gen';
import { useStation } from './useStation';

const PlanModal = dialog(async () => ({ default: (await import('./ActivityModals')).PlanModal }));
const ReportModal = dialog(async () => ({ default: (await import('./ActivityModals')).ReportModal }));
export type Held = StationActivitiesQuery['stationActivities']['edges'][number]['node'];

/** Community activities of the station: planned, and what came of them. */
export default function Activities() {
  const { t } = useTranslation('station');
  const paging = usePaging();
  const { stations } = useStation();
  const [isPlanning, setIsPlanning] = useState(false);
  const [reporting, setReporting] = useState<Held | null>(null);
  const reading = useData(StationActivitiesDocument, { ...paging.variables });
  const today = isoDay();
  const stateOf = (row: Held) => (row.reportedAt ? 'reported' : row.startsOn > today ? 'planned' : 'owed');
  return (
    <Page title={t('activity.title')} lead={t('activity.lead')} acts={<Button type="primary" icon={<PlusOutlined />} disabled={stations.length === 0} onClick={() => setIsPlanning(true)}>{t('activity.plan')}</Button>}>
      <section className="card flush" aria-label={t('activity.title')}>
        <ConnectionTable
          label={t('activity.title')}
          of={reading}
          connection={(data) => data.stationActivities}
          paging={paging}
          width={980}
          empty={<Nothing title={t('activity.none')} hint={t('activity.noneHint')} />}
          columns={[
            { title: t('activity.days'), width: 220, render: (_, row) => <span className="num">{row.startsOn === row.endsOn ? date(row.startsOn) : `${date(row.startsOn)} – ${date(row.endsOn)}`}</span> },
            { title: t('activity.name'), width: 240, render: (_, row) => <span className="who"><b>{row.title}</b><small>{row.community?.name}</small></span> },
            { title: t('activity.came'), width: 130, align: 'right', render: (_, row) => <span className="num">{row.attended == null ? t('activity.expectedOf', { count: row.expected }) : `${number(row.attended)} / ${number(row.expected)}`}</span> },
            { title: t('activity.outcome'), render: (_, row) => row.outcome ?? <span className="muted">—</span> },
            { title: t('activity.state'), width: 110, render: (_, row) => <Tag tone={{ reported: 'good' as const, planned: 'cold' as const, owed: 'warn' as const }[stateOf(row)]}>{t(`activity.states.${stateOf(row)}`)}</Tag> },
            { title: '', width: 120, render: (_, row) => row.startsOn <= today && <Button size="small" type={row.reportedAt ? 'text' : 'default'} onClick={() => setReporting(row)}>{t(row.reportedAt ? 'activity.correct' : 'activity.report')}</Button> },
          ]}
        />
      </section>
      <PlanModal open={isPlanning} stations={stations} onClose={() => setIsPlanning(false)} onDone={reading.again} />
      <ReportModal of={reporting} onClose={() => setReporting(null)} onDone={reading.again} />
    </Page>
  );
}
