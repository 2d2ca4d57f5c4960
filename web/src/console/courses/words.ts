import type { CourseCategory, CourseStatus, EnrolmentStatus, WishStatus } from '../../core/schema.gen';
import type { Tone } from '../../desk/Tag';

export const CATEGORIES: readonly CourseCategory[] = ['ART', 'DIGITAL', 'CAREER', 'LANGUAGE', 'SPORT', 'CRAFT', 'HEALTH', 'LIFE'];
export const COURSE_TONES: Readonly<Record<CourseStatus, Tone>> = { OPEN: 'good', FINISHED: 'plain', CANCELLED: 'bad' };
export const LEARNER_TONES: Readonly<Record<EnrolmentStatus, Tone>> = { APPLIED: 'warn', WAITLISTED: 'cold', OFFERED: 'warn', ENROLLED: 'good', DECLINED: 'plain', CANCELLED: 'plain', COMPLETED: 'accent' };
export const WISH_TONES: Readonly<Record<WishStatus, Tone>> = { OPEN: 'plain', REQUESTED: 'warn', PLANNED: 'good', DECLINED: 'cold' };
