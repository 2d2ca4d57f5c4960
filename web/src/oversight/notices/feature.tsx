import { AuditOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../core/features';

const needs = 'party:view_notices';

export const feature: Feature = {
  pages: [{ path: 'notices', page: lazy(() => import('./Notices')), needs, menu: { label: 'notices:menu', icon: <AuditOutlined />, group: 'work', order: 20 } }],
  today: [{ card: lazy(() => import('./Overdue')), needs, order: 20 }],
};
