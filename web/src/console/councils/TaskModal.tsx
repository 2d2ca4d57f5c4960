import { App, Form, Input, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { CompleteCouncilTaskDocument, ReportCouncilTaskDocument, type TaskRowFragment } from './councils.gen';

interface Asked {
  open: { act: 'report' | 'complete'; task: TaskRowFragment } | null;
  onClose: () => void;
  onDone: () => void;
}

/** How far a task is, or that it is done. */
export default function TaskModal({ open, onClose, onDone }: Asked) {
  const { t } = useTranslation('councils');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const act = useActForm<{ percent: number; note: string }>();
  const [report, isReporting] = useAct(ReportCouncilTaskDocument);
  const [complete, isCompleting] = useAct(CompleteCouncilTaskDocument);
  const isDone = open?.act === 'complete';
  const taskId = open?.task.id ?? '';
  const submit = ({ percent, note }: { percent: number; note: string }): void => {
    const after = (): void => {
      void message.success(t(isDone ? 'completed' : 'reported'));
      onDone();
    };
    if (isDone) void act.send(() => complete({ input: { taskId, note } }), after);
    else void act.send(() => report({ input: { taskId, note, percent } }), after);
  };
  return (
    <ActModal
      open={open !== null}
      title={t('reportOf', { title: open?.task.title })}
      submit={t(isDone ? 'complete' : 'report')}
      busy={isReporting || isCompleting}
      act={act}
      initial={{ percent: open?.task.percent ?? 0, note: '' }}
      onClose={onClose}
      onSubmit={submit}
    >
      {!isDone && <Form.Item name="percent" label={t('percent')} rules={chosen(t('percent'))}><InputNumber min={0} max={99} step={5} style={{ width: '100%' }} /></Form.Item>}
      <Form.Item name="note" label={t('note')} rules={needed(t('note'))}><Input.TextArea rows={3} maxLength={500} /></Form.Item>
    </ActModal>
  );
}
