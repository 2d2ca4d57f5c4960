import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../../core/data/useAct';
import { day } from '../../../core/format';
import { dialog } from '../../../desk/afresh';
import { useDone } from '../../casework/case/useDone';
import { AdvanceGroupDocument, RequestGroupApprovalDocument, type GroupWholeFragment } from './groups.gen';
import { nextOf, PHASES } from './phases';

const CloseGroupModal = dialog(() => import('./CloseGroupModal'));

/** The five phases with their days, and what is owed next. */
export function GroupCourse({ of, again }: { of: GroupWholeFragment; again: () => void }) {
  const { t } = useTranslation('station');
  const at = PHASES.indexOf(of.phase);
  const isClosed = of.status === 'CLOSED';
  return (
    <section className="card" aria-label={t('group.course')}>
      <ol className="course five">
        {PHASES.map((phase, index) => {
          const step = of.steps.find((one) => one.phase === phase);
          const isNow = index === at && !isClosed;
          return <li key={phase} className={isNow ? 'now' : index <= at ? 'past' : ''} {...(isNow ? { 'aria-current': 'step' as const } : {})}><b>{t(`group.phases.${phase}`)}</b><small className="num">{step ? t('group.entered', { date: day(step.enteredAt) }) : t('group.notYet')}</small></li>;
        })}
      </ol>
      <Next of={of} again={again} />
    </section>
  );
}

function Next({ of, again }: { of: GroupWholeFragment; again: () => void }) {
  const { t } = useTranslation('station');
  const tell = useDone(again);
  const [advance, isAdvancing] = useAct(AdvanceGroupDocument);
  const [lay, isLaying] = useAct(RequestGroupApprovalDocument);
  const [isClosing, setIsClosing] = useState(false);
  const next = nextOf(of);
  if (!next) return null;
  const words = { phase: next.act === 'advance' ? t(`group.phases.${next.phase}`) : '', subject: 'subject' in next ? t(`group.subjects.${next.subject}`) : '' };
  function go(): void {
    if (next?.act === 'advance') void advance({ input: { groupId: of.id, phase: next.phase } }).then(tell);
    else if (next?.act === 'lay') void lay({ input: { groupId: of.id, subject: next.subject } }).then(tell);
    else setIsClosing(true);
  }
  return (
    <div className={next.act === 'wait' ? 'next-step owed' : 'next-step'}>
      <span className="grow"><b>{t(`group.next.${next.act}`, words)}</b><small>{t(`group.nextHint.${next.act}`, words)}</small></span>
      {next.act !== 'wait' && <Button type="primary" loading={isAdvancing || isLaying} onClick={go}>{t(`group.next.${next.act}`, words)}</Button>}
      <CloseGroupModal of={of} open={isClosing} onClose={() => setIsClosing(false)} onDone={again} />
    </div>
  );
}
