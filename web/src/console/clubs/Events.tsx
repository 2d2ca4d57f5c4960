import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../core/auth/useSession';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { now, timeSpan, weekday } from '../../core/format';
import type { ClubEventFilter } from '../../core/schema.gen';
import { dialog } from '../../desk/afresh';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { usePaging } from '../../desk/paging';
import { Nothing } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { CancelClubEventDocument, DeskClubEventsDocument, type DeskClubEventFragment, type DeskClubFragment } from './clubs.gen';
import { EVENT_TONES } from './words';

const PlanModal = dialog(async () => ({ default: (await import('./EventModals')).PlanModal }));
const ReportModal = dialog(async () => ({ default: (await import('./EventModals')).ReportModal }));

/** When a club meets and has met. */
export function Events({ club }: { club: DeskClubFragment }) {
  const { t } = useTranslation('clubs');
  const may = useMay();
  const { modal, message } = App.useApp();
  const paging = usePaging();
  const reading = useData(DeskClubEventsDocument, { ...paging.variables, filter: { clubId: club.id, isMine: false } as Partial<ClubEventFilter> as ClubEventFilter });
  const [isPlanning, setIsPlanning] = useState(false);
  const [reporting, setReporting] = useState<DeskClubEventFragment | null>(null);
  const [cancel] = useAct(CancelClubEventDocument);
  const mayRun = may('clubs:run') && club.status !== 'ARCHIVED';
  const ask = (event: DeskClubEventFragment): void =>
    void modal.confirm({
      title: t('callOffOf', { title: event.title }),
      content: t('callOffHint'),
      okText: t('callOff'),
      okButtonProps: { danger: true },
      cancelText: t('shared:act.cancel'),
      onOk: async () => {
        const outcome = await cancel({ input: { eventId: event.id } });
        if (!outcome.ok) return void message.error(outcome.problem.message);
        void message.success(t('calledOff'));
        reading.again();
        return undefined;
      },
    });
  return (
    <section className="card flush" aria-label={t('tabs.events')}>
      {mayRun && <div className="filters"><span className="grow" /><Button type="primary" onClick={() => setIsPlanning(true)}>{t('plan')}</Button></div>}
      <ConnectionTable
        label={t('tabs.events')}
        of={reading}
        connection={(data) => data.clubEvents}
        paging={paging}
        width={900}
        empty={<Nothing title={t('noEvents')} hint={null} />}
        columns={[
          { title: t('event'), render: (_, row) => <b>{row.title}</b> },
          { title: t('when'), width: 230, render: (_, row) => <span className="num">{`${weekday(row.startsAt)} ${timeSpan(row.startsAt, row.endsAt)}`}</span> },
          { title: t('where'), width: 150, ellipsis: true, render: (_, row) => row.space?.name ?? row.place },
          { title: t('guests'), width: 130, render: (_, row) => <span className="num">{row.attendedCount === null ? t('guestsOf', { count: row.guestsCount }) : t('cameOf', { count: row.attendedCount })}</span> },
          { title: t('status'), width: 130, render: (_, row) => <Tag tone={EVENT_TONES[row.status]}>{t(`eventStatuses.${row.status}`)}</Tag> },
          {
            title: <span className="unseen">{t('shared:act.more')}</span>,
            width: 130,
            render: (_, row) => {
              if (!mayRun) return null;
              if (['REQUESTED', 'CONFIRMED'].includes(row.status) && new Date(row.startsAt) > now()) return <Button size="small" type="text" danger onClick={() => ask(row)}>{t('callOff')}</Button>;
              return row.attendedCount === null && ['CONFIRMED', 'HELD'].includes(row.status) && <Button size="small" onClick={() => setReporting(row)}>{t('report')}</Button>;
            },
          },
        ]}
      />
      <PlanModal club={isPlanning ? club : null} onClose={() => setIsPlanning(false)} onDone={reading.again} />
      <ReportModal event={reporting} onClose={() => setReporting(null)} onDone={reading.again} />
    </section>
  );
}
