import { App, Form, Input, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import type { Role } from '../../core/schema.gen';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { usePlaces } from '../housing/usePlaces';
import { InviteStaffDocument, type InviteStaffInput } from './staff.gen';

const ROLES: readonly Role[] = ['FRONT_DESK', 'COMMUNITY_MANAGER', 'SOCIAL_WORKER', 'STATION_SUPERVISOR', 'OPERATOR_ADMIN'];

export default function InviteModal({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation('staff');
  const { message } = App.useApp();
  const { needed } = useRules();
  const { communities } = usePlaces();
  const act = useActForm<InviteStaffInput>();
  const [by, setBy] = useState<'phone' | 'login'>('phone');
  const [invite, isBusy] = useAct(InviteStaffDocument);
  return (
    <ActModal<InviteStaffInput>
      open={open}
      title={t('invite')}
      submit={t('invite')}
      busy={isBusy}
      act={act}
      initial={{ role: 'FRONT_DESK' }}
      onClose={onClose}
      onSubmit={(typed) =>
        void act.send(
          () => invite({ input: { ...typed, communityIds: typed.communityIds?.length ? typed.communityIds : null } }),
          (made) => {
            void message.success(t('invited', { name: made.displayName }));
            onClose();
          },
        )
      }
    >
      <div className="pair">
        <Form.Item name="displayName" label={t('name')} rules={needed(t('name'))}><Input autoComplete="off" /></Form.Item>
        <Form.Item name="role" label={t('role')}><Select options={ROLES.map((one) => ({ value: one, label: t(`shared:role.${one}`) }))} /></Form.Item>
      </div>
      <Form.Item label={t('by')}><Segmented<'phone' | 'login'> value={by} onChange={setBy} options={[{ value: 'phone', label: t('byPhone') }, { value: 'login', label: t('byLogin') }]} /></Form.Item>
      {by === 'phone' ? (
        <Form.Item name="phone" label={t('phone')} rules={needed(t('phone'))}><Input type="tel" autoComplete="off" /></Form.Item>
      ) : (
        <div className="pair">
          <Form.Item name="login" label={t('login')} rules={needed(t('login'))}><Input autoComplete="off" /></Form.Item>
          <Form.Item name="password" label={t('password')} rules={needed(t('password'))}><Input.Password autoComplete="new-password" /></Form.Item>
        </div>
      )}
      <Form.Item name="communityIds" label={t('limit')}><Select mode="multiple" allowClear options={communities.map((one) => ({ value: one.id, label: one.name }))} /></Form.Item>
    </ActModal>
  );
}
