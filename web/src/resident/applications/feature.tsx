import { lazy } from 'react';
import type { Feature } from '../../core/features';

export const feature: Feature = {
  pages: [
    { path: 'applications', page: lazy(() => import('./Applications')), needs: 'housing:apply' },
    { path: 'applications/new', page: lazy(() => import('./Apply')), needs: 'housing:apply' },
    // Links and posters of an operator lead here: /m/join?operator=CODE.
    { path: 'join', page: lazy(() => import('./Elsewhere')) },
  ],
  notices: { APPLICATION_ACCEPTED: () => '/applications', APPLICATION_REJECTED: () => '/applications' },
};
