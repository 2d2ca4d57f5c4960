import { App, Button, Tabs } from 'antd';
import { PlusOutlined } from '@ant-design/icons';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../core/auth/useSession';
import { dialog } from '../../desk/afresh';
import { Page } from '../../desk/Page';
import Activities from './Activities';
import MeetingList from './MeetingList';

const MeetingModal = dialog(() => import('./MeetingModal'));
const ActivityModal = dialog(() => import('./ActivityModal'));
const TABS = ['meetings', 'activities'] as const;

/** What the branch's organisations met for and did, and writing it down. */
export default function Meetings() {
  const { t } = useTranslation('meetings');
  const { message } = App.useApp();
  const may = useMay();
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(TABS).withDefault('meetings'));
  const [open, setOpen] = useState<(typeof TABS)[number] | null>(null);
  const [round, setRound] = useState(0);
  const done = (title: string): void => {
    setOpen(null);
    setRound(round + 1);
    void message.success(t('recorded', { title }));
  };
  const acts = may('party:keep_records') && (
    <>
      <Button icon={<PlusOutlined />} onClick={() => setOpen('activities')}>{t('recordActivity')}</Button>
      <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen('meetings')}>{t('record')}</Button>
    </>
  );
  return (
    <Page title={t('title')} lead={t('lead')} acts={acts}>
      <Tabs
        activeKey={tab}
        destroyOnHidden
        onChange={(next) => void setTab(TABS.find((one) => one === next) ?? 'meetings')}
        items={[
          { key: 'meetings', label: t('meetings'), children: <MeetingList key={round} /> },
          { key: 'activities', label: t('activities'), children: <Activities key={round} /> },
        ]}
      />
      {open === 'meetings' && <MeetingModal onClose={() => setOpen(null)} onDone={done} />}
      {open === 'activities' && <ActivityModal onClose={() => setOpen(null)} onDone={done} />}
    </Page>
  );
}
