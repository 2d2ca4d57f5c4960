import { App, Button, Form, Input, Segmented, Select } from 'antd';
import { UserAddOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { date } from '../../core/format';
import type { Role } from '../../core/schema.gen';
import { ActModal } from '../../desk/ActModal';
import { ConnectionTable, usePaging } from '../../desk/ConnectionTable';
import { useRules } from '../../desk/fields';
import { Page } from '../../desk/Page';
import { useActForm } from '../../desk/useActForm';
import { usePlaces } from '../housing/usePlaces';
import { EndMembershipDocument, InviteStaffDocument, StaffDocument, type InviteStaffInput, type StaffQuery } from './staff.gen';

const ROLES: readonly Role[] = ['FRONT_DESK', 'COMMUNITY_MANAGER', 'SOCIAL_WORKER', 'STATION_SUPERVISOR', 'OPERATOR_ADMIN'];
type Row = StaffQuery['staff']['edges'][number]['node'];

export default function Staff() {
  const { t } = useTranslation('staff');
  const { message, modal } = App.useApp();
  const paging = usePaging();
  const { communities } = usePlaces();
  const [isInviting, setIsInviting] = useState(false);
  const reading = useData(StaffDocument, paging.variables);
  const [end] = useAct(EndMembershipDocument);
  const names = (ids: readonly string[] | null | undefined): string => ids?.map((id) => communities.find((one) => one.id === id)?.name ?? '').join('、') || t('all');
  const ask = (row: Row): void =>
    void modal.confirm({
      title: t('endOf', { name: row.displayName, role: t(`shared:role.${row.role}`) }),
      content: t('endHint'),
      okText: t('end'),
      okButtonProps: { danger: true },
      cancelText: t('shared:act.cancel'),
      onOk: async () => {
        const outcome = await end({ input: { staffMemberId: row.id } });
        void (outcome.ok ? message.success(t('ended', { name: row.displayName })) : message.error(outcome.problem.message));
      },
    });
  return (
    <Page title={t('title')} lead={t('lead')} acts={<Button type="primary" icon={<UserAddOutlined />} onClick={() => setIsInviting(true)}>{t('invite')}</Button>}>
      <section className="card flush" aria-label={t('title')}>
        <ConnectionTable
          label={t('title')}
          of={reading}
          connection={(data) => data.staff}
          paging={paging}
          width={760}
          columns={[
            { title: t('name'), render: (_, row) => <b>{row.displayName}</b> },
            { title: t('role'), width: 150, render: (_, row) => t(`shared:role.${row.role}`) },
            { title: t('communities'), ellipsis: true, render: (_, row) => names(row.communities) },
            { title: t('since'), width: 150, render: (_, row) => <span className="num">{date(row.createdAt)}</span> },
            { title: <span className="unseen">{t('shared:act.more')}</span>, width: 90, render: (_, row) => <Button size="small" type="link" danger onClick={() => ask(row)}>{t('end')}</Button> },
          ]}
        />
      </section>
      <InviteModal open={isInviting} onClose={() => setIsInviting(false)} />
    </Page>
  );
}

function InviteModal({ open, onClose }: { open: boolean; onClose: () => void }) {
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
