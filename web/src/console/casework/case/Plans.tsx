import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { date, isoDay, weekday } from '../../../core/format';
import { dialog } from '../../../desk/afresh';
import { Tag } from '../../../desk/Tag';
import { FinishActivity } from '../FinishActivity';
import type { CaseWholeFragment } from './case.gen';

const PlanModal = dialog(() => import('./PlanModal'));
/** How much of what is over is told: the timeline has the rest. */
const PAST = 3;

/** What is planned for a case, the next first, and what came of the last of it. */
export function Plans({ of, isWorking, again }: { of: CaseWholeFragment; isWorking: boolean; again: () => void }) {
  const { t } = useTranslation('casework');
  const [isPlanning, setIsPlanning] = useState(false);
  const isOver = (one: CaseWholeFragment['activities'][number]): boolean => Boolean(one.doneAt ?? one.cancelledAt);
  const ahead = of.activities.filter((one) => !isOver(one)).toSorted((one, other) => one.dueOn.localeCompare(other.dueOn));
  const past = of.activities.filter(isOver).toSorted((one, other) => other.dueOn.localeCompare(one.dueOn)).slice(0, PAST);
  const may = isWorking && of.status === 'OPEN';
  if (!may && of.activities.length === 0) return null;
  return (
    <section className="card" aria-label={t('plans.title')}>
      <div className="card-head"><h2>{t('plans.title')}</h2><span className="grow" />{may && <Button size="small" onClick={() => setIsPlanning(true)}>{t('plans.add')}</Button>}</div>
      {ahead.length === 0 && <p className="muted" style={{ margin: 0 }}>{t('plans.none')}</p>}
      <ul className="plain-list rows">
        {ahead.map((one) => (
          <li key={one.id}>
            <span className="who grow"><b>{t(`plans.kinds.${one.kind}`)}</b><small className="num">{`${date(one.dueOn)} ${weekday(one.dueOn)}`}</small></span>
            {one.dueOn < isoDay() && <Tag tone="bad">{t('late')}</Tag>}
            {isWorking && <FinishActivity id={one.id} title={t(`plans.kinds.${one.kind}`)} again={again} />}
          </li>
        ))}
        {past.map((one) => (
          <li key={one.id} className="muted">
            <span className="who grow"><span>{t(`plans.kinds.${one.kind}`)}</span><small className="num">{date(one.doneAt ?? one.cancelledAt ?? one.dueOn)}</small></span>
            <Tag tone={one.doneAt ? 'good' : 'plain'}>{t(one.doneAt ? 'plans.isDone' : 'plans.isOff')}</Tag>
          </li>
        ))}
      </ul>
      <PlanModal caseId={of.id} code={of.code} open={isPlanning} onClose={() => setIsPlanning(false)} onDone={again} />
    </section>
  );
}
