import { lazy } from 'react';
import { toWhole, type Feature } from '../../core/features';
import { Icon } from '../parts/Icon';

const course = toWhole('/courses', 'Course', 'course_id');
const mine = (): string => '/courses/mine';

export const feature: Feature = {
  pages: [
    { path: 'courses', page: lazy(() => import('./Courses')), needs: 'courses:view' },
    { path: 'courses/mine', page: lazy(() => import('./Mine')), needs: 'courses:apply' },
    { path: 'courses/:id', page: lazy(() => import('./Course')), needs: 'courses:view' },
    { path: 'course-wishes', page: lazy(() => import('./Wishes')), needs: 'courses:wish' },
    { path: 'check-in', page: lazy(() => import('./CheckIn')), needs: 'courses:check_in' },
  ],
  today: [{ card: lazy(() => import('./TodayCourses')), needs: 'courses:apply', order: 20 }],
  tiles: [{ to: '/courses', label: 'courses:tile', hint: 'courses:tileHint', icon: <Icon name="book" />, needs: 'courses:view', order: 20 }],
  mine: [{ to: '/courses/mine', label: 'courses:mine', hint: 'courses:mineHint', icon: <Icon name="book" />, needs: 'courses:apply', order: 20 }],
  notices: {
    COURSE_ENROLLED: course,
    COURSE_APPLICATION_DECLINED: course,
    COURSE_CANCELLED: (id) => `/courses/${id}`,
    COURSE_COMPLETED: course,
    SESSION_REMINDER: mine,
    SESSION_MOVED: mine,
    SESSION_CANCELLED: mine,
    SESSION_MOVED_INTO_CLASH: mine,
    CERTIFICATE_ISSUED: mine,
    ABSENCE_BLOCK: mine,
    ABSENCE_APPEAL_GRANTED: mine,
    ABSENCE_APPEAL_REJECTED: mine,
  },
};
