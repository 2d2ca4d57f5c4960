import { AuditOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../core/features';

const needs = 'party:view_notices';
const notices = (): string => '/notices';

export const feature: Feature = {
  pages: [{ path: 'notices', page: lazy(() => import('./Notices')), needs, menu: { label: 'notices:menu', icon: <AuditOutlined />, group: 'care', order: 80 } }],
  notices: { SUPERVISION_NOTICE_ISSUED: notices, SUPERVISION_NOTICE_RISEN: notices, SUPERVISION_NOTICE_WITHDRAWN: notices, SUPERVISION_REPLY_ACCEPTED: notices, SUPERVISION_REPLY_RETURNED: notices },
};
