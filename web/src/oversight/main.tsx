import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { Gate } from '../desk/Gate';
import { Shell } from '../desk/Shell';
import { start } from '../desk/start';
import type { MenuGroup } from '../core/features';
import type { Found } from '../core/i18n';
import { features } from './features';
import { WaitingRepliesDocument } from './notices/notices.gen';

function Oversight() {
  const { t } = useTranslation();
  return <Gate title={t('app.oversight')}><Inside /></Gate>;
}

function Inside() {
  const { t } = useTranslation();
  const [{ data }] = useQuery({ query: WaitingRepliesDocument, variables: {} });
  const waiting = data?.supervisionNotices.totalCount ?? 0;
  const bell = { to: '/notices?show=replied', label: t('notices:bell', { count: waiting }) };
  return <Shell title={t('app.oversight')} features={features} groups={(group: MenuGroup) => t(`home:groups.${group}`)} unread={waiting} bell={bell} />;
}

void start(
  { name: 'oversight', roles: ['BRANCH_SUPERVISOR'] },
  { chinese: import.meta.glob('./*/zh-CN.json') as Found, english: import.meta.glob('./*/en.json') as Found },
  <Oversight />,
);
