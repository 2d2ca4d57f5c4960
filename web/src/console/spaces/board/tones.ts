import type { BookingStatus } from '../../../core/schema.gen';
import type { Tone } from '../../../desk/Tag';

export const TONES: Readonly<Record<BookingStatus, Tone>> = { PENDING: 'warn', CONFIRMED: 'accent', CHECKED_IN: 'good', COMPLETED: 'plain', CANCELLED: 'plain', REJECTED: 'plain', RELEASED: 'cold', NO_SHOW: 'bad' };
