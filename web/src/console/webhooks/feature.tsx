import { ApiOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../core/features';

const needs = 'webhooks:manage';

export const feature: Feature = {
  pages: [
    { path: 'webhooks', page: lazy(() => import('./Webhooks')), needs, menu: { label: 'webhooks:menu', icon: <ApiOutlined />, group: 'settings', order: 20 } },
    { path: 'webhooks/:id', page: lazy(() => import('./Deliveries')), needs },
  ],
  notices: { WEBHOOK_DELIVERY_FAILED: () => '/webhooks', WEBHOOK_DISABLED: () => '/webhooks' },
};
