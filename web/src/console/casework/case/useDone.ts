import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Outcome } from '../../../core/data/useAct';

/** What follows an act that has no form: a word of how it went, and the case is read again. */
export function useDone(again: () => void): <Data>(outcome: Outcome<Data>) => void {
  const { t } = useTranslation('casework');
  const { message } = App.useApp();
  return (outcome) => {
    if (!outcome.ok) return void message.error(outcome.problem.message);
    void message.success(t('done'));
    again();
  };
}
