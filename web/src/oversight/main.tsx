import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { Gate } from '../desk/Gate';
import { Shell } from '../desk/Shell';
import { start } from '../desk/start';
import type { MenuGroup } from '../core/features';
import type { Found } from '../core/i18n';
import { UnreadDocument } from '../core/inbox/inbox.gen';
import { features } from './features';

function Oversight() {
  const { t } = useTranslation();
  return <Gate title={t('app.oversight')}><Inside /></Gate>;
}

function Inside() {
  const { t } = useTranslation();
  const [{ data }] = useQuery({ query: UnreadDocument });
  return <Shell title={t('app.oversight')} features={features} groups={(group: MenuGroup) => t(`home:groups.${group}`)} unread={data?.unreadCount ?? 0} />;
}

void start(
  { name: 'oversight', roles: ['BRANCH_SUPERVISOR'] },
  { chinese: import.meta.glob('./*/zh-CN.json') as Found, english: import.meta.glob('./*/en.json') as Found },
  <Oversight />,
);
