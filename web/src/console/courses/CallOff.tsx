import { App, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { CancelSessionDocument, type SessionRowFragment } from './courses.gen';

export default function CallOff({ session, onClose }: { session: SessionRowFragment | null; onClose: () => void }) {
  const { t } = useTranslation('courses');
  const { message } = App.useApp();
  const { needed } = useRules();
  const act = useActForm<{ reason: string }>();
  const [cancel, isBusy] = useAct(CancelSessionDocument);
  const done = (): void => {
    void message.success(t('sessions.called'));
    onClose();
  };
  return (
    <ActModal<{ reason: string }> open={session !== null} title={t('sessions.cancelOf', { number: session?.number })} submit={t('sessions.cancel')} danger busy={isBusy} act={act} onClose={onClose} onSubmit={({ reason }) => void act.send(() => cancel({ input: { sessionId: session?.id ?? '', reason } }), done)}>
      <Form.Item name="reason" label={t('reason')} extra={t('reasonHint')} rules={needed(t('reason'))}><Input.TextArea rows={2} maxLength={200} /></Form.Item>
    </ActModal>
  );
}
