import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { atShanghai, isoDay, now, timeSpan, weekday } from '../../core/format';
import { Choice, Field } from '../parts/Field';
import { Pager, usePlace } from '../parts/Pager';
import { Sheet, Sure } from '../parts/Sheet';
import { Nothing, States } from '../parts/States';
import { toast } from '../parts/Toasts';
import { useFields } from '../parts/useFields';
import { CancelMyEventDocument, PhoneClubCalendarDocument, PhoneClubSpacesDocument, PlanMyEventDocument, ReportMyEventDocument, type PhoneClubCalendarQuery } from './run.gen';

type Event = PhoneClubCalendarQuery['clubEvents']['edges'][number]['node'];
interface Asked {
  act: 'plan' | 'cancel' | 'report';
  event: Event | null;
}

/** What the club plans and what it has held: plan more, call one off, say how many came. */
export function RunEvents({ clubId, communityId }: { clubId: string; communityId: string }) {
  const { t } = useTranslation('clubs');
  const reading = useData(PhoneClubCalendarDocument, { id: clubId, after: usePlace() });
  const [asked, setAsked] = useState<Asked | null>(null);
  const [cancel, isBusy] = useAct(CancelMyEventDocument);
  const at = now().toISOString();
  const close = (): void => setAsked(null);
  const done = (): void => {
    close();
    reading.again();
  };
  async function callOff(): Promise<void> {
    const outcome = await cancel({ input: { eventId: asked?.event?.id ?? '' } });
    toast(outcome.ok ? t('calledOff') : outcome.problem.message, outcome.ok ? 'good' : 'bad');
    done();
  }
  return (
    <>
      <button type="button" className="button wide" onClick={() => setAsked({ act: 'plan', event: null })}>{t('plan')}</button>
      <h2 className="section">{t('calendar')}</h2>
      <States of={reading} isEmpty={(data) => data.clubEvents.edges.length === 0} empty={<Nothing title={t('noEvents')} hint={null} />}>
        {({ clubEvents }) => (
          <>
            {clubEvents.edges.map(({ node }) => {
              const isOpen = node.status === 'REQUESTED' || node.status === 'CONFIRMED';
              return (
                <section key={node.id} className="card" aria-label={node.title}>
                  <h3>{node.title}</h3>
                  <p className="soft small">{`${weekday(node.startsAt)} ${timeSpan(node.startsAt, node.endsAt)} · ${node.space?.name ?? node.place}`}</p>
                  <p className="tags"><span className="tag">{t(`eventStatus.${node.status}`)}</span><span className="tag">{node.attendedCount === null ? t('guests', { count: node.guestsCount }) : t('came', { count: node.attendedCount })}</span></p>
                  {isOpen && node.startsAt > at && <button type="button" className="button plain" aria-label={t('callOffOf', { title: node.title })} onClick={() => setAsked({ act: 'cancel', event: node })}>{t('callOff')}</button>}
                  {node.status === 'CONFIRMED' && node.startsAt <= at && <button type="button" className="button plain" aria-label={t('reportOf', { title: node.title })} onClick={() => setAsked({ act: 'report', event: node })}>{t('report')}</button>}
                </section>
              );
            })}
            <Pager of={clubEvents} />
          </>
        )}
      </States>
      <Sheet open={asked?.act === 'plan'} title={t('plan')} onClose={close}><Plan clubId={clubId} communityId={communityId} onDone={done} /></Sheet>
      <Sheet open={asked?.act === 'report'} title={t('reportOf', { title: asked?.event?.title ?? '' })} onClose={close}>{asked?.event && <Report event={asked.event} onDone={done} />}</Sheet>
      <Sure open={asked?.act === 'cancel'} title={t('callOffSure', { title: asked?.event?.title ?? '' })} hint={t('callOffHint')} yes={t('callOff')} danger busy={isBusy} onYes={() => void callOff()} onClose={close} />
    </>
  );
}

function Plan({ clubId, communityId, onDone }: { clubId: string; communityId: string; onDone: () => void }) {
  const { t } = useTranslation('clubs');
  const key = useActKey();
  const spaces = useData(PhoneClubSpacesDocument, { communityId });
  const { typed, bind, said, setProblem } = useFields({ title: '', on: '', startsAt: '19:00', endsAt: '21:00', spaceId: '', place: '' });
  const [plan, isBusy] = useAct(PlanMyEventDocument);
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setProblem(null);
    const { title, on, startsAt, endsAt, spaceId, place } = typed;
    const outcome = await plan({ input: { clubId, title, startsAt: atShanghai(on, startsAt), endsAt: atShanghai(on, endsAt), spaceId: spaceId || null, place: spaceId ? '' : place, idempotencyKey: key() } });
    if (!outcome.ok) return setProblem(outcome.problem);
    toast(t(spaceId ? 'plannedInSpace' : 'planned'));
    onDone();
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Field label={t('event')} hint={t('eventHint')} required maxLength={60} {...bind('title')} />
      <Field label={t('on')} type="date" required min={isoDay()} {...bind('on')} />
      <div className="two">
        <Field label={t('starts')} type="time" required {...bind('startsAt')} />
        <Field label={t('ends')} type="time" required {...bind('endsAt')} />
      </div>
      <Choice label={t('space')} hint={t('spaceHint')} {...bind('spaceId')}>
        <option value="">{t('noSpace')}</option>
        {spaces.kind === 'data' && spaces.data.spaces.edges.map(({ node }) => <option key={node.id} value={node.id}>{node.name}</option>)}
      </Choice>
      {!typed.spaceId && <Field label={t('place')} maxLength={60} {...bind('place')} />}
      {said && <p className="problem" role="alert">{said}</p>}
      <button type="submit" className="button wide" disabled={isBusy || typed.title.trim().length < 2 || !typed.on} aria-busy={isBusy}>{t('plan')}</button>
    </form>
  );
}

function Report({ event, onDone }: { event: Event; onDone: () => void }) {
  const { t } = useTranslation('clubs');
  const { typed, bind, said, setProblem } = useFields({ attended: String(event.guestsCount) });
  const [report, isBusy] = useAct(ReportMyEventDocument);
  async function submit(form: FormEvent): Promise<void> {
    form.preventDefault();
    setProblem(null);
    const outcome = await report({ input: { eventId: event.id, attended: Number(typed.attended) } });
    if (!outcome.ok) return setProblem(outcome.problem);
    toast(t('done'));
    onDone();
  }
  return (
    <form onSubmit={(form) => void submit(form)}>
      <Field label={t('attended')} type="number" inputMode="numeric" required min={0} max={2000} {...bind('attended')} />
      {said && <p className="problem" role="alert">{said}</p>}
      <button type="submit" className="button wide" disabled={isBusy || !typed.attended} aria-busy={isBusy}>{t('report')}</button>
    </form>
  );
}
