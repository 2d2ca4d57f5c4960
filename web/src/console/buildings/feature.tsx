import { HomeOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../core/features';

export const feature: Feature = {
  pages: [{ path: 'model-buildings', page: lazy(() => import('./Buildings')), needs: 'party:view_model_buildings', menu: { label: 'buildings:menu', icon: <HomeOutlined />, group: 'together', order: 50 } }],
};
