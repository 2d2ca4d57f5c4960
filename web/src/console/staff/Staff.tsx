import { App, Button } from 'antd';
import { UserAddOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { date } from '../../core/format';
import { dialog } from '../../desk/afresh';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { Page } from '../../desk/Page';
import { usePaging } from '../../desk/paging';
import { usePlaces } from '../housing/usePlaces';
import { EndMembershipDocument, StaffDocument, type StaffQuery } from './staff.gen';

const InviteModal = dialog(() => import('./InviteModal'));
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
