import { App, Form, Input, Slider } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../../core/data/useAct';
import { percent } from '../../../core/format';
import { ActModal } from '../../../desk/ActModal';
import { useActForm } from '../../../desk/useActForm';
import { ScoreGoalDocument } from '../acts.gen';
import type { Goal } from './Content';

interface Typed {
  score: number;
  note?: string;
}

const MARKS = Object.fromEntries([0, 25, 50, 75, 100].map((one) => [one, percent(one / 100, 0)]));

export default function ScoreModal({ goal, onClose, onDone }: { goal: Goal | null; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('casework');
  const { message } = App.useApp();
  const act = useActForm<Typed>();
  const [score, isBusy] = useAct(ScoreGoalDocument);
  const key = useActKey();
  return (
    <ActModal<Typed>
      open={goal !== null}
      title={t('goal.scoreOf', { title: goal?.title })}
      lead={goal?.indicator}
      submit={t('shared:act.save')}
      busy={isBusy}
      act={act}
      initial={{ score: goal?.score ?? 0 }}
      onClose={onClose}
      onSubmit={(typed) =>
        goal &&
        void act.send(
          () => score({ input: { goalId: goal.id, score: typed.score, note: typed.note || null, idempotencyKey: key() } }),
          () => {
            void message.success(t('done'));
            onClose();
            onDone();
          },
        )
      }
    >
      <Form.Item name="score" label={t('goal.howFar')}><Slider step={5} marks={MARKS} ariaLabelForHandle={t('goal.howFar')} /></Form.Item>
      <Form.Item name="note" label={t('goal.note')}><Input.TextArea rows={3} maxLength={1000} /></Form.Item>
    </ActModal>
  );
}
