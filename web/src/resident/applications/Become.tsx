import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { choose, current, welcome } from '../../core/auth/session';
import { useAct, type Refused } from '../../core/data/useAct';
import { Field } from '../parts/Field';
import { BecomeApplicantDocument } from './applications.gen';

/** Whoever has an account asks to live with an operator, by the code that its posters and links have. */
export function Become() {
  const { t } = useTranslation('applications');
  const go = useNavigate();
  const [at] = useSearchParams();
  const [code, setCode] = useState(at.get('operator') ?? '');
  const [problem, setProblem] = useState<Refused | null>(null);
  const [become, isBusy] = useAct(BecomeApplicantDocument);
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setProblem(null);
    const operatorCode = code.trim().toLowerCase();
    const outcome = await become({ input: { operatorCode } });
    if (!outcome.ok) return setProblem(outcome.problem.code === 'NOT_FOUND' ? { ...outcome.problem, message: t('become.unknown') } : outcome.problem);
    welcome(outcome.made);
    const seat = current().seats.find((one) => one.operatorCode === operatorCode);
    void go('/applications/new');
    if (seat) choose(seat);
  }
  return (
    <form className="card" onSubmit={(event) => void submit(event)}>
      <p className="soft">{t('become.hint')}</p>
      <Field label={t('become.code')} hint={t('become.codeHint')} autoCapitalize="off" autoComplete="off" required maxLength={40} value={code} fault={problem?.message} onChange={(event) => setCode(event.target.value)} />
      <button type="submit" className="button wide" disabled={isBusy || !code.trim()} aria-busy={isBusy}>{t('become.go')}</button>
    </form>
  );
}
