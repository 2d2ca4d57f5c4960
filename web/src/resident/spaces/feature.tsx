import { lazy } from 'react';
import type { Feature } from '../../core/features';
import { Icon } from '../parts/Icon';

export const feature: Feature = {
  pages: [
    { path: 'spaces', page: lazy(() => import('./Spaces')), needs: 'spaces:book' },
    { path: 'spaces/:id', page: lazy(() => import('./Space')), needs: 'spaces:book' },
    { path: 'bookings', page: lazy(() => import('./Bookings')), needs: 'spaces:book' },
    { path: 'credit', page: lazy(() => import('./Credit')), needs: 'spaces:book' },
    { path: 'scan', page: lazy(() => import('./Scan')), needs: 'spaces:check_in' },
  ],
  today: [{ card: lazy(() => import('./TodaySpaces')), needs: 'spaces:book', order: 10 }],
  tiles: [
    { to: '/spaces', label: 'spaces:tile', hint: 'spaces:tileHint', icon: <Icon name="calendar" />, needs: 'spaces:book', order: 10 },
    { to: '/scan', label: 'spaces:scanTile', hint: 'spaces:scanHint', icon: <Icon name="qr" />, needs: 'spaces:check_in', order: 90 },
  ],
  mine: [
    { to: '/bookings', label: 'spaces:mine', hint: 'spaces:mineHint', icon: <Icon name="calendar" />, needs: 'spaces:book', order: 10 },
    { to: '/credit', label: 'spaces:credit.title', hint: 'spaces:credit.hint', icon: <Icon name="vote" />, needs: 'spaces:book', order: 15 },
  ],
  notices: {
    BOOKING_APPROVED: () => '/bookings',
    BOOKING_REJECTED: () => '/bookings',
    BOOKING_CANCELLED: () => '/bookings',
    BOOKING_MOVED: () => '/bookings',
    BOOKING_RELEASED: () => '/bookings',
    BOOKING_NO_SHOW: () => '/credit',
    CREDIT_CHARGED: () => '/credit',
    APPEAL_ACCEPTED: () => '/credit',
    APPEAL_REJECTED: () => '/credit',
    WAITLIST_OFFER: () => '/bookings',
    WAITLIST_OFFER_EXPIRED: () => '/bookings',
    WAITLIST_CLOSED: () => '/bookings',
  },
};
