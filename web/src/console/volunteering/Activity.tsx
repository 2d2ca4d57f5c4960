import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { dateTime, now, number, timeSpan, weekday } from '../../core/format';
import { dialog } from '../../desk/afresh';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { Page } from '../../desk/Page';
import { usePaging } from '../../desk/paging';
import { Nothing, States } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { ActivitySeatsDocument, CancelActivityDocument, CloseActivityDocument, DeskActivityPageDocument, type ActivitySeatsQuery, type DeskActivityFragment } from './volunteering.gen';
import { TONES } from './words';

const HoursModal = dialog(() => import('./HoursModal'));

export type Seat = ActivitySeatsQuery['activitySeats']['edges'][number]['node'];

/** The table knows its rows by an id; a place is known by who holds it. */
const keyed = ({ activitySeats }: ActivitySeatsQuery) => ({ ...activitySeats, edges: activitySeats.edges.map(({ node }) => ({ node: { ...node, id: node.resident?.id ?? node.signedAt } })) });

/** One activity: who signed up, who came and for how long, and its end. */
export default function Activity() {
  const { t } = useTranslation('volunteering');
  const { id = '' } = useParams();
  const reading = useData(DeskActivityPageDocument, { id });
  const found = reading.kind === 'data' && reading.data.node?.__typename === 'MemberActivity' ? reading.data.node : null;
  if (found) return <Found activity={found} again={reading.again} />;
  return (
    <Page title={t('title')} crumbs={[{ to: '/activities', label: t('title') }]}>
      <section className="card"><States of={reading} isEmpty={() => true} empty={<Nothing title={t('gone')} />}>{() => null}</States></section>
    </Page>
  );
}

function Found({ activity, again }: { activity: DeskActivityFragment; again: () => void }) {
  const { t } = useTranslation('volunteering');
  const paging = usePaging();
  const reading = useData(ActivitySeatsDocument, { activityId: activity.id, ...paging.variables });
  const [seat, setSeat] = useState<Seat | null>(null);
  const hasBegun = new Date(activity.startsAt) <= now();
  const mayNote = hasBegun && activity.status !== 'CANCELLED';
  const facts = [`${weekday(activity.startsAt)} ${timeSpan(activity.startsAt, activity.endsAt)}`, activity.place, activity.organisation?.name, t(`audiences.${activity.audience}`), t('seatsOf', { taken: number(activity.taken), capacity: number(activity.capacity) })];
  return (
    <Page title={activity.title} lead={<>{facts.filter(Boolean).join(' · ')} <Tag tone={TONES[activity.status]}>{t(`statuses.${activity.status}`)}</Tag></>} crumbs={[{ to: '/activities', label: t('title') }]} acts={activity.status === 'OPEN' && <Ends activity={activity} hasBegun={hasBegun} again={again} />}>
      <section className="card flush" aria-label={t('signedUp')}>
        <div className="card-head"><h2>{t('signedUp')}</h2></div>
        <ConnectionTable
          label={t('signedUp')}
          of={reading}
          connection={keyed}
          paging={paging}
          width={720}
          empty={<Nothing title={t('nobody')} hint={t('nobodyHint')} />}
          columns={[
            { title: t('name'), render: (_, row) => <span className="who"><b>{row.resident?.name ?? ''}</b><small className="num">{row.resident?.phoneMasked}</small></span> },
            { title: t('signedAt'), width: 200, render: (_, row) => <span className="num">{dateTime(row.signedAt)}</span> },
            { title: t('came'), width: 160, render: (_, row) => (row.minutes === null ? <span className="muted">{t('notNoted')}</span> : <span className="num">{activity.isVolunteering ? t('minutesOf', { minutes: number(row.minutes) }) : t('present')}</span>) },
            { title: <span className="unseen">{t('shared:act.more')}</span>, width: 130, render: (_, row) => mayNote && row.resident && (row.minutes === null ? activity.status === 'OPEN' && <Button size="small" onClick={() => setSeat(row)} aria-label={t('noteOf', { name: row.resident.name })}>{t('note')}</Button> : activity.isVolunteering && <Button size="small" type="text" onClick={() => setSeat(row)} aria-label={t('correctOf', { name: row.resident.name })}>{t('correct')}</Button>) },
          ]}
        />
      </section>
      {seat && <HoursModal activity={activity} seat={seat} onClose={() => setSeat(null)} onDone={() => { setSeat(null); reading.again(); }} />}
    </Page>
  );
}

function Ends({ activity, hasBegun, again }: { activity: DeskActivityFragment; hasBegun: boolean; again: () => void }) {
  const { t } = useTranslation('volunteering');
  const { message, modal } = App.useApp();
  const [cancel] = useAct(CancelActivityDocument);
  const [close] = useAct(CloseActivityDocument);
  const isOver = new Date(activity.endsAt) <= now();
  async function run(act: typeof cancel | typeof close, said: string): Promise<void> {
    const outcome = await act({ input: { activityId: activity.id } });
    void (outcome.ok ? message.success(said) : message.error(outcome.problem.message));
    again();
  }
  if (!hasBegun) return <Button danger onClick={() => void modal.confirm({ title: t('cancelOf', { title: activity.title }), content: t('cancelHint'), okText: t('cancel'), okButtonProps: { danger: true }, cancelText: t('shared:act.cancel'), onOk: () => run(cancel, t('cancelled')) })}>{t('cancel')}</Button>;
  return <Button type="primary" disabled={!isOver} onClick={() => void modal.confirm({ title: t('closeOf', { title: activity.title }), content: t('closeHint'), okText: t('close'), cancelText: t('shared:act.cancel'), onOk: () => run(close, t('closed')) })}>{t('close')}</Button>;
}
