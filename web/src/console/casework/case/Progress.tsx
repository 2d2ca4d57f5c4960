import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../../core/data/useAct';
import { date, day } from '../../../core/format';
import { dialog } from '../../../desk/afresh';
import { AdvanceCaseDocument, RequestApprovalDocument } from '../acts.gen';
import { DueDay } from '../DueDay';
import type { CaseWholeFragment } from './case.gen';
import { PHASES } from '../tones';
import type { CaseAct } from './ActOnCase';
import { nextOf } from './next';
import { useDone } from './useDone';

const ActOnCase = dialog(() => import('./ActOnCase'));
const GoalModal = dialog(() => import('./GoalModal'));

type Closing = CaseWholeFragment['closings'][number];
/** What is for who answers for the case, or supervises. */
const LED: readonly string[] = ['advance', 'close'];

interface Shown {
  of: CaseWholeFragment;
  isWorking: boolean;
  again: () => void;
}

/** The six phases with their days, and what is owed next. */
export function Progress({ of, isWorking, again }: Shown) {
  const { t } = useTranslation('casework');
  const at = of.phase ? PHASES.indexOf(of.phase) : -1;
  const isClosed = of.status === 'CLOSED';
  const last = isClosed ? of.closings[0] : undefined;
  const before = of.closings.slice(last ? 1 : 0);
  const said = (one: Closing): string => [t(`outcomes.${one.outcome}`), one.satisfaction && t('satisfied', { count: one.satisfaction })].filter(Boolean).join(' · ');
  return (
    <section className="card" aria-label={t('progress')}>
      <ol className="course">
        {PHASES.map((phase, index) => {
          const step = index <= at ? of.steps.findLast((one) => one.phase === phase) : undefined;
          const isNow = index === at && !isClosed;
          return (
            <li key={phase} className={isNow ? 'now' : index <= at ? 'past' : ''} {...(isNow ? { 'aria-current': 'step' } : {})}>
              <b>{t(`phases.${phase}`)}</b>
              <small className="num">{step ? t('entered', { date: day(step.enteredAt) }) : t('notYet')}</small>
              {isNow && step?.dueOn && <small className="num">{t('dueBy', { date: day(step.dueOn) })}</small>}
            </li>
          );
        })}
      </ol>
      {last ? <p className="next-step" style={{ marginBottom: 0 }}><span className="grow"><b>{t('closedOn', { date: date(last.closedAt) })}</b><small>{said(last)}</small></span></p> : <NextStep of={of} isWorking={isWorking} again={again} />}
      {before.length > 0 && (
        <div className="closed-before">
          <h3>{t('closedBefore')}</h3>
          <ul className="plain-list">{before.map((one) => <li key={one.version}><span className="num">{date(one.closedAt)}</span> <small>{said(one)}</small></li>)}</ul>
        </div>
      )}
    </section>
  );
}

function NextStep({ of, isWorking, again }: Shown) {
  const { t } = useTranslation('casework');
  const tell = useDone(again);
  const key = useActKey();
  const [advance, isAdvancing] = useAct(AdvanceCaseDocument);
  const [lay, isLaying] = useAct(RequestApprovalDocument);
  const [acting, setActing] = useState<CaseAct | null>(null);
  const [isSetting, setIsSetting] = useState(false);
  const next = nextOf(of);
  if (!next) return null;
  const words = { phase: next.phase ? t(`phases.${next.phase}`) : '', subject: next.subject ? t(`subjects.${next.subject}`) : '' };
  function go(): void {
    if (next?.act === 'advance' && next.phase) void advance({ input: { caseId: of.id, phase: next.phase } }).then(tell);
    else if (next?.act === 'approval' && next.subject) {
      void lay({ input: { caseId: of.id, subject: next.subject, idempotencyKey: key() } }).then(tell);
    } else if (next?.act === 'consent' || next?.act === 'close') setActing(next.act);
    else setIsSetting(true);
  }
  return (
    <div className={next.act === 'wait' ? 'next-step owed' : 'next-step'}>
      <span className="grow">
        <b>{t(`next.${next.act}`, words)}</b>
        <small>{t(next.isRefused ? 'next.refused' : next.isOutdated ? 'next.outdated' : `nextHint.${next.act}`, words)}</small>
      </span>
      <span className="acts"><span className="muted">{t('due')}</span><DueDay on={of.dueOn} /></span>
      {isWorking && next.act !== 'wait' && (of.isLed || !LED.includes(next.act)) && <Button type="primary" loading={isAdvancing || isLaying} onClick={go}>{t(`next.${next.act}`, words)}</Button>}
      <ActOnCase of={of} act={acting} onClose={() => setActing(null)} onDone={again} />
      <GoalModal caseId={of.id} open={isSetting} goal={null} onClose={() => setIsSetting(false)} onDone={again} />
    </div>
  );
}
