import { App, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { HideIssuePhotoDocument } from './acts.gen';
import type { Picture } from './Photos';

/** From now on only staff see the photo; why is kept in the history, for staff too. */
export default function HidePhotoModal({ photo, onClose }: { photo: Picture | null; onClose: () => void }) {
  const { t } = useTranslation('issues');
  const { message } = App.useApp();
  const { needed } = useRules();
  const act = useActForm<{ reason: string }>();
  const [hide, isBusy] = useAct(HideIssuePhotoDocument);
  const key = useActKey();
  return (
    <ActModal
      open={photo !== null}
      title={photo && t('photo.hideOf', { name: photo.name })}
      lead={t('photo.hint')}
      submit={t('photo.hide')}
      danger
      busy={isBusy}
      act={act}
      onClose={onClose}
      onSubmit={({ reason }) =>
        photo &&
        void act.send(
          () => hide({ input: { photoId: photo.id, reason, idempotencyKey: key() } }),
          () => {
            void message.success(t('do.done'));
            onClose();
          },
        )
      }
    >
      <Form.Item name="reason" label={t('form.reason')} rules={needed(t('form.reason'))}><Input.TextArea rows={3} maxLength={500} /></Form.Item>
    </ActModal>
  );
}
