import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useAct, useActKey } from '../../core/data/useAct';
import { timeSpan } from '../../core/format';
import { Sheet } from '../parts/Sheet';
import { toast } from '../parts/Toasts';
import type { Slot, SpaceShown } from './Space';
import { JoinLineDocument } from './spaces.gen';

/** The time is taken: wait for it in line. */
export function LineSheet({ space, slot, onClose }: { space: SpaceShown; slot: Slot; onClose: () => void }) {
  const { t } = useTranslation('spaces');
  const go = useNavigate();
  const [agreed, setAgreed] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [join, isBusy] = useAct(JoinLineDocument);
  const key = useActKey();
  const endsAt = new Date(Date.parse(slot.startsAt) + Math.max(space.minMinutes, space.slotMinutes) * 6e4).toISOString();
  async function submit(): Promise<void> {
    const outcome = await join({ input: { spaceId: space.id, startsAt: slot.startsAt, endsAt, hasAcceptedTerms: agreed, idempotencyKey: key() } });
    if (!outcome.ok) return setProblem(outcome.problem.message);
    toast(outcome.made.position ? t('inLineAs', { count: outcome.made.position }) : t('inLine'));
    void go('/bookings');
  }
  return (
    <Sheet open title={t('takenAt', { time: timeSpan(slot.startsAt, endsAt) })} onClose={onClose}>
      <p className="soft">{t('lineHint')}</p>
      {space.terms && (
        <>
          <div className="terms" tabIndex={0} role="region" aria-label={t('terms')}>{space.terms}</div>
          <div className="checks"><label><input type="checkbox" checked={agreed} onChange={(event) => setAgreed(event.target.checked)} />{t('agree')}</label></div>
        </>
      )}
      {problem && <p className="problem" role="alert">{problem}</p>}
      <div className="buttons"><button type="button" className="button" disabled={isBusy || (Boolean(space.terms) && !agreed)} aria-busy={isBusy} onClick={() => void submit()}>{t('join')}</button></div>
    </Sheet>
  );
}
