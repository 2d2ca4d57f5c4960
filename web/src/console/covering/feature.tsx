import { AuditOutlined, BankOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../core/features';

export const feature: Feature = {
  pages: [
    { path: 'party-orgs', page: lazy(() => import('./PartyOrgs')), needs: 'party:manage_organisations', menu: { label: 'covering:orgs.menu', icon: <BankOutlined />, group: 'work', order: 30 } },
    { path: 'coverage', page: lazy(() => import('./Coverage')), needs: 'party:assign_oversight', menu: { label: 'covering:cover.menu', icon: <AuditOutlined />, group: 'work', order: 40 } },
  ],
};
