import { lazy } from 'react';
import type { Feature } from '../../core/features';
import { Icon } from '../parts/Icon';

export const feature: Feature = {
  pages: [
    { path: 'help', page: lazy(() => import('./Help')), needs: 'casework:ask_for_help' },
    { path: 'help/asked/:id', page: lazy(() => import('./AskedReads')), needs: 'casework:follow_own_case' },
    { path: 'help/:id', page: lazy(() => import('./OwnCase')), needs: 'casework:follow_own_case' },
  ],
  tiles: [{ to: '/help', label: 'help:tile', hint: 'help:tileHint', icon: <Icon name="shield" />, needs: 'casework:ask_for_help', order: 60 }],
  notices: { STATION_ANSWERED: () => '/help', STATION_TOOK_UP: () => '/help' },
};
