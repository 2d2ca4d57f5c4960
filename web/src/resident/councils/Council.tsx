import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useAct, useActKey } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { date, dateTime, separator, time } from '../../core/format';
import { Words } from '../parts/Field';
import { Page } from '../parts/Page';
import { Sure } from '../parts/Sheet';
import { Nothing, States } from '../parts/States';
import { toast } from '../parts/Toasts';
import { Offer } from '../spaces/Offer';
import { Answering, LateAnswers, OwnAnswers, answersOf } from './Answering';
import { DoorCode } from './DoorCode';
import { CouncilLineDocument, GiveSeatBackDocument, PhoneCouncilPageDocument, TakeSeatDocument, type PhoneCouncilPageQuery } from './councils.gen';

const SEATED = { OPEN: 'mine.REGISTERED', RESERVED: 'invited', SPEAKING: 'speaker' } as const;
type Whole = NonNullable<PhoneCouncilPageQuery['council']>;

/** One council: seats, agenda, and afterwards what was decided and what became of it. */
export default function Council() {
  const { t } = useTranslation('councils');
  const { id = '' } = useParams();
  const reading = useData(PhoneCouncilPageDocument, { id });
  const council = reading.kind === 'data' ? reading.data.council : null;
  return (
    <Page title={council?.title ?? t('title')} back="/councils">
      <States of={reading} isEmpty={(data) => !data.council} empty={<Nothing title={t('gone')} hint={null} />}>
        {(data) => data.council && (
          <>
            <section className="card">
              <dl className="facts">
                <dt>{t('kind')}</dt><dd>{t(`kinds.${data.council.kind}`)}</dd>
                <dt>{t('time')}</dt><dd>{`${dateTime(data.council.startsAt)}–${time(data.council.endsAt)}`}</dd>
                <dt>{t('place')}</dt><dd>{data.council.place}</dd>
              </dl>
              {data.council.cancelledReason && <p>{data.council.cancelledReason}</p>}
              {data.council.residentsPresent !== null && <p className="small soft">{t('present', { count: data.council.residentsPresent })}</p>}
            </section>
            {data.council.status === 'SCHEDULED' && <Seat council={data.council} again={reading.again} />}
            {data.council.topics.map((topic) => <Topic key={topic.id} topic={topic} />)}
            <Agenda council={data.council} />
            <Afterwards council={data.council} />
          </>
        )}
      </States>
    </Page>
  );
}

