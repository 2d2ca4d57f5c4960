import { App } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { ActModal } from '../../desk/ActModal';
import { useActForm } from '../../desk/useActForm';
import { ShowIssuePhotoDocument } from './acts.gen';
import type { Area } from './areas';
import { Marking } from './Marking';
import type { Picture } from './Photos';

/** Somebody looks at a photo as it was taken, covers what others are not to recognize, and shows it. */
export default function ShowPhotoModal({ photo, onClose }: { photo: Picture | null; onClose: () => void }) {
  const { t } = useTranslation('issues');
  const { message } = App.useApp();
  const act = useActForm<object>();
  const [show, isBusy] = useAct(ShowIssuePhotoDocument);
  const key = useActKey();
  const [areas, setAreas] = useState<readonly Area[]>([]);
  return (
    <ActModal
      open={photo !== null}
      title={photo && t('photo.lookOf', { name: photo.name })}
      lead={t('photo.lookHint')}
      submit={t(areas.length > 0 ? 'photo.showCovered' : 'photo.showPlain')}
      width={760}
      busy={isBusy}
      act={act}
      onClose={onClose}
      onSubmit={() =>
        photo &&
        void act.send(
          () => show({ input: { photoId: photo.id, areas: [...areas], idempotencyKey: key() } }),
          () => {
            void message.success(t('do.done'));
            onClose();
          },
        )
      }
    >
      {photo?.path && <Marking path={photo.path} alt={photo.name} areas={areas} onChange={setAreas} />}
    </ActModal>
  );
}
