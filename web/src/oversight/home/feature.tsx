import { HomeOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../core/features';

export const feature: Feature = {
  pages: [{ path: '', page: lazy(() => import('./Home')), menu: { label: 'home:menu', icon: <HomeOutlined />, group: 'work', order: 0 } }],
};
