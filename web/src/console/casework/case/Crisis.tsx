import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../../core/data/useAct';
import { dayTime, now } from '../../../core/format';
import type { CrisisStep } from '../../../core/schema.gen';
import { Tag } from '../../../desk/Tag';
import { ReportCrisisDocument } from '../acts.gen';
import type { CaseWholeFragment } from './case.gen';
import { useDone } from './useDone';

interface Shown {
  of: CaseWholeFragment;
  isWorking: boolean;
  again: () => void;
}

/** A crisis that is not over: what happened, the two clocks, and the next report. */
export function Crisis({ of, isWorking, again }: Shown) {
  const { t } = useTranslation('casework');
  const [report, isBusy] = useAct(ReportCrisisDocument);
  const tell = useDone(again);
  const crisis = of.crises.find((one) => !one.endedAt);
  if (!crisis) return null;
  const clocks = [
    { key: 'visit', dueAt: crisis.visitDueAt, doneAt: crisis.visitedAt },
    { key: 'notify', dueAt: crisis.notifyDueAt, doneAt: crisis.notifiedAt },
  ] as const;
  const step: CrisisStep = crisis.visitedAt ? (crisis.notifiedAt ? 'ENDED' : 'NOTIFIED') : 'VISITED';
  return (
    <section className="alarm" aria-label={t('crisis.title')}>
      <h2>{t('crisis.since', { at: dayTime(crisis.raisedAt) })}</h2>
      <p className="words">{crisis.note}</p>
      <ul className="clocks">
        {clocks.map(({ key, dueAt, doneAt }) => (
          <li key={key}>
            <span>{t(`crisis.${key}`)}</span>
            <b>{doneAt ? dayTime(doneAt) : dayTime(dueAt)}</b>
            {doneAt ? <Tag tone="good">{t('crisis.doneAt')}</Tag> : <Left until={dueAt} />}
          </li>
        ))}
      </ul>
      {isWorking && <Button type="primary" danger loading={isBusy} onClick={() => void report({ input: { caseId: of.id, step } }).then(tell)}>{t(`crisis.steps.${step}`)}</Button>}
    </section>
  );
}

/** How much is left until then, or how much too late it is. */
function Left({ until }: { until: string }) {
  const { t } = useTranslation('casework');
  const minutes = Math.round((Date.parse(until) - now().getTime()) / 60_000);
  const size = Math.abs(minutes);
  const span = size >= 60 ? t('crisis.hours', { hours: Math.floor(size / 60), minutes: size % 60 }) : t('crisis.minutes', { minutes: size });
  return <Tag tone={minutes < 0 ? 'bad' : 'warn'}>{t(minutes < 0 ? 'crisis.late' : 'crisis.left', { span })}</Tag>;
}
