import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { ActModal } from '../../desk/ActModal';
import { useActForm } from '../../desk/useActForm';
import { RegisterResidentDocument, type RegisterResidentInput } from '../rooms/rooms.gen';
import { PersonFields } from '../stays/PersonFields';

/** Registering someone, before or without a place. */
export default function RegisterModal({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation('residents');
  const { message } = App.useApp();
  const act = useActForm<RegisterResidentInput>();
  const key = useActKey();
  const [register, isBusy] = useAct(RegisterResidentDocument);
  return (
    <ActModal<RegisterResidentInput>
      open={open}
      title={t('register')}
      submit={t('register')}
      busy={isBusy}
      width={560}
      act={act}
      onClose={onClose}
      onSubmit={(typed) =>
        void act.send(
          () => register({ input: { ...typed, idempotencyKey: key() } }),
          (made) => {
            void message.success(t('registered', { name: made.name }));
            onClose();
          },
        )
      }
    >
      <PersonFields />
    </ActModal>
  );
}
