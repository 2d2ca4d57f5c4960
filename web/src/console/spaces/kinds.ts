/** What shared spaces there are, and the days and the clock of their rules. */
import { i18n } from '../../core/i18n';
import type { SpaceKind } from '../../core/schema.gen';

export const KINDS: readonly SpaceKind[] = ['MEETING_ROOM', 'READING_ROOM', 'STUDY_ROOM', 'ACTIVITY_ROOM', 'HALL', 'THEATRE', 'RECORDING_STUDIO', 'YOGA_ROOM', 'SPORTS', 'HEALTH_POINT', 'PARENT_CHILD', 'KITCHEN', 'GARDEN', 'OTHER'];

/** From Monday, as ISO 8601 counts. */
export const WEEK: readonly number[] = [1, 2, 3, 4, 5, 6, 7];

/** Minutes of a day as 09:30; beyond midnight it is the next day. */
export function clockOf(minutes: number): string {
  const clock = `${String(Math.floor((minutes % 1440) / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  return minutes > 1440 ? i18n.t('spaces:nextDay', { clock }) : minutes === 1440 ? '24:00' : clock;
}
