import { App, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../../core/data/useAct';
import { ActModal } from '../../../desk/ActModal';
import { DayPicker } from '../../../desk/DayPicker';
import { useRules } from '../../../desk/fields';
import { useActForm } from '../../../desk/useActForm';
import { SetGoalDocument } from '../acts.gen';
import type { Goal } from './Content';
import { useStale } from './useStale';

interface Typed {
  title: string;
  indicator: string;
  dueOn?: string | null;
}

interface Shown {
  caseId: string;
  open: boolean;
  /** The one that is changed; none for a new one. */
  goal: Goal | null;
  onClose: () => void;
  onDone: () => void;
}

export default function GoalModal({ caseId, open, goal, onClose, onDone }: Shown) {
  const { t } = useTranslation('casework');
  const { message } = App.useApp();
  const { needed } = useRules();
  const act = useActForm<Typed>();
  const key = useActKey();
  const stale = useStale();
  const [setGoal, isBusy] = useAct(SetGoalDocument);
  return (
    <ActModal<Typed>
      open={open}
      title={t(goal ? 'goal.change' : 'goal.add')}
      lead={t('goal.hint')}
      submit={t('shared:act.save')}
      busy={isBusy}
      act={act}
      initial={{ title: goal?.title ?? '', indicator: goal?.indicator ?? '', dueOn: goal?.dueOn ?? null }}
      onClose={onClose}
      onSubmit={(typed) =>
        void act.send(
          async () => stale(await setGoal({ input: { caseId, title: typed.title, indicator: typed.indicator, dueOn: typed.dueOn ?? null, goalId: goal?.id ?? null, version: goal?.version ?? null, idempotencyKey: key() } })),
          () => {
            void message.success(t('done'));
            onClose();
            onDone();
          },
        )
      }
    >
      <Form.Item name="title" label={t('goal.title')} rules={needed(t('goal.title'))}><Input.TextArea rows={2} maxLength={1000} /></Form.Item>
      <Form.Item name="indicator" label={t('goal.indicator')} extra={t('goal.indicatorHint')} rules={needed(t('goal.indicator'))}><Input maxLength={1000} /></Form.Item>
      <Form.Item name="dueOn" label={t('goal.dueOn')}><DayPicker clearable /></Form.Item>
    </ActModal>
  );
}
