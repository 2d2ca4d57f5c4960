import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { now, number, timeSpan, weekday } from '../../core/format';
import type { MemberActivityFilter } from '../../core/schema.gen';
import { Page } from '../parts/Page';
import { Pager, usePlace } from '../parts/Pager';
import { Nothing, States } from '../parts/States';
import { toast } from '../parts/Toasts';
import { JoinActivityDocument, LeaveActivityDocument, PhoneActivitiesDocument, type PhoneActivityFragment } from './activities.gen';

const VIEWS = ['ahead', 'mine'] as const;
const HOUR = 60;

/** What the Party organisation does where one lives: sign up, give the place up, and the hours that one gave. */
export default function Activities() {
  const { t } = useTranslation('party');
  const [at, setAt] = useSearchParams();
  const view = at.get('view') === 'mine' ? 'mine' : 'ahead';
  const from = useMemo(() => now().toISOString(), []);
  const filter: Partial<MemberActivityFilter> = view === 'mine' ? { isMine: true } : { isMine: false, status: 'OPEN', fromAt: from };
  const reading = useData(PhoneActivitiesDocument, { filter: filter as MemberActivityFilter, after: usePlace() });
  return (
    <Page title={t('activities')} back="/services">
      <div className="views" role="group" aria-label={t('which')}>{VIEWS.map((one) => <button key={one} type="button" aria-pressed={one === view} onClick={() => setAt(one === 'mine' ? { view: one } : {})}>{t(`views.${one}`)}</button>)}</div>
      <States of={reading}>
        {({ volunteeredMinutes, memberActivities }) => (
          <>
            {view === 'mine' && <p className="seal"><b>{t('hoursOf', { hours: number(Math.round((volunteeredMinutes / HOUR) * 10) / 10) })}</b><span className="soft small">{t('hoursHint')}</span></p>}
            {memberActivities.totalCount === 0 && <Nothing title={t(view === 'mine' ? 'noneMine' : 'noneAhead')} hint={t('noneHint')} />}
            {memberActivities.edges.map(({ node }) => <Activity key={node.id} activity={node} again={reading.again} />)}
            <Pager of={memberActivities} />
          </>
        )}
      </States>
    </Page>
  );
}

function Activity({ activity, again }: { activity: PhoneActivityFragment; again: () => void }) {
  const { t } = useTranslation('party');
  const [join, isJoining] = useAct(JoinActivityDocument);
  const [leave, isLeaving] = useAct(LeaveActivityDocument);
  const busy = isJoining || isLeaving;
  const isAhead = activity.status === 'OPEN' && new Date(activity.startsAt) > now();
  const isFull = activity.taken >= activity.capacity && !activity.isSignedUp;
  async function turn(): Promise<void> {
    const outcome = await (activity.isSignedUp ? leave : join)({ input: { activityId: activity.id } });
    toast(outcome.ok ? t(activity.isSignedUp ? 'gaveUp' : 'signedUp') : outcome.problem.message, outcome.ok ? 'good' : 'bad');
    again();
  }
  return (
    <section className="card" aria-label={activity.title}>
      <h3>{activity.title}</h3>
      <p className="soft small">{`${weekday(activity.startsAt)} ${timeSpan(activity.startsAt, activity.endsAt)} · ${activity.place}`}</p>
      {activity.organisation && <p className="soft small">{activity.organisation.name}</p>}
      <p className="tags">
        {activity.status === 'CANCELLED' ? <span className="tag bad">{t('calledOff')}</span> : <span className={isFull ? 'tag warn' : 'tag'}>{t('taken', { taken: number(activity.taken), capacity: number(activity.capacity) })}</span>}
        {activity.audience === 'MEMBERS' && <span className="tag accent">{t('forMembers')}</span>}
        {activity.isVolunteering && <span className="tag">{t('hours')}</span>}
        {activity.isSignedUp && isAhead && <span className="tag good">{t('coming')}</span>}
        {activity.ownMinutes !== null && <span className="tag good">{activity.isVolunteering ? t('minutes', { count: activity.ownMinutes }) : t('came')}</span>}
      </p>
      {isAhead && <button type="button" className={activity.isSignedUp ? 'button plain' : 'button'} disabled={busy || isFull} aria-busy={busy} aria-label={isFull ? undefined : t(activity.isSignedUp ? 'giveUpOf' : 'signUpOf', { title: activity.title })} onClick={() => void turn()}>{t(activity.isSignedUp ? 'giveUp' : isFull ? 'full' : 'signUp')}</button>}
    </section>
  );
}
