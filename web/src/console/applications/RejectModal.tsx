import { App, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { RejectApplicationDocument, type ApplicationRowFragment } from './applications.gen';

export default function RejectModal({ application, onClose }: { application: ApplicationRowFragment | null; onClose: () => void }) {
  const { t } = useTranslation('applications');
  const { message } = App.useApp();
  const { needed } = useRules();
  const act = useActForm<{ reason: string }>();
  const [reject, isBusy] = useAct(RejectApplicationDocument);
  return (
    <ActModal
      open={application !== null}
      title={t('rejectOf', { name: application?.name })}
      submit={t('reject')}
      danger
      busy={isBusy}
      act={act}
      onClose={onClose}
      onSubmit={({ reason }) =>
        void act.send(
          () => reject({ input: { applicationId: application?.id ?? '', reason } }),
          () => {
            void message.success(t('rejected'));
            onClose();
          },
        )
      }
    >
      <Form.Item name="reason" label={t('rejectReason')} rules={needed(t('rejectReason'))}><Input.TextArea rows={2} maxLength={200} /></Form.Item>
    </ActModal>
  );
}
