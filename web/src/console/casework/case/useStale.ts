import { useTranslation } from 'react-i18next';
import { separator } from '../../../core/format';
import type { Outcome } from '../../../core/data/useAct';

/** A refusal for an old version names what somebody else changed; nothing of theirs is overwritten. */
export function useStale(): <Data>(outcome: Outcome<Data>) => Outcome<Data> {
  const { t } = useTranslation('casework');
  return (outcome) => {
    if (outcome.ok || !outcome.problem.changed?.length) return outcome;
    const fields = outcome.problem.changed.map((one) => t(`fields.${one}`, one)).join(separator());
    return { ok: false, problem: { code: outcome.problem.code, message: t('stale', { message: outcome.problem.message, fields }) } };
  };
}
