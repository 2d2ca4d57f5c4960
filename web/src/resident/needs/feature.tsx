import { lazy } from 'react';
import type { Feature } from '../../core/features';
import { Icon } from '../parts/Icon';

const needs = (): string => '/needs';

export const feature: Feature = {
  pages: [{ path: 'needs', page: lazy(() => import('./Needs')), needs: 'partners:ask' }],
  tiles: [{ to: '/needs', label: 'needs:tile', hint: 'needs:tileHint', icon: <Icon name="plus" />, needs: 'partners:ask', order: 80 }],
  notices: { NEED_OPEN: needs, NEED_CLAIMED: needs, NEED_DELIVERED: needs },
};
