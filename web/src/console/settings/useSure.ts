import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Refused } from '../../core/data/useAct';

type Answer = { ok: true } | { ok: false; problem: Refused };

/** Ask before an act that ends something, by its name; then say what came of it. */
export function useSure(): (title: string, content: string, yes: string, act: () => Promise<Answer>, done: () => void) => void {
  const { t } = useTranslation('settings');
  const { modal, message } = App.useApp();
  return (title, content, yes, act, done) =>
    void modal.confirm({
      title,
      content,
      okText: yes,
      okButtonProps: { danger: true },
      cancelText: t('shared:act.cancel'),
      onOk: async () => {
        const outcome = await act();
        void (outcome.ok ? message.success(t('saved')) : message.error(outcome.problem.message));
        done();
      },
    });
}
