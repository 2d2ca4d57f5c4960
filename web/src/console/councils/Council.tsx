import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useMay } from '../../core/auth/useSession';
import { useData } from '../../core/data/useData';
import { date, dateTime, time, weekday } from '../../core/format';
import { dialog } from '../../desk/afresh';
import { Page } from '../../desk/Page';
import { Nothing, States } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { Agenda } from './Agenda';
import { CouncilPageDocument, type CouncilPageQuery, type TaskRowFragment } from './councils.gen';
import type { Open } from './CouncilModals';
import { Registered } from './Registered';
import { TaskLine } from './TaskLine';
import { STATUS_TONES, VERDICT_TONES } from './tones';

const CouncilModals = dialog(() => import('./CouncilModals'));
type Shown = NonNullable<CouncilPageQuery['council']>;

export default function Council() {
  const { t } = useTranslation('councils');
  const { id = '' } = useParams();
  const may = useMay();
  const reading = useData(CouncilPageDocument, { id });
  const [open, setOpen] = useState<Open | null>(null);
  const council = reading.kind === 'data' ? reading.data.council : null;
  const isAhead = council?.status === 'SCHEDULED';
  return (
    <Page
      title={council?.title ?? t('title')}
      lead={council && `${t(`kinds.${council.kind}`)} · ${council.community?.name ?? ''}`}
      crumbs={[{ to: '/councils', label: t('title') }]}
      acts={
        <>
          {isAhead && may('councils:call') && <Button danger onClick={() => setOpen('cancel')}>{t('cancel')}</Button>}
          {council?.status === 'HELD' && may('councils:record') && <Button type="primary" onClick={() => setOpen('decide')}>{t('decide')}</Button>}
          {isAhead && may('councils:record') && <Button type="primary" onClick={() => setOpen('record')}>{t('record')}</Button>}
        </>
      }
    >
      <States of={reading} isEmpty={(data) => !data.council}>
        {(data) =>
          data.council && (
            <div className="columns">
              <div className="stack">
                <Agenda council={data.council} again={reading.again} />
                <Minutes council={data.council} />
                <Decisions council={data.council} onTask={(act, task) => setOpen({ act, task })} />
              </div>
              <div className="stack">
                <Frame council={data.council} />
                <Topics council={data.council} onWrite={may('proposals:record') ? (topic) => setOpen({ act: 'write', topic }) : null} />
                <Registered council={data.council} of={data.councilRegistrations} again={reading.again} />
              </div>
              <CouncilModals council={data.council} registered={data.councilRegistrations.edges.flatMap(({ node }) => (node.resident && (node.status === 'REGISTERED' || node.status === 'PRESENT') ? [node.resident] : []))} open={open} onClose={() => setOpen(null)} onDone={() => { setOpen(null); reading.again(); }} />
            </div>
          )
        }
      </States>
    </Page>
  );
}

function Frame({ council }: { council: Shown }) {
  const { t } = useTranslation('councils');
  return (
    <section className="card" aria-label={t('time')}>
      <dl className="facts">
        <dt>{t('status')}</dt><dd><Tag tone={STATUS_TONES[council.status]}>{t(`statuses.${council.status}`)}</Tag></dd>
        <dt>{t('time')}</dt><dd className="num">{`${date(council.startsAt)} ${weekday(council.startsAt)} ${time(council.startsAt)}–${time(council.endsAt)}`}</dd>
        <dt>{t('place')}</dt><dd>{council.place}</dd>
        {council.seating && council.seating.reserved > 0 && <><dt>{t('seat.kept')}</dt><dd className="num">{t('seatsTaken', { taken: council.seating.reservedTaken, seats: council.seating.reserved })}</dd></>}
        {council.seating && council.seating.speaking > 0 && <><dt>{t('speaking')}</dt><dd className="num">{t('seatsTaken', { taken: council.seating.speakingTaken, seats: council.seating.speaking })}</dd></>}
        {council.seating && <><dt>{t('seating')}</dt><dd className="num">{t('seatsTaken', { taken: council.seating.taken + council.seating.reservedTaken + council.seating.speakingTaken, seats: council.seating.seats })}</dd></>}
        {council.residentsPresent !== null && <><dt>{t('present')}</dt><dd className="num">{t('people', { count: council.residentsPresent })}</dd></>}
        {council.verdict && <><dt>{t('verdict')}</dt><dd><Tag tone={VERDICT_TONES[council.verdict]}>{t(`verdicts.${council.verdict}`)}</Tag></dd></>}
        {council.cancelledReason && <><dt>{t('cancelReason')}</dt><dd>{council.cancelledReason}</dd></>}
      </dl>
      {council.bodies.length > 0 && <h3 style={{ fontSize: 14, margin: '16px 0 6px' }}>{t('bodiesTitle')}</h3>}
      <ul className="plain-list rows">
        {council.bodies.map((body) => (
          <li key={body.id}><span className="grow">{body.name}</span>{council.status === 'HELD' && <Tag tone={body.wasPresent ? 'good' : 'plain'}>{t(body.wasPresent ? 'wasPresent' : 'wasAbsent')}</Tag>}</li>
        ))}
      </ul>
    </section>
  );
}

function Minutes({ council }: { council: Shown }) {
  const { t } = useTranslation('councils');
  if (council.status === 'CANCELLED') return null;
  return (
    <section className="card">
      <div className="card-head"><h2 className="grow">{t('minutes')}</h2>{council.heldAt && <span className="muted num">{dateTime(council.heldAt)}</span>}</div>
      {council.minutes ? <p style={{ whiteSpace: 'pre-line', lineHeight: 1.75, margin: 0, maxWidth: '46em' }}>{council.minutes}</p> : <p className="muted">{t('noMinutes')}</p>}
    </section>
  );
}

function Decisions({ council, onTask }: { council: Shown; onTask: (act: 'report' | 'complete', task: TaskRowFragment) => void }) {
  const { t } = useTranslation('councils');
  if (council.status !== 'HELD') return null;
  return (
    <section className="card">
      <div className="card-head"><h2>{t('decisions')}</h2></div>
      {council.decisions.length === 0 && <Nothing title={t('noDecisions')} hint={null} />}
      {council.decisions.map((decision) => (
        <article key={decision.id} style={{ marginBottom: 12 }}>
          <b>{decision.text}</b>
          <ul className="plain-list rows">{decision.tasks.map((task) => <TaskLine key={task.id} task={task} onAct={(act) => onTask(act, task)} />)}</ul>
        </article>
      ))}
    </section>
  );
}

function Topics({ council, onWrite }: { council: Shown; onWrite: ((topic: Shown['topics'][number]) => void) | null }) {
  const { t } = useTranslation('councils');
  if (council.topics.length === 0) return null;
  return (
    <section className="card">
      <div className="card-head"><h2>{t('topics')}</h2></div>
      <ul className="plain-list rows">
        {council.topics.map((topic) => (
          <li key={topic.id}>
            <span className="who grow"><b>{topic.text}</b><small>{topic.resident?.name}</small></span>
            {topic.subject ? <Link to={`${topic.subject === 'ISSUE' ? '/issues' : '/proposals'}/${topic.subjectId}`}>{t(`subjects.${topic.subject}`)}</Link> : onWrite && <Button size="small" onClick={() => onWrite(topic)}>{t('writeTopic')}</Button>}
          </li>
        ))}
      </ul>
    </section>
  );
}
