import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { day, dayTime, weekday } from '../../core/format';
import { Tag } from '../../desk/Tag';
import { FinishActivity } from '../casework/FinishActivity';
import { RISK_TONES } from '../casework/tones';
import { usePlaceOf } from '../stays/usePlaceOf';
import type { WorkLineFragment } from './station.gen';
import { WORK_TONES } from './work';

const DECISIONS = ['APPROVAL', 'TRANSFER'];

/** Where a line is dealt with: the case itself, the group, what waits for a word, or the requests for help. */
function wayTo(of: WorkLineFragment): string {
  if (of.helpRequest) return '/help-requests';
  if (of.group) return `/station-groups/${encodeURIComponent(of.group.id)}`;
  return DECISIONS.includes(of.kind) || !of.case ? '/case-decisions' : `/cases/${encodeURIComponent(of.case.id)}`;
}

/** One thing to do: what, by when, for whom, where they live; what was planned is ticked off here. */
export function WorkLine({ of, again }: { of: WorkLineFragment; again: () => void }) {
  const { t } = useTranslation('station');
  const placeOf = usePlaceOf();
  const person = of.helpRequest ? of.helpRequest.resident : of.case?.resident;
  const home = of.case?.resident?.stays.find((one) => one.status === 'ACTIVE');
  const title = of.activity ? t(`casework:plans.kinds.${of.activity.kind}`) : t(`work.kinds.${of.kind}`);
  const about = [of.group ? of.group.title : (person?.name ?? t('work.nameHidden')), home && placeOf(home), of.case?.resident?.phoneMasked].filter(Boolean).join(' · ');
  return (
    <li className={of.isOverdue ? 'work late' : 'work'}>
      <span className="when num">
        <b>{of.dueAt ? dayTime(of.dueAt) : day(of.dueOn)}</b>
        <small>{weekday(of.dueOn)}</small>
      </span>
      <span className="who grow">
        <span className="acts"><Link to={wayTo(of)}>{title}</Link><Tag tone={WORK_TONES[of.kind]}>{of.case?.code ?? t(of.group ? 'work.group' : 'work.kinds.HELP')}</Tag></span>
        <small>{about}</small>
      </span>
      <span className="acts">
        {of.isOverdue && <Tag tone="bad">{t('work.late')}</Tag>}
        {of.helpRequest?.isUrgent && <Tag tone="bad">{t('work.urgent')}</Tag>}
        {of.case?.risk && of.case.risk !== 'LOW' && <Tag tone={RISK_TONES[of.case.risk]}>{t(`work.risks.${of.case.risk}`)}</Tag>}
        {of.activity && <FinishActivity id={of.activity.id} title={title} again={again} />}
      </span>
    </li>
  );
}
