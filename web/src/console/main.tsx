import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { Gate } from '../desk/Gate';
import { Shell } from '../desk/Shell';
import { start } from '../desk/start';
import type { MenuGroup } from '../core/features';
import { features } from './features';
import type { Found } from '../core/i18n';
import { UnreadDocument } from '../core/inbox/inbox.gen';


function Console() {
  const { t } = useTranslation();
  return <Gate title={t('app.console')}><Inside /></Gate>;
}

function Inside() {
  const { t } = useTranslation();
  const [{ data }] = useQuery({ query: UnreadDocument });
  return <Shell title={t('app.console')} features={features} groups={(group: MenuGroup) => t(`home:groups.${group}`)} unread={data?.unreadCount ?? 0} />;
}

void start(
  { name: 'console', roles: ['OPERATOR_ADMIN', 'COMMUNITY_MANAGER', 'FRONT_DESK', 'SOCIAL_WORKER', 'STATION_SUPERVISOR', 'PLATFORM_ADMIN'] },
  { chinese: import.meta.glob('./*/zh-CN.json') as Found, english: import.meta.glob('./*/en.json') as Found },
  <Console />,
);
