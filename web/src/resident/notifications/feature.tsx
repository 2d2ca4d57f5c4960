import { lazy } from 'react';
import type { Feature } from '../../core/features';

export const feature: Feature = { pages: [{ path: 'notifications', page: lazy(() => import('./Notifications')), needs: 'messaging:read' }] };
