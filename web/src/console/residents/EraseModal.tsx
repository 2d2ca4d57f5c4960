import { App, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { EraseResidentDocument } from './residents.gen';

/** Destroying someone's data for good, for a reason that is kept. */
export function EraseModal({ resident, onClose }: { resident: { id: string; name: string } | null; onClose: () => void }) {
  const { t } = useTranslation('residents');
  const { message } = App.useApp();
  const { needed } = useRules();
  const act = useActForm<{ reason: string }>();
  const [erase, isBusy] = useAct(EraseResidentDocument);
  return (
    <ActModal
      open={resident !== null}
      title={t('eraseOf', { name: resident?.name })}
      lead={t('eraseLead')}
      submit={t('erase')}
      danger
      busy={isBusy}
      act={act}
      onClose={onClose}
      onSubmit={({ reason }) =>
        void act.send(
          () => erase({ input: { residentId: resident?.id ?? '', reason } }),
          () => {
            void message.success(t('erased'));
            onClose();
          },
        )
      }
    >
      <Form.Item name="reason" label={t('eraseReason')} rules={needed(t('eraseReason'))}><Input.TextArea rows={2} maxLength={200} /></Form.Item>
    </ActModal>
  );
}
