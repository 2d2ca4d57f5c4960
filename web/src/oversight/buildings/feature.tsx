import { TrophyOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../core/features';

export const feature: Feature = {
  pages: [{ path: 'buildings', page: lazy(() => import('./Buildings')), needs: 'party:view_model_buildings', menu: { label: 'buildings:menu', icon: <TrophyOutlined />, group: 'together', order: 60 } }],
};
