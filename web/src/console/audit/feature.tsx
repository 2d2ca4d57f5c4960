import { AuditOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../core/features';

export const feature: Feature = {
  pages: [{ path: 'audit', page: lazy(() => import('./Audit')), needs: 'audit:read', menu: { label: 'audit:menu', icon: <AuditOutlined />, group: 'records', order: 90 } }],
};
