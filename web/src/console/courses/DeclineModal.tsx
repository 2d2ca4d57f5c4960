import { App, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { DeclineWishDocument } from './learners.gen';

export default function DeclineModal({ wish, onClose }: { wish: { id: string; title: string } | null; onClose: () => void }) {
  const { t } = useTranslation('courses');
  const { message } = App.useApp();
  const { needed } = useRules();
  const act = useActForm<{ answer: string }>();
  const [decline, isBusy] = useAct(DeclineWishDocument);
  const done = (): void => {
    void message.success(t('wishes.answered'));
    onClose();
  };
  return (
    <ActModal<{ answer: string }> open={wish !== null} title={t('wishes.declineOf', { title: wish?.title })} submit={t('wishes.decline')} busy={isBusy} act={act} onClose={onClose} onSubmit={({ answer }) => void act.send(() => decline({ input: { wishId: wish?.id ?? '', answer } }), done)}>
      <Form.Item name="answer" label={t('wishes.answer')} extra={t('wishes.answerHint')} rules={needed(t('wishes.answer'))}><Input.TextArea rows={3} maxLength={500} /></Form.Item>
    </ActModal>
  );
}
