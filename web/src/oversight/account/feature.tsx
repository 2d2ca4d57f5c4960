import { lazy } from 'react';
import type { Feature } from '../../core/features';

export const feature: Feature = { pages: [{ path: 'account', page: lazy(() => import('../../desk/Account')) }] };