function Seat({ council, again }: { council: Whole; again: () => void }) {
  const { t } = useTranslation('councils');
  const key = useActKey();
  const line = useData(CouncilLineDocument, { id: council.id });
  const [isLeaving, setIsLeaving] = useState(false);
  const [topic, setTopic] = useState('');
  const [said, setSaid] = useState<Readonly<Record<number, string>>>({});
  const [take, isTaking] = useAct(TakeSeatDocument);
  const [give, isGiving] = useAct(GiveSeatBackDocument);
  const entry = line.kind === 'data' ? line.data.waitlist.edges[0]?.node : undefined;
  const left = council.seating ? Math.max(0, council.seating.seats - council.seating.reserved - council.seating.speaking - council.seating.taken) : null;
  const slots = council.seating?.speaking ?? 0;
  const slotsLeft = Math.max(0, slots - (council.seating?.speakingTaken ?? 0));
  const isSeated = council.myRegistration?.status === 'REGISTERED';
  const isIn = council.myRegistration?.status === 'PRESENT';
  const isFree = !isSeated && !isIn && !entry;
  const refresh = (): void => {
    again();
    line.again();
  };
  async function register(wantsToSpeak: boolean): Promise<void> {
    const outcome = await take({ input: { councilId: council.id, wantsToSpeak, ...(wantsToSpeak && topic.trim() ? { topic } : {}), ...(council.form ? { answers: { formId: council.form.id, answers: answersOf(said) } } : {}), idempotencyKey: key() } });
    toast(outcome.ok ? t(outcome.made.__typename === 'Council' && outcome.made.myRegistration?.status === 'REGISTERED' ? 'registered' : 'inLine') : outcome.problem.message, outcome.ok ? 'good' : 'bad');
    refresh();
  }
  async function leave(): Promise<void> {
    const outcome = await give({ input: { councilId: council.id } });
    setIsLeaving(false);
    toast(outcome.ok ? t('left') : outcome.problem.message, outcome.ok ? 'good' : 'bad');
    refresh();
  }
  if (entry?.status === 'OFFERED') return <Offer entry={entry} again={refresh} />;
  return (
    <section className="card">
      <h2>{t('seats')}</h2>
      <p className="tags">
        {left !== null && <span className={left > 0 ? 'tag good' : 'tag warn'}>{left > 0 ? t('seatsLeft', { count: left, seats: council.seating?.seats }) : t('full')}</span>}
        {slots > 0 && <span className={slotsLeft > 0 ? 'tag good' : 'tag warn'}>{slotsLeft > 0 ? t('speakingLeft', { count: slotsLeft, slots }) : t('speakingFull')}</span>}
        {isSeated && <span className="tag good">{t(SEATED[council.myRegistration?.kind ?? 'OPEN'])}</span>}
        {isIn && <span className="tag good">{t('letIn')}</span>}
        {entry && <span className="tag warn">{entry.position ? t('spaces:inLineAs', { count: entry.position }) : t('spaces:inLine')}</span>}
      </p>
      {isSeated && <DoorCode id={council.id} />}
      <OwnAnswers of={council.myAnswers} />
      {council.form && isSeated && council.myAnswers.length === 0 && <LateAnswers council={council} form={council.form} again={again} />}
      {council.form && isFree && <Answering form={council.form} said={said} onSay={(number, text) => setSaid((before) => ({ ...before, [number]: text }))} />}
      {slots > 0 && isFree && <Words label={t('topic')} hint={t('topicHint')} rows={2} maxLength={200} value={topic} onChange={(event) => setTopic(event.target.value)} />}
      <div className="buttons">
        {isFree && <button type="button" className="button" disabled={isTaking} aria-busy={isTaking} onClick={() => void register(false)}>{t(left === 0 ? 'line' : 'register')}</button>}
        {slots > 0 && isFree && <button type="button" className="button" disabled={isTaking} aria-busy={isTaking} onClick={() => void register(true)}>{t(slotsLeft === 0 ? 'lineToSpeak' : 'speak')}</button>}
        {(isSeated || entry) && <button type="button" className="quiet" onClick={() => setIsLeaving(true)}>{t('leave')}</button>}
      </div>
      <Sure open={isLeaving} title={t('leaveSure', { title: council.title })} yes={t('leave')} danger busy={isGiving} onYes={() => void leave()} onClose={() => setIsLeaving(false)} />
    </section>
  );
}

function Topic({ topic }: { topic: Whole['topics'][number] }) {
  const { t } = useTranslation('councils');
  return (
    <section className="card">
      <h2>{t('myTopic')}</h2>
      <p className="said">{topic.text}</p>
      {topic.subject && <Link className="button plain" to={`${topic.subject === 'ISSUE' ? '/issues' : '/proposals'}/${topic.subjectId}`}>{t(`became.${topic.subject}`)}</Link>}
    </section>
  );
}

function Agenda({ council }: { council: Whole }) {
  const { t } = useTranslation('councils');
  return (
    <section className="card">
      <h2>{t('agenda')}</h2>
      {council.items.length === 0 && <p className="soft">{t('noAgenda')}</p>}
      <ol className="chain">
        {council.items.map((item) => (
          <li key={item.id} className={item.outcome === 'OPEN' ? 'later' : undefined}>
            {item.title}
            <small>{[t(`subjects.${item.subject}`), t(`outcomes.${item.outcome}`)].join(' · ')}</small>
            {item.note && <p>{item.note}</p>}
          </li>
        ))}
      </ol>
      {council.bodies.length > 0 && <p className="small soft">{t('bodies', { names: council.bodies.map((body) => body.name).join(separator()) })}</p>}
    </section>
  );
}

function Afterwards({ council }: { council: Whole }) {
  const { t } = useTranslation('councils');
  return (
    <>
      {council.decisions.length > 0 && (
        <section className="card">
          <h2>{t('decisions')}</h2>
          {council.decisions.map((decision) => (
            <div key={decision.id}>
              <h3>{decision.text}</h3>
              {decision.tasks.map((task) => (
                <div key={task.id}>
                  <p>{task.title}</p>
                  <progress className="share" max={100} value={task.percent} aria-label={task.title} />
                  <p className="small soft">{task.completedAt ? t('done') : t('due', { owner: task.owner, date: date(task.dueOn), percent: task.percent })}</p>
                </div>
              ))}
            </div>
          ))}
        </section>
      )}
      {council.minutes && <section className="card"><h2>{t('minutes')}</h2><p className="said">{council.minutes}</p>{council.verdict && <span className="tag">{t(`verdicts.${council.verdict}`)}</span>}</section>}
    </>
  );
}
