import { useTranslation } from 'react-i18next';
import { date, dateTime, number, percent, separator } from '../../core/format';
import { Tag, type Tone } from '../../desk/Tag';
import type { OverseenCouncilsQuery, OverseenPollsQuery } from './communities.gen';

type Council = OverseenCouncilsQuery['oversight']['councils']['edges'][number]['node'];
type Poll = OverseenPollsQuery['oversight']['polls']['edges'][number]['node'];

const COUNCIL_TONES: Readonly<Record<Council['status'], Tone>> = { SCHEDULED: 'warn', HELD: 'good', CANCELLED: 'plain' };
const POLL_TONES: Readonly<Record<Poll['status'], Tone>> = { OPEN: 'warn', CLOSED: 'cold', COUNTED: 'good', CANCELLED: 'plain' };
const OUTCOMES = ['solved', 'tasked', 'sentUp', 'putOff'] as const;

/** Councils by kind, with what stood on the agenda, what came of it, and what is still owed. */
export function CouncilRows({ of, label }: { of: readonly Council[]; label: string }) {
  const { t } = useTranslation('communities');
  const counted = (key: string, count: number): string => t(key, { count, replace: { count: number(count) } });
  return (
    <ul className="plain-list happened" aria-label={label}>
      {of.map((one) => (
        <li key={one.id}>
          <span className="who"><b>{t(`councilKinds.${one.kind}`)}</b><small className="num">{dateTime(one.startsAt)}</small></span>
          <span className="acts"><Tag tone={COUNCIL_TONES[one.status]}>{t(`councilStatuses.${one.status}`)}</Tag>{one.verdict && <Tag tone={one.verdict === 'SATISFIED' ? 'good' : 'bad'}>{t(`verdicts.${one.verdict}`)}</Tag>}</span>
          <span className="muted num">{[counted('items', one.agenda.items), ...OUTCOMES.filter((name) => one.agenda[name] > 0).map((name) => counted(`outcomes.${name}`, one.agenda[name]))].join(separator())}</span>
          <span className="acts num muted">
            {one.residentsPresent !== null && counted('attendance', one.residentsPresent)}
            {one.tasks.given > 0 && <Tag tone={one.tasks.late > 0 ? 'bad' : 'plain'}>{one.tasks.late > 0 ? counted('lateTasks', one.tasks.late) : t('tasksDone', { done: number(one.tasks.done), given: number(one.tasks.given) })}</Tag>}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Polls by their rules, with the turnout and the outcome once they are counted. */
export function PollRows({ of, label }: { of: readonly Poll[]; label: string }) {
  const { t } = useTranslation('communities');
  return (
    <ul className="plain-list happened" aria-label={label}>
      {of.map((one) => (
        <li key={one.id}>
          <span className="who"><b>{[t(`pollKinds.${one.kind}`), one.building].filter(Boolean).join(' · ')}</b><small className="num">{t('openedOn', { from: date(one.openedAt), until: date(one.closesAt) })}</small></span>
          <span className="acts"><Tag tone={POLL_TONES[one.status]}>{t(`pollStatuses.${one.status}`)}</Tag>{one.outcome && <Tag tone={one.outcome === 'PASSED' ? 'good' : 'plain'}>{t(`pollOutcomes.${one.outcome}`)}</Tag>}</span>
          <span className="muted num">{[t(`voters.${one.voters}`, { count: one.votersCount, replace: { count: number(one.votersCount) } }), one.quorumPercent > 0 && t('quorum', { percent: one.quorumPercent })].filter(Boolean).join(separator())}</span>
          <span className="num muted">{one.ballotsCount === null ? t('sealed') : t('turnout', { count: one.ballotsCount, replace: { count: number(one.ballotsCount), share: percent(one.votersCount ? one.ballotsCount / one.votersCount : 0) } })}</span>
        </li>
      ))}
    </ul>
  );
}
