import { App, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { AnswerHelpDocument } from './acts.gen';
import type { Asked } from './Help';

/** An answer without a case: advice, where else to turn, or why the station cannot help. */
export default function AnswerModal({ of, onClose, onDone }: { of: Asked | null; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('casework');
  const { message } = App.useApp();
  const { needed } = useRules();
  const act = useActForm<{ answer: string }>();
  const [answer, isBusy] = useAct(AnswerHelpDocument);
  const done = (): void => {
    void message.success(t('help.answered'));
    onClose();
    onDone();
  };
  return (
    <ActModal<{ answer: string }>
      open={of !== null}
      title={of && t('help.answerOf', { name: of.resident?.name ?? t('erased') })}
      lead={t('help.answerLead')}
      submit={t('help.answer')}
      busy={isBusy}
      act={act}
      onClose={onClose}
      onSubmit={(values) => of && void act.send(() => answer({ input: { requestId: of.id, answer: values.answer } }), done)}
    >
      <Form.Item name="answer" label={t('help.answerText')} rules={needed(t('help.answerText'))}><Input.TextArea rows={5} maxLength={4000} showCount /></Form.Item>
    </ActModal>
  );
}
