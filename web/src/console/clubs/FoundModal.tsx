import { App, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import type { JoinMode } from '../../core/schema.gen';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import type { Community } from '../housing/usePlaces';
import { ResidentPicker } from '../stays/ResidentPicker';
import { FoundClubDocument } from './clubs.gen';

interface Typed {
  communityId: string;
  name: string;
  about?: string;
  presidentId: string;
  alias: string;
  joinMode: JoinMode;
}

export default function FoundModal({ open, communities, onClose }: { open: boolean; communities: readonly Community[]; onClose: () => void }) {
  const { t } = useTranslation('clubs');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const key = useActKey();
  const act = useActForm<Typed>();
  const [found, isBusy] = useAct(FoundClubDocument);
  return (
    <ActModal<Typed>
      open={open}
      title={t('found')}
      submit={t('found')}
      busy={isBusy}
      act={act}
      initial={{ joinMode: 'OPEN', ...(communities[0] ? { communityId: communities[0].id } : {}) }}
      onClose={onClose}
      onSubmit={(typed) =>
        void act.send(
          () => found({ input: { ...typed, about: typed.about ?? '', idempotencyKey: key() } }),
          (made) => {
            void message.success(t('founded', { name: made.name }));
            onClose();
          },
        )
      }
    >
      <Form.Item name="communityId" label={t('community')} rules={chosen(t('community'))}><Select options={communities.map((one) => ({ value: one.id, label: one.name }))} /></Form.Item>
      <Form.Item name="name" label={t('name')} rules={needed(t('name'))}><Input maxLength={40} /></Form.Item>
      <Form.Item name="about" label={t('about')}><Input.TextArea rows={3} maxLength={1000} /></Form.Item>
      <Form.Item name="presidentId" label={t('president')} rules={chosen(t('president'))}><ResidentPicker /></Form.Item>
      <Form.Item name="alias" label={t('alias')} extra={t('aliasHint')} rules={needed(t('alias'))}><Input maxLength={20} /></Form.Item>
      <Form.Item name="joinMode" label={t('joinMode')}><Select options={(['OPEN', 'APPROVAL'] as const).map((one) => ({ value: one, label: t(`modes.${one}`) }))} /></Form.Item>
    </ActModal>
  );
}
