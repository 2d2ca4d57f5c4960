import { useTranslation } from 'react-i18next';
import { dateTime, number } from '../../core/format';
import { Tag, type Tone } from '../../desk/Tag';
import type { OverseenActivityRowFragment } from './communities.gen';
import './communities.css';

const TONES: Readonly<Record<OverseenActivityRowFragment['kind'], Tone>> = { PARTY_MEETING: 'accent', PARTY_ACTIVITY: 'accent', CLUB_EVENT: 'cold', COUNCIL: 'good' };

/** What happened or is about to, by kind, day and numbers; titles are those of the organisations' own. */
export function ActivityRows({ of, label }: { of: readonly OverseenActivityRowFragment[]; label: string }) {
  const { t } = useTranslation('communities');
  return (
    <ul className="plain-list happened" aria-label={label}>
      {of.map((one, index) => (
        <li key={`${index}${one.kind}${one.startsAt}`}>
          <span className="who"><b>{one.title ?? (one.councilKind ? t(`councilKinds.${one.councilKind}`) : t(`activityKinds.${one.kind}`))}</b></span>
          <span>{(one.title ?? one.councilKind) && <Tag tone={TONES[one.kind]}>{t(`activityKinds.${one.kind}`)}</Tag>}</span>
          <span className="muted num">{[dateTime(one.startsAt), one.community?.name ?? one.organisation?.name, one.place].filter(Boolean).join(' · ')}</span>
          <span className="num muted">{[one.attendance !== null && t('attendance', { count: one.attendance, replace: { count: number(one.attendance) } }), one.volunteerHours !== null && t('hours', { count: one.volunteerHours, replace: { count: number(one.volunteerHours) } })].filter(Boolean).join(' · ')}</span>
        </li>
      ))}
    </ul>
  );
}
