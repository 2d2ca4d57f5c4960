import { App, Button, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { FinishCaseActivityDocument } from './plans.gen';

/** What was planned for a case is ticked off, or called off. */
export function FinishActivity({ id, title, again }: { id: string; title: string; again: () => void }) {
  const { t } = useTranslation('casework');
  const { message } = App.useApp();
  const [finish, isBusy] = useAct(FinishCaseActivityDocument);
  const end = (isDone: boolean): void =>
    void finish({ input: { activityId: id, isDone } }).then((outcome) => {
      if (!outcome.ok) return void message.error(outcome.problem.message);
      void message.success(t(isDone ? 'plans.finished' : 'plans.calledOff', { title }));
      again();
    });
  return (
    <>
      <Button size="small" loading={isBusy} onClick={() => end(true)}>{t('plans.finish')}</Button>
      <Popconfirm title={t('plans.callOffOf', { title })} okText={t('plans.callOff')} cancelText={t('shared:act.cancel')} onConfirm={() => end(false)}>
        <Button size="small" type="text" disabled={isBusy}>{t('plans.callOff')}</Button>
      </Popconfirm>
    </>
  );
}
