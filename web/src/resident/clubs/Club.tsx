import { useMemo, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { now, timeSpan, weekday } from '../../core/format';
import { Field } from '../parts/Field';
import { Page } from '../parts/Page';
import { Sheet, Sure } from '../parts/Sheet';
import { Nothing, States } from '../parts/States';
import { toast } from '../parts/Toasts';
import { useFields } from '../parts/useFields';
import { JoinClubDocument, LeaveClubDocument, LeaveEventDocument, PhoneClubPageDocument, SignUpForEventDocument, type PhoneClubEventFragment, type PhoneClubFragment } from './clubs.gen';

/** One club: join it, and what it does next. */
export default function Club() {
  const { t } = useTranslation('clubs');
  const { id = '' } = useParams();
  const from = useMemo(() => now().toISOString(), []);
  const reading = useData(PhoneClubPageDocument, { id, from });
  const club = reading.kind === 'data' ? reading.data.club : null;
  return (
    <Page title={club?.name ?? t('title')} back="/clubs">
      <States of={reading} isEmpty={(data) => !data.club} empty={<Nothing title={t('gone')} hint={null} />}>
        {(data) => data.club && (
          <>
            <Member club={data.club} again={reading.again} />
            <h2 className="section">{t('events')}</h2>
            {data.clubEvents.edges.length === 0 && <p className="soft">{t('noEvents')}</p>}
            {data.clubEvents.edges.map(({ node }) => <Event key={node.id} event={node} isMember={data.club?.membership?.status === 'ACTIVE'} again={reading.again} />)}
          </>
        )}
      </States>
    </Page>
  );
}

function Member({ club, again }: { club: PhoneClubFragment; again: () => void }) {
  const { t } = useTranslation('clubs');
  const [asked, setAsked] = useState<'join' | 'leave' | null>(null);
  const { typed, bind, said, setProblem } = useFields({ alias: '' });
  const [join, isJoining] = useAct(JoinClubDocument);
  const [leave, isLeaving] = useAct(LeaveClubDocument);
  const isIn = club.membership?.status === 'ACTIVE' || club.membership?.status === 'PENDING';
  async function enter(event: FormEvent): Promise<void> {
    event.preventDefault();
    setProblem(null);
    const outcome = await join({ input: { clubId: club.id, alias: typed.alias } });
    if (!outcome.ok) return setProblem(outcome.problem);
    setAsked(null);
    toast(t(club.joinMode === 'OPEN' ? 'joined' : 'wanted'));
    again();
  }
  async function out(): Promise<void> {
    const outcome = await leave({ input: { clubId: club.id } });
    setAsked(null);
    toast(outcome.ok ? t('left') : outcome.problem.message, outcome.ok ? 'good' : 'bad');
    again();
  }
  return (
    <section className="card">
      {club.about && <p className="said">{club.about}</p>}
      <p className="tags"><span className="tag">{t('members', { count: club.membersCount })}</span><span className="tag">{t(`modes.${club.joinMode}`)}</span>{club.membership && <span className="tag good">{t(`membership.${club.membership.status}`)}</span>}</p>
      <div className="buttons">{club.membership?.office && <Link className="button" to={`/clubs/${club.id}/run`}>{t('run')}</Link>}{isIn ? <button type="button" className="quiet" onClick={() => setAsked('leave')}>{t('leave')}</button> : <button type="button" className="button" onClick={() => setAsked('join')}>{t('join')}</button>}</div>
      <Sheet open={asked === 'join'} title={t('joinOf', { name: club.name })} onClose={() => setAsked(null)}>
        <form onSubmit={(event) => void enter(event)}>
          <Field label={t('alias')} hint={t('aliasHint')} required maxLength={20} {...bind('alias')} />
          {said && <p className="problem" role="alert">{said}</p>}
          <button type="submit" className="button wide" disabled={isJoining || !typed.alias.trim()} aria-busy={isJoining}>{t('join')}</button>
        </form>
      </Sheet>
      <Sure open={asked === 'leave'} title={t('leaveSure', { name: club.name })} yes={t('leave')} danger busy={isLeaving} onYes={() => void out()} onClose={() => setAsked(null)} />
    </section>
  );
}

function Event({ event, isMember, again }: { event: PhoneClubEventFragment; isMember: boolean; again: () => void }) {
  const { t } = useTranslation('clubs');
  const [come, isComing] = useAct(SignUpForEventDocument);
  const [leave, isLeaving] = useAct(LeaveEventDocument);
  const busy = isComing || isLeaving;
  async function turn(): Promise<void> {
    const outcome = await (event.isSignedUp ? leave : come)({ input: { eventId: event.id } });
    toast(outcome.ok ? t(event.isSignedUp ? 'notComing' : 'coming') : outcome.problem.message, outcome.ok ? 'good' : 'bad');
    again();
  }
  return (
    <section className="card">
      <h3>{event.title}</h3>
      <p className="soft small">{`${weekday(event.startsAt)} ${timeSpan(event.startsAt, event.endsAt)} · ${event.space?.name ?? event.place}`}</p>
      <p className="tags"><span className="tag">{t(`eventStatus.${event.status}`)}</span><span className="tag">{t('guests', { count: event.guestsCount })}</span></p>
      {isMember && event.status === 'CONFIRMED' && <button type="button" className="button plain" disabled={busy} aria-busy={busy} aria-label={t(event.isSignedUp ? 'stayAwayOf' : 'comeOf', { title: event.title })} onClick={() => void turn()}>{t(event.isSignedUp ? 'stayAway' : 'come')}</button>}
    </section>
  );
}
