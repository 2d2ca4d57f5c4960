import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../core/auth/useSession';
import { date, dateTime, percent } from '../../../core/format';
import { dialog } from '../../../desk/afresh';
import { Nothing } from '../../../desk/States';
import { Tag } from '../../../desk/Tag';
import { DecideButtons } from '../DecideButtons';
import type { Wanted } from '../DecideModal';
import { APPROVAL_TONES } from '../tones';
import type { CaseWholeFragment } from './case.gen';

const GoalModal = dialog(() => import('./GoalModal'));
const DecideModal = dialog(() => import('../DecideModal'));
const ScoreModal = dialog(() => import('./ScoreModal'));
export type Goal = NonNullable<CaseWholeFragment['content']>['goals'][number];

/** What a case is about: the problem, the goals, what the supervisor said. */
export function Content({ of, isWorking, again }: { of: CaseWholeFragment; isWorking: boolean; again: () => void }) {
  const { t } = useTranslation('casework');
  const [setting, setSetting] = useState<Goal | 'new' | null>(null);
  const [scoring, setScoring] = useState<Goal | null>(null);
  const [deciding, setDeciding] = useState<Wanted | null>(null);
  const supervises = useMay()('casework:supervise');
  if (!of.content) return null;
  const { problem, closingReason, goals, approvals, returns, isShredded } = of.content;
  if (isShredded) return <Nothing title={t('shredded')} hint={t('shreddedHint')} />;
  const may = isWorking && of.status === 'OPEN';
  return (
    <div className="stack" style={{ gap: 28 }}>
      <section aria-label={t('problem')}>
        <div className="card-head"><h2>{t('problem')}</h2></div>
        <p className="words">{problem}</p>
        {closingReason && <p className="words muted" style={{ marginTop: 12 }}>{t(of.status === 'CLOSED' ? 'closedBecause' : 'reopenedBecause', { reason: closingReason })}</p>}
      </section>
      <section aria-label={t('goals')}>
        <div className="card-head"><h2>{t('goals')}</h2><span className="grow" />{may && <Button size="small" onClick={() => setSetting('new')}>{t('goal.add')}</Button>}</div>
        {goals.length === 0 ? <p className="muted" style={{ margin: 0 }}>{t('goal.none')}</p> : goals.map((goal) => (
          <div key={goal.id} className="goal">
            <div className="note-head">
              <b>{goal.title}</b>
              <span className="grow" />
              {may && <><Button size="small" type="text" onClick={() => setSetting(goal)}>{t('shared:act.edit')}</Button><Button size="small" onClick={() => setScoring(goal)}>{t('goal.score')}</Button></>}
            </div>
            <p>{[goal.indicator, goal.dueOn && t('dueBy', { date: date(goal.dueOn) })].filter(Boolean).join(' · ')}</p>
            {goal.score == null ? <Tag>{t('goal.unscored')}</Tag> : <><span className="bar" aria-hidden><span style={{ width: `${goal.score}%` }} /></span><small className="muted num">{t('goal.scored', { score: percent(goal.score / 100, 0), at: goal.scoredAt ? date(goal.scoredAt) : '' })}</small></>}
            {goal.scores.some((one) => one.note) || goal.scores.length > 1 ? <ul className="plain-list scores">{goal.scores.map((one) => <li key={one.scoredAt}><b className="num">{percent(one.score / 100, 0)}</b><small className="num">{date(one.scoredAt)}</small><span>{one.note}</span></li>)}</ul> : null}
          </div>
        ))}
      </section>
      {approvals.length > 0 && (
        <section aria-label={t('approvals')}>
          <div className="card-head"><h2>{t('approvals')}</h2></div>
          <ul className="plain-list rows">
            {approvals.toReversed().map((one) => (
              <li key={one.id} style={{ flexWrap: 'wrap' }}>
                <span className="who grow"><b>{t(`subjects.${one.subject}`)}</b><small>{t('laid', { at: dateTime(one.requestedAt) })}{one.decidedAt && ` · ${t('decided', { at: dateTime(one.decidedAt) })}`}{one.comment && ` · ${one.comment}`}</small></span>
                {one.state === 'REQUESTED' && supervises
                  ? <DecideButtons of={{ id: one.id, of: 'approval', title: `${t(`subjects.${one.subject}`)} · ${of.code}` }} onDecide={setDeciding} />
                  : <Tag tone={APPROVAL_TONES[one.state]}>{t(`approvalStates.${one.state}`)}</Tag>}
              </li>
            ))}
          </ul>
        </section>
      )}
      {returns.length > 0 && (
        <section aria-label={t('returns')}>
          <div className="card-head"><h2>{t('returns')}</h2></div>
          <ul className="plain-list rows">{returns.map((one) => <li key={one.number}><span className="grow">{one.reason}</span><span className="muted">{t(`phases.${of.steps.find((step) => step.number === one.number)?.phase ?? 'INTAKE'}`)}</span></li>)}</ul>
        </section>
      )}
      <GoalModal caseId={of.id} open={setting !== null} goal={setting === 'new' ? null : setting} onClose={() => setSetting(null)} onDone={again} />
      <ScoreModal goal={scoring} onClose={() => setScoring(null)} onDone={again} />
      <DecideModal of={deciding} onClose={() => setDeciding(null)} onDone={again} />
    </div>
  );
}
